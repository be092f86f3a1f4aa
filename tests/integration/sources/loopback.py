"""A small server on loopback that answers what a test tells it, byte by byte."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit


class Clock:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 12, 16, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Request:
    """What arrived."""

    def __init__(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        self.target = first.split(" ")[1]
        url = urlsplit(self.target)
        self.path = url.path
        self.query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }


class Stub:
    """Answers with what `script` returns for a request; None hangs up. `delay_s` passes before."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Request] = []
        self.script: Callable[[Request], bytes | None] = lambda _: reply([])
        self.delay_s = 0.0
        self.open_now = self.open_most = 0
        self.arrived = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open_now += 1
        self.open_most = max(self.open_most, self.open_now)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            request = Request(head.decode())
            self.requests.append(request)
            self.arrived.set()
            await asyncio.sleep(self.delay_s)
            answer = self.script(request)
            if answer is not None:
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


def reply(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None, length: int | None = None
) -> bytes:
    """Return an answer's bytes; a body that is neither bytes nor text is told as JSON."""
    if not isinstance(body, (bytes, str)):
        body = json.dumps(body)
    raw = body.encode() if isinstance(body, str) else body
    lines = {
        "Content-Length": str(len(raw) if length is None else length),
        "Connection": "close",
        **(headers or {}),
    }
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Said\r\n{told}\r\n".encode() + raw
