"""What is known of one request's way out: whether its body began to leave, and what came back."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

Mark = Callable[[], Awaitable[bool]]
"""Writes down that a message is about to leave; False means that it must not."""


@dataclass(slots=True)
class Leaving:
    """The way out of one request, filled in by the wire while the request runs.

    Attributes:
        mark: awaited when the body is about to leave, if there is one; the first byte waits for the answer.
        has_begun: whether the body began to leave.
        is_aborted: whether the mark said no or failed, so that the body stayed.
        trouble: what the mark failed with.
        status: the HTTP status that came back; None where no answer came.
    """

    mark: Mark | None = None
    has_begun: bool = False
    is_aborted: bool = False
    trouble: Exception | None = None
    status: int | None = None

    async def depart(self) -> bool:
        """Ask the mark, if there is one, and note whether the body leaves."""
        if self.mark is not None:
            try:
                may_leave = not self.has_begun and await self.mark()
            except Exception as trouble:  # noqa: BLE001 - kept, and told by whoever asked for the mark
                self.trouble, may_leave = trouble, False
            if not may_leave:
                self.is_aborted = True
                return False
        self.has_begun = True
        return True


_current: ContextVar[Leaving | None] = ContextVar("leaving", default=None)


@contextmanager
def watch() -> Iterator[Leaving]:
    """Watch the one request that this task makes through the library within the block."""
    leaving = Leaving()
    token = _current.set(leaving)
    try:
        yield leaving
    finally:
        _current.reset(token)


def watched() -> Leaving | None:
    """Return the record of the request that this task is making, where somebody watches it."""
    return _current.get()
