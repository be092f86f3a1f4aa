"""The bot's line to Telegram: python-telegram-bot on our wire, behind our limiter; and the way of digests."""

from collections.abc import Sequence
from typing import Any, Final

from telegram.error import InvalidToken
from telegram.ext import Application, ExtBot

from bot.tg.dispenser import Dispenser
from bot.tg.express import Express
from bot.tg.lanes import Lane
from bot.tg.limiter import Limiter
from bot.tg.outcomes import is_garbled
from bot.tg.till import Till
from bot.tg.wire import POLL_POOL_SIZE, Garbled, Wire

POLL_READ_TIMEOUT_S: Final = 10.0
"""How much longer than the poll itself its answer may take."""


class Line(ExtBot[Lane]):
    """A bot whose updates can be read one by one.

    Args:
        token: the bot's token.
        api_url: the Bot API server, `https://api.telegram.org` or another one.
        dispenser: who decides when messages leave.
        till: who pays for the speed of digests; None where nobody does.
    """

    def __init__(self, token: str, api_url: str, dispenser: Dispenser, till: Till | None = None) -> None:
        root = api_url.rstrip("/")
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=Wire(root),
            get_updates_request=Wire(root, pool_size=POLL_POOL_SIZE, read_timeout_s=POLL_READ_TIMEOUT_S),
            rate_limiter=Limiter(dispenser),
        )
        self._express = Express(token, root, dispenser, till)

    @property
    def express(self) -> Express:
        """The fast way out for digests."""
        return self._express

    def __repr__(self) -> str:
        """Return nothing secret: the library's own form holds the token."""
        return "Line"

    async def initialize(self) -> None:
        """Find out who the bot is.

        Raises:
            InvalidToken: Telegram does not accept the token, which this error doesn't repeat.
            TelegramError: no answer, or a refusal.
        """
        try:
            await super().initialize()
        except InvalidToken as refused:
            if is_garbled(refused.__cause__ or refused):
                raise Garbled("no Bot API server answers at this address") from None
            raise InvalidToken from None

    async def shutdown(self) -> None:
        """Close all connections."""
        await self._express.close()
        await super().shutdown()

    async def pull(
        self, offset: int | None, timeout_s: int, allowed: Sequence[str], limit: int = 100
    ) -> list[dict[str, Any]]:
        """Return the waiting updates as Telegram tells them, after up to `timeout_s` of waiting for one.

        The library's own `get_updates` reads all of them or none: one of an unknown shape would be in the
        way of the others for ever.

        Args:
            offset: the first update that is wanted; those before it are acknowledged and forgotten.
            timeout_s: how long to wait for the first one.
            allowed: the kinds of updates that are wanted.
            limit: the most that are wanted, 1 to 100.

        Raises:
            Garbled: the answer is no list of updates.
            TelegramError: no answer, or a refusal.
        """
        asked = {"timeout": timeout_s, "offset": offset, "limit": limit, "allowed_updates": list(allowed)}
        answer: Any = await self._post("getUpdates", asked, read_timeout=POLL_READ_TIMEOUT_S + timeout_s)
        if not isinstance(answer, list) or not all(_is_update(one) for one in answer):
            raise Garbled("the server's answer is no list of updates")
        return answer


def _is_update(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("update_id"), int)


def build_application(line: Line) -> "Application[Line, Any, Any, Any, Any, Any]":
    """Return the library's application for handlers, without what we do ourselves: polling and timers."""
    return Application.builder().bot(line).updater(None).job_queue(None).build()
