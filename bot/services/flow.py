"""What a sender has in hand: deliveries between their claim and the writing down of what became of them."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.chats import Chat
from bot.domain.deliveries import Outcome


@dataclass(frozen=True, slots=True)
class InHand:
    """A delivery on its way.

    Attributes:
        chat: where it goes.
        attempts: how often it was claimed.
        is_unfinished: whether it may be edited when more of its papers are told.
        offer: an earlier delivery of which its message says that it may not have arrived.
    """

    chat: Chat
    attempts: int
    is_unfinished: bool = False
    offer: int | None = None


class Roster:
    """Which deliveries this process has in hand, in all its flows.

    The ledger may give out a second time what is still in hand: when a lease ran out meanwhile, or when a
    settlement was written, its answer was lost, and it is being written again. A second sending beside the
    first would be settled by the first one's outcome, and could then leave twice.
    """

    def __init__(self) -> None:
        self._leaving: set[int] = set()
        self._concluding: set[int] = set()
        self._concluded = asyncio.Event()

    def add(self, delivery_id: int) -> None:
        """Note that a delivery is on its way out."""
        self._leaving.add(delivery_id)

    def conclude(self, delivery_ids: Iterable[int]) -> None:
        """Note that the outcomes of deliveries are there and being written."""
        self._leaving.difference_update(delivery_ids)
        self._concluding.update(delivery_ids)

    def remove(self, delivery_ids: Iterable[int]) -> None:
        """Note that deliveries are not in hand any more."""
        self._leaving.difference_update(delivery_ids)
        self._concluding.difference_update(delivery_ids)
        self._concluded.set()

    async def ready(self, delivery_ids: Iterable[int]) -> frozenset[int]:
        """Return which claimed deliveries may leave, when the outcomes of all of them are written down.

        Those that are on their way out already are left out: this claim is theirs, too.
        """
        claimed = frozenset(delivery_ids)
        while not self._concluding.isdisjoint(claimed - self._leaving):
            self._concluded.clear()
            await self._concluded.wait()
        return claimed - self._leaving


class Flow:
    """Deliveries in hand, and the outcomes that wait to be written."""

    def __init__(self, gather_s: float, roster: Roster) -> None:
        """Begin with nothing in hand; outcomes are gathered for a moment, to be written together."""
        self._gather_s, self._roster = gather_s, roster
        self.in_hand: dict[int, InHand] = {}
        self.taken = 0
        self._outcomes: list[tuple[int, Outcome]] = []
        self._is_ended = False
        self._reported, self._changed = asyncio.Event(), asyncio.Event()

    def __len__(self) -> int:
        """Return how many are in hand."""
        return len(self.in_hand)

    def hold(self, delivery_id: int, held: InHand) -> None:
        """Take a delivery into hand."""
        self.in_hand[delivery_id] = held
        self._roster.add(delivery_id)

    def report(self, delivery_id: int, outcome: Outcome) -> None:
        """Tell what became of a delivery."""
        self._outcomes.append((delivery_id, outcome))
        self._reported.set()

    def end(self) -> None:
        """Say that nothing more is taken on."""
        self._is_ended = True
        self._reported.set()

    async def wave(self) -> Mapping[int, tuple[InHand, Outcome]]:
        """Hand over the outcomes that are there, one at least; none when all is done."""
        while not self._outcomes and not (self._is_ended and not self.in_hand):
            self._reported.clear()
            await self._reported.wait()
        if self._gather_s and self.in_hand:
            await asyncio.sleep(self._gather_s)
        wave = {one: (self.in_hand.pop(one), outcome) for one, outcome in self._outcomes}
        self._outcomes.clear()
        self._roster.conclude(wave)
        self._changed.set()
        return wave

    async def shrink_to(self, size: int, timeout_s: float | None = None) -> None:
        """Wait until no more than so many are in hand, or for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while len(self.in_hand) > size:
                    self._changed.clear()
                    await self._changed.wait()
