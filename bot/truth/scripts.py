"""Spelled numbers of Korean, Chinese and Japanese: `두 가지`, `三百二十`, `数百万`."""

import re
from decimal import Decimal

from bot.truth.grammar import Grammar
from bot.truth.quantities import Quantity, Weight
from bot.truth.sino import KOREAN_RUN, RUN, factors_of, spelled
from bot.truth.words import SOFT_UP_TO

_VAGUE = {
    "ko": re.compile(
        r"(?<![가-힣0-9])(?:수|몇)\s?([십백천]?만|[십백천]?억|조|[십백천])(?=[\s개명장건배시편대여]|$)"
    ),
    "zh": re.compile(r"(?:[数數几幾上]|成(?=[千百万]))([十百千万萬亿億兆]{1,6})"),
    "ja": re.compile(r"[数何]([十百千万億兆]{1,6})"),
}
_FRACTION = re.compile(
    r"([一二三四五六七八九十百千万萬亿億]{1,8})分[之の]([一二三四五六七八九十百零点.]{1,12})"
)
_TENTHS = {
    "zh": re.compile(r"([一二三四五六七八九])成([一二三四五六七八九])?(?=[的以左右多到至,，;。、\s]|$)"),
    "ja": re.compile(r"([一二三四五六七八九])割([一二三四五六七八九])?"),
}
_NOT_NUMBERS = re.compile(
    r"十分|万一|千万(?=[不别要])|[一三万千百](?=[般致样樣定些直旦切起味贯貫连連系方部応種番緒])|十全|百科|万能|千变万化|第一|唯一|统一|統一|之一|同一|单一|単一"
)
_WORDS_WITH = frozenset("万 萬 千 百 亿 億 兆".split())


def vague_sino(text: str, grammar: Grammar) -> list[Quantity]:
    """Find mere magnitudes: `수백만`, `数十亿`."""
    return [
        Quantity(
            match.start(),
            match.end(),
            match.end(),
            (Decimal(factors_of(match[1], "")[0]),),
            weight=Weight.VAGUE,
        )
        for match in _VAGUE[grammar.lexicon.language].finditer(text)
    ]


def spelled_sino(text: str, grammar: Grammar) -> list[Quantity]:
    """Find spelled numbers of Chinese characters, and of Sino-Korean where they can be nothing else."""
    language = grammar.lexicon.language
    if language == "ko":
        return [
            _quantity(match.start(), match.end(), value)
            for match in KOREAN_RUN.finditer(text)
            if (value := spelled(match[0])) is not None and value > 1
        ]
    found: list[Quantity] = []
    for match in _FRACTION.finditer(text):
        under, over = spelled(match[1]), spelled(match[2].partition("点")[0])
        if under and over:
            unit = "%" if under == 100 else ""
            share = Decimal(over) if unit else Decimal(over) / under
            weight = Weight.HARD if unit else Weight.SOFT
            found.append(Quantity(match.start(), match.end(), match.end(), (share,), unit, weight))
    for match in _TENTHS[language].finditer(text):
        tenths = Decimal(spelled(match[1]) or 0) * 10 + (spelled(match[2]) or 0 if match[2] else 0)
        found.append(Quantity(match.start(), match.end(), match.end(), (tenths,), "%", Weight.SOFT))
    taken = [(one.start, one.end) for one in found]
    taken += [match.span() for match in _VAGUE[language].finditer(text)]
    for match in RUN.finditer(text):
        start, end = match.span()
        if any(begin < end and start < stop for begin, stop in taken):
            continue
        value_of = _run_value(text, match[0], start, end, grammar)
        if value_of is not None:
            found.append(_quantity(start, end, value_of))
    return found


def _run_value(text: str, run: str, start: int, end: int, grammar: Grammar) -> int | None:
    if run in _WORDS_WITH or _NOT_NUMBERS.match(text, max(start - 1, 0)) or _NOT_NUMBERS.match(text, start):
        return None
    value = spelled(run)
    if value is None or value <= 1:
        return None
    if value <= SOFT_UP_TO and not re.match(grammar.lexicon.native_after, text[end:]):
        return None
    return value


def spelled_natives(text: str, grammar: Grammar) -> list[Quantity]:
    """Find native Korean number words: `두 가지`, `열두 개`."""
    if grammar.natives is None:
        return []
    return [
        _quantity(match.start(), match.end(), value)
        for match in grammar.natives.finditer(text)
        if (value := grammar.lexicon.natives[match[1]])
    ] + [
        Quantity(match.start(), match.end(), match.end(), (Decimal("0.5"),), weight=Weight.SOFT)
        for match in re.finditer(r"절반", text)
    ]


def _quantity(start: int, end: int, value: int) -> Quantity:
    weight = Weight.SOFT if value <= SOFT_UP_TO else Weight.HARD
    return Quantity(start, end, end, (Decimal(value),), weight=weight)
