"""Which updates came, which were handled, and what Telegram may forget. Pure.

Telegram forgets an update when one with a higher number is asked for, so the number that is asked for next
decides what a crash loses. An update is given up to it only when it was handled, or has been worked on for
a moment: what changes something is done by then, and what takes longer only tells something.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WORKED_ON_S: Final = 0.7
"""After so long at work an update counts as seen."""
LONGEST_HOLD_S: Final = 5.0
"""After so long an update no longer holds up the others, even if its turn hasn't come."""
_REMEMBERED: Final = 2_000


@dataclass(slots=True)
class _Open:
    came_at: float
    began_at: float | None = None

    def settled_at(self) -> float:
        """Return when the update may be forgotten by Telegram though it is not finished."""
        latest = self.came_at + LONGEST_HOLD_S
        return latest if self.began_at is None else min(latest, self.began_at + WORKED_ON_S)


class Inbox:
    """The memory of polling. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._open: dict[int, _Open] = {}
        self._seen: dict[int, None] = {}
        self._next: int | None = None

    def __len__(self) -> int:
        """Return how many updates are not finished."""
        return len(self._open)

    def take(self, numbers: Iterable[int], now: float) -> frozenset[int]:
        """Take updates in and return those that are new; Telegram repeats what it may not forget yet."""
        fresh = [number for number in numbers if number not in self._seen]
        for number in fresh:
            self._seen[number] = None
            self._open[number] = _Open(now)
        if fresh:
            self._next = max(fresh) + 1
        while len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return frozenset(fresh)

    def begin(self, number: int, now: float) -> None:
        """Note that work on an update began."""
        self._open[number].began_at = now

    def finish(self, number: int) -> None:
        """Note that an update was handled; twice is harmless."""
        self._open.pop(number, None)

    def offset(self, now: float) -> int | None:
        """Return the first update that Telegram must still keep; None before any came."""
        held = [number for number, one in self._open.items() if one.settled_at() > now]
        return min(held, default=self._next)

    def is_holding(self, now: float) -> bool:
        """Tell whether an update that came must still be kept by Telegram."""
        return self.offset(now) != self._next
