"""An office: something that one of several replicas does at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from bot.domain.errors import PaperboyError, StoreUnavailable
from bot.services.replicas import Elections

log = logging.getLogger(__name__)

LEASE_S: Final = 6.0
"""How long an office is held without word from its holder; then the next one may take it."""
RENEW_S: Final = 1.5
"""How often its holder gives word, and the others ask whether it is free."""
MARGIN_S: Final = 1.0
"""So much earlier than others a holder takes its own lease for ended: clocks tick apart."""


class Office:
    """An office in which one replica serves, until it resigns, dies, or sleeps too long.

    Its holder goes by its own monotonic clock: one that was asleep for longer than its lease finds on waking
    that it holds the office no more, before it asks anybody.

    Args:
        elections: who decides.
        name: the office.
        holder: the name of this process.
    """

    def __init__(self, elections: Elections, name: str, holder: str) -> None:
        self._elections, self._name, self._holder = elections, name, holder
        self._held_until = float("-inf")

    @property
    def is_held(self) -> bool:
        """Whether this process holds the office, for certain."""
        return asyncio.get_running_loop().time() < self._held_until

    async def serve(self, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
        """Do the work whenever elected, until `stop` is set.

        Args:
            work: is given an event that is set when it has to end, and ends soon then.
            stop: ends it all.
        """
        try:
            while not stop.is_set():
                if await self._campaign():
                    log.info("replicas: this one does the %s", self._name)
                    await self._serve_once(work, stop)
                else:
                    await _wait(stop, RENEW_S)
        finally:
            self._held_until = float("-inf")
            with suppress(StoreUnavailable):
                await self._elections.resign(self._name, self._holder)

    async def _serve_once(
        self, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event
    ) -> None:
        over = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                keeping = group.create_task(self._keep(over, stop))
                await work(over)
                keeping.cancel()
        except* PaperboyError as troubles:
            raise troubles.exceptions[0] from None

    async def _keep(self, over: asyncio.Event, stop: asyncio.Event) -> None:
        """Give word again and again; set `over` when the office is lost, or is to be left."""
        while not stop.is_set():
            left_s = self._held_until - asyncio.get_running_loop().time()
            await _wait(stop, max(0.0, min(RENEW_S, left_s)))
            if not stop.is_set() and self.is_held:
                await self._campaign()
            if not self.is_held:
                log.warning("replicas: this one does the %s no more", self._name)
                break
        over.set()

    async def _campaign(self) -> bool:
        """Ask for the office, or for more time in it; trouble changes nothing but that time passes."""
        asked_at = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(LEASE_S):
                is_elected = await self._elections.campaign(self._name, self._holder, LEASE_S)
        except (StoreUnavailable, TimeoutError) as trouble:
            log.debug("replicas: %s", trouble)
            return self.is_held
        self._held_until = asked_at + LEASE_S - MARGIN_S if is_elected else float("-inf")
        return self.is_held


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
