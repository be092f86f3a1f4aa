"""Addresses of services: how they may be told, and what in them may not."""

import re
from urllib.parse import unquote

_USERINFO = re.compile(r"(?<=//)(?P<user>[^:@]*)(?::(?P<password>.*))?@", re.DOTALL)
"""All up to the last `@`: who writes a password rarely knows that `/` and `@` are %2F and %40 in it."""


def shown(address: str) -> str:
    """Return an address as it may be told to anyone: without the user and the password in it."""
    return _USERINFO.sub("[secret]@", address, count=1)


def secrets_of(address: str) -> tuple[str, ...]:
    """Return what of an address must never be told: its password as written and as meant.

    A user without a password is a key. Empty where the address holds neither.
    """
    found = _USERINFO.search(address)
    secret = (found["password"] or found["user"]) if found else ""
    return tuple(sorted({secret, unquote(secret)} - {""}))
