"""Zones: by name, by city, and on the buttons."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.zones import COMMON, REGIONS, allowed, find_zone, offset
from tests.fakes import at


def test_every_zone_on_a_button_is_allowed_and_known_to_the_time_zone_data() -> None:
    for zone in [*COMMON, *(zone for region in REGIONS.values() for zone in region)]:
        assert zone in allowed()
        ZoneInfo(zone)


def test_oddities_of_the_time_zone_data_are_not_allowed() -> None:
    assert not allowed() & {"posixrules", "Factory", "localtime", "posix/Asia/Seoul", "right/UTC", "EST5EDT"}
    assert all("/" in zone for zone in allowed() - {"UTC"})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Asia/Seoul", "Asia/Seoul"),
        ("asia/seoul", "Asia/Seoul"),
        ("Seoul", "Asia/Seoul"),
        ("서울", "Asia/Seoul"),
        ("new york", "America/New_York"),
        ("NEW_YORK", "America/New_York"),
        ("뉴욕", "America/New_York"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("america/argentina/comodrivadavia", "America/Argentina/ComodRivadavia"),
        ("lisbon", "Europe/Lisbon"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("Istanbul", "Europe/Istanbul"),
    ],
)
def test_a_zone_is_found_by_name_or_city(said: str, meant: str) -> None:
    assert find_zone(said) == meant


@pytest.mark.parametrize(
    "said", ["", " ", "Atlantis", "/", "../etc/passwd", "Asia/", "posix/Asia/Seoul", "x" * 9999]
)
def test_what_is_no_zone_is_none(said: str) -> None:
    assert find_zone(said) is None


@given(st.text(max_size=60))
def test_a_found_zone_is_always_allowed(said: str) -> None:
    assert find_zone(said) is None or find_zone(said) in allowed()


@pytest.mark.parametrize(
    ("zone", "now", "shown"),
    [
        ("Asia/Seoul", at("2025-01-01 00:00"), "UTC+9"),
        ("America/St_Johns", at("2025-01-01 00:00"), "UTC-3:30"),
        ("Asia/Kathmandu", at("2025-01-01 00:00"), "UTC+5:45"),
        ("Europe/London", at("2025-01-01 00:00"), "UTC"),
        ("Europe/London", at("2025-07-01 00:00"), "UTC+1"),
    ],
)
def test_the_distance_from_utc_is_that_of_the_day(zone: str, now: datetime, shown: str) -> None:
    assert offset(zone, now) == shown
