"""Documents as JSON and back, for the shelf of texts and for what the parsing process answers."""

import json
from datetime import date
from typing import Any

from bot.domain.documents import (
    Block,
    Caption,
    Document,
    Lack,
    LeftOut,
    Paragraph,
    Role,
    Section,
    Shortfall,
    Source,
    Table,
    Why,
)


class NotADocument(ValueError):
    """The text is no document in the form that this version writes."""


def dump(document: Document) -> str:
    """Return a document as JSON."""
    told = {
        "paper_id": document.paper_id,
        "source": document.source,
        "version": document.version,
        "title": document.title,
        "licence": document.licence,
        "dated": document.dated.isoformat() if document.dated else None,
        "sections": [_section(one) for one in document.sections],
        "left_out": [[one.why, one.pieces, one.text] for one in document.left_out],
        "shortfalls": [[one.source, one.lack, one.note] for one in document.shortfalls],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Document:
    """Return the document that a JSON text holds.

    Raises:
        NotADocument: it holds none.
    """
    try:
        told = json.loads(text)
        return Document(
            paper_id=told["paper_id"],
            source=Source(told["source"]),
            sections=tuple(map(_to_section, told["sections"])),
            version=told["version"],
            title=told["title"],
            licence=told["licence"],
            dated=date.fromisoformat(told["dated"]) if told["dated"] else None,
            left_out=tuple(LeftOut(Why(why), pieces, text) for why, pieces, text in told["left_out"]),
            shortfalls=tuple(
                Shortfall(Source(source), Lack(lack), note) for source, lack, note in told["shortfalls"]
            ),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotADocument(f"not a document: {type(error).__name__}") from None


def _section(section: Section) -> list[Any]:
    blocks = [_block(one) for one in section.blocks]
    return [section.title, section.level, section.anchor, section.is_appendix, blocks]


def _to_section(told: list[Any]) -> Section:
    title, level, anchor, is_appendix, blocks = told
    return Section(title, level, anchor, tuple(map(_to_block, blocks)), is_appendix)


def _block(block: Block) -> list[Any]:
    if isinstance(block, Table):
        return ["table", block.anchor, block.caption, block.rows]
    if isinstance(block, Caption):
        return ["caption", block.anchor, block.text]
    return [block.role, block.anchor, block.text, *([block.turns] if block.turns else [])]


def _to_block(told: list[Any]) -> Block:
    kind, anchor, text, *rest = told
    if kind == "table":
        return Table(tuple(map(tuple, rest[0])), anchor, text)
    if kind == "caption":
        return Caption(text, anchor)
    turns = tuple((offset, page) for offset, page in rest[0]) if rest else ()
    return Paragraph(text, anchor, Role(kind), turns)
