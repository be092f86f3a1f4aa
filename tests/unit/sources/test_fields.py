from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources import fields


def test_a_text_is_folded_to_one_line() -> None:
    assert fields.text(" A Title\n  over two\tlines\u2028\u00a0") == "A Title over two lines"


def test_a_text_keeps_entities_tags_and_scripts_as_they_are() -> None:
    assert fields.text("한국어 & <think> &amp; 71.1\\%") == "한국어 & <think> &amp; 71.1\\%"


@pytest.mark.parametrize("value", [None, "", " \n", "\x00\x07", 5, True, ["a"], {"a": 1}, "x" * 20_001])
def test_what_is_no_usable_text_is_nothing(value: object) -> None:
    assert fields.text(value) is None


@given(st.text(st.characters(codec=None)))
def test_every_text_that_is_kept_can_be_stored_on_one_line(value: str) -> None:
    kept = fields.text(value + "\ud800\x00\u202e")
    if kept is not None:
        assert kept == " ".join(kept.split())
        assert not {"\x00", "\u202e"} & set(kept)
        kept.encode()


@pytest.mark.parametrize(("value", "read"), [(0, 0), (12, 12), (2**31 - 1, 2**31 - 1)])
def test_whole_numbers_are_counts(value: object, read: int) -> None:
    assert fields.count(value) == read


@pytest.mark.parametrize("value", [None, True, -1, 1.0, "12", [1], 2**31, float("nan")])
def test_what_is_no_count_is_nothing(value: object) -> None:
    assert fields.count(value) is None


@pytest.mark.parametrize(
    "value", ["2026-06-12T10:00:00.000Z", "2026-06-12T12:00:00+02:00", "2026-06-12T10:00:00"]
)
def test_times_are_read_as_utc(value: str) -> None:
    assert fields.moment(value) == datetime(2026, 6, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [None, "", "yesterday", 1781258400, "0001-01-01T00:00:00+14:00", "2026-13-01"]
)
def test_what_is_no_time_is_nothing(value: object) -> None:
    assert fields.moment(value) is None


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" http://example.org ", "http://example.org"),
        ("https://example.org/two/\nlines", "https://example.org/two/lines"),
    ],
)
def test_web_addresses_are_kept(value: str, read: str) -> None:
    assert fields.web_address(value) == read


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "example.org",
        "//example.org/a",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://",
        "https://user:secret@example.org",
        "https://exa mple.org",
        "https://[broken",
        "https://example.org/\u202e",
        "https://example.org/" + "x" * 2_000,
        7,
    ],
)
def test_what_is_no_web_address_is_nothing(value: object) -> None:
    assert fields.web_address(value) is None


def test_lists_keep_their_usable_texts_once() -> None:
    assert fields.texts(["a", 1, " a\n", "b", None, "c"], most=2) == ("a", "b")
    assert fields.texts("abc", most=2) == ()
