"""Full texts: what was read of a paper, piece by piece, each piece addressable.

A document says where it comes from, which pieces it is made of and what was left out of it, so that a
quote can be cited with its place and a reader can be told what was read.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.papers import Paper


class Source(StrEnum):
    """What a document was made from, the best first."""

    HTML = "html"
    PDF = "pdf"
    ABSTRACT = "abstract"


class Role(StrEnum):
    """What a paragraph is in its section."""

    TEXT = "text"
    ITEM = "item"
    NOTE = "note"
    CODE = "code"
    MATHS = "maths"
    ROWS = "rows"
    """Lines of a table whose columns are not known."""


class Why(StrEnum):
    """Why something does not stand in a document's text."""

    AUTHORS = "authors"
    CONTENTS = "contents"
    REFERENCES = "references"
    ACKNOWLEDGEMENTS = "acknowledgements"
    CHECKLIST = "checklist"
    FURNITURE = "furniture"
    """Running heads, page numbers, the archive's own stamp."""
    MARKUP = "markup"
    """Commands that the conversion did not know and left in the text."""
    HIDDEN = "hidden"
    """Text that no reader of the page can see."""
    INVISIBLE = "invisible"
    """Characters without a shape: zero-width, bidirectional controls, tags."""
    INSTRUCTIONS = "instructions"
    """Sentences that speak to a reading machine instead of to a reader."""


class Lack(StrEnum):
    """Why a better source was not used."""

    ABSENT = "absent"
    FAILED = "failed"
    """The archive's own conversion failed."""
    UNREADABLE = "unreadable"
    """Too large, damaged, or more than the parser may take."""
    UNAVAILABLE = "unavailable"
    """No answer for now; to be asked again."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with maths as TeX between dollar signs.

    `turns` are the places (offset in `text`, anchor) where another anchor begins within the
    paragraph: a sentence that goes on over a page turn is one sentence, and its end is on the next page.
    """

    text: str
    anchor: str
    role: Role = Role.TEXT
    turns: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """The words under a figure."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; a cell over several columns stands in the first, the others are empty."""

    rows: tuple[tuple[str, ...], ...]
    anchor: str
    caption: str = ""


Block = Paragraph | Caption | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, down to the next heading of any level.

    Level 1 is a section, 2 a subsection and so on; a title may be empty where text stands before the
    first heading.
    """

    title: str
    level: int
    anchor: str
    blocks: tuple[Block, ...] = ()
    is_appendix: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was kept apart, and why. It is for people who look into it, never for a prompt."""

    why: Why
    pieces: int
    text: str = ""

    @property
    def words(self) -> int:
        """Count the words that were kept apart."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A better source that was not used."""

    source: Source
    lack: Lack
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a paper.

    `version` is the version of the paper that was read, None where the source does not say. `dated` is
    that version's day. `licence` is told in the source's words.
    """

    paper_id: str
    source: Source
    sections: tuple[Section, ...]
    version: int | None = None
    title: str = ""
    licence: str | None = None
    dated: date | None = None
    left_out: tuple[LeftOut, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()

    @classmethod
    def of_abstract(cls, paper: Paper) -> "Document":
        """Return the document of a paper of which nothing but the abstract is to be had."""
        blocks = (Paragraph(paper.abstract, "abstract"),) if paper.abstract else ()
        section = Section("Abstract", 1, "abstract", blocks)
        return cls(paper.id, Source.ABSTRACT, (section,), title=paper.title)

    @property
    def is_final(self) -> bool:
        """Whether asking again soon would bring nothing better."""
        return all(one.lack is not Lack.UNAVAILABLE for one in self.shortfalls)

    @property
    def counts(self) -> Counter[Why]:
        """Count what was left out, in pieces."""
        return Counter({one.why: one.pieces for one in self.left_out})


def gather(pieces: list[tuple[Why, str]]) -> tuple[LeftOut, ...]:
    """Sum up what was left out, one entry for each reason."""
    found: dict[Why, list[str]] = {}
    for why, text in pieces:
        found.setdefault(why, []).append(text)
    return tuple(LeftOut(why, len(texts), "\n".join(filter(None, texts))) for why, texts in found.items())
