"""Turns: within a chat one after the other, chats side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from bot.services.nursery import Nursery

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """Handles items in the order of their chat, for up to `at_once` chats at a time.

    Args:
        handle: what to do with an item; it must not raise.
        at_once: how many may be worked on at the same time.
    """

    def __init__(self, handle: Callable[[Item], Awaitable[None]], at_once: int) -> None:
        self._handle = handle
        self._slots = asyncio.Semaphore(at_once)
        self._queues: dict[Hashable, deque[Item]] = {}
        self._nursery = Nursery()

    def put(self, chat: Hashable, item: Item) -> None:
        """Give an item its turn behind the others of its chat."""
        if chat in self._queues:
            self._queues[chat].append(item)
        else:
            self._queues[chat] = deque([item])
            self._nursery.start("update handler", self._serve(chat))

    async def close(self, timeout_s: float) -> int:
        """Wait up to `timeout_s` for what is begun and what waits, then cut it off; return how much was.

        It is cut off at once where the waiting itself is.
        """
        try:
            await self._nursery.settle(timeout_s)
            return sum(map(len, self._queues.values()))
        finally:
            await self._nursery.close()

    async def _serve(self, chat: Hashable) -> None:
        queue = self._queues[chat]
        try:
            while queue:
                async with self._slots:
                    await self._handle(queue[0])
                queue.popleft()
        finally:
            del self._queues[chat]
