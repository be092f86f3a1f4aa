"""Answers that may take long: beside the turns of their chat, but counted, owned and ended."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final

from bot.services.nursery import Nursery

AT_ONCE: Final = 64
"""How many such answers are worked on at the same time."""
FOR_ONE: Final = 2
"""How many of them for the same asker."""


class Background:
    """Works on slow answers for as long as there is a seat for them.

    Args:
        at_once: how many seats there are.
        for_one: how many of them one asker may take.
    """

    def __init__(self, at_once: int = AT_ONCE, for_one: int = FOR_ONE) -> None:
        self._at_once, self._for_one = at_once, for_one
        self._taken: Counter[Hashable] = Counter()
        self._freed = asyncio.Condition()
        self._nursery = Nursery()

    async def start(
        self, asker: Hashable, work: Callable[[], Coroutine[Any, Any, None]], patience_s: float
    ) -> bool:
        """Start some work once there is a seat; return False where there is none within `patience_s`.

        Raises:
            RuntimeError: it is closed.
        """
        try:
            async with asyncio.timeout(patience_s), self._freed:
                await self._freed.wait_for(lambda: self._has_seat(asker))
                self._taken[asker] += 1
        except TimeoutError:
            return False
        self._nursery.start("slow answer", self._work(asker, work))
        return True

    async def close(self, timeout_s: float) -> int:
        """Start nothing more, wait up to `timeout_s`, then cut off; return how many answers were."""
        return len(await self._nursery.close(timeout_s))

    def _has_seat(self, asker: Hashable) -> bool:
        return self._taken[asker] < self._for_one and self._taken.total() < self._at_once

    async def _work(self, asker: Hashable, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        finally:
            self._taken[asker] -= 1
            if not self._taken[asker]:
                del self._taken[asker]
            async with self._freed:
                self._freed.notify_all()
