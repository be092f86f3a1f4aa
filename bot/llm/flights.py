"""Equal questions that are asked at the same time."""

import asyncio
import copy
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace

from bot.domain.model_answers import Answer, Usage


class _Flight:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.passengers = 0
        self.answer: Answer | None = None


class Flights:
    """Shares one answer among all who ask the same while it is on its way.

    One of those who ask does the work; when that one is cancelled, the next takes over. The others get
    an answer of their own to change, which cost nothing: what it cost is told once.
    """

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight] = {}

    async def share(self, key: Hashable, find: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what `find` returns, or has returned to another."""
        flight = self._flights.setdefault(key, _Flight())
        flight.passengers += 1
        try:
            async with flight.lock:
                if flight.answer is not None:
                    return replace(copy.deepcopy(flight.answer), usage=Usage())
                flight.answer = await find()
                self._forget(key, flight)  # who comes from now on asks anew
                return flight.answer
        finally:
            flight.passengers -= 1
            if not flight.passengers:
                self._forget(key, flight)

    def _forget(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
