"""Evidence: claim by claim, the paper's own words and where they stand."""

from collections.abc import Sequence

from bot.domain.messages import Button, Keyboard, Post
from bot.domain.papers import Paper
from bot.domain.summaries import Line, Summary
from bot.tg.presses import ReadSummary, ShowEvidence
from bot.tg.views import choices
from bot.tg.views import paper as papers
from bot.tg.views.fit import BETWEEN
from bot.tg.views.html import LIMIT, bold, clean, italic, join, length, quote
from bot.tg.views.marking import marked
from bot.tg.views.sources import place_line, read_line, rehearsal
from bot.words.texts import Safe, Texts, texts

MOST_ON_A_PAGE = 6
"""How many claims a page has at most: beyond, nobody finds the one that they look for."""
_ROOM_FOR_HEAD = 800  # a title of the longest kind, and the lines about what was read, and by what


def evidence_post(paper: Paper, summary: Summary, page: int = 1) -> Post:
    """Return a page of what bears out a summary, under the numbers that stand in it.

    A page that there is not is the last one.
    """
    words = texts(summary.language)
    pages = _pages([_item(words, summary, number, line) for number, line in enumerate(summary.shown, 1)])
    page = min(max(page, 1), len(pages))
    title = join((papers.heading(paper), words.say("evidence.title")), " · ")
    read = italic(words.say("evidence.about", read=read_line(words, summary.reading)))
    items = [item for _, item in pages[page - 1]]
    head = join((title, rehearsal(words, summary.reading.model), read), "\n")
    return Post(join((head, *items), BETWEEN), _keyboard(words, summary, pages, page))


def _item(words: Texts, summary: Summary, number: int, line: Line) -> Safe:
    claim = line.claim
    lines = [join((bold(f"[{number}]"), clean(line.text)), " ")]
    for one in claim.evidence if claim else ():
        where = place_line(words, summary.paper_id, summary.reading, one)
        lines.append(quote(marked(one.quote, claim.text if claim else "")))
        lines.append(join(("—", where), " "))
    return join(lines, "\n")


_Page = list[tuple[int, Safe]]


def _pages(items: Sequence[Safe]) -> list[_Page]:
    """Return the numbered items page by page: as many as there is room for."""
    pages: list[_Page] = [[]]
    room = LIMIT - _ROOM_FOR_HEAD
    for number, item in enumerate(items, start=1):
        size = len(BETWEEN) + length(item)
        if pages[-1] and (size > room or len(pages[-1]) == MOST_ON_A_PAGE):
            pages.append([])
            room = LIMIT - _ROOM_FOR_HEAD
        pages[-1].append((number, item))
        room -= size
    return pages


def _keyboard(words: Texts, summary: Summary, pages: Sequence[_Page], page: int) -> Keyboard:
    def turn(to: int, key: str) -> Button:
        first, last = pages[to - 1][0][0], pages[to - 1][-1][0]
        label = words.label(key, first=first, last=last)
        return choices.button(label, ShowEvidence(summary.paper_id, summary.language, summary.style, to))

    turns = []
    if page > 1:
        turns.append(turn(page - 1, "evidence.earlier"))
    if page < len(pages):
        turns.append(turn(page + 1, "evidence.later"))
    back = choices.button(
        words.label("button.to_summary"), ReadSummary(summary.paper_id, summary.language, summary.style)
    )
    return (tuple(turns), (back,)) if turns else ((back,),)
