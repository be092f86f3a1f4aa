"""What time a server says it is."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

TIMEOUT_S = 10.0


async def server_time(url: str) -> datetime | None:
    """Return the time in a server's Date header, aware UTC; None where it does not answer or says none."""
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
            answer = await client.head(url)
        return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (httpx.HTTPError, KeyError, ValueError):
        return None
