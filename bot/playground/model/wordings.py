"""A sentence carried into another language without being translated: its numbers, names and denials."""

import re
from dataclasses import dataclass, replace

from bot.playground.model.phrases import UNITS, frame_of
from bot.truth.lexicon.shelf import language_of
from bot.truth.polarity import denials
from bot.truth.quantities import Quantity, Reading, Weight
from bot.truth.reader import read
from bot.truth.render import render_number, render_scaled, render_unit

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z][a-z]+(?![\w'’-])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]+(?:-[A-Z][a-z]+)*(?![\w'’-])")
_PLAIN = {
    "about", "after", "against", "another", "because", "before", "between", "compared", "different",
    "through", "together", "without", "whether", "whereas", "further", "several", "always", "already",
    "everywhere", "otherwise", "neither", "nothing", "instead", "however", "although", "within", "itself",
    "second", "seconds", "hundred", "thousand", "million", "billion", "trillion", "twelve", "eleven",
}  # fmt: skip
_LIKELY_DENIAL = ("in", "im", "un", "dis", "non", "no", "cannot", "hardly", "neither", "never", "an")
"""How words begin that deny something, or would in another language: they would be told for a denial."""
_LIKELY_NO_NOUN = ("ly", "ing", "ed", "ive", "able", "ful", "ous")
_SHORTEST_TERM = 6
_SHORTEST_WORD = 4
_FEWEST_TERMS = 3
"""With fewer, two sentences of a paper would be told by the same words."""
_LETTERS_A_TERM = 60
"""Longer sentences give more of their words, so that what tells them is not oddly short."""
_MOST_NAMES = 3
_DENSE = frozenset({"ko", "zh", "ja"})
_MOST_LATIN = 5
"""With more small Latin words, a sentence in another script would rightly be taken for English."""
_SMALL = re.compile(r"[a-z]{2,}")
_SCALED_FROM = 10_000
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is carried over of a sentence.

    `terms` are a few of its words and all names with numbers; `numbers` its numbers as the language
    writes them; `denies` whether it says that something is not so.
    """

    language: str
    terms: tuple[str, ...]
    numbers: tuple[str, ...]
    denies: bool
    extra: str = ""

    @classmethod
    def of(cls, source: str, language: str) -> "Wording":
        """Take from an English sentence what can be carried over."""
        reading = read(source, "en")
        numbers = tuple(
            _render(one, reading, language)
            for one in reading.quantities
            if one.weight is Weight.HARD and not _is_inside_name(one, reading)
        )
        return cls(language, _terms(source, reading, language), numbers, bool(denials(source)))

    def told(self) -> str:
        """Return the sentence in its frame."""
        frame = frame_of(self.language)
        text = frame.label + frame.about.format(terms=frame.comma.join(self.terms))
        if self.numbers:
            text += frame.numbers.format(numbers=frame.comma.join(self.numbers))
        text += frame.denied if self.denies else ""
        return text + self.extra + frame.end

    def within(self, limit: int) -> "Wording":
        """Return the same with fewer terms where it would be longer than `limit` characters."""
        one = self
        while len(one.told()) > limit and len(one.terms) > 1:
            one = replace(one, terms=one.terms[:-1])
        return one


def _is_inside_name(one: Quantity, reading: Reading) -> bool:
    return any(name.start <= one.start and one.core <= name.end for name in reading.identifiers)


def _terms(source: str, reading: Reading, language: str) -> tuple[str, ...]:
    names = list(dict.fromkeys(name.text for name in reading.identifiers))
    names += [one for one in _NAME.findall(source) if one not in names][: max(_MOST_NAMES - len(names), 0)]
    words = [one for one in dict.fromkeys(_WORD.findall(source)) if not one.startswith(_LIKELY_DENIAL)]
    wanted = 3 + len(source) // _LETTERS_A_TERM
    if language_of(language) in _DENSE:
        wanted = max(min(wanted, _MOST_LATIN - len(_SMALL.findall(" ".join(names)))), 1)
    terms = sorted((one for one in words if _is_term(one)), key=len, reverse=True)[:wanted]
    rest = [
        one for one in words if one not in terms and len(one) >= _SHORTEST_WORD and one.lower() not in _PLAIN
    ]
    terms += sorted(rest, key=len, reverse=True)[: max(min(_FEWEST_TERMS, wanted) - len(terms), 0)]
    return tuple(dict.fromkeys((*names, *sorted(terms, key=source.index)))) or ("text",)


def _is_term(word: str) -> bool:
    long_enough = len(word) >= _SHORTEST_TERM and word.islower()
    return long_enough and word not in _PLAIN and not word.endswith(_LIKELY_NO_NOUN)


def _render(one: Quantity, reading: Reading, language: str) -> str:
    """Write a number with its unit in a language; as the source has it where that is not known."""
    verbatim = reading.text[one.start : one.end].strip()
    code = language_of(language)
    named = UNITS.get(one.unit, {}).get(code) or (render_unit(one.unit, code) if one.unit else "")
    if code == "ko" and named and named[0].isascii() and named[0].isalpha():
        named = " " + named  # 20.7 FPS
    value = abs(one.values[0])
    is_year = not one.unit and one.factor == 1 and value in _YEARS and verbatim.isdigit()
    if one.parts or named is None or "^" in verbatim or is_year:
        return verbatim
    is_spelled = not verbatim[:1].isdigit() and not one.sign
    is_scaled = value >= _SCALED_FROM and (one.factor > 1 or is_spelled)
    number = render_scaled(value, language) if is_scaled else render_number(value, language)
    if number[-1:].isalpha() and named.startswith(" ") and code in {"es", "fr", "pt"}:
        named = " de" + named
    return one.sign + number + named
