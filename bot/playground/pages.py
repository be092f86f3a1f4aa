"""The page's files, served with headers that keep everything foreign out."""

from importlib.resources import files
from typing import Final

from aiohttp import web

_KINDS: Final = {
    "index.html": "text/html",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "entities.js": "text/javascript",
    "api.js": "text/javascript",
}
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
    kind = _KINDS.get(name)
    if kind is None:
        raise web.HTTPNotFound
    text = (files("bot.playground") / "page" / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=_HEADERS)
