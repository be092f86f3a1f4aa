from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    LOOK_BACK_DAYS,
    Edition,
    Kind,
    feed_day,
    is_feed_weekday,
    last_finished,
    opens_at,
    parse_day,
    parse_month,
    parse_week,
    publishable_days,
)

NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
# Bounds are naive in hypothesis; the zone is added to what it draws.
_FROM, _TO = (datetime.fromisoformat(day) for day in ("2024-01-01", "2028-12-31"))
INSTANTS = st.datetimes(_FROM, _TO, timezones=st.just(UTC))
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 6, 12), "2026-06-12 01:30"),  # summer
        (date(2026, 1, 14), "2026-01-14 02:30"),  # winter
        (date(2026, 3, 8), "2026-03-08 02:30"),  # clocks go forward later in this night
        (date(2026, 3, 9), "2026-03-09 01:30"),
        (date(2026, 11, 1), "2026-11-01 01:30"),  # clocks go back later in this night
        (date(2026, 11, 2), "2026-11-02 02:30"),
    ],
)
def test_the_feeds_day_rolls_at_half_past_nine_in_new_york(day: date, opens: str) -> None:
    assert opens_at(day) == at(opens)
    assert feed_day(at(opens)) == day
    assert feed_day(at(opens) - SECOND) == day - timedelta(days=1)
    assert at(opens).astimezone(NEW_YORK).time() == time(21, 30)


@given(DAYS)
def test_a_day_is_the_feeds_day_from_its_opening_to_the_next(day: date) -> None:
    following = day + timedelta(days=1)
    assert feed_day(opens_at(day)) == day == feed_day(opens_at(following) - SECOND)
    assert timedelta(hours=23) <= opens_at(following) - opens_at(day) <= timedelta(hours=25)


@given(INSTANTS)
def test_every_instant_lies_in_its_feed_day(now: datetime) -> None:
    day = feed_day(now)
    assert opens_at(day) <= now < opens_at(day + timedelta(days=1))


@given(DAYS)
def test_a_day_closes_only_after_the_next_has_opened(day: date) -> None:
    closes = Edition.daily(day).closes_at
    assert closes == datetime.combine(day + timedelta(days=1), time(2, 45), tzinfo=UTC)
    assert opens_at(day + timedelta(days=1)) < closes


@pytest.mark.parametrize(
    ("day", "period", "first", "last"),
    [
        (date(2026, 6, 12), "2026-W24", date(2026, 6, 8), date(2026, 6, 14)),
        (date(2020, 12, 31), "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        (date(2021, 1, 3), "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        (date(2026, 12, 28), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2027, 1, 1), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2024, 12, 30), "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        (date(2025, 1, 1), "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        (date(2025, 12, 29), "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        (date(2027, 1, 4), "2027-W01", date(2027, 1, 4), date(2027, 1, 10)),
    ],
)
def test_weeks_are_iso_weeks_also_over_the_turn_of_the_year(
    day: date, period: str, first: date, last: date
) -> None:
    week = Edition.weekly(day)
    assert (str(week), week.first, week.last) == (f"weekly:{period}", first, last)
    assert len(week.days) == 5


def test_a_week_closes_on_monday_morning() -> None:
    assert Edition.weekly(date(2026, 12, 31)).closes_at == at("2027-01-04 03:00")
    assert Edition.weekly(date(2026, 6, 12)).opens_at == at("2026-06-08 01:30")


@pytest.mark.parametrize(
    ("first", "last", "weekdays"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), 20),
        (date(2024, 2, 1), date(2024, 2, 29), 21),
        (date(2026, 12, 1), date(2026, 12, 31), 23),
        (date(2026, 4, 1), date(2026, 4, 30), 22),
    ],
)
def test_a_month_has_its_own_length(first: date, last: date, weekdays: int) -> None:
    month = Edition.monthly(first.replace(day=17))
    assert (month.first, month.last, len(month.days)) == (first, last, weekdays)
    assert month.closes_at == datetime.combine(last + timedelta(days=1), time(3), tzinfo=UTC)


def editions_of(day: date) -> tuple[Edition, ...]:
    return Edition.daily(day), Edition.weekly(day), Edition.monthly(day)


@given(DAYS)
def test_a_key_names_its_edition(day: date) -> None:
    for edition in editions_of(day):
        assert Edition.parse(str(edition)) == edition
        assert edition.first <= day <= edition.last


