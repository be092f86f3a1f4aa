"""Summaries: what was learnt from a paper, each sentence with the number of its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.chats import Place, Style
from bot.domain.documents import Source
from bot.domain.messages import Keyboard, Post
from bot.domain.papers import Paper
from bot.domain.summaries import Heading, Line, Part, Summary
from bot.tg.presses import ReadSummary, ShowEvidence
from bot.tg.views import choices
from bot.tg.views import paper as papers
from bot.tg.views.fit import BETWEEN
from bot.tg.views.html import ALERT_UNITS, LIMIT, bold, clean, italic, join, length, link, shorten, units
from bot.tg.views.sources import by_model, read_line, rehearsal
from bot.tg.views.told import gist
from bot.words.texts import Safe, Texts, escape, language_name, languages, texts

_INTRODUCTION = (Heading.GOAL, Heading.MOTIVATION, Heading.CONTRIBUTION)
_MOST_LANGUAGES = 3
_JOINER = "\N{WORD JOINER}"  # or a line may begin with a lonely number


@dataclass(slots=True)
class _Section:
    """A part as it is shown: `told` sentences of it, of which the first `shown` have room."""

    part: Part
    number: int
    told: Sequence[Safe]
    shown: int


def summary_post(paper: Paper, summary: Summary, place: Place = Place.PRIVATE) -> Post:
    """Return a summary, in its own language, as one message.

    Where there is no room for all of it, whole sentences are left out, the last of the longest part first,
    and counted. In a channel every reader can press, so nothing there turns the message over.
    """
    words = texts(summary.language)
    brief, sections = _numbered(summary)
    title = join((_title(words, paper, summary), rehearsal(words, summary.reading.model)), "\n")
    head = join((title, brief), "\n")
    foot = join((_gaps(words, summary), italic(_footer(words, summary))), BETWEEN)
    left_out = 0
    while True:
        rest = words.say("summary.left_out", n=left_out) if left_out else Safe()
        html = join((head, _body(words, summary.style, sections), join((rest, foot), BETWEEN)), BETWEEN)
        longest = max(sections, key=lambda one: (one.shown, length(one.told[one.shown - 1])), default=None)
        if length(html) <= LIMIT:
            return Post(html, _keyboard(words, paper, summary, place))
        if longest is None or not longest.shown:  # no sentence is left but the brief
            return Post(join((title, foot), BETWEEN), _keyboard(words, paper, summary, place))
        longest.shown -= 1
        left_out += 1


def summary_alert(summary: Summary) -> str:
    """Return a summary in the few words that fit into the small window that a press opens."""
    words = texts(summary.language)
    label = (
        words.label("paper.origin_sample") if summary.reading.is_sample else read_line(words, summary.reading)
    )
    foot = f"\n({label})"
    return shorten(gist(summary), ALERT_UNITS - units(foot)) + foot


def _numbered(summary: Summary) -> tuple[Safe, list[_Section]]:
    """Return the brief and the parts with the numbers of their evidence, as they are counted in `shown`."""
    number = iter(range(1, len(summary.shown) + 1))

    def told(line: Line) -> Safe:
        if line.claim is None:
            return escape(clean(line.text))
        here = f"{_JOINER}[{next(number)}]"
        evidence = line.claim.evidence
        url = summary.reading.url(summary.paper_id, evidence[0].anchor if evidence else "")
        return join((clean(line.text), link(url, here) if evidence else here), "")

    brief = told(summary.brief) if summary.brief else Safe()
    sections = []
    for place, part in enumerate(summary.parts, start=1):
        sentences = [told(line) for line in part.lines]
        sections.append(_Section(part, place, sentences, len(sentences)))
    return brief, [one for one in sections if one.told]


def _title(words: Texts, paper: Paper, summary: Summary) -> Safe:
    return join((papers.heading(paper), words.say(f"summary.name_{summary.style}")), " · ")


def _body(words: Texts, style: Style, sections: Sequence[_Section]) -> Safe:
    shown = [one for one in sections if one.shown]
    return join(_deep(words, shown) if style is Style.DEEP else _sections(words, shown), BETWEEN)


def _sections(words: Texts, sections: Sequence[_Section]) -> Iterator[Safe]:
    """Tell the introduction with its parts, then a paragraph for each other part."""
    opening = [one for one in sections if one.part.heading in _INTRODUCTION]
    if opening:
        lines = [
            words.say("summary.line", part=words.say(f"summary.{one.part.heading}"), text=_running(one))
            for one in opening
        ]
        yield join((bold(words.say("summary.introduction")), *lines), "\n")
    for one in sections:
        if one not in opening:
            yield join((bold(words.say(f"summary.{one.part.heading}")), _running(one)), "\n")


def _deep(words: Texts, sections: Sequence[_Section]) -> Iterator[Safe]:
    """Tell each part under its number, a sentence a line."""
    for one in sections:
        title = bold(join((str(one.number), words.say(f"summary.{one.part.heading}")), " · "))
        if one.part.heading is Heading.IDEAS:
            title = join((title, italic(words.say("summary.ideas_label"))), "\n")
        yield join((title, *(join(("•", told), " ") for told in one.told[: one.shown])), "\n")


def _running(section: _Section) -> Safe:
    return join(section.told[: section.shown], " ")


def _gaps(words: Texts, summary: Summary) -> Safe:
    """Tell once which parts nothing was found about, and apart from them what could not be proven."""
    is_abstract = summary.reading.source is Source.ABSTRACT
    key = "summary.not_stated_abstract" if is_abstract else "summary.not_stated"
    empty = [one for one in summary.parts if not one.lines]
    lines = []
    for where, parts in (
        (key, [one for one in empty if not one.is_unproven]),
        ("summary.unproven", [one for one in empty if one.is_unproven]),
    ):
        if parts:
            lines.append(
                words.say(where, parts=", ".join(words.label(f"summary.{one.heading}") for one in parts))
            )
    return join(lines, "\n")


def _footer(words: Texts, summary: Summary) -> Safe:
    kept = words.say("summary.kept", kept=summary.kept, n=summary.offered) if summary.offered else Safe()
    return join((read_line(words, summary.reading), kept, by_model(words, summary.reading.model)), " · ")


def _keyboard(words: Texts, paper: Paper, summary: Summary, place: Place) -> Keyboard:
    reading = papers.reading_buttons(words, paper)
    if place is Place.CHANNEL:
        return (reading,)
    here, language, style = summary.paper_id, summary.language, summary.style
    turns = [choices.button(words.label("button.evidence"), ShowEvidence(here, language, style))]
    if style is Style.DEEP:
        turns.append(choices.button(words.label("button.less"), ReadSummary(here, language, Style.SECTIONS)))
    else:
        further = Style.SECTIONS if style is Style.BRIEF else Style.DEEP
        turns.append(choices.button(words.label("button.more"), ReadSummary(here, language, further)))
    others = [one for one in languages() if one != language][:_MOST_LANGUAGES]
    turns += [choices.button(language_name(one), ReadSummary(here, one, style)) for one in others]
    return (*papers.rows(turns, 3), reading)
