"""Questions that are asked by many at once and answered once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from bot.domain.errors import PaperboyError

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class _Flight(Generic[Found]):
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.passengers = 0
        self.landed: list[Found] = []
        self.failed: PaperboyError | None = None


class Flights(Generic[Key, Found]):
    """Shares one answer, or one failure, among all who ask for the same thing while it is on its way.

    There is no task behind it: one of those who ask does the work. When that one is cancelled, the
    next takes over, so that nobody's leaving is felt by the others.
    """

    def __init__(self) -> None:
        self._flights: dict[Key, _Flight[Found]] = {}

    async def share(self, key: Key, find: Callable[[], Awaitable[Found]]) -> Found:
        """Return what `find` returns, or raise the expected error that it raised."""
        flight = self._flights.setdefault(key, _Flight())
        flight.passengers += 1
        try:
            async with flight.lock:
                if not flight.landed and flight.failed is None:
                    await self._fly(key, flight, find)
        finally:
            flight.passengers -= 1
            if not flight.passengers:
                self._forget(key, flight)
        if flight.failed is not None:
            raise flight.failed
        return flight.landed[0]

    async def _fly(self, key: Key, flight: _Flight[Found], find: Callable[[], Awaitable[Found]]) -> None:
        try:
            flight.landed.append(await find())
        except PaperboyError as failed:
            flight.failed = failed
        self._forget(key, flight)  # who comes from now on asks anew

    def _forget(self, key: Key, flight: _Flight[Found]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
