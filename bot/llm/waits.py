"""How long to leave a model's server alone."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_S = 24 * 3600.0
"""No request to wait is believed beyond this."""
_FIRST_S = 1.0
_LONGEST_BACKOFF_S = 20.0


def asked_wait_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how many seconds a response asks to wait (`Retry-After`); None where it does not say."""
    wait = _number(headers.get("retry-after-ms", ""), 0.001)
    if wait is None:
        wait = _number(headers.get("retry-after", ""), 1.0)
    if wait is None:
        wait = _until(headers.get("retry-after", ""), now)
    return None if wait is None else min(max(wait, 0.0), LONGEST_S)


def backoff_s(stumble: int, jitter: float) -> float:
    """Return how long to wait after the `stumble`-th failure in a row, from 1 on.

    `jitter`, from 0 to 1, shortens the wait by up to a half, so that many do not come back at once.
    """
    return float(min(_FIRST_S * 2 ** (stumble - 1), _LONGEST_BACKOFF_S)) * (1 - jitter / 2)


def _number(text: str, unit_s: float) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return None if math.isnan(number) else number * unit_s


def _until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
