"""What many may ask for at once, and what the model is paid for once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Generic, TypeVar

from bot.domain.readings import Scope, Unread
from bot.services.flights import Flights
from bot.services.ports import Clock, Watch
from bot.services.setbacks import Setbacks

Found = TypeVar("Found")

_IN_VAIN = timedelta(hours=12)
"""How long the model is not asked again for what it refused, or of which nothing passed."""


class Errands(Generic[Found]):
    """Runs one errand for all who want the same at the same time, and for nobody again in vain."""

    def __init__(self, clock: Clock) -> None:
        self._setbacks = Setbacks(clock, in_vain=_IN_VAIN)
        self._flights: Flights[str, Found | Unread] = Flights()

    async def run(
        self, key: str, find: Callable[[Watch], Awaitable[Found | Unread]], on_stage: Watch
    ) -> Found | Unread:
        """Return what `find` returns, or returned to another, or came to a moment ago.

        That another's own budget is spent says nothing of this one's: then `find` is called anew.
        """
        while True:
            has_worked = False

            async def work(tell: Watch) -> Found | Unread:
                nonlocal has_worked
                has_worked = True
                return await self._work(key, find, tell)

            found = await self._flights.follow(key, work, on_stage)
            is_anothers = isinstance(found, Unread) and found.scope in {Scope.USER, Scope.CHAT}
            if has_worked or not is_anothers:
                return found

    async def _work(
        self, key: str, find: Callable[[Watch], Awaitable[Found | Unread]], tell: Watch
    ) -> Found | Unread:
        known = self._setbacks.recall(key)
        if known is not None:
            return known
        found = await find(tell)
        if isinstance(found, Unread):
            self._setbacks.remember(key, found)
        return found
