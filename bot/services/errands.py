"""What many may ask for at once, and what the model is paid for once."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.domain.readings import Scope, Unread
from bot.services.flights import Flights
from bot.services.ports import Clock
from bot.services.reading_ports import Watch
from bot.services.setbacks import Setbacks

Found = TypeVar("Found")
Find = Callable[[Watch], Awaitable[Found | Unread]]
"""What does an errand, telling how far it is."""


class Errands(Generic[Found]):
    """Runs one errand for all who want the same at the same time, and for nobody again in vain."""

    def __init__(self, clock: Clock) -> None:
        self._setbacks = Setbacks(clock)
        self._flights: Flights[str, Found | Unread] = Flights()

    async def share(self, key: str, find: Find[Found], on_stage: Watch) -> Found | Unread:
        """Return what `find` returns, or returned to another who asked at the same time.

        That another's own budget is spent says nothing of this one's: then `find` is called anew.
        """
        while True:
            has_worked = False

            async def work(tell: Watch) -> Found | Unread:
                nonlocal has_worked
                has_worked = True
                return await find(tell)

            found = await self._flights.follow(key, work, on_stage)
            is_anothers = isinstance(found, Unread) and found.scope in {Scope.USER, Scope.CHAT}
            if has_worked or not is_anothers:
                return found

    async def attempt(self, key: str, find: Callable[[], Awaitable[Found | Unread]]) -> Found | Unread:
        """Return what `find` returns, or why it came to nothing a moment ago."""
        known = self._setbacks.recall(key)
        if known is not None:
            return known
        found = await find()
        if isinstance(found, Unread):
            return self._setbacks.remember(key, found)
        self._setbacks.forget(key)
        return found

    async def run(self, key: str, find: Find[Found], on_stage: Watch) -> Found | Unread:
        """Share an errand that is attempted under the same key."""
        return await self.share(key, lambda tell: self.attempt(key, lambda: find(tell)), on_stage)
