"""Polling: reading updates so that neither a crash nor a bad answer loses one, and none is handled twice."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot.tg.inbox import Inbox
from bot.tg.insisting import Insistence, describe, unless_stopped
from bot.tg.line import Line
from bot.tg.outcomes import is_token_refused
from bot.tg.register import Register
from bot.tg.turns import Turns

log = logging.getLogger(__name__)

POLL_S: Final = 25
"""How long Telegram may wait for an update before it answers that there is none."""
AT_ONCE: Final = 64
"""How many chats are worked on at the same time."""
MOST_OPEN: Final = 1_000
"""With so many updates unfinished no more are read; Telegram keeps them for a day."""
HANDLER_TIMEOUT_S: Final = 300.0
GRACE_S: Final = 3.0
"""How long a stop waits for the updates that are being handled."""
_ACKNOWLEDGE_TIMEOUT_S: Final = 1.5
_SHORT_LOOK_S: Final = 0.1
_LONG_LOOK_S: Final = 0.7


class Polling:
    """Reads updates and has an application handle them.

    The application must be initialized and started; its handlers run one after the other within a chat and
    side by side across chats. What a handler fails with reaches the application's error handler.

    Args:
        application: whose handlers are run.
        line: the bot.
        allowed: the kinds of updates that are wanted.
        first_pause_s: the wait after a first failure; it doubles up to ten seconds.
        grace_s: how long a stop waits for the updates that are being handled.
        may_read: whether this process is the one that reads, where there are several.
        register: what lets an update be handled once, where there are several.
    """

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        line: Line,
        *,
        allowed: Sequence[str],
        first_pause_s: float = 1.0,
        grace_s: float = GRACE_S,
        may_read: Callable[[], bool] = lambda: True,
        register: Register | None = None,
    ) -> None:
        self._application, self._line, self._allowed = application, line, allowed
        self._insistence = Insistence(first_pause_s)
        self._grace_s = grace_s
        self._may_read, self._register = may_read, register
        self._inbox = Inbox()
        self._turns: Turns[Update] = Turns(self._handle, AT_ONCE)
        self._progress = asyncio.Event()
        self._acknowledged: int | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Read updates until `stop` is set, then see out those that are being handled.

        Raises:
            TokenRefused: Telegram does not accept the bot's token.
        """
        try:
            await unless_stopped(stop, self._poll())
        finally:
            await self._see_out()

    async def _see_out(self) -> None:
        try:
            left = await self._turns.close(self._grace_s)
            if left:
                log.warning("telegram: %d updates were not answered before the stop", left)
        finally:  # also where the stop is cut short: what was handled must not come again
            await self._acknowledge()

    async def _poll(self) -> None:
        # Telegram refuses polling while a webhook is set. What waits there stays.
        await self._insistence.call(partial(self._line.delete_webhook, drop_pending_updates=False))
        look_s = _SHORT_LOOK_S
        while self._may_read():
            is_holding = self._inbox.is_holding(_now())
            fresh = await self._read(0 if is_holding else POLL_S)
            look_s = _SHORT_LOOK_S if fresh or not is_holding else min(2 * look_s, _LONG_LOOK_S)
            await self._let_them_work(look_s)

    async def _read(self, timeout_s: int) -> int:
        """Read what waits, give each update its turn, and return how many were new."""
        offset = self._inbox.offset(_now())
        told = await self._insistence.call(partial(self._line.pull, offset, timeout_s, self._allowed))
        if not self._may_read():
            return 0  # it slept for so long that another one reads: what it was told is told to that one, too
        self._acknowledged = offset
        fresh = self._inbox.take((one["update_id"] for one in told), _now())
        for one in told:
            if one["update_id"] in fresh:
                self._give_turn(one)
        return len(fresh)

    def _give_turn(self, told: dict[str, Any]) -> None:
        try:
            update = Update.de_json(told, self._line)
            chat = chat_of(update)
        except Exception as odd:  # noqa: BLE001 - the library fails over unknown shapes in many ways
            kinds = ", ".join(sorted(key for key in told if key != "update_id"))
            log.warning(
                "telegram: update %d (%s) has an unknown shape and is passed over (%s)",
                told["update_id"],
                kinds,
                type(odd).__name__,
            )
            self._inbox.finish(told["update_id"])
        else:
            self._turns.put(chat, update)

    async def _handle(self, update: Update) -> None:
        self._inbox.begin(update.update_id, _now())
        try:
            async with asyncio.timeout(HANDLER_TIMEOUT_S):
                if self._register is None:
                    await self._application.process_update(update)
                else:
                    await self._register.once(
                        update.update_id, partial(self._application.process_update, update)
                    )
        except Exception:
            log.exception("telegram: update %d could not be handled", update.update_id)
        finally:
            self._inbox.finish(update.update_id)
            self._progress.set()

    async def _let_them_work(self, look_s: float) -> None:
        """Wait until every update was handled or worked on, though no longer than `look_s`.

        While one was not, Telegram would tell it again at once. Where far too many are open, wait as long
        as it takes.
        """
        until = _now() + look_s
        while (self._inbox.is_holding(_now()) and _now() < until) or len(self._inbox) >= MOST_OPEN:
            self._progress.clear()
            try:
                async with asyncio.timeout(max(until - _now(), _SHORT_LOOK_S)):
                    await self._progress.wait()
            except TimeoutError:
                continue

    async def _acknowledge(self) -> None:
        """Let Telegram forget what was handled, so that it isn't told again at the next start."""
        offset = self._inbox.offset(_now())
        if offset is None or offset == self._acknowledged or not self._may_read():
            return
        try:
            async with asyncio.timeout(_ACKNOWLEDGE_TIMEOUT_S):
                await self._line.pull(offset, 0, self._allowed, limit=1)
        except TimeoutError:
            log.warning("telegram: no answer to the last acknowledgement; updates may come again")
        except TelegramError as error:
            if is_token_refused(error):
                return  # the reason of this end, which is told as such
            log.warning("telegram: %s; updates may come again after the next start", describe(error))


def chat_of(update: Update) -> int:
    """Return whose turn it is: the chat, or where there is none the person."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


def _now() -> float:
    return asyncio.get_running_loop().time()
