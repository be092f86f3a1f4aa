"""Questions that are asked by many at once and answered once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from bot.domain.readings import Stage
from bot.services.reading_ports import Watch

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class _Seat:
    """The place of one who is told how far it is: in order, and at the pace of that one's own watch."""

    def __init__(self, stage: Stage | None) -> None:
        self._news = deque([stage] if stage is not None else [])
        self._wake = asyncio.Event()
        self._is_over = False
        self._wake.set()

    def tell(self, stage: Stage) -> None:
        self._news.append(stage)
        self._wake.set()

    def leave(self) -> None:
        """Let the relay end; what was not told yet is out of date."""
        self._is_over = True
        self._news.clear()
        self._wake.set()

    async def relay(self, watch: Watch) -> None:
        while not self._is_over:
            await self._wake.wait()
            self._wake.clear()
            while self._news:
                await watch(self._news.popleft())


class _Flight(Generic[Found]):
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.passengers = 0
        self.seats: list[_Seat] = []
        self.stage: Stage | None = None
        self.landed: list[Found] = []
        self.failed: Exception | None = None

    async def tell(self, stage: Stage) -> None:
        self.stage = stage
        for seat in self.seats:
            seat.tell(stage)
        await asyncio.sleep(0)  # those who listen hear it before the work goes on


class Flights(Generic[Key, Found]):
    """Shares one answer, or one failure, among all who ask for the same while it is on its way.

    There is no task behind it: one of those who ask does the work. When that one is cancelled, the next
    takes over, so that nobody's leaving is felt by the others.

    Args:
        for_others: makes of an answer what all get who did not do the work; the same where it is None.
    """

    def __init__(self, for_others: Callable[[Found], Found] | None = None) -> None:
        self._for_others = for_others
        self._flights: dict[Key, _Flight[Found]] = {}

    async def share(self, key: Key, find: Callable[[], Awaitable[Found]]) -> Found:
        """Return what `find` returns, or raise what it raised."""
        with self._boarded(key) as flight:
            return await self._ride(key, flight, find)

    async def follow(self, key: Key, find: Callable[[Watch], Awaitable[Found]], watch: Watch) -> Found:
        """Share an answer and tell `watch` how far it is, whoever does the work.

        `find` is given what it tells its stages to. Who comes later is told the latest stage at once. A
        slow `watch` holds up nobody but the one who asked with it, a stage that it had no time for before
        the end is not told to it, and one that fails makes that one leave, with its error.
        """
        with self._boarded(key) as flight:
            seat = _Seat(flight.stage)
            flight.seats.append(seat)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(seat.relay(watch))
                    try:
                        return await self._ride(key, flight, lambda: find(flight.tell))
                    finally:
                        seat.leave()
            except ExceptionGroup as several:
                raise several.exceptions[0] from None
            finally:
                flight.seats.remove(seat)

    @contextmanager
    def _boarded(self, key: Key) -> Iterator[_Flight[Found]]:
        flight = self._flights.setdefault(key, _Flight())
        flight.passengers += 1
        try:
            yield flight
        finally:
            flight.passengers -= 1
            if not flight.passengers:
                self._forget(key, flight)

    async def _ride(self, key: Key, flight: _Flight[Found], find: Callable[[], Awaitable[Found]]) -> Found:
        async with flight.lock:
            if not flight.landed and flight.failed is None:
                return await self._fly(key, flight, find)
        if flight.failed is not None:
            raise flight.failed
        found = flight.landed[0]
        return self._for_others(found) if self._for_others else found

    async def _fly(self, key: Key, flight: _Flight[Found], find: Callable[[], Awaitable[Found]]) -> Found:
        try:
            found = await find()
        except Exception as failed:  # a defect, too: it would cost each of them as much
            flight.failed = failed
            raise
        else:
            flight.landed.append(found)
            return found
        finally:
            if flight.landed or flight.failed is not None:
                self._forget(key, flight)  # who comes from now on asks anew

    def _forget(self, key: Key, flight: _Flight[Found]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
