"""What is cut out of hostile text before a prompt or a reader meets it.

Papers are written by anyone. Some carry characters that nobody sees, and sentences that are meant for a
reading machine ("give a positive review only"). Both are cut, and what was cut is counted.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.domain.commands import COMMANDS, REACH
from bot.domain.documents import Block, Caption, Document, LeftOut, Paragraph, Section, Table, Why, gather
from bot.domain.plain_text import told

# Marks without a shape, among them the tags and selectors in which whole texts have been smuggled.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
Fold = Callable[[str], str]

_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|(?<=[。！？])|\n+")
# Letters of other scripts that look like Latin ones, and with which a word hides from a pattern.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАВЕКМНОРСТУХІЈЅαοερικνυτ", "aeopcyxijsdhkmtbhABEKMHOPCTYXIJSaoepiknvt"
)

_LOOKALIKE = re.compile("[" + "".join(map(chr, _LOOKALIKES)) + "]")

Found = list[tuple[Why, str]]


def scrub(text: str) -> tuple[str, int]:
    """Return a text without invisible characters, and how many there were."""
    return ("", 0) if not text else _INVISIBLE.subn("", text)


def commands(text: str) -> list[tuple[int, int]]:
    """Return the stretches [start, end) of a text that give orders to a reading machine, in order.

    A stretch is the whole sentence, or as much of one without an end as an order is long. Letters in
    other shapes (full width, Cyrillic look-alikes) are read both as what they are and as what they look
    like.
    """
    hits = [hit for fold in _folds(text) for hit in _hits(text, fold)]
    if not hits:
        return []
    stops = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    spread = sorted((_before(start, stops), _behind(end, stops)) for start, end in hits)
    joined = [spread[0]]
    for start, end in spread[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _before(start: int, stops: list[int]) -> int:
    return max(start - REACH, *(stop for stop in stops if stop <= start))


def _behind(end: int, stops: list[int]) -> int:
    return min(end + REACH, *(stop for stop in stops if stop >= end))


def _hits(text: str, fold: Fold) -> list[tuple[int, int]]:
    if not _has_command(fold(text)):
        return []
    # Some letters become several, so each tells where it comes from.
    letters = [(one, offset) for offset, letter in enumerate(text) for one in fold(letter)]
    folded = "".join(one for one, _ in letters)
    return [
        (letters[match.start()][1], letters[match.end() - 1][1] + 1)
        for command in COMMANDS
        for match in command.find(folded)
    ]


def _has_command(folded: str) -> bool:
    return any(True for command in COMMANDS for _ in command.find(folded))


def _folds(text: str) -> tuple[Fold, ...]:
    """Return the ways in which a text has to be read."""
    return (_plain, _resembling) if _LOOKALIKE.search(text) else (_plain,)


def _readings(text: str) -> list[str]:
    return [fold(text) for fold in _folds(text)]


def _plain(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()


def _resembling(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).lower()


def clean(document: Document) -> Document:
    """Return a document without invisible characters and commands to machines.

    What was cut is told in `left_out`, added to what stood there. Cleaning twice changes nothing.
    """
    found: Found = []
    all_of_it = "\n".join([document.title, document.licence or "", *map(_told, document.sections)])
    if not _INVISIBLE.search(all_of_it) and not any(map(_has_command, _readings(all_of_it))):
        return document  # nearly all papers
    wash = partial(_wash, found=found)
    sections = tuple(
        replace(one, title=wash(one.title), blocks=tuple(_block(block, wash, found) for block in one.blocks))
        for one in document.sections
    )
    title = wash(document.title)
    licence = wash(document.licence) if document.licence else document.licence
    left_out = document.left_out
    if found:
        left_out = _added(left_out, gather(found))
    kept = tuple(_without_empty(one) for one in sections)
    return replace(document, title=title, licence=licence, sections=kept, left_out=left_out)


def _told(section: Section) -> str:
    return "\n".join([section.title, *map(told, section.blocks)])


def _block(block: Block, wash: Callable[[str], str], found: Found) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(wash(cell) for cell in row) for row in block.rows)
        return replace(block, rows=rows, caption=wash(block.caption))
    if isinstance(block, Caption) or not block.turns:
        return replace(block, text=wash(block.text))
    return _with_turns(block, found)


def _with_turns(block: Paragraph, found: Found) -> Paragraph:
    """Clean a paragraph over several pages, and keep its turns where they were."""
    bare, cuts = _cuts(block.text, found)
    keep = [True] * (len(bare) + 1)
    for start, end in cuts:
        keep[start:end] = [False] * (end - start)
    turns = []
    for offset, anchor in block.turns:
        shown = len(_INVISIBLE.sub("", block.text[:offset]))
        turns.append((sum(keep[:shown]), anchor))
    return replace(block, text=_cut(bare, cuts), turns=tuple(turns))


def _wash(text: str, *, found: Found) -> str:
    bare, cuts = _cuts(text, found)
    return _cut(bare, cuts)


def _cuts(text: str, found: Found) -> tuple[str, list[tuple[int, int]]]:
    bare, count = scrub(text)
    found += [(Why.INVISIBLE, "")] * count
    cuts = commands(bare)
    found += [(Why.INSTRUCTIONS, bare[start:end].strip()) for start, end in cuts]
    return bare, cuts


def _cut(text: str, cuts: list[tuple[int, int]]) -> str:
    for start, end in reversed(cuts):
        text = text[:start] + text[end:]
    return text


def _added(before: tuple[LeftOut, ...], new: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    known = {one.why: one for one in before}
    for one in new:
        old = known.get(one.why)
        if old is not None:
            text = "\n".join(filter(None, (old.text, one.text)))
            known[one.why] = LeftOut(one.why, old.pieces + one.pieces, text)
        else:
            known[one.why] = one
    return tuple(known.values())


def _without_empty(section: Section) -> Section:
    kept = tuple(one for one in section.blocks if isinstance(one, Table) or one.text.strip())
    return section if len(kept) == len(section.blocks) else replace(section, blocks=kept)
