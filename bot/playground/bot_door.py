"""The Bot API's door: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.playground.answering import spoil, write
from bot.playground.arguments import Arguments, find_chat
from bot.playground.errors import Answer, BotApiError, Json, too_many_requests
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.journal import Journal
from bot.playground.methods.registry import METHODS, NAMES, RATED, call
from bot.playground.methods.sending import file_path
from bot.playground.rates import Rates
from bot.playground.requests import read_arguments
from bot.playground.world import World

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+\Z")
_NOT_FOUND = Answer(404, "Not Found")
_UNAUTHORIZED = Answer(401, "Unauthorized")
_TOO_LARGE = Answer(413, "Request Entity Too Large")
_TOO_SHORT = Answer(400, "Bad Request: the request is not whole")
_SECRET_PARAMETERS = ("secret_token",)


@dataclass(frozen=True, slots=True)
class _Call:
    """A request that got past the token."""

    at: datetime
    name: str
    arguments: Arguments
    chat_id: int | None


@dataclass(frozen=True, slots=True)
class BotDoor:
    """Lets bots in: checks the token, lets faults strike, counts rates, writes the journal."""

    token: str
    world: World
    faults: Faults
    journal: Journal
    rates: Rates

    def add_routes(self, app: web.Application) -> None:
        """Serve the Bot API below `/`."""
        app.router.add_route("*", "/bot{token}/{method}", self.handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self.fetch)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of a method."""
        at = self.world.now()
        refused = self._check_token(request)
        if refused is not None:
            return write(refused.error_code, refused.body())
        name = request.match_info["method"].lower()
        try:
            arguments = await read_arguments(request)
        except BotApiError as error:
            return write(error.answer.error_code, error.answer.body())
        except web.HTTPRequestEntityTooLarge:
            return write(_TOO_LARGE.error_code, _TOO_LARGE.body())
        except ConnectionResetError:
            # The client hung up before its body was whole, as a bot does that may not send after all: the
            # request counts for nothing, and nobody hears this answer.
            return write(_TOO_SHORT.error_code, _TOO_SHORT.body())
        received = _Call(at, name, arguments, self._find_chat_id(arguments))
        return await self._answer(request, received)

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file that a message holds."""
        refused = self._check_token(request)
        wanted = request.match_info["path"]
        file = next((file for file in self.world.files.values() if file_path(file) == wanted), None)
        if refused is not None or file is None:
            refused = refused or _NOT_FOUND
            return write(refused.error_code, refused.body())
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _answer(self, request: web.Request, received: _Call) -> web.StreamResponse:
        fault = self.faults.strike(received.name, received.chat_id)
        if fault is None:
            return await self._carry_out(received, None)
        if not fault.is_accepted:
            await asyncio.sleep(fault.delay_s)
        if fault.is_accepted or fault.kind is Kind.DELAY:
            response = await self._carry_out(received, fault)
        else:
            self._record(received, _told_status(fault, 0), {}, fault)
            response = write(200, {"ok": True})
        if fault.is_accepted:
            await asyncio.sleep(fault.delay_s)
        return await spoil(request, response, fault)

    async def _carry_out(self, received: _Call, fault: Fault | None) -> web.Response:
        headers: dict[str, str] = {}
        try:
            body: Json = {"ok": True, "result": await self._call(received)}
            status = 200
        except BotApiError as error:
            body, status = error.answer.body(), error.answer.error_code
            if error.answer.retry_after_s is not None:
                headers["Retry-After"] = str(error.answer.retry_after_s)
        self._record(received, _told_status(fault, status), body, fault)
        return write(status, body, headers)

    async def _call(self, received: _Call) -> object:
        if received.name not in METHODS:
            raise BotApiError(_NOT_FOUND)
        if received.name in RATED and received.chat_id is not None:
            wait_s = self.rates.take(received.chat_id)
            if wait_s:
                raise too_many_requests(wait_s)
        return await call(self.world, received.name, received.arguments)

    def _record(self, received: _Call, status: int, body: Json, fault: Fault | None) -> None:
        result = body.get("result")
        told = result if isinstance(result, dict) else {}
        params = dict(received.arguments.values)
        params |= {name: "…" for name in _SECRET_PARAMETERS if name in params}
        files = {
            name: f"{file.name}, {len(file.data)} bytes" for name, file in received.arguments.files.items()
        }
        self.journal.add(
            at=received.at,
            method=NAMES.get(received.name, received.name),
            params={**params, **files},
            status=status,
            description=str(body.get("description", "")),
            is_accepted=body.get("ok") is True,
            chat_id=received.chat_id,
            message_id=told.get("message_id"),
            text=told.get("text", told.get("caption")),
            fault=fault.kind.value if fault else None,
        )

    def _check_token(self, request: web.Request) -> Answer | None:
        token = request.match_info["token"]
        if not _TOKEN.match(token):
            return _NOT_FOUND
        return None if hmac.compare_digest(token.encode(), self.token.encode()) else _UNAUTHORIZED

    def _find_chat_id(self, arguments: Arguments) -> int | None:
        """Return the chat that a call is about; a number that names none counts too."""
        name = arguments.text("chat_id")
        try:
            return find_chat(self.world, name).id
        except BotApiError:
            return arguments.integer("chat_id") or None


def _told_status(fault: Fault | None, status: int) -> int:
    """Return the status that the client sees, 0 for none."""
    if fault is None or fault.kind is Kind.DELAY:
        return status
    if fault.kind in (Kind.DROP, Kind.RESET):
        return 0
    return fault.status
