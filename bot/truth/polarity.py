"""What an English sentence denies, and which way it points: `not`, `fails to`; `increases`, `decreases`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from bot.truth.lexicon.polarities import NEGATIVE, OPPOSED, PREFIXES

_DENIAL = re.compile(
    r"""
      \b(?:cannot|can\s+not|not|never|none|nor|neither|nothing|nowhere|nobody|without|hardly|barely|scarcely)\b
    | n['’ʼ]t\b
    | \bno\b(?!\.\s?[0-9])
    | \bfail(?:s|ed|ing|ures?)?\s+(?:to|in|at)\b
    | \b(?:unable|inability|impossible|lack(?:s|ed|ing)?|absence|absent)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FAILURE = re.compile(r"\bfail(?:s|ed|ing|ures?)?\b", re.IGNORECASE)
_IDIOM = re.compile(
    r"\bnot\s+(?:only|just|merely|solely|limited\s+to|to\s+mention)\b|\bno\s+(?:doubt|matter)\b|\bif\s+not\b"
    r"|\bwhether\s+or\s+not\b|\bor\s+not\b|\bnone\s*theless\b|\bnever\s*theless\b|\bno\s+fewer\s+than\b|\bno\s+less\s+than\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


def _pairs(lines: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    sides = [line.split(" : ") for line in lines.strip().splitlines()]
    return tuple((frozenset(one.split("|")), frozenset(other.split("|"))) for one, other in sides)


_OPPOSED = _pairs(OPPOSED)

_SIDES: Mapping[str, tuple[int, int]] = {
    stem: (number, side)
    for number, pair in enumerate(_OPPOSED)
    for side, stems in enumerate(pair)
    for stem in stems
}
_ENDING = re.compile(
    r"(?:e|es|s|ed|d|ing|ment|ments|ement|ements|ion|ions|ction|ctions|er|ers|n|th|t|able|ed)?$"
)
_LONGEST_STEM = max(map(len, _SIDES))


@lru_cache(maxsize=16384)
def side_of(word: str) -> tuple[int, int] | None:
    """Return the pair of opposites that a word in lower case belongs to, and on which side of it."""
    for end in range(min(len(word), _LONGEST_STEM), 2, -1):
        found = _SIDES.get(word[:end])
        if found is not None and (end == len(word) or (end >= 4 and _ENDING.fullmatch(word, end))):
            return found
    return None


def denials(text: str, *, has_idioms: bool = False) -> list[re.Match[str]]:
    """Return what a sentence denies with, in order; idioms such as `not only` deny nothing."""
    idioms = [] if has_idioms else [match.span() for match in _IDIOM.finditer(text)]
    return [
        match
        for match in _DENIAL.finditer(text)
        if not any(start <= match.start() < end for start, end in idioms)
    ]


def denied(text: str) -> list[str]:
    """Return the kinds of all that may deny in a text, in order: `don't`, `cannot` and `not` are one kind.

    For texts that should be word for word the same, so idioms and every failure count.
    """
    found = [(match.start(), _kind(match[0].casefold())) for match in denials(text, has_idioms=True)]
    found += [(match.start(), "fail") for match in _FAILURE.finditer(text)]
    return [kind for _, kind in sorted(set(found))]


def _kind(word: str) -> str:
    if word.startswith(("n'", "n’", "nʼ", "can")):
        return "not"
    return "fail" if word.startswith("fail") else "lack" if word.startswith("lack") else word


def has_negative(text: str) -> bool:
    """Whether anything in a text may stand for a `not` in other words; generous."""
    return NEGATIVE.search(text) is not None


def words_of(text: str) -> list[str]:
    """Return the words of a sentence in lower case."""
    return [word.replace("’", "'") for word in map(str.lower, _WORD.findall(text))]


def is_turned(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether words were changed into their opposites: `stable`, `unstable`; `more`, `less`."""
    one, other = list(ours), list(theirs)
    sides = [found for word in one if (found := side_of(word))]
    turned = {(number, 1 - side) for number, side in sides}
    if any(side_of(word) in turned for word in other):
        return True
    return any(_is_prefixed(word, again) or _is_prefixed(again, word) for word in one for again in other)


def _is_prefixed(word: str, other: str) -> bool:
    return len(word) >= 4 and other != word and other.endswith(word) and other[: -len(word)] in PREFIXES


def directions(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (pair, side, place) of all words that have an opposite."""
    return [(*found, place) for place, word in enumerate(words) if (found := side_of(word)) is not None]
