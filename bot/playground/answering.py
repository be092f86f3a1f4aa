"""The last step of an answer: sent whole, or spoilt as a planted fault asks."""

import json
import socket
import struct

from aiohttp import web

from bot.playground.faults import Fault, Kind


def write(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    """Return a JSON response."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)


async def spoil(request: web.Request, response: web.Response, fault: Fault) -> web.StreamResponse:
    """Return what a fault makes of a response; the connection may be gone afterwards."""
    if fault.kind is Kind.ANSWER:
        return web.Response(
            status=fault.status, text=fault.body, content_type=fault.content_type, headers=dict(fault.headers)
        )
    if fault.kind is Kind.RESULT:
        return write(200, {"ok": True, "result": fault.result})
    if fault.kind is Kind.TRUNCATE:
        return await _truncate(request, response)
    if fault.kind in (Kind.DROP, Kind.RESET):
        hang_up(request, is_reset=fault.kind is Kind.RESET)
    return response


def hang_up(request: web.Request, *, is_reset: bool) -> None:
    """Close the connection under a request: politely, or with a reset."""
    transport = request.transport
    if transport is None:
        return
    if is_reset:
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _truncate(request: web.Request, response: web.Response) -> web.StreamResponse:
    body = response.body if isinstance(response.body, bytes) else b""
    half = web.StreamResponse(status=response.status, headers={"Content-Type": "application/json"})
    half.content_length = len(body)
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return half
