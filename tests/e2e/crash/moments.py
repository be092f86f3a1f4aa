"""The moments of a process's life, each of which can be its last.

Every call of a port has one before it, and so has what else a process does: connecting, sending, hearing an
answer. A place that fails has one after each call too: what was asked is done, and nobody learns of it. For a
kill that is no moment of its own, since nothing happens from there to the next one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from bot.domain.errors import FeedUnavailable, StoreUnavailable

_TROUBLE = {"store": StoreUnavailable, "feed": FeedUnavailable}


class Blow(StrEnum):
    """What happens at the moment that was chosen."""

    KILL = "kill"
    FAIL = "fail"  # the store or the feed is not there for one call, or its answer is lost
    FREEZE = "freeze"  # longer than a lease, while another process goes on


class Killed(BaseException):
    """The process is no more. Nothing may catch it but the test."""


class Fate:
    """Counts a process's moments and strikes at one of them.

    Args:
        blow: what happens.
        at: at which moment, from 1; None for a process that is left in peace.
        meanwhile: what the world does while the process is frozen.
    """

    def __init__(
        self,
        blow: Blow = Blow.KILL,
        at: int | None = None,
        meanwhile: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._blow, self._at, self._meanwhile = blow, at, meanwhile
        self._is_thawed = asyncio.Event()
        self._is_thawed.set()
        self.count = 0
        self.struck = ""
        self.is_dead = False

    async def moment(self, what: str, place: str = "") -> None:
        """Live through a moment.

        Raises:
            Killed: the process is dead, since now or before.
            PaperboyError: the place is not there for this one call.
        """
        await self._is_thawed.wait()
        if self.is_dead:
            raise Killed(what)
        if self._blow is Blow.FAIL and place not in _TROUBLE:
            return
        self.count += 1
        if self.count == self._at:
            self.struck = what
            await self._strike(place)

    async def aftermath(self, what: str, place: str) -> None:
        """Live through the moment when a place has done what it was asked.

        Raises:
            Killed: the process is dead since before.
            PaperboyError: the answer is lost.
        """
        if self._blow is Blow.FAIL:
            await self.moment(f"{what} is done", place)

    async def _strike(self, place: str) -> None:
        if self._blow is Blow.KILL:
            self.is_dead = True
            raise Killed(self.struck)
        if self._blow is Blow.FAIL:
            raise _TROUBLE[place](f"gone for the moment ({self.struck})")
        if self._meanwhile is not None:
            self._is_thawed.clear()
            try:
                await self._meanwhile()
            finally:
                self._is_thawed.set()


class Mortal:
    """A port whose every call has a moment before and a moment after it."""

    def __init__(self, port: object, place: str, fate: Fate) -> None:
        self._port, self._place, self._fate = port, place, fate

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        call = getattr(self._port, name)

        async def lived(*args: object, **kwargs: object) -> object:
            await self._fate.moment(name, self._place)
            result = await call(*args, **kwargs)
            await self._fate.aftermath(name, self._place)
            return result

        return lived
