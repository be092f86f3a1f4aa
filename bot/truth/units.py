"""Units: what they measure, how they convert, which of them agree."""

from decimal import Decimal
from types import MappingProxyType

_D = Decimal
_TABLE = {
    "time": {  # in seconds
        "ns": "1e-9", "us": "1e-6", "ms": "1e-3", "s": "1", "min": "60", "h": "3600",
        "day": "86400", "week": "604800",
    },
    "calendar": {"month": "1", "year": "12"},
    "data": {"byte": "1", "KB": "1e3", "MB": "1e6", "GB": "1e9", "TB": "1e12", "PB": "1e15"},
    "frequency": {"Hz": "1", "kHz": "1e3", "MHz": "1e6", "GHz": "1e9"},
    "length": {"nm": "1e-9", "um": "1e-6", "mm": "1e-3", "cm": "1e-2", "m": "1", "km": "1e3"},
    "mass": {"mg": "1e-6", "g": "1e-3", "kg": "1"},
    "power": {"W": "1", "kW": "1e3", "MW": "1e6"},
    "energy": {"kWh": "1"},
    "compute": {"gpu-h": "1", "gpu-day": "24"},
    "rate": {"Kbps": "1e3", "Mbps": "1e6", "Gbps": "1e9"},
}  # fmt: skip

FACTORS = MappingProxyType(
    {unit: (dimension, _D(factor)) for dimension, units in _TABLE.items() for unit, factor in units.items()}
)
"""For each unit that converts exactly: what it measures, and how many of the base unit it is."""

CURRENCIES = frozenset({"USD", "EUR", "GBP", "KRW", "CNY", "JPY"})

STRICT = frozenset(FACTORS) | CURRENCIES | {"%", "pp", "permille", "dB", "celsius", "fps", "token/s"}
"""Units that must be told: the bare number is another statement."""

COUNTS = frozenset({"token", "param", "frame", "epoch", "layer", "FLOP"})
"""Counted things: may be told elsewhere in the sentence, but not as another of them."""

_AGREEING = frozenset(
    frozenset(pair)
    for pair in (
        *(("pp", "pt"), ("x", "times"), ("occ", "times")),
        *(("pt/min", "pt"), ("pt/min", "min"), ("pt/min", "pp")),
        *(("day", "dom"), ("fps", "frame"), ("token/s", "token"), ("degree", "celsius"), ("month", "moy")),
    )
)  # fmt: skip
ANY = "?"
"""The unit of a number that may have any: a half of `15:30` or of `10:1`."""


def is_same(one: str, other: str) -> bool:
    """Whether two units may stand for each other with the same number."""
    if one == other or ANY in {one, other}:
        return True
    if not one or not other:
        return (one or other) not in STRICT
    if frozenset((one, other)) in _AGREEING:
        return True
    # A counted thing beside a number of times is another way to count.
    return (
        one not in STRICT
        and other not in STRICT
        and not (one in COUNTS and other in COUNTS)
        and not _is_ratio(one, other)
    )


def _is_ratio(one: str, other: str) -> bool:
    return "x" in {one, other} or "pt" in {one, other}


def is_equal(value: Decimal, unit: str, other_value: Decimal, other_unit: str) -> bool:
    """Whether two different numbers with different units are one amount: 60 s and 1 min, 0.5 and 50 %."""
    one, other = FACTORS.get(unit), FACTORS.get(other_unit)
    if one and other:
        return one[0] == other[0] and value * one[1] == other_value * other[1]
    if unit == "%" and other_unit in {"", "x", "times"}:
        return value == other_value * 100 and (other_unit != "" or other_value <= 1)
    if other_unit == "%" and unit in {"", "x", "times"}:
        return other_value == value * 100 and (unit != "" or value <= 1)
    return False
