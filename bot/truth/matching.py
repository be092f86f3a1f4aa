"""Which number of one sentence tells which number of another."""

from collections.abc import Sequence
from decimal import Decimal

from bot.truth.problems import Kind
from bot.truth.quantities import Quantity, Weight
from bot.truth.units import COUNTS, STRICT, is_equal, is_same


def is_told(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are the same amount in the same unit."""
    if any(value in other.values for value in one.values):
        return _units_agree(one, other) and not _is_opposite(one, other)
    return (
        _is_inverse(one, other)
        or _is_inverse(other, one)
        or any(
            is_equal(value, unit, other_value, other_unit)
            for unit in (one.unit, one.lent)
            for other_unit in (other.unit, other.lent)
            if unit or other_unit
            for value in one.values
            for other_value in other.values
        )
    )


def _is_inverse(one: Quantity, other: Quantity) -> bool:
    """Whether `2x smaller` was told as `1/2`."""
    if one.unit not in {"x", "times"}:
        return False
    if other.unit == "%" and other.values[0] == 1 and one.values[0] == _PERCENT:  # 百分之一
        return True
    if len(other.parts) == 2:
        return other.parts[0] == 1 and other.parts[1] in one.values
    is_spelled_part = other.weight is Weight.SOFT and not other.unit and 0 < other.values[0] < 1
    return is_spelled_part and any(abs(value * other.values[0] - 1) < _CLOSE for value in one.values)


def _is_opposite(one: Quantity, other: Quantity) -> bool:
    return {one.sign, other.sign} == {"+", "-"}


def _units_agree(one: Quantity, other: Quantity) -> bool:
    return (
        is_same(one.unit, other.unit)
        or (bool(one.lent) and is_same(one.lent, other.unit))
        or (bool(other.lent) and is_same(one.unit, other.lent))
    )


def match(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> dict[int, int]:
    """Pair as many numbers as can be paired: the greatest assignment, likest pairs first."""
    if len(ours) == len(theirs) and all(map(_is_plainly_told, ours, theirs)):
        return {place: place for place in range(len(ours))}
    edges = [
        sorted(
            (place for place, other in enumerate(theirs) if is_told(one, other)),
            key=lambda place, one=one: (
                one.unit != theirs[place].unit,
                one.weight is not theirs[place].weight,
            ),  # type: ignore[misc]
        )
        for one in ours
    ]
    taken: dict[int, int] = {}
    for place in range(len(ours)):
        _augment(place, edges, taken, set() if len(ours) <= _MANY else set(taken))
    return {ours_at: theirs_at for theirs_at, ours_at in taken.items()}


_PERCENT = 100
_CLOSE = Decimal("1e-9")
_MANY = 60
"""More numbers than a sentence has are paired as they come, not in the best way."""
_LONGEST = 40
"""No number of a text has more digits."""


def _is_plainly_told(one: Quantity, other: Quantity) -> bool:
    return one.values == other.values and one.unit == other.unit and one.sign == other.sign


def _augment(place: int, edges: Sequence[Sequence[int]], taken: dict[int, int], seen: set[int]) -> bool:
    for candidate in edges[place]:
        if candidate in seen:
            continue
        seen.add(candidate)
        if candidate not in taken or _augment(taken[candidate], edges, taken, seen):
            taken[candidate] = place
            return True
    return False


def kind_of(one: Quantity, other: Quantity) -> tuple[float, Kind] | None:
    """Return how a number was mistold as another and how unlikely that is, or None if they are unrelated."""
    if Weight.VAGUE in {one.weight, other.weight}:
        is_both = one.weight is other.weight
        return (1.5, Kind.SCALE) if is_both and one.values != other.values else None
    best: tuple[float, Kind] | None = None
    for value in one.values:
        for other_value in other.values:
            found = _kind(value, one, other_value, other)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
    return best


def _kind(value: Decimal, one: Quantity, other_value: Decimal, other: Quantity) -> tuple[float, Kind] | None:
    is_unit_same = _units_agree(one, other)
    if value == other_value:
        return (0.0, Kind.DIGIT) if _is_opposite(one, other) else (0.0, Kind.UNIT)
    digits, other_digits = _significant(value), _significant(other_value)
    penalty = 0.0 if is_unit_same and one.unit == other.unit else 0.3 if is_unit_same else 0.6
    if digits == other_digits and digits != "0":
        return 1.0 + penalty, Kind.SCALE
    if not is_unit_same and one.unit and other.unit:
        return None
    digits, other_digits = _figures(value), _figures(other_value)
    distance = _distance(digits, other_digits)
    longest = max(len(digits), len(other_digits))
    is_near = distance <= max(1, longest // 2) or _is_rounded(value, other_value)
    is_same_size = value and other_value and Decimal("0.2") < abs(value / other_value) < 5
    if is_near and (is_unit_same or longest > 1) and (is_same_size or longest > 2 or one.unit == other.unit):
        return 2.0 + penalty + distance / (longest + 1), Kind.DIGIT
    is_fraction = bool(other.parts or one.parts) and 0 < value < 1 and 0 < other_value < 1
    is_measured = is_fraction or one.unit in STRICT | COUNTS | {"x"}
    if is_same_size and is_unit_same and one.unit == other.unit and is_measured:
        return 3.5 + penalty, Kind.DIGIT
    return None


def _significant(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits)).strip("0") or "0"


def _figures(value: Decimal) -> str:
    """Return the digits as written: all of a small whole number, else without the zeros around."""
    return str(int(value)) if abs(value) < 1000 and value == int(value) else _significant(value)


def _is_rounded(value: Decimal, other: Decimal) -> bool:
    if not value or not other:
        return False
    return abs(value - other) / max(abs(value), abs(other)) < Decimal("0.05")


def _distance(one: str, other: str) -> int:
    """Return the edits from one digit string to the other; two digits swapped are one edit."""
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > 6 or longest > _LONGEST:
        return longest
    rows = [list(range(len(other) + 1))]
    for i, digit in enumerate(one, 1):
        row = [i]
        for j, char in enumerate(other, 1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (digit != char))
            if i > 1 and j > 1 and digit == other[j - 2] and one[i - 2] == char:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
