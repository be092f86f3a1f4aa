"""The fast way out for digests: straight over aiohttp, with the ledger's mark in the request's body.

A message that thousands get is put into JSON once; only the chat, the topic and the silence before it differ.
What came back is judged by the same rules as an answer that python-telegram-bot heard.
"""

import asyncio
import json
import logging
import ssl
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_writer import StreamWriter

from bot.domain.deliveries import Held, NeverLeft, Outcome, Refused, Target, Unclear
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Button, Post
from bot.tg.dispenser import Busy, Dispenser
from bot.tg.lanes import Lane
from bot.tg.leaving import Leaving, Mark
from bot.tg.outcomes import TokenRefused, is_unpaid, judge_answer, refuse_unmade
from bot.tg.till import Till
from bot.tg.wire import CONNECT_TIMEOUT_S, POOL_TIMEOUT_S, READ_TIMEOUT_S, environment_proxy, trust

log = logging.getLogger(__name__)

CONNECTIONS: Final = 256
"""In flight at once: a thousand a second over a round trip of a quarter of a second."""
PATIENCE_S: Final = 60.0
"""How long a digest may wait for its turn before it is given back to the ledger, well within its lease."""
_VIEWS: Final = 512


class Express:
    """Sends digests, each once, in the lane of digests.

    Args:
        token: the bot's token.
        api_url: the Bot API server.
        dispenser: who decides when messages leave.
        till: who pays for speed; None where nobody does.
    """

    def __init__(self, token: str, api_url: str, dispenser: Dispenser, till: Till | None = None) -> None:
        root = api_url.rstrip("/")
        self._address = f"{root}/bot{token}/sendMessage"
        self._proxy = environment_proxy(root)
        self._dispenser, self._till = dispenser, till
        self._trust = trust() if root.startswith("https:") else True
        self._session: aiohttp.ClientSession | None = None
        self.read_timeout_s = READ_TIMEOUT_S

    def __repr__(self) -> str:
        """Return nothing secret: the address holds the token."""
        return "Express"

    async def deliver(self, target: Target, post: Post, on_wire: Mark) -> Outcome:
        """Send one digest once, calling `on_wire` when its body begins to leave.

        Never raises for what Telegram or the network do, nor for a mark that fails.
        """
        try:
            body = body_of(target, post)
        except Exception as surprise:  # noqa: BLE001 - whatever it is, the ledger must know how it stands
            return refuse_unmade(surprise)
        if self._till is not None:
            await self._till.fill()
        try:
            may_cost = await self._dispenser.take(Lane.BULK, target.address.chat_id, PATIENCE_S)
        except Busy as busy:
            return Held(busy.wait)
        if may_cost:
            body = b'{"allow_paid_broadcast":true,' + body[1:]
        leaving = Leaving(on_wire)
        try:
            outcome = await self._post(body, leaving)
        except TokenRefused as refused:
            log.error("telegram: %s", refused)  # noqa: TRY400 - expected, and told in one line
            return NeverLeft(str(refused))
        if isinstance(outcome, Held):
            self._heed(outcome.wait)
        if may_cost and self._till is not None and isinstance(outcome, Refused) and is_unpaid(outcome):
            self._till.shut(f"Telegram does not let this bot pay ({outcome.why})")
            return NeverLeft(outcome.why)
        return outcome

    async def close(self) -> None:
        """Close all connections; the next message opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _post(self, body: bytes, leaving: Leaving) -> Outcome:
        try:
            async with self._open().post(
                self._address, data=_Body(body, leaving), proxy=self._proxy, allow_redirects=False
            ) as response:
                leaving.status = response.status
                payload = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            return _without_answer(trouble, leaving)
        return judge_answer(response.status, payload)

    def _heed(self, wait: timedelta) -> None:
        if wait > timedelta(seconds=self._dispenser.held_for_s() + 1):
            log.warning("telegram: asked to wait %g s; nothing leaves", wait.total_seconds())
        self._dispenser.hold(wait)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ssl=self._trust),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    connect=CONNECT_TIMEOUT_S + POOL_TIMEOUT_S,
                    sock_connect=CONNECT_TIMEOUT_S,
                    sock_read=self.read_timeout_s,
                ),
            )
        return self._session


class _Stopped(Exception):
    """Keeps a body here; it never gets past the client's own error."""


class _Body(aiohttp.BytesPayload):
    """A request's body that asks the mark of its message before it leaves.

    When aiohttp writes it a connection is held, and not even the headers are on their way: they wait to be
    sent together with the body.
    """

    def __init__(self, body: bytes, leaving: Leaving) -> None:
        super().__init__(body, content_type="application/json")
        self._leaving = leaving

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Leave, or stay and have the request fail."""
        if not await self._leaving.depart():
            raise _Stopped
        transport = writer.transport if isinstance(writer, StreamWriter) else None
        if transport is None or transport.is_closing():
            # The other side hung up while the mark was written: of this request it has seen nothing.
            self._leaving.has_begun = False
            raise _Stopped
        await super().write_with_length(writer, content_length)


def body_of(target: Target, post: Post) -> bytes:
    """Return the body of a request that sends a digest."""
    start = b'{"chat_id":%d,' % target.address.chat_id
    if target.address.topic_id is not None:
        start += b'"message_thread_id":%d,' % target.address.topic_id
    if target.is_silent:
        start += b'"disable_notification":true,'
    return start + _rest_of(post)


@lru_cache(_VIEWS)
def _rest_of(post: Post) -> bytes:
    rest: dict[str, Any] = {
        "text": post.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if post.keyboard:
        rest["reply_markup"] = {"inline_keyboard": [[_button(one) for one in row] for row in post.keyboard]}
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")[1:]


def _button(button: Button) -> dict[str, str]:
    told = {"text": button.text, "callback_data": button.data, "url": button.url}
    return {name: value for name, value in told.items() if value is not None}


def _without_answer(trouble: Exception, leaving: Leaving) -> Outcome:
    """Decide about a request that got no answer; what aiohttp says may hold the address, and so the token."""
    if leaving.is_aborted:
        if leaving.trouble is not None and not isinstance(leaving.trouble, StoreUnavailable):
            log.error("a digest stays: its mark failed", exc_info=leaving.trouble)
        return NeverLeft(str(leaving.trouble or "the claim was lost"))
    why = _why(trouble)
    return Unclear(why) if leaving.has_begun else NeverLeft(why)


def _why(trouble: Exception) -> str:
    if isinstance(trouble, asyncio.TimeoutError):
        return "no answer in time"
    if isinstance(trouble, aiohttp.ClientConnectorError | ssl.SSLError):
        return "no connection"
    if isinstance(trouble, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | ConnectionError):
        return "the server hung up"
    return f"no answer ({type(trouble).__name__})"
