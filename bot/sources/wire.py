"""One service over HTTP: honest, patient, bounded, and with its failures in our own words."""

import asyncio
import logging
import ssl
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from typing import IO, Self

import httpx

from bot import __version__
from bot.domain.errors import FeedChanged, FeedUnavailable
from bot.sources.pace import OnHoldError, Pace, Sleep
from bot.sources.waits import asked_wait

log = logging.getLogger(__name__)

ATTEMPTS = 3
BACKOFF_S = (0.5, 2.0)
MAX_BODY = 20 * 2**20
MAX_REDIRECTS = 3
UNSPOKEN_WAIT = timedelta(seconds=60)
"""How long a service is left alone that refuses for now without saying for how long."""
BARRED_WAIT = timedelta(minutes=5)
"""And one that refuses us altogether: asking on would only lengthen that."""
_REMEMBERED = 16
_REMEMBERED_BYTES = 2 * 2**20
_TIMEOUT = httpx.Timeout(15, connect=5)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered, whole and decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str = ""
    """Where the answer came from, after redirects."""

    @property
    def has_next(self) -> bool:
        """Whether the service says that another page follows."""
        return 'rel="next"' in self.headers.get("link", "").replace("'", '"').replace(
            "rel=next", 'rel="next"'
        )


@dataclass(frozen=True, slots=True)
class Download:
    """Where a large answer goes: a file, how many bytes at most, and how long it may take to come."""

    file: IO[bytes]
    most: int
    within: timedelta


class TooLarge(FeedChanged):
    """An answer has more bytes than were asked for."""


