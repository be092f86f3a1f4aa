from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import parse_time


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("8:15", time(8, 15)),
        ("08:15", time(8, 15)),
        (" 08.15 ", time(8, 15)),
        ("0815", time(8, 15)),
        ("８：１５", time(8, 15)),
        ("8 : 15", time(8, 15)),
        ("8h15", time(8, 15)),
        ("8h", time(8)),
        ("8", time(8)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("9 Uhr", time(9)),
        ("9 Uhr 30", time(9, 30)),
        ("9 pm", time(21)),
        ("9PM", time(21)),
        ("9:05 p.m.", time(21, 5)),
        ("0905 am", time(9, 5)),
        ("am 9:05", time(9, 5)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("12:30am", time(0, 30)),
        ("8시 15분", time(8, 15)),
        ("8시15분", time(8, 15)),
        ("8시 5분", time(8, 5)),
        ("8 시", time(8)),
        ("20시", time(20)),
        ("8시 반", time(8, 30)),
        ("오전 8시", time(8)),
        ("오후 9시", time(21)),
        ("오후9시 반", time(21, 30)),
        ("오후 12시", time(12)),
        ("오전 12시 10분", time(0, 10)),
        ("下午9点", time(21)),
        ("上午8點半", time(8, 30)),
        ("午後9時15分", time(21, 15)),
    ],
)
def test_a_time_of_day_is_read_in_many_spellings(said: str, meant: time) -> None:
    assert parse_time(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "noonish",
        "24:00",
        "25",
        "8:60",
        "99:99",
        "-8:15",
        "8:15:30",
        "815",
        "08155",
        "13 pm",
        "0 am",
        "0pm",
        "오후 13시",
        "오전 0시",
        "8:15 xm",
        "am 9 pm",
        "am",
        "오후",
        "시",
        ":",
        "8:",
        "8-15",
        "8,15",
        "8시 60분",
        "٨:١٥:١",
        "2026-06-12",
        "9" * 1000,
    ],
)
def test_junk_is_no_time_of_day(said: str) -> None:
    assert parse_time(said) is None


@given(st.text())
def test_reading_a_time_never_fails(said: str) -> None:
    assert parse_time(said) is None or said.strip()


@given(st.times(), st.sampled_from(["%H:%M", "%H.%M", "%H%M", "%I:%M %p", "%H시 %M분", "%p %I:%M"]))
def test_a_written_time_is_read_back(moment: time, form: str) -> None:
    minute = moment.replace(second=0, microsecond=0, fold=0)
    assert parse_time(f"{minute:{form}}") == minute
