"""How fast a service may be asked: a gap between requests, few connections, and holds it asked for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

PATIENCE = timedelta(seconds=20)
"""A hold up to this long is waited for; a longer one is told to the caller."""
ARXIV_GAP = timedelta(seconds=3)
"""arXiv's terms: one request every three seconds on one connection, over all its hosts together."""

Sleep = Callable[[float], Awaitable[object]]


class OnHoldError(Exception):
    """No request may leave before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"on hold until {until:%H:%M:%S} UTC")
        self.until = until


class Pace:
    """One pace for everything that asks the same service, however many clients share it.

    Args:
        now: the present, aware UTC.
        gap: the least time from the end of one request to the start of the next.
        connections: how many requests may be under way at once.
        sleep: waits for a number of seconds.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        gap: timedelta = timedelta(),
        connections: int = 4,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._now, self._gap, self._sleep = now, gap, sleep
        self._places = asyncio.Semaphore(connections)
        self._ended_at: datetime | None = None
        self._hold: datetime | None = None

    @classmethod
    def for_arxiv(cls, now: Callable[[], datetime], sleep: Sleep = asyncio.sleep) -> "Pace":
        """Return the pace that arXiv asks for; share one among all clients of its hosts."""
        return cls(now, gap=ARXIV_GAP, connections=1, sleep=sleep)

    def hold(self, wait: timedelta) -> datetime:
        """Let no request leave for a while and return the moment when the longest hold ends."""
        until = self._now() + wait
        self._hold = max(self._hold, until) if self._hold else until
        return self._hold

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a place, the gap and a short hold; the request is made inside.

        Raises:
            OnHoldError: a hold lasts longer than is waited for.
        """
        self._refuse_on_a_long_hold()
        async with self._places:
            await self._sit_out_the_hold()
            await self._keep_the_gap()
            try:
                yield
            finally:
                self._ended_at = self._now()

    def _refuse_on_a_long_hold(self) -> None:
        if self._hold and self._hold - self._now() > PATIENCE:
            raise OnHoldError(self._hold)

    async def _sit_out_the_hold(self) -> None:
        while hold := self._hold:
            self._refuse_on_a_long_hold()
            if (remaining := hold - self._now()) > timedelta():
                await self._sleep(remaining.total_seconds())
            if self._hold == hold:  # nobody was told to wait longer meanwhile
                self._hold = None

    async def _keep_the_gap(self) -> None:
        if self._ended_at is None or not self._gap:
            return
        passed = max(self._now() - self._ended_at, timedelta())  # a clock that was set back adds no wait
        if passed < self._gap:
            await self._sleep((self._gap - passed).total_seconds())
