"""The bodies of the invented papers: what stands below their abstracts, section by section."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import count

from bot.playground.sample.manuscripts import WEEKDAYS, Manuscript

_PAPER = re.compile(r"^# ", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_BLANK = re.compile(r"\n{2,}")
_NUMBER = re.compile(r"\{(\d+)-(\d+)\}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section as it is written: a title, its paragraphs and, at times, a table below its caption."""

    title: str
    paragraphs: tuple[str, ...]
    caption: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def body(written: Manuscript) -> tuple[Sheet, ...]:
    """Return the sections of a paper: its own, and before the last one those that every paper has.

    Raises:
        KeyError: the paper has no body.
    """
    own = next((text for title, text in _read_all().items() if written.title.startswith(title)), None)
    if own is None:
        raise KeyError(written.title)
    *sheets, last = _sheets(own)
    return (*sheets, *_sheets(_filled(_read("common")["Common"], written.title)), last)


@cache
def _read_all() -> dict[str, str]:
    """Read all bodies, by the beginning of their papers' titles."""
    return {title: text for day in WEEKDAYS for title, text in _read(day).items()}


@cache
def _read(name: str) -> dict[str, str]:
    text = (resources.files(__package__) / f"{name}.txt").read_text("utf-8")
    papers = (one.partition("\n") for one in _PAPER.split(text) if one.strip())
    return {title.strip(): rest for title, _, rest in papers}


def _filled(text: str, title: str) -> str:
    """Put a number into each place for one: it looks chosen at random, and is always that of the title."""
    places = count()

    def fill(found: re.Match[str]) -> str:
        digest = sha256(f"{title}\0{next(places)}".encode()).digest()
        least, most = int(found[1]), int(found[2])
        return str(least + int.from_bytes(digest[:4], "big") % (most - least + 1))

    return _NUMBER.sub(fill, text)


def _sheets(text: str) -> list[Sheet]:
    return [_sheet(one) for one in _SECTION.split(text) if one.strip()]


def _sheet(text: str) -> Sheet:
    title, _, rest = text.partition("\n")
    pieces = [one.strip() for one in _BLANK.split(rest) if one.strip()]
    lines = [line for one in pieces if one.startswith("|") for line in one.splitlines()]
    rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines]
    paragraphs = tuple(" ".join(one.split()) for one in pieces if not one.startswith("|"))
    return Sheet(title.strip(), paragraphs, rows[0][0] if rows else "", tuple(rows[1:]))
