"""A week in four cities, told by pure decisions: at each due time the newest list that was not had."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import Edition, Kind, last_finished, publishable_days
from bot.domain.chats import Preferences
from bot.domain.editions import choose
from bot.domain.papers import Listed, Paper, Snapshot
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, Subscription, next_due

BEFORE, FIRST, LAST = date(2025, 9, 25), date(2025, 9, 29), date(2025, 10, 7)
# How many papers a day's list holds in the afternoon, when it is all but full.
PAPERS = {
    date(2025, 9, 29): 42,
    date(2025, 9, 30): 50,
    date(2025, 10, 1): 50,
    date(2025, 10, 2): 32,
    date(2025, 10, 3): 47,
}
SILENT = "-"


def as_it_stood(edition: Edition, now: datetime, sizes: dict[date, int]) -> Snapshot:
    """Invent the list of a day as the feed would have answered at an instant."""
    count = sizes.get(edition.first, 30)
    day = edition.first
    papers = tuple(
        Listed(Paper(f"{day:%y%m}.{day.day:02d}{n:03d}", f"Paper {n}", "It counts."), 90 - n)
        for n in range(count)
    )
    return Snapshot(edition, now, papers)


def newest_mature(now: datetime, sizes: dict[date, int]) -> Snapshot:
    lists = (as_it_stood(edition, now, sizes) for edition in publishable_days(now))
    return next(one for one in lists if one.is_mature)


def told(zone_name: str, clock: str, days: frozenset[int], sizes: dict[date, int]) -> dict[str, str]:
    """Walk a chat's due times and note for each local day which list came, open or closed."""
    zone, at = ZoneInfo(zone_name), time.fromisoformat(clock)
    now = datetime.combine(BEFORE, time(), tzinfo=UTC)
    had: set[Edition] = set()
    diary: dict[str, str] = {}
    while True:
        now = next_due(Kind.DAILY, now, at, zone, days)
        local = now.astimezone(zone).date()
        if local > LAST:
            return diary
        snapshot = newest_mature(now, sizes)
        is_new = snapshot.edition not in had
        had.add(snapshot.edition)
        if local >= FIRST:
            state = "open" if snapshot.is_open else "closed"
            diary[f"{local:%a %d}"] = f"{snapshot.edition.first:%a %d} {state}" if is_new else SILENT


ROUND_THE_WEEK = ("Mon 29", "Tue 30", "Wed 01", "Thu 02", "Fri 03", "Sat 04", "Sun 05", "Mon 06", "Tue 07")


@pytest.mark.parametrize(
    ("zone", "clock", "expected"),
    [
        (  # 23:15 UTC: the day's list is open for 21 hours and ripe
            "Asia/Seoul",
            "08:15",
            (
                SILENT,
                "Mon 29 open",
                "Tue 30 open",
                "Wed 01 open",
                "Thu 02 open",
                "Fri 03 open",
                SILENT,
                SILENT,
                "Mon 06 open",
            ),
        ),
        (  # 07:00 UTC: the list of the day before has closed
            "Europe/Berlin",
            "09:00",
            (
                SILENT,
                "Mon 29 closed",
                "Tue 30 closed",
                "Wed 01 closed",
                "Thu 02 closed",
                "Fri 03 closed",
                SILENT,
                SILENT,
                "Mon 06 closed",
            ),
        ),
        (
            "America/New_York",
            "07:30",
            (
                SILENT,
                "Mon 29 closed",
                "Tue 30 closed",
                "Wed 01 closed",
                "Thu 02 closed",
                "Fri 03 closed",
                SILENT,
                SILENT,
                "Mon 06 closed",
            ),
        ),
        (  # 06:00 UTC of the next day: the day's own list, closed, in its evening
            "Pacific/Honolulu",
            "20:00",
            (
                "Mon 29 closed",
                "Tue 30 closed",
                "Wed 01 closed",
                "Thu 02 closed",
                "Fri 03 closed",
                SILENT,
                SILENT,
                "Mon 06 closed",
                "Tue 07 closed",
            ),
        ),
    ],
)
def test_a_chat_gets_each_list_once_and_silence_on_weekends(
    zone: str, clock: str, expected: tuple[str, ...]
) -> None:
    diary = told(zone, clock, EVERY_DAY, PAPERS)
    assert diary == dict(zip(ROUND_THE_WEEK, expected, strict=True))


