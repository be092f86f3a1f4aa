import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Edition, Kind, last_finished, publishable_days
from bot.domain.schedule import (
    EVERY_DAY,
    WEEKDAYS,
    Subscription,
    arrival,
    due_on,
    due_times,
    next_due,
)

ZONE_NAMES = sorted(zoneinfo.available_timezones())
ZONES = st.sampled_from(ZONE_NAMES).map(ZoneInfo)
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
# Bounds are naive in hypothesis; the zone is added to what it draws.
_FROM, _TO = (datetime.fromisoformat(day) for day in ("2024-01-01", "2028-12-31"))
INSTANTS = st.datetimes(_FROM, _TO, timezones=st.just(UTC))
WEEKDAY_SETS = st.frozensets(st.integers(1, 7), min_size=1)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dues(zone: str, clock: str, after: str, count: int, days: frozenset[int] = EVERY_DAY) -> list[str]:
    found = islice(due_times(at(after), time.fromisoformat(clock), ZoneInfo(zone), days), count)
    return [f"{due.astimezone(ZoneInfo(zone)):%a %m-%d %H:%M}" for due in found]


def test_there_are_zones_to_try() -> None:
    assert len(ZONE_NAMES) > 400


def is_of(due: datetime, day: date, zone: ZoneInfo) -> bool:
    """Whether an instant lies in a local date, or just behind it where its last hour was skipped."""
    local = due.astimezone(zone)
    return local.date() == day or (local.date() == day + DAY and local.time() < time(1))


@given(INSTANTS, TIMES, ZONES)
def test_every_local_date_has_exactly_one_due_time(after: datetime, clock: time, zone: ZoneInfo) -> None:
    found = list(islice(due_times(after, clock, zone), 400))
    assert all(earlier < later for earlier, later in pairwise([after, *found]))
    here = after.astimezone(zone).date()
    # A time in the first hour of a day looks like one of the day before whose last hour was skipped.
    around = (here - DAY, here, here + DAY)
    first = next(
        (day for day in around if found[0] == due_on(day, clock, zone)),
        None,
    )
    assert first is not None
    assert all(is_of(due, first + DAY * n, zone) for n, due in enumerate(found))


def days_around_changes(zone: ZoneInfo) -> list[date]:
    """Return the days of the weeks from 2024 to 2028 in which a zone's clocks change."""
    weeks = [at("2023-12-31 00:00") + 7 * n * DAY for n in range(5 * 53)]
    offsets = [one.astimezone(zone).utcoffset() for one in weeks]
    changing = [
        one for one, (before, after) in zip(weeks, pairwise(offsets), strict=False) if before != after
    ]
    return [one.date() + DAY * n for one in changing for n in range(-1, 9)]


CLOCKS = [time(hour, minute) for hour in (0, 1, 2, 3, 8, 22, 23) for minute in (0, 15, 45)]


def test_no_change_of_clocks_in_any_zone_skips_or_repeats_a_date() -> None:
    changes = 0
    for name in ZONE_NAMES:
        zone = ZoneInfo(name)
        days = days_around_changes(zone)
        changes += len(days) // 10
        for clock in CLOCKS:
            found = [due_on(day, clock, zone) for day in days]
            assert all(is_of(due, day, zone) for day, due in zip(days, found, strict=True)), name
            for day, due in zip(days, found, strict=True):
                following = next(due_times(due, clock, zone))
                assert following == due_on(day + DAY, clock, zone), name
    assert changes > 1_000


@given(INSTANTS, TIMES, ZONES)
def test_a_due_time_is_the_wished_time_or_just_after_a_gap(
    after: datetime, clock: time, zone: ZoneInfo
) -> None:
    due = next(due_times(after, clock, zone))
    shown = due.astimezone(zone).replace(tzinfo=None)
    late = (shown - datetime.combine(shown.date(), clock)) % DAY
    assert late <= timedelta(hours=1)
    if late:  # the clocks never showed the wished time
        before = (due - timedelta(hours=1)).astimezone(zone)
        assert before.utcoffset() != due.astimezone(zone).utcoffset()


def dates_near(due: datetime, days: frozenset[int]) -> list[date]:
    dates = [due.date() + DAY * n for n in (-2, -1, 0, 1, 2)]
    return [day for day in dates if day.isoweekday() in days]


@given(INSTANTS, TIMES, ZONES, WEEKDAY_SETS)
def test_only_wished_weekdays_are_due(
    after: datetime, clock: time, zone: ZoneInfo, days: frozenset[int]
) -> None:
    wished = list(islice(due_times(after, clock, zone, days), 30))
    every = takewhile(lambda due: due <= wished[-1], due_times(after, clock, zone))
    assert set(wished) <= set(every)
    assert all(any(is_of(due, day, zone) for day in dates_near(due, days)) for due in wished)
    assert {later - earlier for earlier, later in pairwise(wished)} <= {
        n * DAY + timedelta(minutes=skew) for n in range(1, 8) for skew in (-60, -30, 0, 30, 60)
    }


