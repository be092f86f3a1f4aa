"""The local loop: one process does all the work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.domain.errors import StoreUnavailable
from bot.services.publish import Publisher
from bot.services.send import Sender

log = logging.getLogger(__name__)

PERIOD_S = 1.0
"""How often the store is asked who is due: the question costs microseconds when nobody is."""
TROUBLE_PAUSE_S = 5.0


class LocalDispatcher:
    """Owes and sends, in two loops: a slow feed must not hold up what is already owed."""

    def __init__(self, publisher: Publisher, sender: Sender) -> None:
        self._publisher, self._sender = publisher, sender
        self._is_stopping = asyncio.Event()
        self._due, self._owed = asyncio.Event(), asyncio.Event()

    def wake(self) -> None:
        """Look for work now instead of at the next turn."""
        self._due.set()
        self._owed.set()

    def stop(self) -> None:
        """Begin nothing new."""
        self._is_stopping.set()
        self.wake()

    async def run(self) -> None:
        """Owe and send, until stopped."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.owe())
            group.create_task(self.send())

    async def owe(self) -> None:
        """Run the loop that owes editions to due chats, until stopped."""
        await self._repeat(self._owe_once, self._due)

    async def send(self) -> None:
        """Run the loop that sends what is owed, until stopped."""
        await self._repeat(self._send_all, self._owed)

    async def _owe_once(self) -> None:
        if await self._publisher.tick():
            self._owed.set()

    async def _send_all(self) -> None:
        await self._sender.send_all()

    async def _repeat(self, step: Callable[[], Awaitable[None]], wake: asyncio.Event) -> None:
        while not self._is_stopping.is_set():
            wake.clear()
            pause_s = PERIOD_S
            try:
                await step()
            except StoreUnavailable as trouble:
                log.warning("store: %s; trying again in %.0f s", trouble, TROUBLE_PAUSE_S)
                pause_s = TROUBLE_PAUSE_S
            if not self._is_stopping.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), pause_s)
