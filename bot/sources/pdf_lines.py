"""The lines of a PDF's pages: words made whole again, and what stands on every page set apart."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.documents import Why

BREAK = "\ufffe"
"""What PDFium puts in the place of a hyphen at the end of a line, with the next line behind it."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BROKEN = re.compile(rf"([^\W_]+(?:-[^\W_]+)*)-?[{BREAK}\u0002]\s*((?:[^\W_]+(?:-[^\W_]+)*)?)")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_STAMP = re.compile(r"arXiv:\S+v\d+\s+\[[\w.-]+\]\s+\d{1,2} [A-Z][a-z]{2} \d{4}")
_EDGE = 3
"""How many lines at the top and at the bottom of a page can be furniture."""
_MIN_PAGES = 3
_SHARE = 0.3
_MIN_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the number of its page, from 1."""

    text: str
    page: int


def mend(pages: Sequence[str]) -> list[list[Line]]:
    """Return the lines of each page with the words whole that a line's end had parted.

    PDFium tells that a hyphen stood at a line's end, and not whether it belongs to the word. The paper
    itself knows: how it writes the word elsewhere decides. A word that is whole nowhere else keeps its
    hyphen before a capital or a digit (`GPT-4o`), and loses it before a small letter.
    """
    texts = [page.replace("\r\n", "\n").replace("\r", "\n").translate(_LIGATURES) for page in pages]
    known = Counter(word.lower() for text in texts for word in _WORD.findall(text))

    def join(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        if not right:
            return f"{left}-"
        return _joined(left, right, known)

    mended = []
    for number, text in enumerate(texts, 1):
        while (whole := _BROKEN.sub(join, text)) != text:
            text = whole  # noqa: PLW2901 - a word can be parted more than once
        lines = (line.strip() for line in text.replace(BREAK, "").split("\n"))
        mended.append([Line(" ".join(line.split()), number) for line in lines if line])
    return mended


def _joined(left: str, right: str, known: Counter[str]) -> str:
    whole, hyphened = f"{left}{right}".lower(), f"{left}-{right}".lower()
    if known[whole] != known[hyphened]:
        return left + right if known[whole] > known[hyphened] else f"{left}-{right}"
    # The last part of the left and the first of the right may be known as a pair.
    tail, head = left.rpartition("-")[2].lower(), right.partition("-")[0].lower()
    pair, parted = known[tail + head], known[f"{tail}-{head}"]
    if pair != parted:
        return left + right if pair > parted else f"{left}-{right}"
    is_kept = right[0].isupper() or right[0].isdigit() or left[-1].isdigit()
    return f"{left}-{right}" if is_kept else left + right


def part_furniture(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[tuple[Why, str]]]:
    """Return the pages without running heads, page numbers and arXiv's stamp, and what these were."""
    offset = _numbering(pages)
    seen = Counter(shape for page in pages for shape in {_shape(line, offset) for line in _edges(page)})
    enough = max(_MIN_PAGES, round(len(pages) * _SHARE))
    heads = {shape for shape, count in seen.items() if shape and count >= enough}
    kept: list[list[Line]] = []
    parted: list[tuple[Why, str]] = []
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        rest = []
        for line in page:
            is_number = offset is not None and line.text == str(line.page + offset)
            # The first page may show as title what the others show above their text.
            is_head = is_number or (line.page > 1 and _shape(line, offset) in heads)
            if (id(line) in edges and is_head) or _STAMP.fullmatch(line.text):
                parted.append((Why.FURNITURE, line.text))
            else:
                rest.append(line)
        kept.append(rest)
    return kept, parted


def _edges(page: list[Line]) -> list[Line]:
    return page if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]


def _shape(line: Line, offset: int | None) -> str:
    """Return a line with its page's number masked; nothing where there are hardly words in it.

    No other number is masked: rows of a long table look alike but for their numbers.
    """
    if sum(letter.isalpha() for letter in line.text) < _MIN_LETTERS:
        return ""
    numbers = {str(line.page), str(line.page + (offset or 0))}
    return " ".join("#" if word in numbers else word for word in line.text.split())


def _numbering(pages: Sequence[list[Line]]) -> int | None:
    """Return what the printed page numbers are ahead of the true ones; None where none are printed."""
    offsets: Counter[int] = Counter()
    for page in pages:
        numbers = {int(line.text) for line in _edges(page) if re.fullmatch(r"[0-9]{1,5}", line.text)}
        offsets.update(number - page[0].page for number in numbers)
    if not offsets:
        return None
    offset, count = offsets.most_common(1)[0]
    return offset if count >= min(_MIN_PAGES, len(pages)) else None
