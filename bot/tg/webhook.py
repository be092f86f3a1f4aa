"""Webhooks: updates that Telegram brings, to whichever replica it reaches."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from telegram import Update
from telegram.ext import Application

from bot.domain.errors import StoreUnavailable
from bot.services.replicas import Arrival
from bot.tg.inbox import LONGEST_HOLD_S
from bot.tg.insisting import Insistence, unless_stopped
from bot.tg.line import Line
from bot.tg.polling import AT_ONCE, GRACE_S, HANDLER_TIMEOUT_S, chat_of
from bot.tg.register import Register
from bot.tg.turns import Turns

log = logging.getLogger(__name__)

CONNECTIONS: Final = 40
"""How many updates Telegram may bring at the same time."""


@dataclass(slots=True, eq=False)
class _Brought:
    """An update in its turn; `is_seen` is set when Telegram may forget it."""

    update: Update
    is_seen: asyncio.Event = field(default_factory=asyncio.Event)


class Webhook:
    """Handles the updates that Telegram brings.

    The application must be initialized and started. Telegram brings an update again unless it is told that it
    arrived, and it is told so when the update was handled, or worked on for a moment.

    Args:
        application: whose handlers are run.
        line: the bot.
        register: what lets an update be handled once, for Telegram may bring it to several replicas.
        url: where Telegram is to bring updates.
        secret: what shows that it is Telegram who does.
        allowed: the kinds of updates that are wanted.
    """

    def __init__(
        self,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        line: Line,
        register: Register,
        *,
        url: str,
        secret: str,
        allowed: Sequence[str],
    ) -> None:
        self._application, self._line, self._register = application, line, register
        self._url, self._secret, self._allowed = url, secret, allowed
        self._turns: Turns[_Brought] = Turns(self._handle, AT_ONCE)
        self._is_open = False

    async def run(self, stop: asyncio.Event) -> None:
        """Have updates brought here until `stop` is set; others, or the next start, go on with it.

        Raises:
            TokenRefused: Telegram does not accept the bot's token.
        """
        self._is_open = True
        ask = partial(
            self._line.set_webhook,
            self._url,
            secret_token=self._secret,
            allowed_updates=list(self._allowed),
            max_connections=CONNECTIONS,
        )
        try:
            if await unless_stopped(stop, Insistence().call(ask)):
                log.info("telegram: brings updates to the webhook")
                await stop.wait()
        finally:
            self._is_open = False
            left = await self._turns.close(GRACE_S)
            if left:
                log.warning("telegram: %d updates were not answered before the stop", left)

    async def receive(self, told: dict[str, Any]) -> bool:
        """Take what Telegram brings; False where it should bring it again."""
        number = told.get("update_id")
        if not isinstance(number, int) or (update := self._read(number, told)) is None:
            return True
        if not self._is_open:
            return False
        try:
            arrival = await self._register.take(number)
        except StoreUnavailable as trouble:
            log.warning("telegram: update %d has to come again: %s", number, trouble)
            return False
        if arrival is not Arrival.NEW:
            return arrival is Arrival.DONE
        brought = _Brought(update)
        self._turns.put(chat_of(update), brought)
        with suppress(TimeoutError):  # then its turn comes
            async with asyncio.timeout(LONGEST_HOLD_S):
                await brought.is_seen.wait()
        return True

    def _read(self, number: int, told: dict[str, Any]) -> Update | None:
        try:
            update = Update.de_json(told, self._line)
            chat_of(update)
        except Exception as odd:  # noqa: BLE001 - the library fails over unknown shapes in many ways
            why = type(odd).__name__
            log.warning("telegram: update %d has an unknown shape and is passed over (%s)", number, why)
            return None
        return update

    async def _handle(self, brought: _Brought) -> None:
        update = brought.update
        await self._register.handle(update.update_id, partial(self._process, update), brought.is_seen.set)

    async def _process(self, update: Update) -> None:
        try:
            async with asyncio.timeout(HANDLER_TIMEOUT_S):
                await self._application.process_update(update)
        except Exception:
            log.exception("telegram: update %d could not be handled", update.update_id)


def secret_of(token: str) -> str:
    """Return what shows a request to come from Telegram: every replica makes the same of the bot's token."""
    return hmac.new(token.encode(), b"paperboy webhook", hashlib.sha256).hexdigest()
