"""Who pays for digests beyond the free rate, a portion at a time, until the day's Stars are spent."""

import logging
from datetime import date
from typing import Final

from bot.domain.errors import StoreUnavailable
from bot.services.ports import Clock, StarBook
from bot.tg.dispenser import Dispenser

log = logging.getLogger(__name__)

MESSAGES_PER_STAR: Final = 10
PORTION: Final = 500
"""Messages that are paid for at once: half a second of the paid rate. What a process that ends did not use of
them stays on the bill."""
CROWD: Final = 60
"""So many have to wait before anything is paid for: the free rate serves them in two seconds."""


class Till:
    """Puts credit into a dispenser while many wait.

    Args:
        book: what was spent, day by day.
        stars_per_day: the most that a UTC day may cost.
        clock: the present.
        dispenser: where digests wait.
    """

    def __init__(self, book: StarBook, stars_per_day: float, clock: Clock, dispenser: Dispenser) -> None:
        self._book, self._clock, self._dispenser = book, clock, dispenser
        self._most = int(stars_per_day * MESSAGES_PER_STAR)
        self._day: date | None = None
        self._is_busy = self._is_shut = False

    async def fill(self) -> None:
        """See that there is credit, if many wait and the day's Stars are not spent."""
        self._turn_the_page()
        if self._is_busy or self._is_shut or len(self._dispenser) < CROWD:
            return
        if self._dispenser.credit >= PORTION // 2:
            return
        self._is_busy = True
        try:
            today = self._clock.now().date()
            got = await self._book.take(today, PORTION, self._most)
        except StoreUnavailable as trouble:
            log.warning("stars: digests go on at the free rate for now: %s", trouble)
            return
        finally:
            self._is_busy = False
        if got and self._day == today:
            self._dispenser.credit += got
        elif not got and not self._is_shut:
            self._is_shut = True
            log.info("stars: the day's are spent; digests go on at the free rate until midnight (UTC)")

    def shut(self, why: str) -> None:
        """Pay for nothing more on this day, not even with what was set aside."""
        self._is_shut = True
        self._dispenser.credit = 0
        log.warning("stars: %s; digests go on at the free rate until midnight (UTC)", why)

    def _turn_the_page(self) -> None:
        """Begin a new day's bill: what is left of the day before is not its to spend."""
        if (today := self._clock.now().date()) != self._day:
            self._day, self._is_shut = today, False
            self._dispenser.credit = 0
