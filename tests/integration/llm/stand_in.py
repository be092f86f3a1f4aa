"""A model's server on loopback that answers as OpenAI's does, and can misbehave as real ones do.

It answers with made-up JSON of the shape that it is asked for. What it should do otherwise is told in
advance, one manner a request; afterwards it behaves again.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

_SCHEMA = re.compile(r"JSON Schema:\n(\{.*\})")
_WORDS = {"integer": 7, "number": 7.5, "boolean": True, "null": None}


def make_up(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """Make up a value of a shape."""
    for chosen in ("const", "enum"):
        if chosen in schema:
            return schema[chosen] if chosen == "const" else schema[chosen][0]
    if "anyOf" in schema:
        return make_up(schema["anyOf"][0])
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "object":
        return {name: make_up(inner) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [make_up(schema.get("items", {}))] * max(1, schema.get("minItems", 1))
    if kind == "string":
        return "made up".ljust(schema.get("minLength", 0), ".")
    return _WORDS[kind]


@dataclass
class Seen:
    """A request as it arrived."""

    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def format(self) -> str:
        return str(self.body.get("response_format", {}).get("type", "plain"))

    @property
    def schema(self) -> dict[str, Any]:
        """The shape that is asked for, from wherever it stands."""
        if self.format == "json_schema":
            return dict(self.body["response_format"]["json_schema"]["schema"])
        found = _SCHEMA.search(self.body["messages"][0]["content"])
        return dict(json.loads(found[1])) if found else {}

    @property
    def words(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])


Manner = Callable[[web.Request, Seen], Awaitable[web.StreamResponse]]


def completion(seen: Seen, content: Any, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - also what is none
    """Make the body of a good answer, or of one that is bad in some fields."""
    usage = {"prompt_tokens": len(seen.words) // 4 + 1, "completion_tokens": 9, "total_tokens": 0}
    message = {"role": "assistant", "content": content, "refusal": fields.pop("refusal", None)}
    choice = {"index": 0, "message": message, "finish_reason": fields.pop("finish_reason", "stop")}
    return {
        "id": "1", "object": "chat.completion", "created": 0, "model": seen.body["model"],
        "choices": [choice], "usage": usage, **fields,
    }  # fmt: skip


def wrapping(template: str) -> Manner:
    """Put the answer between other words, in the place of `@`."""

    async def answer(_: web.Request, seen: Seen) -> web.StreamResponse:
        text = template.replace("@", json.dumps(make_up(seen.schema)))
        return web.json_response(completion(seen, text))

    return answer


def saying(content: Any, **fields: Any) -> Manner:  # noqa: ANN401 - also what is none
    """Answer with this content, and other fields of the body."""

    async def answer(_: web.Request, seen: Seen) -> web.StreamResponse:
        return web.json_response(completion(seen, content, **dict(fields)))

    return answer


def well(**fields: Any) -> Manner:  # noqa: ANN401 - any JSON
    """Answer well, but for these fields of the body."""

    async def answer(_: web.Request, seen: Seen) -> web.StreamResponse:
        return web.json_response(completion(seen, json.dumps(make_up(seen.schema)), **dict(fields)))

    return answer


def sending(body: str, content_type: str = "application/json", status: int = 200) -> Manner:
    """Send any body."""

    async def answer(_: web.Request, __: Seen) -> web.StreamResponse:
        return web.Response(text=body, content_type=content_type, status=status)

    return answer


def failing(status: int, error: Any = None, **headers: str) -> Manner:  # noqa: ANN401 - any JSON
    """Fail with a status, an error of OpenAI's form and headers (`retry_after="3"`)."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_: web.Request, __: Seen) -> web.StreamResponse:
        return web.json_response({"error": error or {"message": "no"}}, status=status, headers=named)

    return answer


def slow(seconds: float) -> Manner:
    """Answer well, but late."""

    async def answer(request: web.Request, seen: Seen) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await well()(request, seen)

    return answer


async def trickling(request: web.Request, _: Seen) -> web.StreamResponse:
    """Send a space at a time, for ever."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.02)


async def hanging_up(request: web.Request, _: Seen) -> web.StreamResponse:
    """Cut the connection without a word."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def cutting(request: web.Request, seen: Seen) -> web.StreamResponse:
    """Cut the connection in the middle of a good answer."""
    body = json.dumps(completion(seen, json.dumps(make_up(seen.schema)))).encode()
    response = web.StreamResponse(
        headers={"Content-Type": "application/json", "Content-Length": str(len(body))}
    )
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    assert request.transport is not None
    request.transport.abort()
    return response


@dataclass
class StandIn:
    """The server: what it knows, what it shall do next and what it has seen."""

    url: str = ""
    formats: frozenset[str] = frozenset({"json_schema", "json_object", "plain"})
    objection: Manner = field(default_factory=lambda: failing(400, {"message": "unknown field"}))
    manners: list[Manner] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(await request.json(), dict(request.headers))
        self.seen.append(seen)
        if seen.format not in self.formats:
            return await self.objection(request, seen)
        manner = self.manners.pop(0) if self.manners else well()
        return await manner(request, seen)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["StandIn"]:
        """Listen on a port of loopback."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self.answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        try:
            yield self
        finally:
            await runner.cleanup()
