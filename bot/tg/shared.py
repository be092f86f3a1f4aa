"""The dispenser of one of several replicas: places are reserved where all of them see it, a few at a time.

Limits of single chats stay with each replica, for what is owed to a chat is claimed by one of them. The rate
of the bot as a whole is one row in the database: a replica with messages waiting reserves a wave of places,
enough for a tenth of a second, and its lanes decide who gets them.
"""

import asyncio
import logging
from collections import Counter, deque
from datetime import timedelta
from typing import Final

from bot.domain.errors import StoreUnavailable
from bot.services.nursery import Nursery
from bot.services.replicas import Reservations, Slots
from bot.tg.dispenser import Dispenser
from bot.tg.lanes import ChatKey, Lane
from bot.tg.rates import Rate, Rates

log = logging.getLogger(__name__)

WAVE_S: Final = 0.1
"""For how long a wave lasts: an answer may have to wait for those of all replicas."""
STALE_S: Final = 1.0
"""A place that was not taken for so long is given up: who was asleep must not send them all at once."""
WITHOUT_WORD_S: Final = 1.0
"""How far apart messages leave while the database does not say when they may."""


class SharedDispenser(Dispenser):
    """Hands out places that were reserved among replicas; close it at the end.

    Args:
        rates: what all replicas together may do, and what single chats bear.
        reservations: where places are reserved.
    """

    def __init__(self, rates: Rates, reservations: Reservations) -> None:
        super().__init__(rates, is_shared=True)
        self._rates, self._reservations = rates, reservations
        self._slots: deque[float] = deque()
        self._wanted: Counter[Lane] = Counter()
        self._nursery = Nursery()
        self._is_asking = self._is_closed = False

    async def take(self, lane: Lane, chat: ChatKey, timeout_s: float) -> bool:
        """Wait for a place; after this the message may leave at once.

        Raises:
            Busy: there is none within `timeout_s`.
        """
        self._wanted[lane] += 1
        try:
            return await super().take(lane, chat, timeout_s)
        finally:
            self._wanted[lane] -= 1

    def hold(self, wait: timedelta) -> None:
        """Let nothing leave for a while, here and in every other replica: Telegram asked for it."""
        super().hold(wait)
        if not self._is_closed:
            self._nursery.start("holding all replicas", self._hold_all(wait.total_seconds()))

    async def close(self) -> None:
        """Reserve nothing more."""
        self._is_closed = True
        await self._nursery.close(WITHOUT_WORD_S)

    def _pump(self) -> None:
        """Wake everyone for whom there is a place, see that more are reserved, and be called again."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        while self._slots and self._slots[0] < now - STALE_S:
            self._slots.popleft()
        while self._slots and self._slots[0] <= now and (ticket := self._lanes.grant(now)) is not None:
            self._slots.popleft()
            granted = self._waiting.pop(ticket)
            if not granted.done():
                granted.set_result(None)
        at = self._lanes.next_at(now)
        if at is None:
            return
        if at <= now + WAVE_S:
            self._see_to_places()
        if self._slots:
            at = max(at, self._slots[0])
        elif at <= now:
            return  # the places that were asked for will call
        self._alarm = loop.call_at(at, self._pump)

    def _see_to_places(self) -> None:
        """Ask for a wave where half of the last one is used up."""
        waiting = len(self._waiting) - len(self._slots)
        if self._is_asking or self._is_closed or waiting <= 0 or len(self._slots) > self._wave(Lane.BULK) / 2:
            return
        lane = Lane.INTERACTIVE if self._wanted[Lane.INTERACTIVE] > len(self._slots) else Lane.BULK
        count = min(self._wave(lane), max(1, min(waiting, self._wanted[lane])))
        self._is_asking = True
        self._nursery.start("reserving places", self._reserve(lane, count))

    def _wave(self, lane: Lane) -> int:
        return max(1, round(WAVE_S / self._pace(lane).interval_s))

    def _pace(self, lane: Lane) -> Rate:
        """Return how fast places are reserved: digests that are paid for go by their own rate."""
        if lane is Lane.INTERACTIVE:
            return self._rates.overall
        return self._rates.paid if self._rates.paid is not None and self.credit > 0 else self._rates.bulk

    async def _reserve(self, lane: Lane, count: int) -> None:
        pace = self._pace(lane)
        overall_s = min(pace.interval_s, self._rates.overall.interval_s)
        bulk_s = pace.interval_s if lane is Lane.BULK else None
        loop = asyncio.get_running_loop()
        try:
            slots = await self._reservations.take(count, overall_s, bulk_s)
        except StoreUnavailable as trouble:
            log.warning("lanes: one message a second, for no rate is agreed on: %s", trouble)
            await asyncio.sleep(WITHOUT_WORD_S)
            count, slots = 1, Slots(0.0, WITHOUT_WORD_S)
        finally:
            self._is_asking = False
        now = loop.time()
        if slots.held_s > self._lanes.held_for(now) + WAVE_S:
            log.info(
                "lanes: another replica was asked to wait %.0f s; nothing leaves here either", slots.held_s
            )
            self._lanes.hold(slots.held_s, now)
        start = now + slots.wait_s
        self._slots.extend(start + n * slots.spacing_s for n in range(count))
        self._pump()

    async def _hold_all(self, wait_s: float) -> None:
        try:
            await self._reservations.hold(wait_s)
        except StoreUnavailable as trouble:
            log.warning("lanes: other replicas could not be told to wait: %s", trouble)
