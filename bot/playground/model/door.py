"""The door for those who plan lies and read the journal, tests in other processes above all.

    GET    /lies       what is planned and not told yet, and the names of all lies with their steps
    PUT    /lies       {"lies": [{"lie", "step"?, "times"?, "most"?, "seconds"?}, …]} in the place of others
    POST   /lies       one more
    DELETE /lies
    GET    /journal    ?after=<number>: what was asked and answered
    DELETE /journal

What cannot be planned is a 409 with `{"error": text}`.
"""

from collections import deque
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.playground.answering import write
from bot.playground.bodies import Body, read_body
from bot.playground.errors import PeopleError
from bot.playground.guards import is_welcome
from bot.playground.model.asked import Asked
from bot.playground.model.lies import Lie, Lies, Planned, Step, steps_of

LOOPBACK = "127.0.0.1"


class PlanDoor:
    """Lets the programs of this machine plan lies and see what was asked."""

    def __init__(self, lies: Lies, journal: deque[Asked]) -> None:
        self._lies = lies
        self._journal = journal

    def add_routes(self, app: web.Application) -> None:
        """Serve the lies and the journal."""
        app.router.add_get("/lies", self._list_lies)
        app.router.add_put("/lies", self._put_lies)
        app.router.add_post("/lies", self._add_lie)
        app.router.add_delete("/lies", self._clear_lies)
        app.router.add_get("/journal", self._read_journal)
        app.router.add_delete("/journal", self._clear_journal)

    async def _list_lies(self, request: web.Request) -> web.StreamResponse:
        del request
        known = {lie.value: sorted(step.value for step in steps_of(lie)) for lie in Lie}
        return write(HTTPStatus.OK, {"lies": [one.body() for one in self._lies.left()], "known": known})

    async def _put_lies(self, request: web.Request) -> web.StreamResponse:
        given = (await read_body(request)).fields.get("lies")
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise PeopleError("lies must be a list of objects")
        planned = Lies()
        for one in given:
            _plan(planned, Body(one))  # all of them, or none
        self._lies.replace(planned)
        return write(HTTPStatus.OK, {"lies": [one.body() for one in self._lies.left()]})

    async def _add_lie(self, request: web.Request) -> web.StreamResponse:
        return write(HTTPStatus.OK, _plan(self._lies, await read_body(request)).body())

    async def _clear_lies(self, request: web.Request) -> web.StreamResponse:
        del request
        self._lies.clear()
        return write(HTTPStatus.OK, {})

    async def _read_journal(self, request: web.Request) -> web.StreamResponse:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise PeopleError("after must be a whole number")
        entries = [one.body() for one in self._journal if one.number > int(after)]
        return write(HTTPStatus.OK, {"entries": entries})

    async def _clear_journal(self, request: web.Request) -> web.StreamResponse:
        del request
        self._journal.clear()
        return write(HTTPStatus.OK, {})


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn pages from elsewhere away and put refusals into words."""
    if not is_welcome(request, LOOPBACK):
        return write(HTTPStatus.FORBIDDEN, {"error": "only this machine may do that"})
    try:
        return await handler(request)
    except PeopleError as error:
        return write(HTTPStatus.CONFLICT, {"error": str(error)})


def _plan(lies: Lies, body: Body) -> Planned:
    name, step = body.text("lie"), body.fields.get("step")
    if name not in set(Lie):
        raise PeopleError(f"there is no such lie: {name}")
    if step is not None and step not in set(Step):
        raise PeopleError(f"there is no such step: {step}")
    times = body.optional_number("times")
    return lies.plan(
        Lie(name),
        Step(step) if step is not None else None,
        times=1 if times is None else times,
        most=body.optional_number("most"),
        seconds=body.seconds("seconds", 0.0) if "seconds" in body.fields else None,
    )
