"""Between python-telegram-bot and the wire: every call waits its turn, and harmless failures are retried."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter

from bot.domain.deliveries import NeverLeft, Unclear
from bot.tg.dispenser import Busy, Dispenser
from bot.tg.lanes import ChatKey, Lane
from bot.tg.leaving import Leaving, watch
from bot.tg.outcomes import TokenRefused, explain, judge
from bot.tg.wire import Flooded

log = logging.getLogger(__name__)

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, Answer]]

INTERACTIVE_PATIENCE_S: Final = 30.0
"""How long an answer may wait for its turn, all tries together; later nobody looks for it any more."""
BULK_PATIENCE_S: Final = 60.0
"""How long a digest may wait before it is given back to the ledger, well within its lease."""
RETRY_PAUSES_S: Final = (0.3, 1.0, 3.0)
_SERVER_ERRORS: Final = range(500, 600)

_COUNTED = ("send", "copy", "forward", "edit")
_NOT_COUNTED = frozenset({"sendChatAction", "sendChatJoinRequestWebApp"})


class Limiter(BaseRateLimiter[Lane]):
    """Lets calls through by the dispenser's order; `rate_limit_args=Lane.BULK` takes the lane of digests.

    A digest is tried once, since the ledger decides about another time. An answer is tried again when
    Telegram asked to wait, when it never left, or when the server failed (5xx); never after a silence, in
    which it may have arrived.
    """

    def __init__(self, dispenser: Dispenser) -> None:
        self._dispenser = dispenser

    async def initialize(self) -> None:
        """Do nothing: there is nothing to set up."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to tear down."""

    async def process_request(  # noqa: PLR0917 - the library's own signature
        self,
        callback: Call,
        args: Any,  # noqa: ANN401 - the library's own signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Answer:
        """Make a call when its turn has come.

        Raises:
            Flooded: it would have to wait too long, or, for a digest, Telegram asks to wait.
            TelegramError: what the call failed with.
        """
        chat = counted_chat(endpoint, data)
        if rate_limit_args is Lane.BULK:
            await self._turn(Lane.BULK, chat, BULK_PATIENCE_S)
            return await self._heed(callback(*args, **kwargs))
        until = asyncio.get_running_loop().time() + INTERACTIVE_PATIENCE_S
        for pause_s in (*RETRY_PAUSES_S, None):
            await self._turn(Lane.INTERACTIVE, chat, until - asyncio.get_running_loop().time())
            with watch() as leaving:
                try:
                    return await self._heed(callback(*args, **kwargs))
                except TelegramError as error:
                    if pause_s is None or not is_harmless(error, leaving):
                        raise
                    log.info("telegram: %s is tried again: %s", endpoint, explain(error))
            if not self._dispenser.held_for_s():
                await asyncio.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    async def _turn(self, lane: Lane, chat: ChatKey | None, timeout_s: float) -> None:
        try:
            if chat is None:
                await self._dispenser.wait_out(timeout_s)
            else:
                await self._dispenser.take(lane, chat, timeout_s)
        except Busy as busy:
            raise Flooded(busy.wait) from None

    async def _heed(self, call: Coroutine[Any, Any, Answer]) -> Answer:
        """Make a call, and hold everyone back where Telegram asks to wait."""
        try:
            return await call
        except Flooded as flooded:
            if flooded.wait > timedelta(seconds=self._dispenser.held_for_s() + 1):
                log.warning("telegram: asked to wait %g s; nothing leaves", flooded.wait.total_seconds())
            self._dispenser.hold(flooded.wait)
            raise


def counted_chat(endpoint: str, data: dict[str, Any]) -> ChatKey | None:
    """Return the chat whose limits a call counts against, or None for a call that sends nothing."""
    chat = data.get("chat_id")
    if endpoint in _NOT_COUNTED or not endpoint.startswith(_COUNTED) or not isinstance(chat, int | str):
        return None
    return int(chat) if isinstance(chat, str) and chat.lstrip("-").isdecimal() else chat


def is_harmless(error: TelegramError, leaving: Leaving) -> bool:
    """Tell whether a call may be made again: it was not taken, or the server says that it failed."""
    if isinstance(error, Flooded):
        return True
    try:
        outcome = judge(error, leaving)
    except TokenRefused:
        return False
    return isinstance(outcome, NeverLeft) or (
        isinstance(outcome, Unclear) and leaving.status in _SERVER_ERRORS
    )
