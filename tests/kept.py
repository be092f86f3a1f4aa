"""How much of a paper a document keeps, measured against text that was got in another way.

The text of a page comes from the standard library's parser: all characters within the article, formulas by
their TeX, without the marks of footnotes. The text of a PDF is PDFium's own, untouched. What a document
declares as left out is taken off; of the rest each word and each number has to be there, as often as it is
there.
"""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from bot.domain.documents import Document
from bot.domain.plain_text import flatten

WORD = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{2,}")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PARTED = re.compile("[\ufffe\u00ad-]\\s*")
_VOID = frozenset(
    {"br", "img", "hr", "input", "link", "meta", "base", "col", "area", "embed", "source", "wbr"}
)
_LINES = frozenset({"p", "div", "td", "th", "li", "br", "tr", "figcaption", "section", "h1", "h2", "h3", "h4",
                    "h5", "h6"})  # fmt: skip
_MARKS = frozenset({"ltx_note_mark", "ltx_tag_note", "ltx_note_type", "ltx_listing_data"})
_ARTICLE = "article"


@dataclass(frozen=True)
class Kept:
    """Of how many words and numbers how many are there, and which are not."""

    words: int
    numbers: int
    lost_words: Counter[str]
    lost_numbers: Counter[str]

    @property
    def share(self) -> float:
        """The share of words that are there."""
        return 1 - self.lost_words.total() / max(self.words, 1)


def kept_of_page(document: Document, page: str) -> Kept:
    """Compare a document with the page that it was made of."""
    reader = _Article()
    reader.feed(page)
    return _compare(document, "".join(reader.pieces))


def kept_of_pdf(document: Document, pages: list[str]) -> Kept:
    """Compare a document with the text of the pages that it was made of; hyphens count for nothing."""
    return _compare(document, "\n".join(pages), _PARTED)


def _compare(document: Document, whole: str, parted: re.Pattern[str] | None = None) -> Kept:
    told = f"{document.title}\n{flatten(document).text}"
    apart = "\n".join(one.text for one in document.left_out)
    if parted is not None:
        whole, told, apart = (parted.sub("", text) for text in (whole, told, apart))
    found = []
    for kind in (WORD, NUMBER):
        expected = Counter(kind.findall(whole)) - Counter(kind.findall(apart))
        found.append((expected.total(), expected - Counter(kind.findall(told))))
    (words, lost_words), (numbers, lost_numbers) = found
    return Kept(words, numbers, lost_words, lost_numbers)


class _Article(HTMLParser):
    """Collects the text of the article."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._passed = 0
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self._is_inside |= tag == _ARTICLE
        if tag == "math" and self._is_inside and not self._passed:
            self.pieces.append(f" {attributes.get('alttext')} ")
        if tag in _LINES:
            self.pieces.append(" ")
        if tag not in _VOID:
            marks = _MARKS & set((attributes.get("class") or "").split())
            is_passed = tag in {"math", "script", "style"} or bool(marks)
            self._open.append((tag, is_passed))
            self._passed += is_passed

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self.pieces.append(" ")
        while self._open:
            last, is_passed = self._open.pop()
            self._passed -= is_passed
            if last == tag:
                break
        self._is_inside &= tag != _ARTICLE

    def handle_data(self, data: str) -> None:
        if self._is_inside and not self._passed:
            self.pieces.append(data)
