from dataclasses import replace

import pytest

from tests.e2e.crash.invariants import Arrived, Owed, figures, violations

FRIDAY = "daily:2026-06-12"
SENT = Owed(1, FRIDAY, 0, "sent", "five papers")
HERE = Arrived(1, "five papers")


@pytest.mark.parametrize(
    ("ledger", "arrived", "wrong"),
    [
        ([SENT], [HERE], []),
        ([replace(SENT, state="ambiguous")], [HERE], []),
        ([replace(SENT, state="ambiguous")], [], []),
        ([replace(SENT, state="skipped", text=None)], [], []),
        ([], [], ["never owed: daily:2026-06-12 in chat 1"]),
        ([SENT], [], ["lost in silence: daily:2026-06-12 part 0 in chat 1"]),
        ([SENT], [HERE, HERE], ["told 2 times: chat 1"]),
        ([SENT], [HERE, Arrived(1, "four papers")], ["told without being owed: chat 1"]),
        ([SENT, SENT], [HERE], ["owed 2 times: (1, 'daily:2026-06-12', 0)"]),
        ([replace(SENT, state="failed")], [HERE], ["arrived, but failed: daily:2026-06-12 part 0 in chat 1"]),
        ([replace(SENT, state="sending")], [HERE], ["still sending: daily:2026-06-12 part 0 in chat 1"]),
    ],
)
def test_each_breach_has_its_line(ledger: list[Owed], arrived: list[Arrived], wrong: list[str]) -> None:
    assert violations([(1, FRIDAY)], ledger, arrived) == wrong


def test_the_figures_tell_how_many_of_the_doubtful_arrived() -> None:
    doubtful = [
        replace(SENT, state="ambiguous", is_cut_off=True),
        Owed(2, FRIDAY, 0, "ambiguous", "five papers", is_cut_off=True),
        Owed(3, FRIDAY, 0, "ambiguous", "five papers"),
    ]
    found = figures(doubtful, [HERE])
    assert (found.arrived, found.cut_off, found.unanswered) == (1, (2, 1), (1, 0))
    assert str(found).startswith("3 owed, 1 arrived; 0 sent, 3 ambiguous, 0 failed, 0 skipped")
