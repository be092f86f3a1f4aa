"""Being cancelled only between two talks with the database, never in the middle of one."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


async def finish(talk: Coroutine[Any, Any, _T]) -> _T:
    """Await something to its end, also while being cancelled, and be cancelled then.

    A statement that is left in the middle goes on in the driver's thread, on a connection that nobody
    watches any more: it may take SQLite's one write lock and keep it.
    """
    task = asyncio.get_running_loop().create_task(talk)
    interruption: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as cancelled:
            interruption = cancelled
    if interruption is not None:
        # How the talk ended is taken note of as the cause; nobody waits for its result any more.
        raise interruption from (None if task.cancelled() else task.exception())
    return task.result()
