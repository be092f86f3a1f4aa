import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.waits import LONGEST_S, asked_wait_s, backoff_s
from tests.fakes import at

NOW = at("2026-06-12 16:00")


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "7"}, 7),
        ({"retry-after": "Fri, 12 Jun 2026 16:01:30 GMT"}, 90),
        ({"retry-after": "Fri, 12 Jun 2026 15:00:00 GMT"}, 0),
        ({"retry-after": "1e999"}, LONGEST_S),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "tomorrow"}, None),
    ],
)
def test_a_wait_is_read_in_every_form(headers: dict[str, str], wait_s: float | None) -> None:
    assert asked_wait_s(headers, NOW) == wait_s


@given(st.text())
def test_no_header_makes_it_raise_or_wait_for_ever(text: str) -> None:
    wait_s = asked_wait_s({"retry-after": text}, NOW)
    assert wait_s is None or 0 <= wait_s <= LONGEST_S


def test_waits_grow_up_to_a_bound_and_are_spread() -> None:
    assert [backoff_s(n, 0) for n in (1, 2, 3, 6, 9)] == [1, 2, 4, 20, 20]
    assert backoff_s(3, 1) == 2
