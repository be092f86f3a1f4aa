"""The pages of a PDF to a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from bot.domain.documents import Block, Caption, Document, Lack, Paragraph, Role, Section, Source, Why, gather
from bot.domain.hygiene import clean
from bot.domain.plain_text import PAGE, flatten
from bot.sources.headings import left_out_under
from bot.sources.pdf_headings import Heading, Numbering
from bot.sources.pdf_lines import Line, mend, part_furniture
from bot.sources.pdf_pages import Page
from bot.sources.rejected import Rejected
from bot.sources.stamp import read_stamp

MIN_CHARACTERS = 2_000

_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Algorithm|Listing)\s+[A-Z]?\.?\d{1,3}[a-z]?\s*[.:|]\s*\S.*")
_NOTE = re.compile(r"(?:[∗†‡§¶*]+\s*|\d{1,2})(?=[A-Z][a-z]|https?://).{8,}")
_ITEM = re.compile(r"(?:[•◦▪–‣·]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S.*")
_FULL_STOP = (".", "!", "?", ":", "。", ".”", '."', ".)", ".’")
_GLUED = re.compile(r"[.,;:)\]]")
_ADDRESS = re.compile(r"https?://\S*[/\-_=?&.]$")
_NUMERIC = re.compile(r"[-−+±~<>]?[$€]?\d[\d.,]*(?:[%×xkKMBs°]|e[-−]?\d+)?(?:±[\d.]+)?")
_ROW_NUMBERS = 2
_ROW_SHARE = 0.4
_SHORT = 0.72
"""A line shorter than this share of the column's width can be the last of its paragraph."""


@dataclass(slots=True)
class Piece:
    """A paragraph that is being put together."""

    role: Role
    is_caption: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def is_ended(self) -> bool:
        """Whether the last line ends a sentence."""
        return self.lines[-1].text.endswith(_FULL_STOP)

    def close(self) -> Block:
        """Return the paragraph or caption."""
        text, turns, page = "", [], self.lines[0].page
        for line in self.lines:
            text += _between(text, line.text, self.role)
            if line.page != page:
                page = line.page
                turns.append((len(text), f"{PAGE}{page}"))
            text += line.text
        anchor = f"{PAGE}{self.lines[0].page}"
        return Caption(text, anchor) if self.is_caption else Paragraph(text, anchor, self.role, tuple(turns))


@dataclass(slots=True)
class Part:
    """A section that is being put together; `why` tells where it is kept apart."""

    heading: Heading
    page: int
    why: Why | None = None
    pieces: list[Piece] = field(default_factory=list)


def read_pdf(pages: Sequence[Page], paper_id: str) -> Document | Rejected:
    """Make a document of a PDF's pages: headings, paragraphs, what is left out; its anchors are pages."""
    lines, furniture = part_furniture(mend([page.text for page in pages]))
    stamp = next((found for _, line in furniture if (found := read_stamp(line))), None)
    if stamp is not None and stamp.paper_id != paper_id:
        return Rejected(Lack.UNREADABLE, f"the PDF of another paper, {stamp.paper_id}")
    parts = _assemble([line for page in lines for line in page], _width(lines))
    hidden = [(Why.HIDDEN, " ".join(text.split())) for page in pages for text in page.hidden]
    apart = [(one.why, _told(one)) for one in parts if one.why is not None]
    document = clean(
        Document(
            paper_id,
            Source.PDF,
            tuple(_section(one) for one in parts if one.why is None and (one.pieces or one.heading.title)),
            version=stamp.version if stamp else None,
            dated=stamp.dated if stamp else None,
            left_out=gather([*furniture, *apart, *hidden]),
        )
    )
    length = len(flatten(document).text)
    if length < MIN_CHARACTERS:
        return Rejected(Lack.UNREADABLE, f"a PDF with {length} characters of text")
    return document


