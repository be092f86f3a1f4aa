"""Periods in words: the days, weeks and months that lists stand for."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import Edition, Kind
from bot.words.texts import Texts

_UTC = ZoneInfo("UTC")
_NEAR = timedelta(days=6)


def name(texts: Texts, edition: Edition, *, has_year: bool = False) -> str:
    """Return a period's name, such as `Monday 29 September` or `week 40 of 2025`.

    Weeks and months always have their year; days only when asked.
    """
    if edition.kind is Kind.WEEKLY:
        year, week, _ = edition.first.isocalendar()
        return texts.label("period.week", year=str(year), week=str(week))
    if edition.kind is Kind.MONTHLY:
        return texts.month(edition.first)
    return texts.day(edition.first, has_year=has_year)


def span(texts: Texts, edition: Edition) -> str:
    """Return the first and last day of a period that can have a list, such as `29 Sep – 3 Oct`."""
    days = edition.days
    return texts.label("period.span", first=texts.numeric(days[0]), last=texts.numeric(days[-1]))


def near(texts: Texts, day: date, seen_from: date) -> str:
    """Return a day by its weekday where that is clear, else with its date."""
    return texts.weekday(day) if abs(day - seen_from) <= _NEAR else texts.day(day)


def utc(texts: Texts, moment: datetime, *, has_year: bool = False) -> str:
    """Return an instant in UTC, such as `30 Sep, 02:45 UTC`; it reads the same wherever it is forwarded."""
    day = texts.day_short(moment.date(), has_year=has_year)
    return texts.label("period.moment", day=day, clock=texts.clock(moment, _UTC))


def local(texts: Texts, moment: datetime, zone: ZoneInfo, seen_from: date) -> str:
    """Return an instant in a chat's zone, such as `Tuesday 08:15`."""
    day = near(texts, moment.astimezone(zone).date(), seen_from)
    return texts.label("period.weekday_clock", day=day, clock=texts.clock(moment, zone))
