"""Parts that are told in words: `a day and a half`, `하루 반`; `one in ten`, `10명 중 1명`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bot.truth.grammar import Grammar
from bot.truth.quantities import Quantity
from bot.truth.side import Side

_ONE_AND_A_HALF = {
    "en": (re.compile(r"\b(?:one|an?)(?=[ -])", re.IGNORECASE), re.compile(r" and (?:a|one) half\b")),
    "es": (re.compile(r"\bun[oa]?(?= )", re.IGNORECASE), re.compile(r" y medi[oa]\b")),
    "pt": (re.compile(r"\buma?(?= )", re.IGNORECASE), re.compile(r" e mei[oa]\b")),
    "fr": (re.compile(r"\bune?(?= )", re.IGNORECASE), re.compile(r" et demie?\b")),
    "ko": (
        re.compile(r"(?<![가-힣])(?:한|일)(?= ?[가-힣])"),
        re.compile(r" ?반(?=\s|[간이을의만에]|동안|[,.]|$)"),
    ),
    "zh": (re.compile(r"一(?=[个個]?[^\s])[个個]?"), re.compile(r"半(?![径徑数數决決个個])")),
    "ja": (re.compile(r"一(?=[^\s])"), re.compile(r"半(?![径数額])")),
}
_DAYS = {"하루": Decimal("1.5"), "이틀": Decimal("2.5"), "사흘": Decimal("3.5")}
_KOREAN_DAYS = re.compile(rf"(?<![가-힣])({'|'.join(_DAYS)}) ?반(?=\s|[간이을의만에]|동안|[,.]|$)")

_ONE_OF = re.compile(
    r"(?:^|[^\w.])(?:one|1|uno?|una|uma?|une)\s(?:[^\W\d_]+\s)?(?:in|out\sof|of|de|em|a|sur|auf|von)\s(?:every\s|each\s|cada\s|the\s)?$",
    re.IGNORECASE,
)
_OF_IS_ONE = re.compile(
    r"\s?(?:[가-힣]{1,3}|[人つ件個回本枚个名次篇张張])?\s?(?:중|가운데|에서?|当中|當中|中|のうち|に|里)\s?(?:약\s|就?有)?(?:한|하나|1|一)"
)


_AMONG = re.compile(
    r"\s(?:[^\W\d_]+\s)?(?:out\sof|of|in|de|em|sur|von|auf|entre)\s(?:every\s|each\s|the\s|cada\s|los\s|las\s|os\s|as\s|den\s|les\s)?",
    re.IGNORECASE,
)
_THEREOF = re.compile(
    r"\s?(?:[가-힣]{1,3}|[人つ件個回本枚个名次篇张張])?\s?(?:중|가운데|当中|當中|中|のうち|に|里)(?:에서?)?,?\s?(?:약\s|就?有)?"
)


_MAGNITUDES = re.compile(
    r"\borders?[- ]of[- ]magnitude|자릿수|数量级|數量級|桁|[óo]rde(?:n|ne)s? de magnitud|Größenordnung"
    r"|ordres? de grandeur|ordens? de (?:magnitude|grandeza)",
    re.IGNORECASE,
)


def halves_in(text: str, grammar: Grammar) -> Iterator[Quantity]:
    """Find units of which there is one and a half."""
    language = grammar.lexicon.language
    if language == "ko":
        for match in _KOREAN_DAYS.finditer(text):
            yield Quantity(match.start(), match.end(), match.end(), (_DAYS[match[1]],), "day")
    patterns = _ONE_AND_A_HALF.get(language)
    if patterns is None:
        return
    for one in patterns[0].finditer(text):
        unit = grammar.unit.match(text, one.end())
        half = patterns[1].match(text, unit.end()) if unit is not None else None
        if unit is not None and half is not None:
            name = grammar.unit_ids[(unit.lastindex or 1) - 1]
            yield Quantity(one.start(), half.end(), half.end(), (Decimal("1.5"),), name)


def is_portion(one: Quantity, side: Side, other: Side) -> bool:
    """Whether `one in ten` was told as `a tenth` or `10 %`, or `nine out of ten` as `90 %`; or the other way.

    `one` is the share or a number of the other.
    """
    if any(_is_ratio(one, *pair) for pair in _counted(other)):
        return True
    if any(one in pair and any(_is_ratio(told, *pair) for told in other.all) for pair in _counted(side)):
        return True
    return any(
        (_is_share_of(one, told) and _counts_ones(told, other))
        or (_is_share_of(told, one) and _counts_ones(one, side))
        for told in other.all
    )


def is_magnitude(one: Quantity, other: Side) -> bool:
    """Whether `1,000 times` tells `three orders of magnitude`."""
    value = one.values[0]
    if one.unit not in {"", "x", "times"} or value < 10 or _MAGNITUDES.search(other.reading.text) is None:
        return False
    exponent = len(str(int(value))) - 1
    if value != Decimal(10) ** exponent:
        return False
    return exponent == 1 or any(exponent in told.values for told in other.all)


def _counted(side: Side) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the pairs of numbers of which the first is counted among the second."""
    for one, other in pairwise(side.all):
        if _AMONG.fullmatch(side.reading.text[one.end : other.start]):
            yield one, other
        elif _THEREOF.fullmatch(side.reading.text[one.core : other.start]):
            yield other, one


def _is_ratio(share: Quantity, part: Quantity, whole: Quantity) -> bool:
    if (
        share is part
        or share is whole
        or share.unit not in {"", "%"}
        or not 0 < part.values[0] < whole.values[0]
    ):
        return False
    unity = 100 if share.unit == "%" else 1
    return abs(share.values[0] * whole.values[0] - unity * part.values[0]) < Decimal("1e-9")


def _is_share_of(share: Quantity, whole: Quantity) -> bool:
    if whole.values[0] < 2 or share.unit not in {"", "%"}:
        return False
    unity = 100 if share.unit == "%" else 1
    return abs(share.values[0] * whole.values[0] - unity) < Decimal("1e-9")


def _counts_ones(whole: Quantity, side: Side) -> bool:
    text = side.reading.text
    return (
        _ONE_OF.search(text[max(whole.start - 28, 0) : whole.start]) is not None
        or _OF_IS_ONE.match(text, whole.core) is not None
    )
