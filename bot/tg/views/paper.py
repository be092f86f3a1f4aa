"""Papers in words: their titles, what stands under them, and how much of them is told."""

from collections.abc import Sequence
from functools import lru_cache

from bot.domain.chats import Style
from bot.domain.extract import Brief, Origin, brief, extract_many, readable
from bot.domain.messages import Button, Keyboard
from bot.domain.papers import Listed, Paper
from bot.domain.sentences import split
from bot.domain.summaries import Summary
from bot.tg.callbacks import encode
from bot.tg.presses import OpenCard
from bot.tg.views.html import bold, clean, join, link, quote, shorten, units
from bot.tg.views.told import gist, outline
from bot.tg.views.told import origin as told_origin
from bot.words.texts import Safe, Texts

BRIEF_UNITS = 220
"""The most that a brief is meant to have; papers are told in English as long as no model reads them."""
LONGEST_TITLE = 300
"""A title beyond this is shortened at a word, so that ten of them always fit; arXiv's own are shorter."""
PLAIN_FORMS = 3
"""How many of a paper's forms come in every style: with a brief, without, and with votes alone."""
_LONGEST_NAME = 80
_SENTENCES = 3
_REMEMBERED = 512  # a list is told to many chats in a row
_IN_A_ROW = 8


@lru_cache(maxsize=_REMEMBERED)
def title(paper: Paper) -> str:
    """Return a title as it is shown: in one line, and its id where it has none that can be seen."""
    return shorten(clean(readable(paper.title)), LONGEST_TITLE) or paper.id


def heading(paper: Paper, number: int | None = None) -> Safe:
    """Return a paper's title, linked and in bold, with its number in the list."""
    linked = link(paper.arxiv_url, title(paper))
    return bold(linked if number is None else Safe(f"{number} · {linked}"))


def mention(paper: Paper, number: int) -> Safe:
    """Return a paper where there is no room for its title: its id, linked."""
    return Safe(f"{number} · {link(paper.arxiv_url, paper.id)}")


def reading_buttons(texts: Texts, paper: Paper) -> tuple[Button, ...]:
    """Return the places where a paper can be read."""
    return (
        Button("arXiv", url=paper.arxiv_url),
        Button("PDF", url=f"https://arxiv.org/pdf/{paper.id}"),
        Button("alphaXiv", url=texts.label("card.alphaxiv", id=paper.id)),
    )


def organization(paper: Paper) -> str:
    """Return who a paper comes from; empty where it isn't known, or is no name."""
    name = clean(paper.organization or "")
    return name if units(name) <= _LONGEST_NAME else ""


def votes(texts: Texts, count: int) -> Safe:
    """Return a number of votes with their glyph."""
    return texts.say("paper.votes", votes=count)


def stars(texts: Texts, paper: Paper) -> Safe:
    """Return the stars of a paper's code; empty where there are none to tell."""
    if paper.code_stars is None:
        return Safe()
    return texts.say("paper.stars", stars=texts.compact(paper.code_stars))


@lru_cache(maxsize=_REMEMBERED)
def lead(paper: Paper) -> Brief:
    """Return what a paper is about, in one or two sentences."""
    found = brief(paper, BRIEF_UNITS)
    return Brief(clean(found.text), found.origin)


def origin(texts: Texts, told: Brief) -> Safe:
    """Return where a brief comes from; empty where there is none."""
    if not told.text:
        return Safe()
    return texts.say(
        "paper.origin_huggingface" if told.origin is Origin.HUGGINGFACE else "paper.origin_abstract"
    )


def forms(
    texts: Texts, listed: Listed, number: int, style: Style, summary: Summary | None = None
) -> Sequence[Safe]:
    """Return a paper of a digest in all forms that a style allows, from the fullest to the barest.

    Where it has a summary, in that style, it is told by that; else by what the feed and the abstract say.
    """
    paper = listed.paper
    head = heading(paper, number)
    figures = join((votes(texts, listed.votes), stars(texts, paper)), " · ")
    known = join((figures, organization(paper)), " · ")
    if summary is not None:
        text, label, more = gist(summary), told_origin(texts, summary.reading), _told(texts, summary)
    else:
        found = lead(paper)
        text, label, more = found.text, origin(texts, found), _extracted(paper, found, style)
    labelled = join((known, label), " · ")
    fuller = [join((head, text, labelled, quoted(one)), "\n") for one in more]
    return (
        *fuller,
        join((head, text, labelled), "\n"),
        join((head, known), "\n"),
        join((head, figures), "\n"),
    )


def _told(texts: Texts, summary: Summary) -> Sequence[str]:
    """Return what can be told of a summary beyond its brief, the fullest first; nothing of a mere brief."""
    return (outline(texts, summary), outline(texts, summary, 1)) if summary.parts else ()


def _extracted(paper: Paper, told: Brief, style: Style) -> Sequence[str]:
    """Return what can be told of an abstract beyond a brief, the fullest first."""
    full = (abstract(paper),) if style is Style.DEEP else ()
    return full if style is Style.BRIEF else (*full, _more(paper, told))


@lru_cache(maxsize=_REMEMBERED)
def abstract(paper: Paper, most: int | None = None) -> str:
    """Return an abstract as it is shown, of as many whole sentences as `most` UTF-16 units hold."""
    whole = clean(readable(paper.abstract))
    if most is None or units(whole) <= most:
        return whole
    end = 0
    for sentence in split(whole):
        if units(whole[: sentence.end]) > most:
            break
        end = sentence.end
    return whole[:end]


def quoted(text: str) -> Safe:
    """Return words of the paper as a quotation; empty where there are none."""
    return quote(text) if text else Safe()


def numbers(papers: Sequence[Paper]) -> Keyboard:
    """Return rows of numbers that open each paper's card."""
    buttons = [
        Button(str(number), data=encode(OpenCard(paper.id))) for number, paper in enumerate(papers, start=1)
    ]
    return rows(buttons, _IN_A_ROW)


def rows(buttons: Sequence[Button], most: int) -> Keyboard:
    """Return buttons in rows of even length, `most` of them at most."""
    if not buttons:
        return ()
    count = -(-len(buttons) // most)
    size = -(-len(buttons) // count)
    return tuple(tuple(buttons[begin : begin + size]) for begin in range(0, len(buttons), size))


@lru_cache(maxsize=_REMEMBERED)
def _more(paper: Paper, told: Brief) -> str:
    """Return sentences of the abstract that go on where a brief stopped."""
    picked = (clean(one) for one in extract_many(paper.abstract, _SENTENCES + 1))
    return " ".join([one for one in picked if one not in told.text][:_SENTENCES])