@pytest.mark.parametrize(
    ("zone", "clock", "monday", "tuesday"),
    [
        ("Asia/Seoul", "08:15", "Fri 03 closed", "Mon 06 open"),
        ("Europe/Berlin", "09:00", "Fri 03 closed", "Mon 06 closed"),
        ("America/New_York", "07:30", "Fri 03 closed", "Mon 06 closed"),
        ("Pacific/Honolulu", "20:00", "Mon 06 closed", "Tue 07 closed"),
    ],
)
def test_on_weekdays_only_fridays_list_waits_for_monday(
    zone: str, clock: str, monday: str, tuesday: str
) -> None:
    diary = told(zone, clock, WEEKDAYS, PAPERS)
    assert "Sat 04" not in diary
    assert "Sun 05" not in diary
    assert (diary["Mon 06"], diary["Tue 07"]) == (monday, tuesday)
    assert SILENT not in diary.values()


def test_a_thin_list_waits_until_it_is_closed() -> None:
    diary = told("Asia/Seoul", "08:15", EVERY_DAY, {**PAPERS, date(2025, 10, 3): 6})
    assert (diary["Sat 04"], diary["Sun 05"], diary["Mon 06"]) == (SILENT, "Fri 03 closed", SILENT)


def test_a_holiday_is_silent_and_the_next_list_comes_in_its_turn() -> None:
    sizes = {**PAPERS, date(2025, 10, 1): 0}
    seoul = told("Asia/Seoul", "08:15", EVERY_DAY, sizes)
    assert (seoul["Wed 01"], seoul["Thu 02"], seoul["Fri 03"]) == ("Tue 30 open", SILENT, "Thu 02 open")
    berlin = told("Europe/Berlin", "09:00", EVERY_DAY, sizes)
    assert (berlin["Wed 01"], berlin["Thu 02"], berlin["Fri 03"]) == (
        "Tue 30 closed",
        SILENT,
        "Thu 02 closed",
    )


def test_a_chat_on_one_day_a_week_gets_the_newest_list_of_that_day() -> None:
    diary = told("Asia/Seoul", "08:15", frozenset({3}), PAPERS)
    assert diary == {"Wed 01": "Tue 30 open"}


def test_no_paper_comes_twice_in_the_week() -> None:
    had: set[str] = set()
    for ahead in range(9):
        edition = Edition.daily(FIRST + timedelta(days=ahead))
        if not edition.days:
            continue
        snapshot = as_it_stood(edition, edition.closes_at, PAPERS)
        digest = choose(snapshot, Preferences(count=10), frozenset(had))
        ids = {one.listed.paper.id for one in digest.chosen}
        assert len(ids) == 10
        assert had.isdisjoint(ids)
        had |= ids


@pytest.mark.parametrize(
    ("zone", "clock", "local_day"),
    [
        ("Asia/Seoul", "08:15", "Tue 07"),
        ("Europe/Berlin", "09:00", "Mon 06"),
        ("America/New_York", "07:30", "Mon 06"),
        ("Pacific/Honolulu", "20:00", "Sun 05"),
    ],
)
def test_the_week_comes_once_after_it_is_over(zone: str, clock: str, local_day: str) -> None:
    where = ZoneInfo(zone)
    wish = Subscription(Kind.WEEKLY, time.fromisoformat(clock))
    due = next_due(Kind.WEEKLY, datetime(2025, 10, 3, 12, tzinfo=UTC), wish.at, where)
    assert f"{due.astimezone(where):%a %d}" == local_day
    assert str(last_finished(Kind.WEEKLY, due)) == "weekly:2025-W40"
    assert str(last_finished(Kind.WEEKLY, next_due(Kind.WEEKLY, due, wish.at, where))) == "weekly:2025-W41"
