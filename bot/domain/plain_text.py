"""A document as one string, with the way back from each character to its place."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.documents import Block, Document, Paragraph, Section, Table

PAGE = "page="
"""How the anchors of a PDF begin, as viewers of PDFs understand them; `p7` is a paragraph's in HTML."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of plain text, [start, end), that stands at one anchor of one section."""

    start: int
    end: int
    anchor: str
    section: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the section's title and the nearest anchor."""

    section: str
    anchor: str

    @property
    def page(self) -> int | None:
        """The page of a PDF, where the anchor is one."""
        number = self.anchor.removeprefix(PAGE) if self.anchor.startswith(PAGE) else ""
        return int(number) if number.isascii() and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class PlainText:
    """A document's text as one string, with the way back to places."""

    text: str
    spans: tuple[Span, ...]
    sections: tuple[Section, ...] = field(repr=False)

    def place(self, start: int) -> Place | None:
        """Return where a character stands; None between pieces and beyond the end."""
        number = bisect_right(self.spans, start, key=lambda span: span.start) - 1
        if number < 0 or start >= self.spans[number].end:
            return None
        found = self.spans[number]
        return Place(self.sections[found.section].title, found.anchor)


def flatten(document: Document, *, has_appendix: bool = True) -> PlainText:
    """Return a document's text, pieces apart by an empty line, with the anchors of all of it.

    The same document always gives the same text. Cells are apart by ` | `, rows by a line break.
    """
    text = _Text()
    for number, section in enumerate(document.sections):
        if section.is_appendix and not has_appendix:
            continue
        text.add(section.title, section.anchor, number)
        for block in section.blocks:
            turns = block.turns if isinstance(block, Paragraph) else ()
            text.add(told(block), block.anchor, number, turns)
    return PlainText("".join(text.pieces), tuple(text.spans), document.sections)


def told(block: Block) -> str:
    """Return a block's text."""
    if not isinstance(block, Table):
        return block.text
    rows = (" | ".join(row) for row in block.rows)
    return "\n".join((block.caption, *rows) if block.caption else rows)


class _Text:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self._length = 0

    def add(self, piece: str, anchor: str, section: int, turns: tuple[tuple[int, str], ...] = ()) -> None:
        if not piece:
            return
        start = self._length
        stops = [(0, anchor), *turns, (len(piece), "")]
        for (begin, here), (end, _) in pairwise(stops):
            if begin < end:
                self.spans.append(Span(start + begin, start + end, here, section))
        self.pieces += [piece, "\n\n"]
        self._length += len(piece) + 2
