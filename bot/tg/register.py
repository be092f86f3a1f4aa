"""The register of updates: of several replicas one handles each, and none is lost with one that dies."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from bot.domain.errors import StoreUnavailable
from bot.services.replicas import Arrival, Arrivals
from bot.tg.inbox import WORKED_ON_S

log = logging.getLogger(__name__)

TAKEN_S: Final = 5.0
"""For how long an update is left to who took it on; afterwards its handler counts as dead. That is longer
than until an update counts as handled, and shorter than until another replica reads in its place."""
_LOOK_S: Final = 0.5


class Register:
    """Lets an update be handled once.

    Args:
        arrivals: where it is written down.
        holder: the name of this process.
    """

    def __init__(self, arrivals: Arrivals, holder: str) -> None:
        self._arrivals, self._holder = arrivals, holder

    async def take(self, number: int) -> Arrival:
        """Take an update on.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        return await self._arrivals.take(number, self._holder, TAKEN_S)

    async def once(self, number: int, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Handle an update unless somebody else did; wait for news of one that somebody else has in hand.

        Where the database does not answer the update is handled: twice is better than not at all.
        """
        try:
            while (arrival := await self.take(number)) is Arrival.IN_HAND:  # noqa: ASYNC110 - elsewhere
                await asyncio.sleep(_LOOK_S)
        except StoreUnavailable as trouble:
            log.warning("telegram: update %d is not in the register: %s", number, trouble)
            arrival = Arrival.NEW
        if arrival is Arrival.NEW:
            await self.handle(number, work)

    async def handle(
        self, number: int, work: Callable[[], Coroutine[Any, Any, None]], seen: Callable[[], object] = bool
    ) -> None:
        """Handle an update that was taken on.

        Args:
            number: which.
            work: handles it; it must not raise.
            seen: called when it is done, or was worked on for a moment: what changes something is done by
                then, and what takes longer only tells something.
        """
        async with asyncio.TaskGroup() as group:
            working = group.create_task(work())
            await asyncio.wait([working], timeout=WORKED_ON_S)
            await self._quietly(self._arrivals.finish(number, self._holder))
            seen()

    @staticmethod
    async def _quietly(writing: Awaitable[None]) -> None:
        try:
            await writing
        except StoreUnavailable as trouble:
            log.warning("telegram: a handled update may come again: %s", trouble)
