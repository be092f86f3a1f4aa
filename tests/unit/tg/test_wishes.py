"""Wishes as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Kind
from bot.domain.schedule import EVERY_DAY, WEEKDAYS
from bot.tg.wishes import Wish, read_wish


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", Wish()),
        ("08:15", Wish(at=time(8, 15))),
        ("at 9 pm", Wish(at=time(21, 0))),
        ("weekly", Wish(Kind.WEEKLY)),
        ("every week at 9:30", Wish(Kind.WEEKLY, time(9, 30))),
        ("Europe/Berlin 09:00 weekdays", Wish(at=time(9), days=WEEKDAYS, zone="Europe/Berlin")),
        ("daily, 7:00, New York", Wish(Kind.DAILY, time(7), zone="America/New_York")),
        ("every weekday in los angeles", Wish(days=WEEKDAYS, zone="America/Los_Angeles")),
        ("Mondays and Thursdays 8:00", Wish(at=time(8), days=frozenset({1, 4}))),
        ("매주", Wish(Kind.WEEKLY)),
        ("매일 서울 오전 8시 15분", Wish(at=time(8, 15), days=EVERY_DAY, zone="Asia/Seoul")),
        ("평일 08:15", Wish(at=time(8, 15), days=WEEKDAYS)),
        ("월요일 목요일 8시", Wish(at=time(8), days=frozenset({1, 4}))),
        ("월간 오후 9시", Wish(Kind.MONTHLY, time(21))),
    ],
)
def test_words_are_understood_in_any_order(said: str, meant: Wish) -> None:
    assert read_wish(said) == meant


@pytest.mark.parametrize(
    ("said", "word"), [("08:15 soonish", "soonish"), ("25:99", "25:99"), ("weekly ??", "??")]
)
def test_the_first_word_without_a_meaning_is_named(said: str, word: str) -> None:
    assert read_wish(said).unknown == word


@given(st.text(max_size=80))
def test_no_text_raises(said: str) -> None:
    read_wish(said)
