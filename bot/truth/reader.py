"""Read a sentence: all its numbers with their units, all its names."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from bot.truth.grammar import Grammar, grammar_of
from bot.truth.identifiers import identifier_at, reach_left, token_at
from bot.truth.neighbours import lend, merge
from bot.truth.numerals import Numeral, marks_of, numeral_at, power_at
from bot.truth.portions import halves_in
from bot.truth.quantities import Identifier, Quantity, Reading, Weight
from bot.truth.scripts import spelled_natives, spelled_sino, vague_sino
from bot.truth.sino import follow
from bot.truth.surroundings import ORDINALS, marker_end, sign_before, unit_of_digits
from bot.truth.text import plain
from bot.truth.units import ANY, FACTORS
from bot.truth.words import is_wordless, spelled_in

_DIGIT = re.compile(r"[0-9]+")
_ADDRESS = re.compile(
    r"https?://[^\s<>()\"'가-힣一-鿿぀-ヿ]+|\b[\w.+-]+@[\w-]+\.[a-z]{2,}|arXiv:[0-9.]+v?[0-9]*"
)
_FRACTION = re.compile(
    r"\s?/\s?(?P<under>[1-9][0-9]{0,3})(?![0-9]|/[0-9]|[.,][0-9]|[KMBTkmb](?![a-z])|[A-Za-z]{2,4}[0-9])"
)
_PART_OF = re.compile(
    r"\s?(?:분의|分の|分之)\s?(?P<over>[0-9]+|[一二三四五六七八九十]|[일이삼사오육칠팔구](?=[을은로만]))(?![0-9])"
)
_PARTS = {
    char: value
    for value, chars in enumerate("0 一일한 二이두 三삼세 四사네 五오 六육 七칠 八팔 九구 十".split())
    for char in chars
}
_LETTER = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){2,}(?![0-9])")
_BY = re.compile(r"[xX][0-9]")
_TENTHS = {"ja": re.compile("割(?![合引れり当])"), "zh": re.compile("成(?=[的以左右多,;。、\\s]|$)")}
_HALF = {
    "ko": re.compile(r"\s반(?=\s|[간이을의만]|동안|[,.]|$)"),
    "zh": re.compile(r"半(?![年个天导])"),
    "ja": re.compile(r"半(?![分数導径面減年期月日額値透角球周端々])"),
    "en": re.compile(r" and a half\b"),
    "es": re.compile(r" y medi[oa]\b"),
    "fr": re.compile(r" et demie?\b"),
    "pt": re.compile(r" e mei[oa]\b"),
}
_HALF_WORDS = {
    **dict.fromkeys(("zh", "ja"), ("半",)),
    "ko": ("반",),
    "en": ("half",),
    "es": ("medi",),
    "fr": ("demi",),
    "pt": ("mei",),
}
_YEARS = range(1900, 2101)


def read(text: str, language: str) -> Reading:
    """Read the numbers and names of a sentence in a language."""
    return _read(text, language)


def clear() -> None:
    """Forget the sentences read last."""
    _read.cache_clear()


@lru_cache(maxsize=512)
def _read(text: str, language: str) -> Reading:
    # A source sentence is compared with its telling in every language.
    clean, places = plain(text)
    return _Reader(clean, grammar_of(language)).reading(language, places)


class _Reader:
    """One pass over one sentence."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        self.grammar = grammar
        self.lexicon = grammar.lexicon
        self.quantities: list[Quantity] = []
        self.identifiers: list[Identifier] = []
        self.taken: list[tuple[int, int]] = []
        self.marks = marks_of(text, self.lexicon)

    def reading(self, language: str, places: tuple[int, ...] | None) -> Reading:
        if "://" in self.text or "@" in self.text or "arXiv:" in self.text:
            self.taken += [match.span() for match in _ADDRESS.finditer(self.text)]
            self._blot()
        self._digits()
        self._spelled()
        self.quantities.sort(key=lambda one: one.start)
        return Reading(
            self.text,
            language,
            lend(self.text, merge(self.text, self.quantities)),
            tuple(self.identifiers),
            places,
        )

    # --- digits

    def _digits(self) -> None:
        end = 0
        for match in _DIGIT.finditer(self.text):
            at = match.start()
            if at >= end:
                end = self._token(at, end)

    def _token(self, at: int, floor: int) -> int:
        """Read the name or number around the digit at `at`; return where it ends."""
        text = self.text
        start = reach_left(text, at, floor)
        if start < at:
            name = identifier_at(text, start, at)
            if name is not None:
                self.identifiers.append(name)
                self.taken.append((start, name.end))
                return name.end
        if (marker := marker_end(text, at)) is not None:
            return marker
        version = _VERSION.match(text, at)
        if version is not None:
            numeral = numeral_at(text, at, self.lexicon, self.marks)
            if numeral.end < version.end():
                return self._dotted(version)
        return self._quantity(at, floor)

    def _dotted(self, version: re.Match[str]) -> int:
        parts = version[0].split(".")
        if len(parts) == 3 and len(parts[2]) == 4:  # 29.09.2025
            at = version.start()
            for part in parts:
                self.quantities.append(Quantity(at, at + len(part), at + len(part), (Decimal(part),), ANY))
                at += len(part) + 1
        else:
            self.identifiers.append(Identifier(version.start(), version.end(), version[0], version[0]))
        return version.end()

    def _quantity(self, at: int, floor: int) -> int:
        text = self.text
        numeral = numeral_at(text, at, self.lexicon, self.marks)
        if _is_bare_point(text, at):
            numeral = Numeral((Decimal(f"0.{text[at : numeral.end]}"),), numeral.end)
        start, sign, money = sign_before(text, at, floor)
        fraction = self._fraction(at, numeral)
        if fraction is not None:
            self.quantities.append(replace(fraction, start=start if money else at))
            return fraction.end
        parts_end = numeral.end
        numeral = power_at(text, numeral) or numeral
        is_power = numeral.end > parts_end
        values, end = numeral.values, numeral.end
        factor = 1
        if not is_power and (unit := unit_of_digits(text, at, end, self.lexicon.language)) is not None:
            self.quantities.append(replace(unit, start=at, values=values, sign=sign))
            return unit.end
        scaled = None if is_power else self._scale(values, end)
        if scaled is not None:
            values, end, factor = scaled
        if (tenth := _TENTHS.get(self.lexicon.language)) is not None and (
            share := tenth.match(text, end)
        ) is not None:
            tenths = tuple(value * 10 for value in values)
            self.quantities.append(Quantity(at, share.end(), share.end(), tenths, "%", sign=sign))
            return share.end()
        glued = self._glued(at, end, is_plain=factor == 1 and not is_power)
        if glued is not None:
            return glued
        unit_id, unit_end = self._unit(at, end, values, is_plain=factor == 1 and not is_power)
        if money is not None:
            unit_id = money or unit_id
        values, unit_end = self._and_a_half(values, unit_id, unit_end)
        self.quantities.append(Quantity(at, end, unit_end, values, unit_id, sign=sign, factor=factor))
        return max(end, unit_end)

    def _and_a_half(
        self, values: tuple[Decimal, ...], unit: str, end: int
    ) -> tuple[tuple[Decimal, ...], int]:
        """Add the half that follows a unit: `2시간 반`, `deux heures et demie`."""
        half = _HALF.get(self.lexicon.language)
        match = half.match(self.text, end) if half is not None and unit in FACTORS else None
        return (
            (values, end) if match is None else (tuple(one + Decimal("0.5") for one in values), match.end())
        )

    def _fraction(self, at: int, numeral: Numeral) -> Quantity | None:
        text, value = self.text, numeral.values[0]
        is_percent = at >= 3 and text.startswith("百分之", at - 3)
        if value >= 10**6 or is_percent:
            return None
        if (match := _PART_OF.match(text, numeral.end)) is not None and value:
            raw = match["over"]
            over = Decimal(_PARTS[raw] if raw in _PARTS else int(raw))
            return self._of_parts(at, match.end(), over, value)
        if value != int(value):
            return None
        match = _FRACTION.match(text, numeral.end) if value < 10**4 else None
        if match is None:
            return None
        ordinal = ORDINALS["en"].match(text, match.end())
        end = ordinal.end() if ordinal else match.end()
        return None if _LETTER.match(text, end) else self._of_parts(at, end, value, Decimal(match["under"]))

    def _of_parts(self, at: int, end: int, over: Decimal, under: Decimal) -> Quantity:
        unit, unit_end = self._unit(at, end, (over / under,), is_plain=False)
        return Quantity(at, end, unit_end, (over / under,), unit, parts=(over, under))

    def _scale(self, values: tuple[Decimal, ...], end: int) -> tuple[tuple[Decimal, ...], int, int] | None:
        if self.grammar.is_sino:
            found = follow(self.text, end, values[0], self.lexicon.language)
            if found is not None:
                return found
        match = self.grammar.scale.match(self.text, end)
        if match is None:
            return None
        word = match["word"]
        factors = self._factors(match)
        end = match.end()
        if word and word.lower() in {"mil", "thousand", "hundred", "tausend", "mille"}:
            # mil millones, hundred thousand
            following = self.grammar.scale.match(self.text, end)
            if following is not None:
                more = self._factors(following)
                product = tuple(value * one * factors[0] for value in values for one in more)
                return product, following.end(), factors[0] * more[0]
        return tuple(value * factor for factor in factors for value in values), end, factors[0]

    def _factors(self, match: re.Match[str]) -> tuple[int, ...]:
        word, suffix = match["word"], match["suffix"]
        if word:
            return self.grammar.scales[word.lower()]
        is_apart = match.start("suffix") > match.start()
        return (is_apart and self.lexicon.spaced.get(suffix)) or self.grammar.scales[suffix]

    def _glued(self, at: int, end: int, *, is_plain: bool) -> int | None:
        """Take a name that begins with a digit: `3DGS`, `1080p`, `4o`."""
        text = self.text
        if not is_plain or end >= len(text) or not (text[end].isascii() and text[end].isalpha()):
            return None
        if self.grammar.unit.match(text, end) is not None or _BY.match(text, end):
            return None
        name = token_at(text, at)
        if name is None or name.end <= end:
            return None
        self.identifiers.append(name)
        self.taken.append((at, name.end))
        return name.end

    def _unit(self, at: int, end: int, values: tuple[Decimal, ...], *, is_plain: bool) -> tuple[str, int]:
        text = self.text
        if text.startswith(".%", end):
            return "%", end + 2
        if text.startswith("+ ", end):  # 3,400+ hours
            end += 1
        unit, unit_end = "", end
        if (
            end < len(text)
            and text[end] not in ",.;:)"
            and (match := self.grammar.unit.match(text, end)) is not None
        ):
            unit, unit_end = self.grammar.unit_ids[(match.lastindex or 1) - 1], match.end()
        for after, pattern in self.grammar.unit_before:
            if _may_become(unit, after) and pattern.search(text[max(at - 14, 0) : at]) is not None:
                return after, unit_end
        if unit == "year" and is_plain and values[0] in _YEARS and end - at == 4:
            return "", end  # 2025年 is a date
        return unit, unit_end

    # --- words

    def _spelled(self) -> None:
        text, grammar = self.text, self.grammar
        if any(half in text for half in _HALF_WORDS.get(self.lexicon.language, ())):
            self.quantities += halves_in(text, grammar)
        if grammar.is_sino:
            blotted = self._without_numbers()
            found = (
                vague_sino(blotted, grammar)
                + spelled_sino(blotted, grammar)
                + spelled_natives(blotted, grammar)
            )
        elif is_wordless(text, grammar.triggers, self.lexicon):
            return
        else:
            found = list(spelled_in(self._without_numbers(), self.lexicon))
        for one in found:
            if one.unit or one.weight is Weight.VAGUE:
                self.quantities.append(one)
                continue
            unit, end = self._unit(one.start, one.core, one.values, is_plain=False)
            values, end = self._and_a_half(one.values, unit, max(end, one.end))
            self.quantities.append(replace(one, values=values, unit=unit, end=end))

    def _without_numbers(self) -> str:
        spans = [(one.start, one.end) for one in self.quantities] + self.taken
        if not spans:
            return self.text
        chars = list(self.text)
        for start, end in spans:
            chars[start:end] = "\x00" * (end - start)
        return "".join(chars)

    def _blot(self) -> None:
        """Hide addresses from the search for digits."""
        for start, end in self.taken:
            self.text = self.text[:start] + "\x00" * (end - start) + self.text[end:]
        self.taken.clear()


def _is_bare_point(text: str, at: int) -> bool:
    """Whether digits are decimals without a zero before the point, as `.85`."""
    return at > 0 and text[at - 1] == "." and (at == 1 or text[at - 2] in " (=~<>")


def _may_become(unit: str, after: str) -> bool:
    if after == "dom":
        return unit == "day"
    if after == "fps":
        return unit in {"frame", ""}
    if after == "gpu-h":
        return unit == "h"
    return unit == ""
