"""Tasks that have an owner."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Nursery:
    """Starts tasks, holds on to them, and sees them out.

    A task that fails is logged once, under its name, and leaves the others alone. It is the only place
    where tasks are started that outlive the function that starts them.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine as a task of this nursery.

        Args:
            name: what the log calls it.
            work: what to run.

        Raises:
            RuntimeError: the nursery is closed.
        """
        if self._is_closed:
            work.close()
            raise RuntimeError(f"the nursery is closed: {name} is not started")
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - this is the owner that the ban asks for
        self._tasks.add(task)
        task.add_done_callback(self._see_out)
        return task

    async def settle(self, timeout_s: float) -> int:
        """Wait until no task is left, also those started meanwhile; return how many still run after all."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while self._tasks and loop.time() < until:
            await asyncio.wait(self._tasks, timeout=until - loop.time())
        return len(self._tasks)

    async def close(self, timeout_s: float = 0.0) -> tuple[str, ...]:
        """Start nothing more, wait up to `timeout_s`, then cancel; return the names of the cancelled.

        A task that swallows its cancellation is waited for no longer than another second. A second call
        does nothing.
        """
        self._is_closed = True
        await self.settle(timeout_s)
        late = tuple(self._tasks)
        for task in late:
            task.cancel()
        if late:
            _, stuck = await asyncio.wait(late, timeout=1.0)
            for task in stuck:
                log.error("%s ignores that it was cancelled", task.get_name())
        return tuple(sorted(task.get_name() for task in late))

    def _see_out(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()) is not None:
            log.error("%s failed", task.get_name(), exc_info=trouble)
