"""Feed days, ISO weeks and the editions that cover them.

The feed's day rolls at 21:30 in New York (measured on recorded days), so a day D is open from
D 01:30 to D+1 01:30 UTC in US summer time, and an hour later in winter. Lists come on weekdays only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.domain.spellings import parse_day, parse_month, parse_week

__all__ = [
    "FRIDAY",
    "LOOK_BACK_DAYS",
    "RIPE_AGE",
    "Edition",
    "Kind",
    "feed_day",
    "is_feed_weekday",
    "last_finished",
    "opens_at",
    "parse_day",
    "parse_month",
    "parse_week",
    "publishable_days",
]

_NEW_YORK = ZoneInfo("America/New_York")
_ROLL = timedelta(hours=2, minutes=30)  # from 21:30 to midnight
_DAY_CLOSES = time(2, 45, tzinfo=UTC)  # on the next day: past the winter roll, with a margin
_PERIOD_CLOSES = time(3, 0, tzinfo=UTC)  # on the day after a week or month
RIPE_AGE = timedelta(hours=18)
"""An open daily list younger than this is never published: a third of it is still to come."""
LOOK_BACK_DAYS = 7
FRIDAY = 5  # isoweekday


class Kind(StrEnum):
    """How long a period an edition covers."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, order=True)
class Edition:
    """What is published for a period, for example `daily:2026-06-12` or `weekly:2026-W24`.

    `first` is the first day of the period; `Edition.daily`, `.weekly` and `.monthly` build it from
    any day inside.
    """

    kind: Kind
    first: date

    @classmethod
    def daily(cls, day: date) -> "Edition":
        """Return the edition of one feed day."""
        return cls(Kind.DAILY, day)

    @classmethod
    def weekly(cls, day: date) -> "Edition":
        """Return the edition of the ISO week that holds a day."""
        return cls(Kind.WEEKLY, day - timedelta(days=day.isoweekday() - 1))

    @classmethod
    def monthly(cls, day: date) -> "Edition":
        """Return the edition of the month that holds a day."""
        return cls(Kind.MONTHLY, day.replace(day=1))

    @classmethod
    def parse(cls, key: str) -> "Edition":
        """Read a key as `str(edition)` writes it.

        Raises:
            ValueError: the key names no period.
        """
        kind, _, period = key.partition(":")
        found = {
            Kind.DAILY: parse_day,
            Kind.WEEKLY: parse_week,
            Kind.MONTHLY: parse_month,
        }[Kind(kind)](period)
        if found is None:
            raise ValueError(f"no such period: {key!r}")
        return cls(Kind(kind), found)

    def __str__(self) -> str:
        return f"{self.kind}:{self.period}"

    @cached_property
    def period(self) -> str:
        """The period as the feed names it: `2026-06-12`, `2026-W24` or `2026-06`."""
        if self.kind is Kind.DAILY:
            return self.first.isoformat()
        if self.kind is Kind.WEEKLY:
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02d}"
        return f"{self.first:%Y-%m}"

    @cached_property
    def last(self) -> date:
        """The last day of the period."""
        if self.kind is Kind.DAILY:
            return self.first
        if self.kind is Kind.WEEKLY:
            return self.first + timedelta(days=6)
        return (self.first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    @property
    def days(self) -> tuple[date, ...]:
        """The weekdays of the period: the days that can have a list."""
        count = (self.last - self.first).days + 1
        return tuple(day for n in range(count) if is_feed_weekday(day := self.first + timedelta(days=n)))

    @cached_property
    def opens_at(self) -> datetime:
        """The moment when the feed begins to fill the period (UTC)."""
        return opens_at(self.first)

    @cached_property
    def closes_at(self) -> datetime:
        """The moment after which no paper joins the period (UTC)."""
        closes = _DAY_CLOSES if self.kind is Kind.DAILY else _PERIOD_CLOSES
        return datetime.combine(self.last + timedelta(days=1), closes)

    def is_ripe(self, now: datetime) -> bool:
        """Whether the period has been open long enough to be told before it closes."""
        return self.kind is Kind.DAILY and now - self.opens_at >= RIPE_AGE

    @property
    def previous(self) -> "Edition":
        """The edition of the same kind just before; for a day, the weekday before."""
        before = self.first - timedelta(days=1)
        if self.kind is Kind.WEEKLY:
            return Edition.weekly(before)
        if self.kind is Kind.MONTHLY:
            return Edition.monthly(before)
        while not is_feed_weekday(before):
            before -= timedelta(days=1)
        return Edition.daily(before)

    @property
    def following(self) -> "Edition":
        """The edition of the same kind just after; for a day, the weekday after."""
        after = self.last + timedelta(days=1)
        if self.kind is Kind.WEEKLY:
            return Edition.weekly(after)
        if self.kind is Kind.MONTHLY:
            return Edition.monthly(after)
        while not is_feed_weekday(after):
            after += timedelta(days=1)
        return Edition.daily(after)


def feed_day(now: datetime) -> date:
    """Return the feed's day at an instant: it rolls at 21:30 in New York."""
    return (now.astimezone(_NEW_YORK).replace(tzinfo=None) + _ROLL).date()


def opens_at(day: date) -> datetime:
    """Return the instant (UTC) at which the feed begins a day."""
    rolled = datetime.combine(day, time(), tzinfo=None) - _ROLL
    return rolled.replace(tzinfo=_NEW_YORK).astimezone(UTC)


def is_feed_weekday(day: date) -> bool:
    """Whether the feed publishes on this day of the week: Saturday and Sunday it does not."""
    return day.isoweekday() <= FRIDAY


def publishable_days(now: datetime) -> Iterator[Edition]:
    """Yield the daily editions that may be mature at `now`, newest first, a week back.

    Whether one is mature also depends on its papers, see `Snapshot.is_mature`.
    """
    today = feed_day(now)
    for back in range(LOOK_BACK_DAYS + 1):
        edition = Edition.daily(today - timedelta(days=back))
        if is_feed_weekday(edition.first) and (edition.closes_at <= now or edition.is_ripe(now)):
            yield edition


def last_finished(kind: Kind, now: datetime) -> Edition:
    """Return the newest week or month that is closed at `now`."""
    today = now.astimezone(UTC).date()
    edition = Edition.monthly(today) if kind is Kind.MONTHLY else Edition.weekly(today)
    while edition.closes_at > now:
        edition = edition.previous
    return edition
