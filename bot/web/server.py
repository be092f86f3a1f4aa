"""The server of health, figures and updates: small, off by default, for this machine or a proxy to reach."""

import errno
import hmac
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.domain.errors import PaperboyError, StoreUnavailable
from bot.services.vitals import Vitals
from bot.web.exposition import CONTENT_TYPE, expose

MOST_BYTES: Final = 1024 * 1024
"""The longest update that is read; Telegram's are some kilobytes."""
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_STOP_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates.

    Attributes:
        path: where on this server.
        secret: what Telegram sends along, and nobody else knows.
        receive: takes an update; False where it should be brought again.
    """

    path: str
    secret: str = field(repr=False)
    receive: Callable[[dict[str, Any]], Awaitable[bool]]


class WebServer:
    """Answers `/healthz` (it lives), `/readyz` (it can work) and `/metrics`, and takes updates.

    Args:
        vitals: what is told.
        hook: where updates are brought; None where they are read.
    """

    def __init__(self, vitals: Vitals, hook: Hook | None = None) -> None:
        self._vitals, self._hook = vitals, hook
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Open the door and return the port that was taken; 0 takes any.

        Raises:
            PaperboyError: the port is taken or refused.
        """
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_get("/healthz", self._live)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        if self._hook is not None:
            app.router.add_post(self._hook.path, self._update)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as trouble:
            await runner.cleanup()
            # asyncio words the text anew, so it is the number that tells.
            is_taken = trouble.errno == errno.EADDRINUSE
            why = "is taken" if is_taken else os.strerror(trouble.errno or 0)
            raise PaperboyError(f"[web] port: {host}:{port} {why}; choose another one") from trouble
        self._runner = runner
        return int(runner.addresses[0][1])

    async def close(self) -> None:
        """Close the door; what is being answered is answered."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _live(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        troubles = await self._vitals.troubles()
        if troubles:
            return web.Response(status=503, text="".join(f"{one}\n" for one in troubles))
        return web.Response(text="ready\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            text = expose(await self._vitals.figures())
        except StoreUnavailable:
            return web.Response(status=503, text="store: it does not answer\n")
        return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE})

    async def _update(self, request: web.Request) -> web.Response:
        assert self._hook is not None, "without a hook there is no such way"  # noqa: S101 - for the type
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._hook.secret.encode()):
            return web.Response(status=403)
        # A body that is too long is refused with 413 while it is read.
        try:
            told = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(told, dict):
            return web.Response(status=400)
        return web.Response(status=200 if await self._hook.receive(told) else 503)
