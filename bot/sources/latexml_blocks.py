"""The body of a LaTeXML page, element by element, to sections and their blocks."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from selectolax.lexbor import LexborNode

from bot.domain.documents import Block, Caption, Paragraph, Role, Section, Table, Why
from bot.sources.headings import left_out_under
from bot.sources.latexml_inline import (
    MAX_DEPTH,
    SKIPPED,
    Element,
    NestedTooDeeply,
    Words,
    bare_text,
    children,
    classes_of,
    fold,
)
from bot.sources.latexml_looks import Look, dress, is_hidden

_LEVELS = {"ltx_part": 1, "ltx_chapter": 1, "ltx_section": 1, "ltx_appendix": 1, "ltx_subsection": 2,
           "ltx_subsubsection": 3, "ltx_paragraph": 4, "ltx_subparagraph": 5}  # fmt: skip
_KEPT_APART = {
    "ltx_bibliography": Why.REFERENCES,
    "ltx_acknowledgements": Why.ACKNOWLEDGEMENTS,
    "ltx_authors": Why.AUTHORS,
    "ltx_TOC": Why.CONTENTS,
    "ltx_pagination": Why.FURNITURE,
    "ltx_page_footer": Why.FURNITURE,
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_TAGS = _HEADINGS | {"p", "div", "section", "article", "figure", "figcaption", "table", "ul", "ol",
                           "dl", "li", "dt", "dd", "blockquote", "pre", "nav", "header", "footer", "svg",
                           "center"}  # fmt: skip
_BLOCK_CLASSES = frozenset({"ltx_p", "ltx_tabular", "ltx_listing", "ltx_role_footnotetext"})


@dataclass(slots=True)
class Open:
    """A section that is being read."""

    title: str
    level: int
    anchor: str
    is_appendix: bool = False
    blocks: list[Block] = field(default_factory=list)

    def close(self) -> Section:
        """Return the section as it was read."""
        return Section(self.title, self.level, self.anchor, tuple(self.blocks), self.is_appendix)


@dataclass(frozen=True, slots=True)
class Where:
    """What is handed down on the way into the page."""

    look: Look
    anchor: str
    depth: int = 0
    label: str = ""
    """The bullet or number of the list item that begins here."""

    def into(self, element: Element) -> "Where":
        """Return what is handed down to an element's children."""
        if self.depth > MAX_DEPTH:
            raise NestedTooDeeply
        look = dress(self.look, element.attributes)
        return Where(look, element.anchor or self.anchor, self.depth + 1, self.label)

    def labelled(self, label: str) -> "Where":
        """Return the same with another label."""
        return self if label == self.label else Where(self.look, self.anchor, self.depth, label)


