"""What can be followed over HTTP: changes, faults, the journal."""

import json
from dataclasses import fields

from aiohttp import web

from bot.playground.answering import write
from bot.playground.bodies import Body, read_body
from bot.playground.errors import PeopleError
from bot.playground.faults import Fault, Faults, Kind, bad_gateway, html, server_error, too_many_requests
from bot.playground.journal import Journal
from bot.playground.world import World

_MAX_WAIT_S = 30.0
_HEARTBEAT_S = 15.0
_NAMED = {"bad_gateway": bad_gateway, "server_error": server_error, "html": html}


class WatchDoor:
    """Lets the page and the tests follow what happens, and plant faults."""

    def __init__(self, world: World, faults: Faults, journal: Journal) -> None:
        self._world = world
        self._faults = faults
        self._journal = journal

    def add_routes(self, app: web.Application) -> None:
        """Serve changes, faults and the journal."""
        app.router.add_get("/_people/changes", self._changes)
        app.router.add_get("/_people/events", self._events)
        app.router.add_get("/_people/faults", self._list_faults)
        app.router.add_post("/_people/faults", self._plant)
        app.router.add_delete("/_people/faults", self._clear_faults)
        app.router.add_get("/_people/journal", self._read_journal)
        app.router.add_delete("/_people/journal", self._clear_journal)

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        after = _number(request, "after")
        try:
            wait_s = min(float(request.query.get("wait_s", "0")), _MAX_WAIT_S)
        except ValueError as error:
            raise PeopleError("wait_s must be a number of seconds") from error
        await self._world.changes.wait(after, wait_s)
        changes = [change.body() for change in self._world.changes.since(after)]
        return write(200, {"changes": changes, "change": self._world.changes.number})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        changes = self._world.changes
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        last_id = request.headers.get("Last-Event-ID", "")
        after = int(last_id) if last_id.isdecimal() else _number(request, "after", changes.number)
        await response.prepare(request)
        try:
            while not self._world.updates.is_closed:
                news = changes.since(after)
                for change in news:
                    after = change.number
                    data = json.dumps(change.body(), ensure_ascii=False)
                    await response.write(f"id: {after}\ndata: {data}\n\n".encode())
                if not news and not await changes.wait(after, _HEARTBEAT_S):
                    await response.write(b": still here\n\n")
        except ConnectionResetError:
            pass  # the page was closed; there is nobody left to tell
        return response

    async def _list_faults(self, request: web.Request) -> web.StreamResponse:
        del request
        return write(200, {"faults": [planted.body() for planted in self._faults.left()]})

    async def _plant(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        given = body.fields.get("fault")
        if not isinstance(given, dict):
            raise PeopleError('fault must be an object with a "kind"')
        planted = self._faults.plant(
            read_fault(Body(given)),
            body.text("method", "*"),
            chat_id=body.optional_number("chat_id"),
            times=body.optional_number("times") or 1,
        )
        return write(200, planted.body())

    async def _clear_faults(self, request: web.Request) -> web.StreamResponse:
        del request
        self._faults.clear()
        return write(200, {})

    async def _read_journal(self, request: web.Request) -> web.StreamResponse:
        after = _number(request, "after")
        chat_id = request.query.get("chat_id")
        entries = self._journal.calls(request.query.get("method"), int(chat_id) if chat_id else None)
        return write(200, {"entries": [entry.body() for entry in entries if entry.number > after]})

    async def _clear_journal(self, request: web.Request) -> web.StreamResponse:
        del request
        self._journal.clear()
        return write(200, {})


def read_fault(body: Body) -> Fault:
    """Read a fault: `kind` and its fields, or too_many_requests, bad_gateway, server_error, html.

    Raises:
        PeopleError: there is no such fault.
    """
    kind = body.text("kind")
    if kind == "too_many_requests":
        return too_many_requests(body.optional_number("retry_after_s") or 3)
    if kind in _NAMED:
        return _NAMED[kind](is_accepted=body.flag("is_accepted"))
    known = {field.name for field in fields(Fault)} - {"kind", "headers"}
    if kind not in set(Kind) or set(body.fields) - known - {"kind"}:
        raise PeopleError(f"there is no such fault: {body.fields}")
    given = {name: value for name, value in body.fields.items() if name in known}
    if not isinstance(given.get("body", ""), str):
        given["body"] = json.dumps(given["body"])
    return Fault(kind=Kind(kind), **given)


def _number(request: web.Request, name: str, default: int = 0) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError as error:
        raise PeopleError(f"{name} must be a whole number") from error
