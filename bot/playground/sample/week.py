"""The invented week on the calendar: which paper stands in which day's list, with how many votes.

The calendar here is reckoned apart from the bot's own, on purpose: a stand-in that borrowed it
could never contradict it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.playground.sample.manuscripts import PAPERS_A_DAY, WEEKDAYS, Manuscript, read_week

WEEKS_BACK = 53
"""Lists reach this many whole weeks back from the open one: any day of the past year has its list."""
SETTLING = timedelta(days=14)
"""The age at which a paper has all of its votes."""

_NEW_YORK = ZoneInfo("America/New_York")
_ROLLS_AT = time(21, 30)
_WEEK_ONE = date(2024, 1, 1)  # a Monday; weeks are numbered from here
_WEEKS_IN_IDS = 1000  # three digits: ids repeat after 19 years
# arXiv's form for December 2099: every reader takes it for an id, and no paper can have it.
_ID = re.compile(r"9912\.(\d{3})(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper in the list of a day; `number` (from 1) is its place in the week."""

    manuscript: Manuscript
    day: date
    number: int

    @property
    def id(self) -> str:
        """An arXiv id that tells the week and the place in it, so that no two lists share one."""
        week = (self.day - _WEEK_ONE).days // 7 % _WEEKS_IN_IDS
        return f"9912.{week:03d}{self.number:02d}"

    @property
    def submitted_at(self) -> datetime:
        """When it came to the list: the day's first moment, never after the list is first seen."""
        return opens_at(self.day)

    @property
    def published_at(self) -> datetime:
        """When it appeared on arXiv, to the day."""
        return datetime.combine(self.day - timedelta(days=self.manuscript.lag_days), time(), UTC)

    def votes(self, now: datetime) -> int:
        """Return the votes at `now`: they grow fast at first and settle after two weeks."""
        age = max(now - self.submitted_at, timedelta())
        share = math.pow(min(1.0, age / SETTLING), self.manuscript.pace)
        return round(self.manuscript.votes * share)


def feed_day(now: datetime) -> date:
    """Return the feed's newest day, which begins at 21:30 in New York."""
    here = now.astimezone(_NEW_YORK)
    return here.date() + timedelta(days=here.time() >= _ROLLS_AT)


def opens_at(day: date) -> datetime:
    """Return the instant (UTC) at which a feed day begins."""
    return datetime.combine(day - timedelta(days=1), _ROLLS_AT, _NEW_YORK).astimezone(UTC)


def open_days(now: datetime) -> Iterator[date]:
    """Yield every day that has a list at `now`, oldest first: weekdays, whole weeks back."""
    newest = feed_day(now)
    day = newest - timedelta(days=newest.weekday(), weeks=WEEKS_BACK)
    while day <= newest:
        if day.weekday() < len(WEEKDAYS):
            yield day
        day += timedelta(days=1)


def place(day: date) -> tuple[Placed, ...]:
    """Lay the papers of a day's weekday onto that day; a Saturday or Sunday has none."""
    if day.weekday() >= len(WEEKDAYS):
        return ()
    first = day.weekday() * PAPERS_A_DAY + 1
    return tuple(Placed(one, day, first + n) for n, one in enumerate(read_week()[day.weekday()]))


def find(paper_id: str, now: datetime) -> Placed | None:
    """Return the paper with an id (without version), or None where no list up to `now` had it."""
    match = _ID.fullmatch(paper_id)
    number = int(match[2]) if match else 0
    if match is None or not 1 <= number <= PAPERS_A_DAY * len(WEEKDAYS):
        return None
    weekday = (number - 1) // PAPERS_A_DAY
    candidates = (day for day in open_days(now) if day.weekday() == weekday)
    placed = (one for day in candidates for one in place(day) if one.number == number)
    return next((one for one in placed if one.id == paper_id), None)
