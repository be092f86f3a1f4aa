"""When a subscription is next due, in any zone, through every change of clocks.

Iterating over local dates, and not over instants, is what makes this safe: every local date has
exactly one due instant (a time inside a spring gap moves forward, a time inside an autumn fold is its
first pass), so a day is never skipped and never told twice. Where the last hour of a day falls into a
gap (Greenland in spring), that day's digest comes in the first hour of the next day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import Edition, Kind, last_finished, publishable_days
from bot.domain.spellings import parse_time

__all__ = [
    "CATCH_UP",
    "EVERY_DAY",
    "WEEKDAYS",
    "Subscription",
    "arrival",
    "due_on",
    "due_times",
    "next_due",
    "parse_time",
]

EVERY_DAY = frozenset(range(1, 8))
WEEKDAYS = frozenset(range(1, 6))
CATCH_UP = {Kind.DAILY: timedelta(hours=12), Kind.WEEKLY: timedelta(days=3), Kind.MONTHLY: timedelta(days=3)}
"""How late an edition is still sent; after that the next due time serves it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's wish for an edition kind at a local time; `days` are ISO weekdays (Monday 1)."""

    kind: Kind
    at: time
    days: frozenset[int] = EVERY_DAY
    next_due_at: datetime | None = None


def due_on(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which a local date's digest is due."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def due_times(
    after: datetime, at: time, zone: ZoneInfo, days: frozenset[int] = EVERY_DAY
) -> Iterator[datetime]:
    """Yield the due instants strictly after `after`, in order, one a local date.

    Args:
        after: an aware datetime.
        at: the wished local time, naive.
        zone: the chat's zone.
        days: the ISO weekdays (Monday 1 to Sunday 7) that are wished, at least one.
    """
    day = after.astimezone(zone).date() - timedelta(days=1)
    last = after
    while True:
        if day.isoweekday() in days:
            due = due_on(day, at, zone)
            # A zone that drops a whole date (Samoa, 30 December 2011) maps two dates to one instant.
            if due > last:
                last = due
                yield due
        day += timedelta(days=1)


def next_due(
    kind: Kind, after: datetime, at: time, zone: ZoneInfo, days: frozenset[int] = EVERY_DAY
) -> datetime:
    """Return the next due instant (UTC) strictly after `after`.

    A daily subscription is due at its time on each wished weekday. A weekly or monthly one is due once
    a period: at its time, on the first occasion after the period closed (`days` does not bear on it).
    """
    if kind is Kind.DAILY:
        return next(due_times(after, at, zone, days))
    closes = _next_close(kind, after)
    due = next(due_times(closes - timedelta(microseconds=1), at, zone))
    previous = last_finished(kind, after)
    first = next(due_times(previous.closes_at - timedelta(microseconds=1), at, zone))
    return first if first > after else due


def arrival(edition: Edition, subscription: Subscription, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when a subscription brings an edition: its first due time after `now` that finds it publishable.

    None where another edition will be the newest by then, or the kinds differ. Whether an open list
    has enough papers is not known beforehand; its closing is the sure case and `is_ripe` the hope.
    """
    if edition.kind is not subscription.kind:
        return None
    if edition.kind is not Kind.DAILY:
        just_before = edition.closes_at - timedelta(microseconds=1)  # it may be due in that very moment
        due = next_due(edition.kind, max(now, just_before), subscription.at, zone)
        return due if last_finished(edition.kind, due) == edition else None
    for due in due_times(now, subscription.at, zone, subscription.days):
        newest = next(publishable_days(due), None)
        if newest is not None and newest >= edition:
            return due if newest == edition else None
    return None  # pragma: no cover - due_times never ends


def _next_close(kind: Kind, after: datetime) -> datetime:
    finished = last_finished(kind, after)
    following = finished.last + timedelta(days=1)
    edition = Edition.monthly(following) if kind is Kind.MONTHLY else Edition.weekly(following)
    return edition.closes_at
