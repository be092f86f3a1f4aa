"""Whether what goes from one number to another was told to go the other way."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.truth.lexicon.shelf import language_of
from bot.truth.problems import Kind, Problem
from bot.truth.quantities import Quantity, Reading

_SOME = r"(?:[^\W\d_]+\s){0,3}"
_WAYS = {
    # What stands before the first number, between both, and behind the second.
    "en": (rf"\bfrom\s{_SOME}$", rf"\s{_SOME}to\s{_SOME}", ""),
    "ko": ("", r"[가-힣]{0,3}(?:에서|부터)\s(?:[가-힣]{1,6}\s){0,2}", r"[가-힣]{0,3}(?:으로|로|까지)"),
    "zh": (r"[从從由自](?:[^\d,，。]{0,4})$", r"[^\d,，。]{0,12}[到至为為]", ""),
    "ja": ("", r"[^\d、。]{0,4}から[^\d、。]{0,6}", r"[^\d、。]{0,4}(?:に|へ|まで)"),
    "es": (rf"\b(?:del?|desde)\s{_SOME}$", rf"\s{_SOME}(?:al?|hasta)\s{_SOME}", ""),
    "de": (rf"\bvon\s{_SOME}$", rf"\s{_SOME}(?:auf|zu|bis)\s{_SOME}", ""),
    "fr": (rf"(?:\b(?:de|du)\s|\bd['’])(?:{_SOME})$", rf"\s{_SOME}à\s{_SOME}", ""),
    "pt": (rf"\bd[eo]s?\s{_SOME}$", rf"\s{_SOME}(?:para|a|até)\s{_SOME}", ""),
}
_PATTERNS = {
    code: tuple(re.compile(one, re.IGNORECASE) for one in patterns) for code, patterns in _WAYS.items()
}
_REACH = 30


def check_direction(source: Reading, target: Reading) -> Iterator[Problem]:
    """Tell `from 3 to 5` where the source says from 5 to 3, in words that can mean nothing else."""
    if len(source.quantities) < 2 or len(target.quantities) < 2:
        return
    ways = list(_ways(source))
    if not ways:
        return
    for one, other in _ways(target):
        if any(_is_way(one, other, *way) for way in ways):
            continue
        turned = next((way for way in ways if _is_way(other, one, *way)), None)
        if turned is not None:
            begin, end = turned
            yield Problem(
                Kind.DIGIT,
                source.text[begin.start : end.end].strip(),
                target.text[one.start : other.end].strip(),
                source.original(begin.start, end.end),
                target.original(one.start, other.end),
            )


def _ways(reading: Reading) -> Iterator[tuple[Quantity, Quantity]]:
    patterns = _PATTERNS.get(language_of(reading.language))
    if patterns is None:
        return
    before, between, after = patterns
    text = reading.text
    for one, other in pairwise(reading.quantities):
        if (
            one.values[0] != other.values[0]
            and between.fullmatch(text, one.end, other.start)
            and before.search(text[max(one.start - _REACH, 0) : one.start])
            and after.match(text, other.end)
        ):
            yield one, other


def _is_way(one: Quantity, other: Quantity, begin: Quantity, end: Quantity) -> bool:
    return any(value in begin.values for value in one.values) and any(
        value in end.values for value in other.values
    )
