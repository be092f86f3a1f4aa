"""Single values out of foreign data: what is missing, odd or oversized is None, never an error."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

LONGEST_TEXT = 20_000
LONGEST_NAME = 500
LONGEST_URL = 2_000
MOST_VOTES = 2**31 - 1
_SPACE = re.compile(r"\s+")
# Controls, switches of the writing direction, byte order marks, halves of surrogate pairs.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def text(value: object, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text on one line, without what no database or message can hold; None where nothing is left."""
    if not isinstance(value, str):
        return None
    folded = _SPACE.sub(" ", _UNPRINTABLE.sub("", value)).strip()
    return folded if 0 < len(folded) <= longest else None


def count(value: object) -> int | None:
    """Return a whole number from 0 that a database column holds."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MOST_VOTES else None


def moment(value: object) -> datetime | None:
    """Return an ISO 8601 time in UTC; without a zone it counts as UTC."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def web_address(value: object) -> str | None:
    """Return an http(s) address; line breaks inside are dropped, as browsers do."""
    if not isinstance(value, str):
        return None
    address = re.sub(r"[\t\r\n]", "", value).strip()
    if len(address) > LONGEST_URL or _SPACE.search(address) or _UNPRINTABLE.search(address):
        return None
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return address if is_web else None


def texts(value: object, most: int) -> tuple[str, ...]:
    """Return the usable short texts of a list, each once."""
    found = (text(one, LONGEST_NAME) for one in value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(one for one in found if one))[:most]
