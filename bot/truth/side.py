"""One sentence in the course of a comparison."""

from dataclasses import dataclass, field

from bot.truth.quantities import Quantity, Reading


@dataclass(slots=True)
class Side:
    """What of a sentence is still to be accounted for.

    `covered` are spans that the names of the other sentence account for; `left` are numbers that nothing
    accounts for, `traced` those that a word of the other sentence may tell, `repeated` those that the other
    sentence tells elsewhere.
    """

    reading: Reading
    covered: list[tuple[int, int]] = field(default_factory=list)
    left: list[Quantity] = field(default_factory=list)
    traced: list[Quantity] = field(default_factory=list)
    repeated: list[Quantity] = field(default_factory=list)
    all: list[Quantity] = field(default_factory=list)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the sentence as it came."""
        return self.reading.original(start, end)
