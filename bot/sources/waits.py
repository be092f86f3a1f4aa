"""How long a service asks to be left alone, in the forms in which services say it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=24)
"""No request to wait is believed beyond this."""
_MARGIN = timedelta(seconds=1)
_RESET = re.compile(r"\bt=(\d{1,9})(?:\.\d*)?\b", re.ASCII)
_SECONDS = re.compile(r"(\d{1,9})(?:\.\d*)?", re.ASCII)


def asked_wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long an answer asks to wait; None where it does not say.

    `Retry-After` (seconds or an HTTP date) comes first, then the `t=` of a `RateLimit` header, the
    seconds until its window ends, and one more second.
    """
    wait = _retry_after(headers.get("retry-after", ""), now)
    if wait is None and (reset := _RESET.search(headers.get("ratelimit", ""))):
        wait = timedelta(seconds=int(reset[1])) + _MARGIN
    return None if wait is None else min(max(wait, timedelta()), LONGEST)


def _retry_after(text: str, now: datetime) -> timedelta | None:
    if seconds := _SECONDS.fullmatch(text.strip()):
        return timedelta(seconds=float(seconds[0]))
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return None
