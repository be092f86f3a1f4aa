"""What a query of the daily list asks for, or why it is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.playground.sample.week import Placed, feed_day, open_days, place

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
LAST_WEEK = 52
"""The real service knows no W53, though some years have one."""


class BadQueryError(ValueError):
    """A query that is answered with 400; the text is the answer's."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, most upvoted first, and whether there is another."""

    placed: tuple[Placed, ...]
    number: int
    has_next: bool


def read_page(query: Mapping[str, str], now: datetime) -> Page:
    """Answer `date=`, `week=` or `month=` (without any: the open day) with `p=` and `limit=`.

    Raises:
        BadQueryError: something is malformed, out of its bounds, or a day that isn't open yet.
    """
    limit = _count(query, "limit", DEFAULT_LIMIT)
    number = _count(query, "p", 0)
    if not 1 <= limit <= MAX_LIMIT:
        raise BadQueryError(f'"limit" must be between 1 and {MAX_LIMIT}')
    placed = [one for day in _days(query, now) for one in place(day)]
    if "month" in query and "week" not in query:
        placed = _told_once(placed, now)
    placed.sort(key=lambda one: -one.votes(now))  # ties stay as they came in, as in the real lists
    start, end = number * limit, (number + 1) * limit
    return Page(tuple(placed[start:end]), number, has_next=end < len(placed))


def _days(query: Mapping[str, str], now: datetime) -> list[date]:
    if "week" in query:
        return _week(query["week"], now)
    if "month" in query:
        return _month(query["month"], now)
    newest = feed_day(now)
    day = _day(query["date"]) if "date" in query else newest
    if day > newest:
        raise BadQueryError(f'"date" must be less than or equal to {newest}')
    return [one for one in open_days(now) if one == day]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError as refused:
        raise BadQueryError('"date" must be a day such as 2026-06-12') from refused


def _week(text: str, now: datetime) -> list[date]:
    match = re.fullmatch(r"(\d{4})-W(\d\d)", text, re.ASCII)
    if match is None or not 1 <= int(match[2]) <= LAST_WEEK:
        raise BadQueryError('"week" must be a week such as 2026-W24')
    wanted = int(match[1]), int(match[2])
    return [day for day in open_days(now) if day.isocalendar()[:2] == wanted]


def _month(text: str, now: datetime) -> list[date]:
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if match is None:
        raise BadQueryError('"month" must be a month such as 2026-06')
    wanted = int(match[1]), int(match[2])
    return [day for day in open_days(now) if (day.year, day.month) == wanted]


def _told_once(placed: list[Placed], now: datetime) -> list[Placed]:
    """Keep of each paper its day with the most votes, or the newest of those.

    The week comes round four times a month; a list that named the same papers four times under new ids
    would look broken.
    """
    best: dict[int, Placed] = {}
    for one in placed:  # oldest first
        other = best.get(one.number)
        if other is None or one.votes(now) >= other.votes(now):
            best[one.number] = one
    return [one for one in placed if best[one.number] is one]


def _count(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if re.fullmatch(r"\d{1,9}", text, re.ASCII) is None:
        raise BadQueryError(f'"{name}" must be a whole number')
    return int(text)
