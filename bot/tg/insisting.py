"""Calls that must succeed some time: tried again and again, told in one line, stopped when asked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

from telegram.error import Conflict, TelegramError
from telegram.ext import Application

from bot.tg.outcomes import TokenRefused, explain, is_token_refused
from bot.tg.wire import Flooded

log = logging.getLogger(__name__)

Result = TypeVar("Result")
LONGEST_PAUSE_S: Final = 10.0


class Insistence:
    """Tries a call until Telegram answers, waiting longer each time.

    A streak of failures is one line in the log, one more whenever the reason changes, and one at its end.

    Args:
        first_pause_s: the wait after the first failure; it doubles up to ten seconds.
    """

    def __init__(self, first_pause_s: float = 1.0) -> None:
        self._first_pause_s = first_pause_s
        self._failures, self._told = 0, ""

    async def call(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Return what the call returns, however many tries it takes.

        Raises:
            TokenRefused: Telegram does not accept the bot's token; no other try would help.
        """
        while True:
            try:
                result = await work()
            except TelegramError as error:
                await asyncio.sleep(self._failed(error))
            else:
                self._succeeded()
                return result

    def _failed(self, error: TelegramError) -> float:
        """Tell a failure and return for how many seconds to wait."""
        if is_token_refused(error):
            raise TokenRefused from None
        pause_s = min(LONGEST_PAUSE_S, self._first_pause_s * 2.0 ** min(self._failures, 10))
        if isinstance(error, Flooded):  # it says itself how long
            pause_s = max(self._first_pause_s, error.wait.total_seconds())
        self._failures += 1
        why = describe(error)
        if why != self._told:
            log.warning("telegram: %s; trying again in %g s", why, pause_s)
            self._told = why
        return pause_s

    def _succeeded(self) -> None:
        if self._failures:
            log.info("telegram: answers again after %d failed tries", self._failures)
        self._failures, self._told = 0, ""


def describe(error: TelegramError) -> str:
    """Return what is wrong, for the operator."""
    if isinstance(error, Conflict):
        return f"another program reads this bot's updates, and only one may ({explain(error)})"
    return f"no usable answer ({explain(error)})"


async def connect(
    application: "Application[Any, Any, Any, Any, Any, Any]", stop: asyncio.Event, first_pause_s: float = 1.0
) -> bool:
    """Initialize an application however long Telegram takes to answer; return False if stopped before.

    Raises:
        TokenRefused: Telegram does not accept the bot's token.
    """

    async def initialize() -> bool:
        await Insistence(first_pause_s).call(application.initialize)
        return True

    return await unless_stopped(stop, initialize()) is True


async def unless_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Return what some work returns, or None as soon as `stop` is set; raise what it raises."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_caught(work))
        watcher = group.create_task(stop.wait())
        watcher.add_done_callback(lambda _: task.cancel())
        task.add_done_callback(lambda _: watcher.cancel())
    if task.cancelled():
        return None
    outcome = task.result()
    if isinstance(outcome, _Failure):
        raise outcome.error
    return outcome


class _Failure:
    def __init__(self, error: Exception) -> None:
        self.error = error


async def _caught(work: Coroutine[Any, Any, Result]) -> Result | _Failure:
    """Return a failure as a value: a task group would wrap it in a group of its own."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - raised again by whoever waits
        return _Failure(error)
