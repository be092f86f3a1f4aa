"""Who may come through the people's door: this machine's own page and programs, no other web page."""

from urllib.parse import urlsplit

from aiohttp import web

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE_SITES = frozenset({"same-origin", "none", ""})


def is_welcome(request: web.Request, host: str) -> bool:
    """Whether a request was made by someone on this machine, not by a page from elsewhere.

    The Host header must name this machine or the address that is served, which defeats names that are
    pointed at loopback; an Origin, where there is one, must be the same; a browser's own word counts too.
    """
    allowed = _LOOPBACK | {host}
    asked = urlsplit(f"//{request.headers.get('Host', '')}")
    if asked.hostname not in allowed:
        return False
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != asked.netloc:
        return False
    return request.headers.get("Sec-Fetch-Site", "") in _SAFE_SITES