class Wire:
    """A client of one service.

    Args:
        base_url: where the service is, with or without a slash at the end.
        contact: the operator's address, told in the User-Agent where there is one.
        now: the present, aware UTC.
        pace: how fast the service may be asked.
        name: what the log calls the service.
        token: a bearer token; it goes to this service only and into no log.
        sleep: waits for a number of seconds.
        transport: what carries the requests instead of the network.

    Raises:
        ValueError: the token can't be one.
    """

    def __init__(
        self,
        base_url: str,
        *,
        contact: str,
        now: Callable[[], datetime],
        pace: Pace,
        name: str,
        token: str | None = None,
        sleep: Sleep = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.name = name
        self._base = httpx.URL(base_url.rstrip("/"))
        self._now, self._pace, self._sleep = now, pace, sleep
        self._known: OrderedDict[str, Reply] = OrderedDict()
        headers = {"User-Agent": user_agent(contact), "Accept-Encoding": "gzip"}
        if token and (token := token.strip()):
            if not (token.isascii() and token.isprintable()):
                raise ValueError(f"the token for {name} holds characters that no token has")
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.AsyncClient(
            headers=headers, timeout=_TIMEOUT, verify=_tls(), transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, *, into: Download | None = None
    ) -> Reply:
        """Ask once, and again where the network or the service stumbles.

        Refusals that speak about the request itself (400, 404 and their like) come back as replies. With
        `into`, the body of a 200 goes into its file, and the reply's own stays empty.

        Raises:
            FeedUnavailable: no answer, or asked to wait (then with `retry_at`).
            FeedChanged: an answer that is too large or leads elsewhere.
        """
        url = self._base.copy_with(path=self._base.path.rstrip("/") + path)
        url = url.copy_merge_params(dict(params or {}))
        trouble = FeedUnavailable(f"{self.name} was not asked")
        for attempt in range(ATTEMPTS):
            try:
                return self._judge(await self._follow(url, into), _place(url))
            except OnHoldError as hold:
                why = str(trouble) if trouble.retry_at else f"{self.name} asked us to wait before"
                raise FeedUnavailable(f"{why}: {hold}", hold.until) from None
            except (httpx.HTTPError, TimeoutError) as failed:
                trouble = FeedUnavailable(f"{self.name} did not answer {_place(url)}: {_why(failed)}")
            except FeedUnavailable as refused:
                if isinstance(refused, FeedChanged):
                    raise  # asking again would bring the same
                trouble = refused
            log.info("feed: %s (try %d of %d)", trouble, attempt + 1, ATTEMPTS)
            if trouble.retry_at is None and attempt < len(BACKOFF_S):
                await self._sleep(BACKOFF_S[attempt])
        raise trouble

    def _judge(self, reply: Reply, place: str) -> Reply:
        status = HTTPStatus(reply.status) if reply.status in list(HTTPStatus) else None
        said = f"{self.name} answered {place} with {reply.status}{f' {status.phrase}' if status else ''}"
        wait = asked_wait(reply.headers, self._now())
        if status is HTTPStatus.TOO_MANY_REQUESTS or (status is HTTPStatus.SERVICE_UNAVAILABLE and wait):
            raise FeedUnavailable(said, self._pace.hold(UNSPOKEN_WAIT if wait is None else wait))
        if status is HTTPStatus.FORBIDDEN:
            raise FeedUnavailable(said, self._pace.hold(wait or BARRED_WAIT))
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR or status is HTTPStatus.REQUEST_TIMEOUT:
            raise FeedUnavailable(said)
        return reply

    async def _follow(self, url: httpx.URL, into: Download | None) -> Reply:
        asked = url
        for _ in range(MAX_REDIRECTS + 1):
            known = self._known.get(str(url)) if into is None else None
            reply = await (self._ask(url, known) if into is None else self._load(url, into))
            if reply.status == HTTPStatus.NOT_MODIFIED and known:
                self._known.move_to_end(str(url))
                return known
            if not HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
                if into is None:
                    self._remember(url, reply)
                return reply
            url = self._redirected(url, reply)
        raise FeedChanged(f"{self.name} redirects {_place(asked)} without end")

    async def _ask(self, url: httpx.URL, known: Reply | None) -> Reply:
        body = bytearray()
        stream = self._client.stream("GET", url, headers=_validators(known))
        async with self._pace.turn(), stream as response:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BODY:
                    raise self._too_large(url, MAX_BODY)
            return Reply(response.status_code, dict(response.headers), bytes(body), url.path)

    async def _load(self, url: httpx.URL, into: Download) -> Reply:
        into.file.seek(0)
        into.file.truncate()
        size = 0
        stream = self._client.stream("GET", url)
        async with self._pace.turn(), asyncio.timeout(into.within.total_seconds()), stream as response:
            if response.status_code == HTTPStatus.OK:
                async for chunk in response.aiter_bytes():
                    size += len(chunk)
                    if size > into.most:
                        raise self._too_large(url, into.most)
                    into.file.write(chunk)
            return Reply(response.status_code, dict(response.headers), b"", url.path)

    def _too_large(self, url: httpx.URL, most: int) -> TooLarge:
        return TooLarge(f"{self.name} answered {_place(url)} with more than {most // 2**20} MB")

    def _redirected(self, url: httpx.URL, reply: Reply) -> httpx.URL:
        try:
            target = url.join(reply.headers.get("location", ""))
        except httpx.InvalidURL:
            target = httpx.URL()
        is_same_origin = (target.scheme, target.host, target.port) == (url.scheme, url.host, url.port)
        is_made_safe = target.scheme == "https" and target.host == url.host and target.port is None
        if not (is_same_origin or is_made_safe) or target == url:
            where = target.host or "nowhere"
            raise FeedChanged(f"{self.name} answered {_place(url)} with {reply.status}, leading to {where}")
        return target

    def _remember(self, url: httpx.URL, reply: Reply) -> None:
        """Keep a reply that can be asked for conditionally, and as few bytes of old ones as is useful."""
        self._known.pop(str(url), None)
        if reply.status == HTTPStatus.OK and _validators(reply) and len(reply.body) <= _REMEMBERED_BYTES:
            self._known[str(url)] = reply
        while len(self._known) > _REMEMBERED or self._known_bytes > _REMEMBERED_BYTES:
            self._known.popitem(last=False)

    @property
    def _known_bytes(self) -> int:
        return sum(len(one.body) for one in self._known.values())


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates once for all clients: it is the slow part of making one."""
    return httpx.create_ssl_context()


def user_agent(contact: str) -> str:
    """Return the name under which services are asked, with whom to turn to."""
    told = "".join(letter for letter in contact if " " <= letter <= "~" and letter not in "()").strip()
    return f"Paperboy/{__version__} (+{told})" if told else f"Paperboy/{__version__}"


def _validators(reply: Reply | None) -> dict[str, str]:
    if reply is None:
        return {}
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {ours: reply.headers[theirs] for ours, theirs in pairs if theirs in reply.headers}


def _place(url: httpx.URL) -> str:
    return url.raw_path.decode("ascii", "replace")


def _why(failed: Exception) -> str:
    return str(failed) or type(failed).__name__