class Body:
    """Reads a page's article; `sections` and `left_out` are what became of it."""

    def __init__(self) -> None:
        self.title = ""
        self.left_out: list[tuple[Why, str]] = []
        self._sections = [Open("", 0, "")]
        self._has_references = False

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that hold anything or have a title."""
        return tuple(one.close() for one in self._sections if one.title or one.blocks)

    def read(self, article: LexborNode) -> None:
        """Read the whole article."""
        self._walk(Element.of(article), Where(Look(), ""))

    def _walk(self, element: Element, where: Where) -> None:
        """Read the children of an element; words between blocks make a paragraph."""
        inner = where.into(element)
        words = Words(self.left_out, has_tables=True)
        label = inner.label
        for node in children(element.node):
            if node.is_text_node or not _is_block(node, inner.depth):
                words.read(node, inner.look, inner.depth)
                continue
            label = self._add_words(words, inner.labelled(label))
            self._block(Element.of(node), inner.labelled(label))
            label = ""
        self._add_words(words, inner.labelled(label))

    def _block(self, element: Element, where: Where) -> None:
        tag, classes = element.tag, element.classes
        if is_hidden(element.attributes, classes):
            self.left_out.append((Why.HIDDEN, bare_text(element.node)))
            return
        why, level = _meaning(classes)
        if why is not None:
            self._has_references |= why is Why.REFERENCES
            self.left_out.append((why, bare_text(element.node)))
        elif level is not None:
            self._section(element, where, level)
        elif "ltx_abstract" in classes:
            self._abstract(element, where)
        elif "ltx_title_document" in classes:
            self.title = self._line(element, where)
        elif tag == "figure" or "ltx_float" in classes:
            self._figure(element, where)
        elif tag == "li" or tag in {"dt", "dd"}:
            self._item(element, where)
        else:
            self._piece(element, where)

    def _piece(self, element: Element, where: Where) -> None:
        """Read what is no heading, section, figure or item."""
        tag, classes = element.tag, element.classes
        if "ltx_eqn_table" in classes:
            self._equations(element, where)
        elif "ltx_tabular" in classes:
            self._table(element.node, where, "")
        elif "ltx_listing" in classes or tag == "pre":
            self._listing(element, where)
        elif "ltx_p" in classes or tag in {"p", *_HEADINGS, "figcaption"}:
            words = Words(self.left_out, has_tables=True)
            inner = where.into(element)
            words.read_all(element, where.look, where.depth)
            self._add_words(words, inner)
        elif "ltx_role_footnotetext" in classes:
            words = Words(self.left_out)
            words.read(element.node, where.look, where.depth)
            self._add_words(words, where)
        else:
            self._walk(element, where)

    # Sections

    def _section(self, element: Element, where: Where, level: int) -> None:
        heading = next((one for one in children(element.node) if one.tag in _HEADINGS), None)
        title = "" if heading is None else self._line(Element.of(heading), where)
        if (why := left_out_under(title)) is not None:
            self.left_out.append((why, bare_text(element.node)))
            return
        if heading is not None:
            heading.decompose()
        parent = self._sections[-1]
        is_appendix = "ltx_appendix" in element.classes or self._has_references
        is_appendix |= level > 1 and parent.is_appendix
        self._sections.append(Open(title, level, element.anchor or where.anchor, is_appendix))
        self._walk(element, where)

    def _abstract(self, element: Element, where: Where) -> None:
        heading = next((one for one in children(element.node) if one.tag in _HEADINGS), None)
        if heading is not None:
            heading.decompose()
        before = self._sections[-1]
        self._sections.append(Open("Abstract", 1, element.anchor or "abstract1"))
        self._walk(element, where)
        if not before.level:
            # What stands between abstract and first section belongs to neither.
            self._sections.append(Open("", 0, ""))

    # Blocks

    def _item(self, element: Element, where: Where) -> None:
        tag = next((one for one in children(element.node) if _is_label(one)), None)
        label = ""
        if tag is not None:
            label = self._line(Element.of(tag), where)
            tag.decompose()
        self._walk(element, where.labelled(label or where.label or "•"))

    def _figure(self, element: Element, where: Where) -> None:
        """Read a figure: its tables with the caption, or the caption alone, and what else it shows."""
        caption = next((one for one in children(element.node) if one.tag == "figcaption"), None)
        anchor = element.anchor or where.anchor
        text, words = "", Words(self.left_out)
        if caption is not None:
            words.read_all(Element.of(caption), where.into(element).look, where.depth + 1)
            text = words.take()
            caption.decompose()
        blocks = self._sections[-1].blocks
        start = len(blocks)
        self._walk(element, where)
        if not text:
            return
        first = next((n for n in range(start, len(blocks)) if isinstance(blocks[n], Table)), None)
        table = None if first is None else blocks[first]
        if first is not None and isinstance(table, Table) and not table.caption:
            blocks[first] = replace(table, caption=text, anchor=anchor)
        else:
            blocks.insert(start, Caption(text, anchor))
        self._add_notes(words.notes, where)

    def _table(self, node: LexborNode, where: Where, caption: str) -> None:
        notes: list[tuple[str, str]] = []
        element = Element.of(node)
        rows = [row for row in self._rows(element, where.into(element), notes) if any(row)]
        if rows:
            anchor = element.anchor or where.anchor
            self._sections[-1].blocks.append(Table(tuple(rows), anchor, caption))
        self._add_notes(notes, where)

    def _rows(self, table: Element, where: Where, notes: list[tuple[str, str]]) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for node in children(table.node):
            element = Element.of(node)
            if node.is_text_node or element.tag in SKIPPED:
                continue
            if is_hidden(element.attributes, element.classes):
                self.left_out.append((Why.HIDDEN, bare_text(node)))
            elif element.tag == "tr" or "ltx_tr" in element.classes:
                rows.append(tuple(self._cells(element, where.into(element), notes)))
            else:
                rows += self._rows(element, where.into(element), notes)
        return rows

    def _cells(self, row: Element, where: Where, notes: list[tuple[str, str]]) -> list[str]:
        cells: list[str] = []
        for node in children(row.node):
            if node.is_text_node:
                continue
            cell = Element.of(node)
            words = Words(self.left_out)
            words.read(node, where.look, where.depth)
            width = cell.attributes.get("colspan") or "1"
            cells += [words.take(), *[""] * (min(int(width), _MAX_SPAN) - 1 if width.isdigit() else 0)]
            notes += words.notes
        return cells

    def _equations(self, element: Element, where: Where) -> None:
        notes: list[tuple[str, str]] = []
        rows = self._rows(element, where.into(element), notes)
        lines = [" ".join(filter(None, row)) for row in rows]
        text = "\n".join(filter(None, lines))
        self._add(text, element.anchor or where.anchor, Role.MATHS)
        self._add_notes(notes, where)

    def _listing(self, element: Element, where: Where) -> None:
        inner = where.into(element)
        lines = [one for one in children(element.node) if "ltx_listingline" in Element.of(one).classes]
        texts = []
        for node in lines or [element.node]:
            words = Words(self.left_out)
            words.read_all(Element.of(node), inner.look, inner.depth)
            texts.append(words.take(is_code=True))
        self._add("\n".join(texts).strip("\n"), inner.anchor, Role.CODE)

    def _line(self, element: Element, where: Where) -> str:
        words = Words(self.left_out)
        words.read_all(element, where.look, where.depth)
        self._add_notes(words.notes, where)
        return words.take()

    def _add_words(self, words: Words, where: Where) -> str:
        """Add what was collected as a paragraph; return the label that is still to be set."""
        text = words.take()
        notes, tables = list(words.notes), list(words.tables)
        words.notes.clear()
        words.tables.clear()
        if text:
            role = Role.ITEM if where.label else Role.TEXT
            self._add(fold(f"{where.label} {text}"), where.anchor, role)
        for node, look in tables:
            self._table(node, Where(look, where.anchor, where.depth), "")
        self._add_notes(notes, where)
        return "" if text else where.label

    def _add_notes(self, notes: Iterable[tuple[str, str]], where: Where) -> None:
        for anchor, text in notes:
            self._add(text, anchor or where.anchor, Role.NOTE)

    def _add(self, text: str, anchor: str, role: Role) -> None:
        if text:
            self._sections[-1].blocks.append(Paragraph(text, anchor, role))


@lru_cache(maxsize=2_048)
def _meaning(classes: frozenset[str]) -> tuple[Why | None, int | None]:
    """Return why an element of these classes is kept apart, and its level where it is a section."""
    why = next((_KEPT_APART[one] for one in classes if one in _KEPT_APART), None)
    return why, next((_LEVELS[one] for one in classes if one in _LEVELS), None)


_MAX_SPAN = 60


def _is_label(node: LexborNode) -> bool:
    return "ltx_tag_item" in Element.of(node).classes


def _is_block(node: LexborNode, depth: int) -> bool:
    """Return whether an element is a block or holds one."""
    tag = node.tag
    if tag in _BLOCK_TAGS:
        return True
    if tag == "math" or tag in SKIPPED:
        return False
    if depth > MAX_DEPTH:
        raise NestedTooDeeply
    classes = classes_of(node.attributes.get("class") or "")
    if not _BLOCK_CLASSES.isdisjoint(classes):
        return True
    if "ltx_note" in classes:
        return False
    return any(_is_block(one, depth + 1) for one in children(node) if one.is_element_node)