@given(INSTANTS, TIMES, ZONES, WEEKDAY_SETS)
def test_walking_from_due_time_to_due_time_meets_each_once(
    after: datetime, clock: time, zone: ZoneInfo, days: frozenset[int]
) -> None:
    walked, now = [], after
    for _ in range(20):
        now = next_due(Kind.DAILY, now, clock, zone, days)
        walked.append(now)
    assert walked == list(islice(due_times(after, clock, zone, days), 20))


@pytest.mark.parametrize(
    ("zone", "clock", "after", "expected"),
    [
        # Midnight does not exist on these days: the digest comes an hour later, and once.
        ("America/Santiago", "00:00", "2026-09-05 12:00", ["Sun 09-06 01:00", "Mon 09-07 00:00"]),
        ("America/Santiago", "00:30", "2026-09-05 12:00", ["Sun 09-06 01:30", "Mon 09-07 00:30"]),
        ("Africa/Cairo", "00:15", "2026-04-23 12:00", ["Fri 04-24 01:15", "Sat 04-25 00:15"]),
        ("Asia/Beirut", "00:00", "2026-03-28 12:00", ["Sun 03-29 01:00", "Mon 03-30 00:00"]),
        ("Europe/Berlin", "02:30", "2026-03-28 12:00", ["Sun 03-29 03:30", "Mon 03-30 02:30"]),
        ("Australia/Lord_Howe", "02:15", "2026-10-03 00:00", ["Sun 10-04 02:45", "Mon 10-05 02:15"]),
        # An hour that comes twice is told in its first pass.
        ("Europe/Berlin", "02:30", "2026-10-24 12:00", ["Sun 10-25 02:30", "Mon 10-26 02:30"]),
        ("America/New_York", "01:00", "2026-10-31 12:00", ["Sun 11-01 01:00", "Mon 11-02 01:00"]),
        ("America/Santiago", "23:30", "2026-04-04 12:00", ["Sat 04-04 23:30", "Sun 04-05 23:30"]),
        ("Australia/Lord_Howe", "01:45", "2026-04-04 00:00", ["Sun 04-05 01:45", "Mon 04-06 01:45"]),
        # Samoa had no 30 December in 2011; both ends of the world keep their own dates.
        (
            "Pacific/Apia",
            "08:15",
            "2011-12-29 12:00",
            ["Thu 12-29 08:15", "Sat 12-31 08:15", "Sun 01-01 08:15"],
        ),
        ("Pacific/Kiritimati", "08:15", "2026-06-12 00:00", ["Sat 06-13 08:15", "Sun 06-14 08:15"]),
        ("Etc/GMT+12", "08:15", "2026-06-12 00:00", ["Fri 06-12 08:15", "Sat 06-13 08:15"]),
    ],
)
def test_known_changes_of_clocks(zone: str, clock: str, after: str, expected: list[str]) -> None:
    assert dues(zone, clock, after, len(expected)) == expected


@pytest.mark.parametrize(
    ("zone", "clock", "day", "passes"),
    [
        ("Europe/Berlin", "02:30", "2026-10-25", ["2026-10-25 00:30", "2026-10-25 01:30"]),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", ["2026-04-04 14:45", "2026-04-04 15:15"]),
    ],
)
def test_the_second_pass_of_a_repeated_hour_is_not_due(
    zone: str, clock: str, day: str, passes: list[str]
) -> None:
    first, second = map(at, passes)
    assert first.astimezone(ZoneInfo(zone)).time() == second.astimezone(ZoneInfo(zone)).time()
    assert due_on(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone)) == first
    following = next(due_times(first, time.fromisoformat(clock), ZoneInfo(zone)))
    assert following > second


def test_a_fold_in_the_wish_changes_nothing() -> None:
    berlin, day = ZoneInfo("Europe/Berlin"), date(2026, 10, 25)
    assert due_on(day, time(2, 30, fold=1), berlin) == due_on(day, time(2, 30), berlin)


def test_a_due_time_is_later_than_the_moment_itself() -> None:
    seoul, now = ZoneInfo("Asia/Seoul"), at("2026-06-11 23:15")
    assert next_due(Kind.DAILY, now - timedelta(microseconds=1), time(8, 15), seoul) == now
    assert next_due(Kind.DAILY, now, time(8, 15), seoul) == now + DAY


# Weeks and months ------------------------------------------------------------------------------------


@given(INSTANTS, TIMES, ZONES, WEEKDAY_SETS, st.sampled_from([Kind.WEEKLY, Kind.MONTHLY]))
def test_a_period_is_due_once_at_the_first_occasion_after_it_closed(
    after: datetime, clock: time, zone: ZoneInfo, days: frozenset[int], kind: Kind
) -> None:
    walked, now = [], after
    for _ in range(8):
        now = next_due(kind, now, clock, zone, days)
        walked.append(now)
    told = [last_finished(kind, due) for due in walked]
    assert all(later == earlier.following for earlier, later in pairwise(told))
    for due, edition in zip(walked, told, strict=True):
        occasions = due_times(edition.closes_at - timedelta(microseconds=1), clock, zone)
        assert due == next(occasions)
        assert due - edition.closes_at < timedelta(hours=25)
    assert walked[0] > after
    # Nothing between the start and the first is left out.
    assert told[0] in (last_finished(kind, after), last_finished(kind, after).following)


