"""Compare what two sentences say in numbers and names, both ways, and name each difference."""

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.truth.direction import check_direction
from bot.truth.grammar import grammar_of, trace_of
from bot.truth.identifiers import NUMBERED
from bot.truth.matching import is_told, kind_of, match
from bot.truth.naming import compare_names, other_variants, renamed
from bot.truth.portions import is_magnitude, is_portion
from bot.truth.problems import Kind, Problem
from bot.truth.quantities import Quantity, Reading, Weight
from bot.truth.side import Side
from bot.truth.units import STRICT, is_same

_NAME_BEFORE = re.compile(r"([A-Za-z][A-Za-z+-]+)[ -]$")
_TRACED_UNITS = frozenset({"min", "h", "day", "week", "month", "year", "s", "moy", "D"})

_ROMAN = {
    Decimal(value): numeral
    for value, numeral in enumerate(
        "II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split(), 2
    )
}


def compare(source: Reading, target: Reading) -> tuple[Problem, ...]:
    """Return every disagreement of two sentences in numbers, units and names, in the order of the target."""
    if not (source.quantities or target.quantities or source.identifiers or target.identifiers):
        return tuple(renamed(source, target))
    ours, theirs = Side(source), Side(target)
    problems = [*compare_names(ours, theirs), *renamed(source, target), *other_variants(source, target)]
    ours.all, theirs.all = _outside(ours), _outside(theirs)
    problems += check_direction(source, target)
    pairs = match(ours.all, theirs.all)
    ours.left = [one for place, one in enumerate(ours.all) if place not in pairs]
    taken = set(pairs.values())
    theirs.left = [one for place, one in enumerate(theirs.all) if place not in taken]
    if ours.left or theirs.left:
        _excuse(ours, theirs)
        _excuse(theirs, ours)
        problems += _mistold(ours, theirs)
        problems += _retold(ours, theirs)
    problems.sort(key=lambda one: one.target_at or one.source_at or (0, 0))
    return tuple(problems)


def _outside(side: Side) -> list[Quantity]:
    if not side.covered:
        return list(side.reading.quantities)
    return [
        one
        for one in side.reading.quantities
        if not any(start <= one.start and one.core <= end for start, end in side.covered)
    ]


def _excuse(side: Side, other: Side) -> None:
    """Drop what another sentence tells by other means: twice, in a fraction, in a name, in a word."""
    left = []
    for one in side.left:
        if any(is_told(one, told) for told in other.all):
            side.repeated.append(one)
        elif not _is_excused(one, side, other):
            left.append(one)
    # A word may tell a small number (`both`); where the other side has another number, that is doubtful.
    side.left = []
    for one in left:
        (side.traced if _is_traced(one, other) else side.left).append(one)


def _is_excused(one: Quantity, side: Side, other: Side) -> bool:
    if one.parts and all(any(part in told.values for told in other.all) for part in one.parts):
        return True
    if any(
        value in told.parts and is_same(one.unit, told.unit) for told in other.all for value in one.values
    ):
        return True  # `85/54 ms` are two numbers
    return is_portion(one, side, other) or is_magnitude(one, other) or _is_in_name(one, side, other)


def _is_traced(one: Quantity, other: Side) -> bool:
    if one.parts or (one.unit in STRICT and one.unit not in _TRACED_UNITS):
        return False
    return any(_has_trace(value, other.reading) for value in one.values)


def _is_in_name(one: Quantity, side: Side, other: Side) -> bool:
    digits = side.reading.text[one.start : one.core].strip()
    if len(digits) < 2 and not side.reading.text[one.start : one.end][-1:].isalpha():
        digits = side.reading.text[one.start : one.end]
    return len(digits) > 1 and any(
        re.search(rf"(?<![0-9.]){re.escape(digits)}(?![0-9.])", name.text, re.IGNORECASE)
        for name in other.reading.identifiers
    )


def _has_trace(value: Decimal, other: Reading) -> bool:
    if not grammar_of(other.language).lexicon.is_known:
        return value <= 12
    pattern = trace_of(other.language, value)
    if pattern is not None and pattern.search(other.text) is not None:
        return True
    roman = _ROMAN.get(value)
    return (
        roman is not None
        and re.search(rf"(?<![A-Za-z]){roman}(?:e|ème)?(?![A-Za-z])", other.text) is not None
    )