@given(DAYS)
def test_editions_of_a_kind_follow_one_another_without_gap(day: date) -> None:
    for edition in editions_of(day):
        following = edition.following
        assert following > edition
        assert edition.previous < edition
        assert following.previous == edition or not is_feed_weekday(day)
        if edition.kind is not Kind.DAILY:
            assert following.first == edition.last + timedelta(days=1)


def test_beside_a_weekend_stand_friday_and_monday() -> None:
    friday, monday = Edition.daily(date(2026, 6, 12)), Edition.daily(date(2026, 6, 15))
    for day in (date(2026, 6, 13), date(2026, 6, 14)):
        assert Edition.daily(day).previous == friday
        assert Edition.daily(day).following == monday
        assert Edition.daily(day).days == ()
    assert (friday.following, monday.previous) == (monday, friday)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "daily",
        "daily:",
        "daily:2026-02-30",
        "weekly:2025-W53",
        "yearly:2026",
        "monthly:2026-13",
        "2026-06-12",
        "daily:2026-W24",
        "weekly:2026-06-12",
        "DAILY:2026-06-12",
    ],
)
def test_what_names_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Edition.parse(key)


# What can be told ------------------------------------------------------------------------------------


def told(now: str) -> list[str]:
    return [edition.period for edition in publishable_days(at(now))]


MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (f"2026-06-{day:02d}" for day in range(8, 13))
LAST_WEEK = ["2026-06-05", "2026-06-04", "2026-06-03", "2026-06-02", "2026-06-01"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-08 02:00", LAST_WEEK),  # Monday: its list has just opened
        ("2026-06-08 19:29", LAST_WEEK),
        ("2026-06-08 19:30", [MONDAY, *LAST_WEEK]),  # ripe 18 hours after 01:30
        ("2026-06-09 01:29", [MONDAY, *LAST_WEEK]),
        ("2026-06-09 01:31", [MONDAY, *LAST_WEEK[:-1]]),  # a new feed day: one falls out of sight
        ("2026-06-09 03:00", [MONDAY, *LAST_WEEK[:-1]]),
        ("2026-06-09 20:00", [TUESDAY, MONDAY, *LAST_WEEK[:-1]]),
        ("2026-06-10 03:00", [TUESDAY, MONDAY, *LAST_WEEK[:-2]]),
        ("2026-06-11 03:00", [WEDNESDAY, TUESDAY, MONDAY, *LAST_WEEK[:-3]]),
        ("2026-06-12 03:00", [THURSDAY, WEDNESDAY, TUESDAY, MONDAY, LAST_WEEK[0]]),
        ("2026-06-12 23:15", [FRIDAY, THURSDAY, WEDNESDAY, TUESDAY, MONDAY, LAST_WEEK[0]]),
        (
            "2026-06-13 12:00",
            [FRIDAY, THURSDAY, WEDNESDAY, TUESDAY, MONDAY],
        ),
        ("2026-06-14 12:00", [FRIDAY, THURSDAY, WEDNESDAY, TUESDAY, MONDAY]),
        ("2026-06-15 12:00", [FRIDAY, THURSDAY, WEDNESDAY, TUESDAY, MONDAY]),
    ],
)
def test_ripe_and_closed_days_can_be_told_newest_first(now: str, expected: list[str]) -> None:
    assert told(now) == expected


@given(INSTANTS)
def test_there_is_always_something_to_tell_and_never_too_early(now: datetime) -> None:
    editions = list(publishable_days(now))
    assert editions
    assert all(newer > older for newer, older in pairwise(editions))
    for edition in editions:
        assert is_feed_weekday(edition.first)
        assert now - edition.opens_at >= timedelta(hours=18)
        assert now - edition.opens_at < timedelta(days=LOOK_BACK_DAYS + 2)


def test_only_a_day_ripens() -> None:
    now = at("2026-06-14 12:00")
    assert Edition.daily(date(2026, 6, 12)).is_ripe(now)
    assert not Edition.weekly(date(2026, 6, 12)).is_ripe(now)
    assert not Edition.monthly(date(2026, 6, 12)).is_ripe(now)


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-06-14 23:59", "2026-W23"),
        ("2026-06-15 00:00", "2026-W23"),
        ("2026-06-15 02:59:59", "2026-W23"),
        ("2026-06-15 03:00", "2026-W24"),
        ("2026-06-21 23:00", "2026-W24"),
        ("2027-01-04 02:59", "2026-W52"),
        ("2027-01-04 03:00", "2026-W53"),
    ],
)
def test_a_week_is_finished_on_monday_at_three(now: str, week: str) -> None:
    assert last_finished(Kind.WEEKLY, at(now)).period == week