def _assemble(lines: Sequence[Line], width: float) -> list[Part]:
    numbering = Numbering()
    parts = [Part(Heading("", 0), 1)]
    page = 0
    for line in lines:
        heading = numbering.read(line.text, is_top=line.page != page)
        page = line.page
        if heading is None:
            _place(parts[-1], line, width)
            continue
        why = left_out_under(heading.title)
        if why is None and parts[-1].why is not None and heading.level > 1:
            why = parts[-1].why  # a subsection of what is kept apart
        is_appendix = heading.is_appendix or (why is None and _is_after_references(parts, heading))
        parts.append(Part(Heading(heading.title, heading.level, is_appendix), line.page, why))
        if heading.rest:
            _place(parts[-1], Line(heading.rest, line.page), width)
    return parts


def _is_after_references(parts: Sequence[Part], heading: Heading) -> bool:
    return bool(heading.title) and any(one.why is Why.REFERENCES for one in parts)


def _place(part: Part, line: Line, width: float) -> None:
    """Put a line to the paragraph that it goes on with, or begin another with it."""
    last = part.pieces[-1] if part.pieces else None
    role, is_caption = _kind(line.text)
    if role is Role.TEXT and not is_caption and last is not None:
        last = _resumed(part, line, last)
        if last.role is not Role.ROWS and not _is_over(last, line, width):
            last.lines.append(line)
            return
    elif role is Role.ROWS and last is not None and last.role is Role.ROWS:
        last.lines.append(line)
        return
    part.pieces.append(Piece(role, is_caption, [line]))


def _kind(text: str) -> tuple[Role, bool]:
    if _CAPTION.fullmatch(text):
        return Role.TEXT, True
    tokens = text.split()
    numeric = sum(1 for one in tokens if _NUMERIC.fullmatch(one))
    if not _GLUED.match(text) and numeric > _ROW_NUMBERS and numeric >= len(tokens) * _ROW_SHARE:
        return Role.ROWS, False
    if _NOTE.fullmatch(text):
        return Role.NOTE, False
    return (Role.ITEM if _ITEM.fullmatch(text) else Role.TEXT), False


def _resumed(part: Part, line: Line, last: Piece) -> Piece:
    """Return the paragraph that a line goes on with over a page turn, past the notes at the foot."""
    if line.page == last.lines[-1].page or not line.text[:1].islower():
        return last
    for piece in reversed(part.pieces):
        if piece.lines[-1].page != line.page - 1:
            break
        if piece.role in {Role.TEXT, Role.ITEM} and not piece.is_caption and not piece.is_ended:
            return piece
    return last


def _is_over(piece: Piece, line: Line, width: float) -> bool:
    """Return whether a paragraph has ended before a line."""
    before = piece.lines[-1].text
    if _GLUED.match(line.text):
        return False
    if before.startswith("http") and " " not in before:
        return not line.text[:1].islower()
    is_short = len(before) < width * _SHORT
    return piece.is_ended and is_short and not line.text[:1].islower()


def _between(text: str, line: str, role: Role) -> str:
    """Return what stands between the lines of a paragraph."""
    if not text:
        return ""
    if role is Role.ROWS:
        return "\n"
    is_address = line[0].islower() and _ADDRESS.search(text[-200:])
    return "" if _GLUED.match(line) or is_address else " "


def _width(pages: Sequence[list[Line]]) -> float:
    """Return how many characters a full line has."""
    lengths = [len(line.text) for page in pages for line in page]
    return quantiles(lengths, n=10)[6] if len(lengths) > 1 else 0


def _section(part: Part) -> Section:
    heading = part.heading
    blocks = tuple(piece.close() for piece in part.pieces)
    return Section(heading.title, heading.level, f"{PAGE}{part.page}", blocks, heading.is_appendix)


def _told(part: Part) -> str:
    texts = (line.text for piece in part.pieces for line in piece.lines)
    return "\n".join([part.heading.title, *texts])
