"""Wishes for files, as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Edition
from bot.domain.chats import Style
from bot.domain.publications import Form
from bot.tg.file_wishes import FileWish, read_file_wish
from tests.fakes import at

NOW = at("2025-10-08 14:00")  # a Wednesday


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", FileWish()),
        ("today", FileWish()),
        ("오늘 텍스트", FileWish(form=Form.TEXT)),
        ("markdown", FileWish(form=Form.MARKDOWN)),
        ("2025-10-02", FileWish(Edition.daily(date(2025, 10, 2)))),
        ("2025년 10월 2일 마크다운", FileWish(Edition.daily(date(2025, 10, 2)), Form.MARKDOWN)),
        ("2026-W24 bibtex", FileWish(Edition.weekly(date(2026, 6, 8)), Form.BIBTEX)),
        ("json 2025-09", FileWish(Edition.monthly(date(2025, 9, 1)), Form.JSON)),
        ("weekly deep", FileWish(Edition.weekly(date(2025, 9, 29)), style=Style.DEEP)),
        ("월간", FileWish(Edition.monthly(date(2025, 9, 1)))),
        ("yesterday, as Jekyll", FileWish(Edition.daily(date(2025, 10, 7)), Form.JEKYLL)),
        (
            "2025-10-02 md evidence",
            FileWish(Edition.daily(date(2025, 10, 2)), Form.MARKDOWN, has_evidence=True),
        ),
        ("pdf", FileWish(unknown="pdf")),
        ("2025-10-02 <b>", FileWish(Edition.daily(date(2025, 10, 2)), unknown="<b>")),
        ("2025-13-45", FileWish(unknown="2025-13-45")),
    ],
)
def test_a_wish_is_read_in_any_order(text: str, wish: FileWish) -> None:
    assert read_file_wish(text, NOW) == wish


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    read_file_wish(text, NOW)
