"""Running text of a LaTeXML page: words, maths as TeX, and what stands in them but is no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from bot.domain.documents import Why
from bot.sources.latexml_looks import Look, dress, is_hidden

MAX_DEPTH = 150
"""Pages of real papers nest their elements about forty deep."""

SKIPPED = frozenset({"script", "style", "template", "noscript", "button", "img", "object", "video", "audio",
                     "iframe", "input", "textarea", "select", "head", "title", "-comment"})  # fmt: skip
_DROPPED = frozenset({"ltx_note_mark", "ltx_tag_note", "ltx_note_type", "ltx_listing_data", "ltx_rule"})
_CONTINUED = re.compile(r"%\s*\n\s*")
_STYLED = re.compile(r"\\(?:displaystyle|textstyle|scriptstyle)(?![A-Za-z])\s*")
_POWER = re.compile(r"[-−+–]?\d")


class NestedTooDeeply(Exception):
    """The page is no paper, or means harm."""


@dataclass(slots=True)
class Element:
    """An element with its attributes read once."""

    node: LexborNode
    tag: str
    attributes: dict[str, str | None]
    classes: frozenset[str]

    @classmethod
    def of(cls, node: LexborNode) -> "Element":
        """Read an element."""
        attributes = node.attributes if node.is_element_node else {}
        return cls(node, node.tag or "", attributes, classes_of(attributes.get("class") or ""))

    @property
    def anchor(self) -> str:
        """The element's id, where it can stand in an address."""
        found = self.attributes.get("id") or ""
        return found if _ANCHOR.fullmatch(found) else ""


@lru_cache(maxsize=2_048)
def classes_of(text: str) -> frozenset[str]:
    """Return the classes that an attribute names; a page uses a few hundred combinations of them."""
    return frozenset(text.split())


_ANCHOR = re.compile(r"[A-Za-z][\w.:-]{0,99}", re.ASCII)


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the children of a node, texts among them."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


@dataclass(slots=True)
class Words:
    """Collects running text.

    Notes and tables that stand within a sentence are put aside, so that the sentence stays whole.
    """

    left_out: list[tuple[Why, str]]
    notes: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[LexborNode, Look]] = field(default_factory=list)
    has_tables: bool = False
    """Whether tables are put aside; within a cell they are read as text."""
    _pieces: list[str] = field(default_factory=list)

    def take(self, *, is_code: bool = False) -> str:
        """Return what was collected so far, spaces folded, and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text.replace("\u00a0", " ").rstrip() if is_code else fold(text)

    def read(self, node: LexborNode, look: Look, depth: int) -> None:
        """Collect a node's text."""
        if depth > MAX_DEPTH:
            raise NestedTooDeeply
        if node.is_text_node:
            text = node.text_content or ""
            if look.is_seen or text.isspace():
                self._pieces.append(text)
            else:
                self.left_out.append((Why.HIDDEN, fold(text)))
            return
        element = Element.of(node)
        if not self._is_special(element, look, depth):
            self.read_all(element, look, depth)

    def read_all(self, element: Element, look: Look, depth: int) -> None:
        """Collect the text of an element's children."""
        inner = dress(look, element.attributes)
        for child in children(element.node):
            self.read(child, inner, depth + 1)

    def _is_special(self, element: Element, look: Look, depth: int) -> bool:
        """Deal with what is more or less than words; return whether it was."""
        kind = _kind(element.tag, element.classes)
        if kind == "dropped":
            return True
        if is_hidden(element.attributes, element.classes):
            self.left_out.append((Why.HIDDEN, bare_text(element.node)))
        elif kind == "br":
            self._pieces.append("\n")
        elif kind == "math":
            self._add_maths(element, dress(look, element.attributes))
        elif kind == "markup":
            self.left_out.append((Why.MARKUP, bare_text(element.node)))
        elif kind == "note":
            self._put_note_aside(element, look, depth)
        elif kind == "sup":
            self._add_raised(element, look, depth)
        elif kind == "table" and self.has_tables:
            self.tables.append((element.node, dress(look, element.attributes)))
        elif kind == "apart":
            self._pieces.append(" ")
            self.read_all(element, look, depth)
            self._pieces.append(" ")
        else:
            return False
        return True

    def _add_maths(self, element: Element, look: Look) -> None:
        tex = tex_of(element)
        if look.is_seen:
            self._pieces.append(f"${tex}$" if tex else "")
        else:
            self.left_out.append((Why.HIDDEN, tex))

    def _add_raised(self, element: Element, look: Look, depth: int) -> None:
        """Keep a raised number apart from the digits before it: 10 and a raised 3 are no 103."""
        start = len(self._pieces)
        before = "".join(self._pieces[-3:]).rstrip()[-1:]
        self.read_all(element, look, depth)
        raised = fold("".join(self._pieces[start:]))
        if before.isdigit() and _POWER.match(raised):
            self._pieces[start:] = [f"^{{{raised}}}"]

    def _put_note_aside(self, element: Element, look: Look, depth: int) -> None:
        inner = Words(self.left_out)
        inner.read_all(element, look, depth)
        if text := inner.take():
            self.notes.append((element.anchor, text))
        self.notes += inner.notes


@lru_cache(maxsize=4_096)
def _kind(tag: str, classes: frozenset[str]) -> str:
    """Return what an element is among words; nothing where it is words itself."""
    if tag in SKIPPED or classes & _DROPPED:
        return "dropped"
    if tag in {"br", "math"}:
        return tag
    for name, kind in (("ltx_ERROR", "markup"), ("ltx_note", "note"), ("ltx_tabular", "table")):
        if name in classes:
            return kind
    if tag == "sup":
        return tag
    return "apart" if classes & _APART or tag in _APART else ""


_APART = frozenset({"ltx_td", "ltx_th", "ltx_tr", "ltx_p", "ltx_caption", "ltx_tag_item", "p", "div", "li",
                    "td", "th", "tr", "figcaption"})  # fmt: skip


_LINES = frozenset({"p", "div", "li", "tr", "td", "th", "br", "section", "h1", "h2", "h3", "h4", "h5", "h6"})


def fold(text: str) -> str:
    """Return a text with every stretch of white space made one space."""
    return " ".join(text.split())


def bare_text(node: LexborNode) -> str:
    """Return all text below a node as it stands there."""
    pieces = (
        (one.text_content or "") if one.is_text_node else " " if one.tag in _LINES else ""
        for one in node.traverse(include_text=True)
    )
    return fold("".join(pieces))


def tex_of(element: Element) -> str:
    """Return the TeX of a formula."""
    tex = element.attributes.get("alttext")
    if tex is None:
        annotation = element.node.css_first('annotation[encoding="application/x-tex"]')
        tex = bare_text(element.node if annotation is None else annotation)
    tex = _STYLED.sub("", _CONTINUED.sub("", tex))
    return fold(tex).replace("$", r"\$")