@pytest.mark.parametrize("name", ZONE_NAMES)
def test_a_year_of_weeks_is_told_week_by_week_in_every_zone(name: str) -> None:
    zone, now, weeks = ZoneInfo(name), at("2026-01-05 02:59"), []
    while now < at("2027-01-06 00:00"):
        now = next_due(Kind.WEEKLY, now, time(8, 15), zone)
        weeks.append(last_finished(Kind.WEEKLY, now).period)
    assert weeks[:53] == ["2026-W01", *[f"2026-W{week:02d}" for week in range(2, 54)]]


@pytest.mark.parametrize(
    ("zone", "clock", "expected"),
    [
        ("Asia/Seoul", "08:15", "Tue 06-16 08:15"),  # Monday 08:15 is before 03:00 UTC
        ("Asia/Seoul", "12:00", "Mon 06-15 12:00"),  # exactly 03:00 UTC
        ("Asia/Seoul", "12:01", "Mon 06-15 12:01"),
        ("Europe/Berlin", "04:59", "Tue 06-16 04:59"),
        ("Europe/Berlin", "09:00", "Mon 06-15 09:00"),
        ("America/New_York", "07:30", "Mon 06-15 07:30"),
        ("Pacific/Honolulu", "20:00", "Sun 06-14 20:00"),  # there it is still Sunday
        ("Pacific/Kiritimati", "08:15", "Tue 06-16 08:15"),
    ],
)
def test_a_week_comes_on_the_first_occasion_after_monday_three_utc(
    zone: str, clock: str, expected: str
) -> None:
    due = next_due(Kind.WEEKLY, at("2026-06-13 00:00"), time.fromisoformat(clock), ZoneInfo(zone))
    assert f"{due.astimezone(ZoneInfo(zone)):%a %m-%d %H:%M}" == expected
    assert last_finished(Kind.WEEKLY, due).period == "2026-W24"


# When an edition comes -------------------------------------------------------------------------------


def newest_at(due: datetime, kind: Kind) -> Edition:
    return next(publishable_days(due)) if kind is Kind.DAILY else last_finished(kind, due)


def simulated(edition: Edition, wish: Subscription, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Walk the due times and look at what is told there."""
    due = now
    while due < edition.closes_at + timedelta(days=70):
        due = next_due(wish.kind, due, wish.at, zone, wish.days)
        newest = newest_at(due, wish.kind)
        if newest == edition:
            return due
        if newest > edition:
            return None
    return None


@given(INSTANTS, TIMES, ZONES, WEEKDAY_SETS, st.integers(-9, 12))
def test_the_arrival_of_a_day_is_where_walking_finds_it(
    now: datetime, clock: time, zone: ZoneInfo, days: frozenset[int], ahead: int
) -> None:
    edition = Edition.daily(now.date() + DAY * ahead)
    wish = Subscription(Kind.DAILY, clock, days)
    assert arrival(edition, wish, zone, now) == simulated(edition, wish, zone, now)


@given(INSTANTS, TIMES, ZONES, st.sampled_from([Kind.WEEKLY, Kind.MONTHLY]), st.integers(-2, 2))
def test_the_arrival_of_a_period_is_where_walking_finds_it(
    now: datetime, clock: time, zone: ZoneInfo, kind: Kind, ahead: int
) -> None:
    edition = Edition.weekly(now.date()) if kind is Kind.WEEKLY else Edition.monthly(now.date())
    for _ in range(abs(ahead)):
        edition = edition.following if ahead > 0 else edition.previous
    wish = Subscription(kind, clock)
    assert arrival(edition, wish, zone, now) == simulated(edition, wish, zone, now)


def test_a_week_that_is_due_in_the_moment_it_closes_arrives_then() -> None:
    week, seoul = Edition.weekly(date(2026, 6, 12)), ZoneInfo("Asia/Seoul")
    wish = Subscription(Kind.WEEKLY, time(12, 0))
    assert arrival(week, wish, seoul, at("2026-06-13 00:00")) == at("2026-06-15 03:00") == week.closes_at
    assert arrival(week, wish, seoul, week.closes_at) is None


def test_another_kind_never_arrives() -> None:
    wish, seoul = Subscription(Kind.WEEKLY, time(8, 15)), ZoneInfo("Asia/Seoul")
    assert arrival(Edition.daily(date(2026, 6, 12)), wish, seoul, at("2026-06-12 00:00")) is None


def test_on_weekdays_only_fridays_list_comes_on_monday() -> None:
    friday, seoul = Edition.daily(date(2026, 6, 12)), ZoneInfo("Asia/Seoul")
    now = at("2026-06-12 12:00")
    every = Subscription(Kind.DAILY, time(8, 15))
    weekdays = Subscription(Kind.DAILY, time(8, 15), WEEKDAYS)
    assert arrival(friday, every, seoul, now) == at("2026-06-12 23:15")  # Saturday 08:15 in Seoul
    assert arrival(friday, weekdays, seoul, now) == at("2026-06-14 23:15")  # Monday 08:15
