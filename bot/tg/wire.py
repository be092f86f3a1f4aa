"""The wire under python-telegram-bot: the moment when a request's body leaves is seen.

httpcore tells through its `trace` extension when the headers have left and the body is about to. A request
that failed before can be made again; one that failed later may have been understood.
"""

import ipaddress
import json
import ssl
from datetime import timedelta
from typing import Any, Final
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.error import RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.tg.leaving import Leaving, watched

POOL_SIZE: Final = 64
"""Requests in flight at once; more wait for a free connection."""
POLL_POOL_SIZE: Final = 8
"""A pool of one can stick: a poll that was cut off holds the only connection."""

CONNECT_TIMEOUT_S: Final = 5.0
READ_TIMEOUT_S: Final = 15.0
WRITE_TIMEOUT_S: Final = 10.0
MEDIA_WRITE_TIMEOUT_S: Final = 60.0
POOL_TIMEOUT_S: Final = 5.0

_TOO_MANY_REQUESTS: Final = 429
_DEFAULT_HOLD = timedelta(seconds=5)
_BODY_STARTS: Final = "http11.send_request_body.started"


class Garbled(TelegramError):
    """The answer is not what a Bot API server says: a page of HTML, cut off JSON, another shape."""


class Flooded(RetryAfter):
    """Telegram asks to wait. Unlike its base it tells the wait as a `timedelta` and warns of nothing."""

    def __init__(self, wait: timedelta) -> None:
        TelegramError.__init__(self, f"Too many requests: wait {wait.total_seconds():g} s")
        self._retry_after = wait

    @property
    def wait(self) -> timedelta:
        """How long nothing should be sent."""
        return self._retry_after


class TracedTransport(httpx.AsyncHTTPTransport):
    """HTTP/1.1 connections that tell when a watched request's body leaves."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the answer, noting on the way what became of it.

        Raises:
            Flooded: Telegram asks to wait; raised here, below the library, whose own error warns when made.
        """
        leaving = watched()
        if leaving is not None:
            request.extensions = {**request.extensions, "trace": _tracer(leaving)}
        response = await super().handle_async_request(request)
        if leaving is not None:
            leaving.status = response.status_code
        if response.status_code == _TOO_MANY_REQUESTS:
            raise Flooded(wait_asked_for(await response.aread()))
        return response


def _tracer(leaving: Leaving) -> Any:  # noqa: ANN401 - httpx types extensions as Any
    async def trace(event: str, info: dict[str, Any]) -> None:
        # A tunnel through a proxy is opened by a CONNECT request of its own that carries the same trace.
        if event == _BODY_STARTS and info["request"].method != b"CONNECT":
            leaving.has_begun = True

    return trace


class Wire(HTTPXRequest):
    """python-telegram-bot's request, on a traced transport and without its tracebacks.

    Args:
        base_url: where the Bot API server is, to find the proxy for it.
        pool_size: the most connections at once.
        read_timeout_s: how long to wait for an answer; polling adds its own time.
    """

    def __init__(
        self, base_url: str, *, pool_size: int = POOL_SIZE, read_timeout_s: float = READ_TIMEOUT_S
    ) -> None:
        # The library's own `proxy=` would put another transport in the place of ours.
        transport = TracedTransport(
            http1=True,
            http2=False,
            limits=httpx.Limits(max_connections=pool_size, max_keepalive_connections=pool_size),
            proxy=environment_proxy(base_url),
        )
        super().__init__(
            connection_pool_size=pool_size,
            connect_timeout=CONNECT_TIMEOUT_S,
            read_timeout=read_timeout_s,
            write_timeout=WRITE_TIMEOUT_S,
            pool_timeout=POOL_TIMEOUT_S,
            media_write_timeout=MEDIA_WRITE_TIMEOUT_S,
            httpx_kwargs={"transport": transport},
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer, one of a known shape.

        Raises:
            Garbled: it is none; the base class would log a traceback and fail in other ways.
        """
        answer = read_answer(payload)
        return answer if "result" in answer else _Refusal(answer)


def read_answer(payload: bytes) -> dict[str, Any]:
    """Read what a Bot API server answered: a result or a refusal.

    Raises:
        Garbled: it is neither.
    """
    try:
        answer = json.loads(payload)
    except ValueError as trouble:
        raise Garbled("the server's answer is not JSON") from trouble
    if not isinstance(answer, dict):
        raise Garbled("the server's answer is not an object")
    if answer.get("ok") is True and "result" not in answer:
        raise Garbled("the server's answer holds no result")
    if answer.get("ok") is not True and not _is_refusal(answer):
        raise Garbled("the server's answer is neither a result nor a refusal")
    return answer


class _Refusal(dict[str, Any]):
    """A refusal where a result was promised: the library looks for the result without asking."""

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - it returns nothing
        raise Garbled("the server refuses with a status of success")


def _is_refusal(answer: dict[str, Any]) -> bool:
    return isinstance(answer.get("description"), str) and isinstance(answer.get("parameters", {}), dict)


def wait_asked_for(payload: bytes) -> timedelta:
    """Return how long a 429 asks to wait; a few seconds where it doesn't say."""
    try:
        return timedelta(seconds=float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, LookupError, TypeError, OverflowError):
        return _DEFAULT_HOLD


def trust() -> ssl.SSLContext:
    """Return which servers are believed: the same for every way out."""
    return httpx.create_ssl_context()


def environment_proxy(base_url: str) -> str | None:
    """Return the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name for an address.

    This machine itself is never reached through a proxy.
    """
    url = httpx.URL(base_url)
    if _is_loopback(url.host) or proxy_bypass(url.host):
        return None
    proxies = getproxies()
    return proxies.get(url.scheme) or proxies.get("all")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
