"""Hugging Face papers and arXiv on this machine, with the invented week for their content.

Answers as the real services do, errors included. What it answers is decided in `sample`; here are
the routes, the faults that a test plants, and the record of what was asked.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from aiohttp import web

from bot.playground.sample.atom import look_up, query_feed
from bot.playground.sample.item import item, paper
from bot.playground.sample.manuscripts import read_week
from bot.playground.sample.page import full_text
from bot.playground.sample.query import BadQueryError, read_page
from bot.playground.sample.week import Placed, find

WINDOW_S = 300
"""Length of the fixed window in which API calls are counted."""
CALLS_A_WINDOW = 500
"""How many calls one address has in a window; the real service grants as many without a token."""
REMEMBERED_CALLS = 10_000
_STOP_S = 1.0  # how long an answer under way may take to finish

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it arrived, whatever it was answered with."""

    at: datetime
    path: str
    query: Mapping[str, str]
    user_agent: str


@dataclass(slots=True)
class _Fault:
    """What the next `times` requests on a path prefix meet; it counts itself down."""

    path: str
    times: int
    status: int | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    drops: bool = False


class SampleWeek:
    """The stand-in's server. `now` tells the world's time, aware; whoever starts it stops it."""

    def __init__(self, now: Callable[[], datetime], *, calls_a_window: int = CALLS_A_WINDOW) -> None:
        self._now = now
        self._allowance = _Allowance(calls_a_window)
        self._faults: list[_Fault] = []
        self._journal: deque[Call] = deque(maxlen=REMEMBERED_CALLS)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on loopback (port 0: any free one) and return the base URL, without a slash at the end.

        Raises:
            OSError: the port is taken.
            RuntimeError: it is listening already.
        """
        if self._runner is not None:
            raise RuntimeError("the sample week is already being served")
        read_week()  # so that no answer waits for the disk
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=_STOP_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening; answers under way have a second. Without a start it does nothing."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    @property
    def journal(self) -> tuple[Call, ...]:
        """What was asked so far, oldest first; of a long life only the last ten thousand calls."""
        return tuple(self._journal)

    def plant(
        self,
        path: str,
        *,
        status: int | None = None,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        delay_s: float = 0.0,
        drop: bool = False,
        times: int = 1,
    ) -> None:
        """Let the next `times` requests whose path begins with `path` go wrong.

        With a `status` or a `body` the answer is replaced (status 200 if only the body is given);
        otherwise the true answer comes, after `delay_s` and with `headers` added. `drop` hangs up
        instead of answering. Faults on the same path are used up in the order they were planted.
        """
        raw = body.encode() if isinstance(body, str) else body
        self._faults.append(_Fault(path, times, status, raw, dict(headers or {}), delay_s, drop))

    def reset(self) -> None:
        """Forget the faults, the journal and the calls counted."""
        self._faults.clear()
        self._journal.clear()
        self._allowance.reset()

    def application(self) -> web.Application:
        """Return the routes as an application, for a server that has more to serve."""
        app = web.Application(middlewares=[self._disturb, self._count])
        app.router.add_get("/api/daily_papers", self._daily)
        app.router.add_get("/api/papers/{id:.+}", self._paper)
        app.router.add_get("/papers/{id:.+}", self._page)
        app.router.add_get("/api/query", self._query)
        app.router.add_get("/html/{id:.+}", self._text)
        app.router.add_get("/pdf/{id:.+}", self._no_pdf)
        return app

    @web.middleware
    async def _disturb(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        agent = request.headers.get("User-Agent", "")
        self._journal.append(Call(self._now(), request.path, dict(request.query), agent))
        fault = self._next_fault(request.path)
        if fault is None:
            return await handler(request)
        await asyncio.sleep(fault.delay_s)
        if fault.drops:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()  # nobody hears it
        if fault.status is not None or fault.body is not None:
            return _planted(fault)
        answer = await handler(request)
        answer.headers.update(fault.headers)
        return answer

    def _next_fault(self, path: str) -> _Fault | None:
        fault = next((one for one in self._faults if one.times > 0 and path.startswith(one.path)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    @web.middleware
    async def _count(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(("/api/daily_papers", "/api/papers/")):
            return await handler(request)
        is_granted, headers = self._allowance.take(self._now())
        if is_granted:
            answer = await handler(request)
        else:
            answer = _refuse(429, "Too many requests")
        answer.headers.update(headers)
        return answer

    async def _daily(self, request: web.Request) -> web.StreamResponse:
        now = self._now()
        try:
            page = read_page(request.query, now)
        except BadQueryError as refused:
            return _refuse(400, str(refused))
        answer = web.json_response([item(placed, now) for placed in page.placed])
        if page.has_next:
            following = request.url.update_query(p=str(page.number + 1))
            answer.headers["Link"] = f'<{following}>; rel="next"'
        return answer

    async def _paper(self, request: web.Request) -> web.StreamResponse:
        now = self._now()
        placed = find(request.match_info["id"], now)
        return web.json_response(paper(placed, now)) if placed else _refuse(404, "Paper not found")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        placed = find(request.match_info["id"], self._now())
        if placed is None:
            return _html("<p>This page has no paper.</p>", status=404)
        return _html(_describe(placed))

    async def _query(self, request: web.Request) -> web.StreamResponse:
        try:
            feed = query_feed(request.query, self._now())
        except ValueError as refused:
            return web.Response(status=400, text=str(refused))
        return web.Response(text=feed, content_type="application/atom+xml", charset="utf-8")

    async def _text(self, request: web.Request) -> web.StreamResponse:
        placed = look_up(request.match_info["id"], self._now())
        if placed is None:
            return _html("<h1>No HTML for this paper.</h1>", status=404)
        return web.Response(text=full_text(placed), content_type="text/html", charset="utf-8")

    async def _no_pdf(self, request: web.Request) -> web.StreamResponse:
        return _html(
            f"<p>No PDF of {escape(request.match_info['id'])}: the paper is invented.</p>", status=404
        )


class _Allowance:
    """Counts calls in fixed windows, as the real service does."""

    def __init__(self, calls_a_window: int) -> None:
        self._limit, self._window, self._used = calls_a_window, 0, 0

    def reset(self) -> None:
        self._used = 0

    def take(self, now: datetime) -> tuple[bool, dict[str, str]]:
        """Return whether a call at `now` is granted, and the headers that tell where the caller stands."""
        window, passed_s = divmod(int(now.timestamp()), WINDOW_S)
        if window != self._window:
            self._window, self._used = window, 0
        is_granted = self._used < self._limit
        self._used += is_granted
        left_s = WINDOW_S - passed_s
        headers = {
            "RateLimit": f'"api";r={self._limit - self._used};t={left_s}',
            "RateLimit-Policy": f'"fixed window";"api";q={self._limit};w={WINDOW_S}',
        }
        return is_granted, headers if is_granted else {**headers, "Retry-After": str(left_s)}


def _planted(fault: _Fault) -> web.Response:
    headers = {"Content-Type": "application/json; charset=utf-8", **fault.headers}
    body = json.dumps({"error": "planted"}).encode() if fault.body is None else fault.body
    return web.Response(status=fault.status or 200, body=body, headers=headers)


def _refuse(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)


def _html(body: str, *, status: int = 200) -> web.Response:
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample week</title>{body}</html>'
    return web.Response(status=status, text=page, content_type="text/html")


def _describe(placed: Placed) -> str:
    written = placed.manuscript
    return (
        f"<h1>{escape(written.title)}</h1><p>{escape(', '.join(written.authors))}</p>"
        f"<p>{escape(written.abstract)}</p><p><em>An invented paper of Paperboy's sample week.</em></p>"
    )
