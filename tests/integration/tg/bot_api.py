"""A Bot API server of the simplest kind: it records what arrives, byte by byte, and answers by script."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

TOKEN = "12345:AAtoken-of-the-test-server"
ME = {"id": 12345, "is_bot": True, "first_name": "Paperboy", "username": "paperboy_bot"}


@dataclass
class Arrived:
    method: str
    params: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_complete: bool = False
    connection: int = 0


@dataclass(frozen=True)
class Reply:
    """What the server does: answer with a status and a body, or close before or after reading the body."""

    status: int = 200
    body: Any = None
    drop: str = ""
    silence_s: float = 0
    headers: str = ""


def ok(result: object) -> Reply:
    return Reply(body={"ok": True, "result": result})


def refused(status: int, description: str, **parameters: object) -> Reply:
    body = {"ok": False, "error_code": status, "description": description}
    return Reply(status, body | ({"parameters": parameters} if parameters else {}))


class Server:
    """A server on loopback."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.script: dict[str, deque[Reply]] = defaultdict(deque)
        self.always: dict[str, Callable[[Arrived], Reply]] = {}
        self.connections = 0
        self.on_body: Callable[[], None] = lambda: None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self._server.close()
        for writer in self._open:
            writer.close()
        await self._server.wait_closed()

    def plan(self, method: str, *replies: Reply) -> None:
        self.script[method].extend(replies)

    def calls(self, method: str) -> list[Arrived]:
        return [one for one in self.arrived if one.method == method]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = self.connections
        self._open.add(writer)
        try:
            while await self._one(connection, reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _one(self, connection: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        arrived = Arrived(head.split(" ")[1].rpartition("/")[2], connection=connection)
        self.arrived.append(arrived)
        planned = self.script[arrived.method]
        reply = planned.popleft() if planned else None
        if reply is not None and reply.drop == "before":
            return False
        lengths = [
            int(line.split(":")[1])
            for line in head.split("\r\n")
            if line.lower().startswith("content-length")
        ]
        arrived.body = await reader.readexactly(lengths[0] if lengths else 0)
        arrived.is_complete = True
        arrived.params = _params(arrived.body)
        self.on_body()
        if reply is None:
            reply = self.always.get(arrived.method, _usual)(arrived)
        await asyncio.sleep(reply.silence_s)
        if reply.drop:
            return False
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        writer.write(
            f"HTTP/1.1 {reply.status} Whatever\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        await writer.drain()
        return True


def _params(body: bytes) -> dict[str, str]:
    """Read either form in which a Bot API server takes parameters; what is no text is told as JSON."""
    if not body.startswith(b"{"):
        return {key: values[0] for key, values in parse_qs(body.decode()).items()}
    told = json.loads(body)
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in told.items()}


def _usual(arrived: Arrived) -> Reply:
    if arrived.method == "getMe":
        return ok(ME)
    if arrived.method == "sendMessage":
        chat = {"id": int(arrived.params["chat_id"]), "type": "private", "first_name": "Ann"}
        return ok({"message_id": 7, "date": 1, "chat": chat, "text": arrived.params["text"]})
    if arrived.method == "getUpdates":
        return Reply(body={"ok": True, "result": []}, silence_s=0.02)
    return ok(True)
