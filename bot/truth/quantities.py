"""Numbers as they stand in a sentence."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Weight(Enum):
    """How much a number binds the other sentence."""

    HARD = "hard"
    """Must be told: every number in digits, and spelled ones above ten."""
    SOFT = "soft"
    """May be told by other means: `two`, `세 가지`, `3D`. It raises nothing by itself."""
    VAGUE = "vague"
    """Only a magnitude: `millions of`, `수백만`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `text[start:core]` is the number, `text[core:end]` the unit.

    `values` are its possible readings, likeliest first (`1.234` in Spanish). `unit` is an id of
    `bot.truth.units` or empty; `lent` is a unit that stands only at a neighbour (`4` in `4-10 %`).
    `parts` are the two numbers of a fraction; `factor` is the scale after digits (10^8 in `12억`).
    """

    start: int
    core: int
    end: int
    values: tuple[Decimal, ...]
    unit: str = ""
    weight: Weight = Weight.HARD
    sign: str = ""
    lent: str = ""
    parts: tuple[Decimal, ...] = ()
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name that carries a number, as `Qwen2.5-72B`; `key` is what makes two spellings one name."""

    start: int
    end: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its numbers and names found; positions are those of `text`."""

    text: str
    language: str
    quantities: tuple[Quantity, ...]
    identifiers: tuple[Identifier, ...]
    places: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of `text` stood before the sentence was cleaned."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]
