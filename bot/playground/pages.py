"""The page's files, served with headers that keep everything foreign out."""

import re
from importlib.resources import files
from typing import Final

from aiohttp import web

_KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_NAME: Final = re.compile(r"[a-z]+(\.html|\.css|\.js)\Z")
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def add_page(app: web.Application) -> None:
    """Serve the page at `/`, with its style and its script."""
    app.router.add_get("/", _serve)
    app.router.add_get("/page/{name}", _serve)


async def _serve(request: web.Request) -> web.StreamResponse:
    name = request.match_info.get("name", "index.html")
    known = _NAME.match(name)
    file = files("bot.playground") / "page" / name
    if known is None or not file.is_file():
        raise web.HTTPNotFound
    text = file.read_text(encoding="utf-8")
    return web.Response(text=text, content_type=_KINDS[known.group(1)], charset="utf-8", headers=_HEADERS)
