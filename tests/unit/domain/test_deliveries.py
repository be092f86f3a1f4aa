from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chats import Pause
from bot.domain.deliveries import (
    MAY_HAVE_ARRIVED,
    Gone,
    Held,
    Moved,
    NeverLeft,
    Outcome,
    Refused,
    Sent,
    Settlement,
    State,
    Unclear,
    backoff,
    settle,
)

NOW = datetime(2026, 6, 12, 8, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)

CASES: list[tuple[Outcome, Settlement]] = [
    (Sent(7), Settlement(State.SENT, message_id=7)),
    (Unclear("read timeout"), Settlement(State.AMBIGUOUS, "read timeout")),
    (Refused("message is too long"), Settlement(State.FAILED, "message is too long")),
    (
        Gone(Pause.BLOCKED, "bot was blocked"),
        Settlement(State.FAILED, "bot was blocked", pause=Pause.BLOCKED),
    ),
    (Moved(-1007), Settlement(State.PENDING, "moved", try_again_at=NOW, moved_to=-1007)),
    (Held(30 * SECOND), Settlement(State.PENDING, "held", try_again_at=NOW + 30 * SECOND)),
    (NeverLeft("no route"), Settlement(State.PENDING, "no route", try_again_at=NOW + 2 * SECOND)),
]


@pytest.mark.parametrize(("outcome", "settlement"), CASES)
def test_each_outcome_settles_a_delivery(outcome: Outcome, settlement: Settlement) -> None:
    assert settle(outcome, 1, NOW) == settlement


def test_no_outcome_is_forgotten() -> None:
    assert {type(outcome) for outcome, _ in CASES} == set(get_args(Outcome))


@given(st.integers(1, 10_000), st.sampled_from([outcome for outcome, _ in CASES]))
def test_only_what_provably_never_arrived_is_tried_again(attempts: int, outcome: Outcome) -> None:
    settled = settle(outcome, attempts, NOW)
    is_again = isinstance(outcome, NeverLeft | Held | Moved)
    assert (settled.state is State.PENDING) == is_again == (settled.try_again_at is not None)
    assert (settled.state in MAY_HAVE_ARRIVED) == isinstance(outcome, Sent | Unclear)
    assert settled.try_again_at is None or settled.try_again_at >= NOW


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (10, 300), (10**9, 300)]
)
def test_waiting_doubles_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert backoff(attempts) == seconds * SECOND


def test_a_wait_that_telegram_asks_for_is_kept_to_however_often() -> None:
    assert settle(Held(timedelta(hours=3)), 50, NOW).try_again_at == NOW + timedelta(hours=3)


@pytest.mark.parametrize("pause", list(Pause))
def test_a_chat_that_is_gone_is_paused_for_its_reason(pause: Pause) -> None:
    assert settle(Gone(pause, "why"), 1, NOW).pause is pause
