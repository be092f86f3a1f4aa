"""A document as a model is given it: whole, or in parts that fit its context; pure."""

from collections.abc import Iterator

from bot.domain.documents import Document
from bot.domain.plain_text import told
from bot.domain.tokens import estimate_tokens

_LEAST_TOKENS = 50
"""So much of a text goes into a part even where its headings alone fill it."""


def write(document: Document) -> str:
    """Return all that is read of a document: its title and its body, headings marked as such."""
    pieces = [piece for heading, texts in _sections(document) for piece in (heading, *texts)]
    return _join((_title(document), *pieces))


def is_blank(document: Document) -> bool:
    """Return whether there is nothing to read but headings."""
    return not any(texts for _, texts in _sections(document))


def split(document: Document, most_tokens: int) -> tuple[str, ...]:
    """Return what is read of a document in parts of about `most_tokens` at most, in order.

    A part ends between sections where that is possible, else between paragraphs, else between sentences. Each
    begins with the title, and with the heading of the section that goes on in it.
    """
    writer = _Writer(_title(document), most_tokens)
    for heading, texts in _sections(document):
        writer.begin(heading, sum(map(estimate_tokens, (heading, *texts))))
        for text in texts:
            writer.add(text)
    return tuple(_join(part) for part in writer.parts)


class _Writer:
    def __init__(self, title: str, most_tokens: int) -> None:
        self.parts: list[list[str]] = []
        self._title, self._most, self._heading = title, most_tokens, ""
        self._turn()

    def begin(self, heading: str, tokens: int) -> None:
        """Begin a section of so many tokens."""
        self._heading = ""
        if self._has_text and self._tokens + tokens > self._most:
            self._turn()
        self._put(heading)
        self._heading = heading

    def add(self, text: str) -> None:
        """Put a text where there is room for it, cut where there is no such room at all."""
        while text:
            room = self._most - self._tokens
            if estimate_tokens(text) <= room:
                self._put(text)
                self._has_text = True
                return
            if not self._has_text:
                head, text = _cut(text, max(room, _LEAST_TOKENS))
                self._put(head)
            if text:
                self._turn()

    def _turn(self) -> None:
        self.parts.append([])
        self._tokens, self._has_text = 0, False
        self._put(self._title)
        self._put(self._heading)

    def _put(self, piece: str) -> None:
        self.parts[-1].append(piece)
        self._tokens += estimate_tokens(piece)


def _cut(text: str, tokens: int) -> tuple[str, str]:
    """Return as much of a text as has about so many tokens, and the rest."""
    most = max(len(text) * tokens // max(estimate_tokens(text), 1), 1)
    ends = (text.rfind(stop, most // 2, most) for stop in (". ", "。", "\n", " "))
    end = next((one + 1 for one in ends if one >= 0), most)
    return text[:end].rstrip(), text[end:].lstrip()


def _join(pieces: tuple[str, ...] | list[str]) -> str:
    return "\n\n".join(filter(None, pieces))


def _title(document: Document) -> str:
    return f"# {document.title}" if document.title else ""


def _sections(document: Document) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of the body with the texts below them."""
    for section in document.sections:
        if not section.is_appendix:
            heading = f"{'#' * (section.level + 1)} {section.title}" if section.title else ""
            yield heading, [text.strip() for text in map(told, section.blocks) if text.strip()]
