"""Mend a sentence whose numbers, units or names disagree with its source, where that is certain."""

from collections.abc import Sequence

from bot.truth.compare import compare
from bot.truth.lexicon.shelf import language_of
from bot.truth.particles import mended
from bot.truth.problems import Kind, Problem
from bot.truth.quantities import Quantity, Reading, Weight
from bot.truth.reader import read
from bot.truth.render import render_number, render_scaled, render_unit

_DROPPABLE = frozenset({"%", "%p", "pt"})
"""Units that can be taken from a number; without others (`120분`) nobody knows what it counts."""

_MENDABLE = frozenset({Kind.SCALE, Kind.DIGIT, Kind.UNIT, Kind.IDENTIFIER})


def repair(
    source: str, target: str, language: str, problems: Sequence[Problem], source_language: str = "en"
) -> str | None:
    """Return the target with its mistold numbers told rightly, checked again; None if that is impossible.

    A number that is missing or made up cannot be mended, and neither can a language or an apology.
    """
    if not problems or any(problem.kind not in _MENDABLE or not problem.target_at for problem in problems):
        return None
    ours, theirs = read(source, source_language), read(target, language)
    if _has_swapped_units(problems, ours, theirs):
        return None
    told = target
    for problem in sorted(problems, key=lambda one: one.target_at or (0, 0), reverse=True):
        change = _change(problem, source, ours, theirs, language)
        if change is None:
            return None
        start, end, new = change
        after = told[end:]
        if language_of(language) == "ko":
            after = mended(new, after)
        told = told[:start] + new + after
    return None if compare(ours, read(told, language)) else told


def _change(
    problem: Problem, source: str, ours: Reading, theirs: Reading, language: str
) -> tuple[int, int, str] | None:
    """Return what to put where in the target."""
    if problem.source_at is None or problem.target_at is None:
        return None
    other = _quantity_at(theirs, problem.target_at)
    one = _quantity_at(ours, problem.source_at)
    if one is None or other is None:
        name = source[slice(*problem.source_at)]
        return (*problem.target_at, name) if problem.kind is Kind.IDENTIFIER else None
    if Weight.VAGUE in {one.weight, other.weight}:
        return None
    start, end = theirs.original(other.start, other.end)
    core_end = theirs.original(other.start, other.core)[1]
    if problem.kind is Kind.IDENTIFIER:
        return start, core_end, ours.text[one.start : one.core]
    number = _number(one, other, ours, theirs, language)
    if problem.kind is not Kind.UNIT:
        return start, core_end, number
    core = theirs.text[other.start : other.core]
    bare = "" if other.unit in _DROPPABLE else None
    unit = render_unit(one.unit, language) if one.unit else bare
    # A spelled number does not take every unit: `두 시간` stays right as `2시간`.
    return None if unit is None else (start, end, (core if core[0].isdigit() else number) + unit)


def _has_swapped_units(problems: Sequence[Problem], ours: Reading, theirs: Reading) -> bool:
    """Whether two numbers changed places, so that the unit of each is right where it stands."""
    changes = set()
    for problem in problems:
        one = _quantity_at(ours, problem.source_at) if problem.source_at else None
        other = _quantity_at(theirs, problem.target_at) if problem.target_at else None
        if problem.kind is Kind.UNIT and one and other:
            changes.add((one.unit, other.unit))
    return any((told, right) in changes for right, told in changes)


def _quantity_at(reading: Reading, at: tuple[int, int]) -> Quantity | None:
    return next((one for one in reading.quantities if reading.original(one.start, one.end) == at), None)


def _number(one: Quantity, other: Quantity, ours: Reading, theirs: Reading, language: str) -> str:
    value = one.values[0]
    if one.parts:
        return ours.text[one.start : one.core]
    if abs(value) < 1 and "e" in ours.text[one.start : one.core].lower():
        return ours.text[one.start : one.core]
    scaled = render_scaled(value, language)
    is_scaled = other.factor > 1 or (one.factor > 1 and not theirs.text[other.start : other.core].isdigit())
    if not is_scaled or not scaled[-1].isalpha():
        return scaled if is_scaled else render_number(value, language, _decimals(one))
    needs_of = language_of(language) in {"es", "fr", "pt"} and theirs.text[other.core :][:1] == " "
    is_there = theirs.text[other.core :].lstrip().startswith(("de ", "d'"))
    return scaled + (" de" if needs_of and not is_there and _is_noun(theirs.text[other.core :]) else "")


def _decimals(one: Quantity) -> int:
    """Return how many decimals a number was written with: two of `66.00 %`."""
    exponent = one.values[0].as_tuple().exponent
    return max(-exponent, 0) if one.factor == 1 and isinstance(exponent, int) else 0


def _is_noun(text: str) -> bool:
    return text.strip()[:1].isalpha()
