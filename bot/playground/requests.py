"""A request of a bot, taken off the wire."""

import json

from aiohttp import web

from bot.playground.arguments import Arguments, Upload
from bot.playground.errors import bad_request


async def read_arguments(request: web.Request) -> Arguments:
    """Read the parameters from the query string and the body, the body's winning.

    Raises:
        BotApiError: the body is not what its content type says.
        web.HTTPRequestEntityTooLarge: it is larger than the server takes.
    """
    values: dict[str, object] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _read_json(request)
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
                value.file.close()
            else:
                values[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return Arguments(values, files)


async def _read_json(request: web.Request) -> dict[str, object]:
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise bad_request("can't parse JSON in the request body") from error
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON in the request body: expected an Object")
    return body
