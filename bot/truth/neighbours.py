"""What numbers lend each other: the unit and the scale of `4-10 %`, `1.5-8B`, `12, 15 and 18 ms`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.truth.quantities import Quantity
from bot.truth.units import CURRENCIES, FACTORS

_RANGE = re.compile(
    r"\s?(?:-|–|—|~|to|bis|auf|nach|à|a|al|até|para|hasta|y(?:\s(?:el|al|la|del))?|e(?:\s(?:o|os|a|as))?|et(?:\s(?:les|le|la))?|에서|부터|から|到|至|〜|±)\s?(?:약\s)?"
)
_LIST = re.compile(
    r"\s?(?:,|/|、|，|and|or|und|oder|et|ou|y|o|e|및|또는|와|과|と|和|或|与|vs\.?|versus|gegenüber|→|->|to|→|over|from|,\s?(?:and|or))\s?"
    r"(?:and |or |über |to )?"
)


_TOGETHER = re.compile(r"\s?(?:and |und |y |e |et )?")


def merge(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Make one of a time that is told in two units: `2 hours and 30 minutes`, `2시간 30분`."""
    merged: list[Quantity] = []
    for one in quantities:
        before = merged[-1] if merged else None
        if before is not None and before.unit in FACTORS and one.unit in FACTORS:
            (sort, factor), (other_sort, other_factor) = FACTORS[before.unit], FACTORS[one.unit]
            is_one = sort == other_sort == "time" and factor > other_factor
            if is_one and _TOGETHER.fullmatch(text[before.end : one.start]):
                seconds = before.values[0] * factor + one.values[0] * other_factor
                merged[-1] = Quantity(before.start, one.core, one.end, (seconds,), "s")
                continue
        merged.append(one)
    return merged


def lend(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the numbers of a sentence, each with what its right neighbour lends it."""
    if len(quantities) < 2:
        return tuple(quantities)
    lent = list(quantities)
    for place in range(len(lent) - 2, -1, -1):
        one, other = lent[place], lent[place + 1]
        if one.end > one.core and one.unit:
            continue
        between = text[one.end : other.start]
        is_range = _RANGE.fullmatch(between) is not None
        if not is_range and _LIST.fullmatch(between) is None:
            continue
        unit = other.unit or other.lent
        changed = replace(one, lent=unit) if unit and not one.unit else one
        if other.factor > 1 and one.factor == 1:
            changed = replace(changed, values=(*one.values, *(value * other.factor for value in one.values)))
        lent[place] = changed
    return tuple(_with_currency(lent))


def _with_currency(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Lend a currency to great numbers without a unit: `from $100 million to 6 million`."""
    money = {one.unit for one in quantities} & CURRENCIES
    if len(money) != 1:
        return list(quantities)
    (currency,) = money
    return [
        replace(one, lent=currency) if one.factor > 1 and not one.unit and not one.lent else one
        for one in quantities
    ]
