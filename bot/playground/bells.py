"""Waiting for something to change, and the numbered changes that the page and the tests follow."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.playground.errors import Json

_Found = TypeVar("_Found")


class Bell:
    """Wakes everyone who waits for the next ring."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake those who wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, timeout_s: float) -> bool:
        """Return True at the next ring, False after `timeout_s` seconds without one."""
        if timeout_s <= 0:
            return False
        event = self._event
        try:
            async with asyncio.timeout(timeout_s):
                await event.wait()
        except TimeoutError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Change:
    """Something that people can see has changed."""

    number: int
    kind: str
    chat_id: int
    details: Json = field(default_factory=dict)

    def body(self) -> Json:
        """Return the change as JSON."""
        return {"number": self.number, "kind": self.kind, "chat_id": self.chat_id, **self.details}


class Changes:
    """The last changes, numbered from 1."""

    def __init__(self, kept: int = 5000) -> None:
        self._log: deque[Change] = deque(maxlen=kept)
        self._bell = Bell()
        self.number = 0

    def note(self, kind: str, chat_id: int, **details: object) -> None:
        """Record a change and wake those who follow."""
        self.number += 1
        self._log.append(Change(self.number, kind, chat_id, details))
        self._bell.ring()

    def since(self, number: int) -> list[Change]:
        """Return the changes after a number, oldest first, as far back as they are kept."""
        return [change for change in self._log if change.number > number]

    async def wait(self, number: int, timeout_s: float) -> bool:
        """Wait until there is a change after `number`; False if none came in time."""
        if self.number > number:
            return True
        return await self._bell.wait(timeout_s)

    async def until(self, look: Callable[[], _Found | None], timeout_s: float) -> _Found | None:
        """Return what `look` finds, looking again at every change; None if it finds nothing in time."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        while (found := look()) is None:
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0:
                return None
            await self._bell.wait(left_s)
        return found