@pytest.mark.parametrize(
    ("now", "month"),
    [
        ("2026-06-01 02:59", "2026-04"),
        ("2026-06-01 03:00", "2026-05"),
        ("2026-06-30 23:59", "2026-05"),
        ("2026-01-01 04:00", "2025-12"),
        ("2024-03-01 02:00", "2024-01"),
    ],
)
def test_a_month_is_finished_on_the_first_at_three(now: str, month: str) -> None:
    assert last_finished(Kind.MONTHLY, at(now)).period == month


@given(INSTANTS, st.sampled_from([Kind.WEEKLY, Kind.MONTHLY]))
def test_the_last_finished_period_is_closed_and_the_next_is_not(now: datetime, kind: Kind) -> None:
    finished = last_finished(kind, now)
    assert finished.closes_at <= now < finished.following.closes_at


# What people write -----------------------------------------------------------------------------------

JUNE_12 = date(2026, 6, 12)


@pytest.mark.parametrize(
    "said",
    [
        "2026-06-12",
        " 2026-06-12 ",
        "2026-6-12",
        "2026.06.12",
        "2026.6.12.",
        "2026. 6. 12.",
        "2026/06/12",
        "20260612",
        "2026년 6월 12일",
        "2026年6月12日",
        "２０２６－０６－１２",
    ],
)
def test_a_day_is_read_in_many_spellings(said: str) -> None:
    assert parse_day(said) == JUNE_12


@pytest.mark.parametrize("said", ["2026-W24", "2026W24", "2026-w24", "2026-24", " 2026 W24 ", "2026-W24\n"])
def test_a_week_is_read_in_many_spellings(said: str) -> None:
    assert parse_week(said) == date(2026, 6, 8)


@pytest.mark.parametrize(
    "said", ["2026-06", "2026-6", " 2026-06", "2026.06", "2026/6", "2026년 6월", "2026. 6."]
)
def test_a_month_is_read_in_many_spellings(said: str) -> None:
    assert parse_month(said) == date(2026, 6, 1)


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "junk",
        "12",
        "2026",
        "2026-",
        "2026-00",
        "2026-54",
        "2026-W00",
        "2026-W54",
        "2025-W53",
        "2026-02-29",
        "2026-06-31",
        "12.06.2026",
        "06/12/2026",
        "2026-06/12",
        "202606121",
        "2026061",
        "2026-06-12T00:00",
        "-2026-06-12",
        "20260",
        "0000-00-00",
        "2026--06",
        "9" * 500,
        "2509.22622",
    ],
)
def test_junk_is_no_day_and_no_period(said: str) -> None:
    assert parse_day(said) is None
    assert parse_week(said) is None
    assert parse_month(said) is None


@pytest.mark.parametrize("year", ["0001", "0999", "1899", "2200", "9999"])
def test_a_year_without_any_papers_is_none(year: str) -> None:
    assert parse_day(f"{year}-12-31") is None
    assert parse_week(f"{year}-W52") is None
    assert parse_month(f"{year}-12") is None


_ALMOST = st.from_regex(r"\A\d{4}[-./ 년]{0,2}[Ww]?\d{1,2}[-./월 ]{0,2}\d{0,2}[.일]?\Z")


@given(st.one_of(st.text(), _ALMOST))
def test_reading_never_fails_and_what_is_read_can_be_used(said: str) -> None:
    day, week, month = parse_day(said), parse_week(said), parse_month(said)
    read = (
        day and Edition.daily(day),
        week and Edition.weekly(week),
        month and Edition.monthly(month),
    )
    for edition in filter(None, read):
        assert edition.opens_at < edition.closes_at
        assert edition.previous < edition < edition.following
        assert Edition.parse(str(edition)) == edition


@given(DAYS)
def test_a_written_day_is_read_back(day: date) -> None:
    assert {parse_day(f"{day:{form}}") for form in ("%Y-%m-%d", "%Y%m%d", "%Y.%m.%d.")} == {day}
    assert parse_month(f"{day:%Y-%m}") == day.replace(day=1)
    year, week, _ = day.isocalendar()
    assert parse_week(f"{year}-W{week}") == Edition.weekly(day).first
