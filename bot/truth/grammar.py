"""A language's data made ready for reading: its patterns compiled, once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.truth.lexicon.shape import ENGLISH_UNITS, LATIN_UNITS, SUFFIXES, SYMBOLS, Lexicon
from bot.truth.lexicon.shelf import LEXICONS, lexicon_of
from bot.truth.sino import SCALES

_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
_SINO = frozenset(SCALES)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of a language; every pattern but `negative`, `natives` and traces is for `match`."""

    lexicon: Lexicon
    scale: re.Pattern[str]
    scales: Mapping[str, tuple[int, ...]]
    unit: re.Pattern[str]
    unit_ids: tuple[str, ...]
    unit_before: tuple[tuple[str, re.Pattern[str]], ...]
    triggers: frozenset[str]
    natives: re.Pattern[str] | None
    negative: re.Pattern[str] | None
    traces: Mapping[Decimal, str]

    @property
    def is_sino(self) -> bool:
        """Whether numbers go by myriads."""
        return self.lexicon.language in _SINO


@cache
def grammar_of(code: str) -> Grammar:
    """Return the grammar of a language by its code."""
    lexicon = lexicon_of(code)
    words = dict(lexicon.scales) if lexicon.scales else dict(LEXICONS["en"].scales)
    suffixes = {**SUFFIXES, **lexicon.suffixes}
    units = _units(lexicon)
    return Grammar(
        lexicon=lexicon,
        scale=_scale(words, suffixes),
        scales={**suffixes, **words},
        unit=re.compile(
            rf"\s?-?(?:{lexicon.counters})(?:{'|'.join(f'({pattern})' for _, pattern in units)})"
        ),
        unit_ids=tuple(unit for unit, _ in units),
        unit_before=tuple((unit, re.compile(pattern)) for unit, pattern in lexicon.unit_before.items()),
        triggers=frozenset().union(
            lexicon.cardinals, lexicon.scales, lexicon.fractions, lexicon.halves, lexicon.vague
        ),
        natives=_natives(lexicon),
        negative=re.compile(lexicon.negative, re.IGNORECASE) if lexicon.negative else None,
        traces={Decimal(value.strip()): pattern for value, pattern in lexicon.traces.items()},
    )


@cache
def trace_of(code: str, value: Decimal) -> re.Pattern[str] | None:
    """Return what tells a small value without a number in a language: `both`, `이중`, `Hälfte`."""
    pattern = grammar_of(code).traces.get(value)
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _units(lexicon: Lexicon) -> list[tuple[str, str]]:
    bound = f"(?![{_LETTER}])"
    units = list(SYMBOLS.items())
    # Hours of a GPU before hours.
    units += [(unit, f"(?:{lexicon.units[unit]})") for unit in ("gpu-h", "gpu-day") if unit in lexicon.units]
    if lexicon.is_spaced:
        units += [(unit, f"(?:{pattern}){bound}") for unit, pattern in lexicon.units.items()]
    else:
        units += lexicon.units.items()
    if not (lexicon.is_spaced and lexicon.is_known):
        units += [(unit, f"(?:{pattern}){bound}") for unit, pattern in ENGLISH_UNITS.items()]
    units += [(unit, f"(?:{pattern}){bound}") for unit, pattern in LATIN_UNITS.items()]
    return units


def _scale(words: Mapping[str, tuple[int, ...]], suffixes: Mapping[str, tuple[int, ...]]) -> re.Pattern[str]:
    def by_length(names: Mapping[str, tuple[int, ...]]) -> str:
        return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

    return re.compile(
        rf"[\s-]?-?(?P<word>(?i:{by_length(words)}))(?![{_LETTER}])"
        rf"|(?:\s(?![Tb](?![a-z])|[A-Za-z]+-))?(?P<suffix>{by_length(suffixes)})(?![{_LETTER}0-9]|-[A-Z][0-9])"
    )


def _natives(lexicon: Lexicon) -> re.Pattern[str] | None:
    if not lexicon.natives:
        return None
    words = "|".join(sorted(lexicon.natives, key=len, reverse=True))
    return re.compile(rf"(?<![가-힣0-9])({words}){lexicon.native_after}")