def _mistold(ours: Side, theirs: Side) -> Iterable[Problem]:
    """Pair what is left by how it may have been mistold, likeliest first; the rest was dropped or made up."""
    one_side, other_side = [*ours.left, *ours.traced], [*theirs.left, *theirs.traced]
    pairs = sorted(
        (
            (found[0], i, j, found[1])
            for i, one in enumerate(one_side)
            for j, other in enumerate(other_side)
            if _may_pair(one, other, {i < len(ours.left), j < len(theirs.left)}, is_ours=i < len(ours.left))
            and (found := _told_as(one, other)) is not None
        ),
    )
    paired: set[int] = set()
    used: set[int] = set()
    for _, i, j, kind in pairs:
        if i in paired or j in used:
            continue
        paired.add(i)
        used.add(j)
        one, other = one_side[i], other_side[j]
        yield _problem(_named(kind, one, other, ours, theirs), one, other, ours, theirs)
    for i, one in enumerate(ours.left):
        if i not in paired and _must_be_told(one):
            kind = Kind.IDENTIFIER if _is_version(one, ours.reading, theirs.reading) else Kind.OMITTED
            yield _problem(kind, one, None, ours, theirs)
    for j, other in enumerate(theirs.left):
        if j not in used and (_must_be_told(other) or _is_new_dimension(other, ours)):
            yield _problem(Kind.UNSUPPORTED, None, other, ours, theirs)


def _retold(ours: Side, theirs: Side) -> Iterable[Problem]:
    """Tell numbers that are right elsewhere in the sentence: `0.2 and 0.3; 0.3`, told `0.2 and 0.2; 0.3`.

    A number may be told once for twice, or twice for once, but not both in one sentence.
    """
    spelled = [one for one in ours.left if one.weight is Weight.SOFT]
    for one in (*ours.repeated, *spelled):
        for other in theirs.repeated:
            if (one.unit or one.lent) != (other.unit or other.lent) or is_told(one, other):
                continue
            if Weight.VAGUE in {one.weight, other.weight}:
                continue
            found = kind_of(one, other)
            told_as = {Kind.SCALE} if one.weight is Weight.SOFT else {Kind.DIGIT, Kind.SCALE}
            if found is not None and found[1] in told_as:
                yield _problem(found[1], one, other, ours, theirs)
                return


def _is_version(one: Quantity, reading: Reading, other: Reading) -> bool:
    """Whether a number belongs to a name that is gone with it: `Claude 3.7`."""
    word = _NAME_BEFORE.search(reading.text[: one.start])
    if word is None or word.start() == 0 or one.unit or one.factor != 1 or one.values[0] >= 100:
        return False
    name = word[1]
    is_proper = name[0].isupper() and not name.isupper() and name.lower() not in NUMBERED
    return is_proper and name.casefold() not in other.text.casefold()


def _may_pair(one: Quantity, other: Quantity, are_left: set[bool], *, is_ours: bool) -> bool:
    """Whether two numbers may tell each other wrongly, though a word may tell one of them rightly."""
    if one.unit in STRICT and other.unit in STRICT and one.values == other.values:
        return True  # four hours, 4 days
    return True in are_left and (False not in are_left or (one if is_ours else other).weight is Weight.HARD)


def _must_be_told(one: Quantity) -> bool:
    return one.weight is Weight.HARD and (one.values[0] != 1 or bool(one.parts))


def _is_new_dimension(one: Quantity, ours: Side) -> bool:
    """Whether `6D` stands for a source's `3D`."""
    return (
        one.unit == "D" and one.values[0] > 1 and any(other.unit == "D" for other in ours.reading.quantities)
    )


def _told_as(one: Quantity, other: Quantity) -> tuple[float, Kind] | None:
    found = kind_of(one, other)
    if found is None:
        return None
    if Weight.HARD not in {one.weight, other.weight} and one.weight is Weight.SOFT:
        is_count = min(*one.values, *other.values) >= 2
        is_firm = found[1] is not Kind.UNIT or {one.unit, other.unit} <= STRICT
        return found if is_count and is_firm else None
    return found


def _named(kind: Kind, one: Quantity, other: Quantity, ours: Side, theirs: Side) -> Kind:
    """Call a changed number of a name what it is: `Llama 3.1` and `Llama 3.2`."""
    if kind not in {Kind.DIGIT, Kind.SCALE} or one.unit or one.factor != 1:
        return kind
    word = _NAME_BEFORE.search(ours.reading.text[: one.start])
    same = _NAME_BEFORE.search(theirs.reading.text[: other.start])
    is_name = word is not None and same is not None and word[1] == same[1] and word[1][0].isupper()
    return Kind.IDENTIFIER if is_name else kind


def _problem(kind: Kind, one: Quantity | None, other: Quantity | None, ours: Side, theirs: Side) -> Problem:
    return Problem(
        kind,
        _told(one, ours.reading) if one else "",
        _told(other, theirs.reading) if other else "",
        ours.place(one.start, one.end) if one else None,
        theirs.place(other.start, other.end) if other else None,
    )


def _told(one: Quantity, reading: Reading) -> str:
    return reading.text[one.start : one.end].strip()
