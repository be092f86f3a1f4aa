"""What replicas need to work as one: leases, a register of updates, a shared rate, and who lives.

Any method of these ports may raise StoreUnavailable. Spans of time are measured by the database's
clock alone, for those of replicas differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Elections(Protocol):
    """Leases by name: each has one holder at most, until it resigns or its lease runs out."""

    async def campaign(self, name: str, holder: str, lease_s: float) -> bool:
        """Take a lease that is free, or prolong one's own; False where somebody else holds it."""

    async def resign(self, name: str, holder: str) -> None:
        """Give one's own lease back at once."""

    async def holders(self, prefix: str) -> Sequence[str]:
        """Return who holds a lease now whose name begins so."""


class Arrival(StrEnum):
    """What is known of an update that came."""

    NEW = "new"  # it is ours to handle
    IN_HAND = "in hand"  # another process is at it
    DONE = "done"  # it was handled


class Arrivals(Protocol):
    """Which updates were handled, across replicas."""

    async def take(self, update_id: int, holder: str, lease_s: float) -> Arrival:
        """Take an update on, unless it was handled or somebody else is at it, for as long as the lease."""

    async def finish(self, update_id: int, holder: str) -> None:
        """Note that an update was handled by this holder."""

    async def prune(self, older_than_s: float) -> int:
        """Forget updates that were taken on so long ago, and return how many."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Places for messages: the first may leave `wait_s` from now, each next one `spacing_s` later."""

    wait_s: float
    spacing_s: float
    held_s: float = 0.0
    """For how long from now nothing leaves, because Telegram asked for it."""


class Reservations(Protocol):
    """The rate that all replicas share."""

    async def take(self, count: int, interval_s: float, bulk_interval_s: float | None) -> Slots:
        """Reserve places for messages, behind all that were reserved before.

        Args:
            count: how many.
            interval_s: the least time between two messages of all replicas, at full speed.
            bulk_interval_s: for digests the least time between two of them; None for answers.
        """

    async def hold(self, wait_s: float) -> None:
        """Let no replica send for a while, and all be slower afterwards: Telegram asked for it."""
