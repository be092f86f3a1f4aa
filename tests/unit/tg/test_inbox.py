from hypothesis import given
from hypothesis import strategies as st

from bot.tg.inbox import LONGEST_HOLD_S, WORKED_ON_S, Inbox


def test_before_any_update_telegram_keeps_all() -> None:
    assert Inbox().offset(0) is None


def test_an_update_is_given_up_when_it_is_handled() -> None:
    inbox = Inbox()
    assert inbox.take([10, 11], 0) == {10, 11}
    assert inbox.offset(0) == 10
    inbox.finish(11)
    assert inbox.offset(0) == 10, "what comes before it is still wanted"
    inbox.finish(10)
    assert inbox.offset(0) == 12
    assert not inbox.is_holding(0)
    assert len(inbox) == 0


def test_an_update_that_is_worked_on_for_a_moment_is_given_up() -> None:
    inbox = Inbox()
    inbox.take([10], 0)
    inbox.begin(10, 1)
    assert inbox.offset(1 + WORKED_ON_S - 0.01) == 10
    assert inbox.offset(1 + WORKED_ON_S) == 11
    assert len(inbox) == 1


def test_an_update_whose_turn_does_not_come_holds_up_the_others_for_a_while_only() -> None:
    inbox = Inbox()
    inbox.take([10], 0)
    inbox.take([11], 1)
    inbox.finish(11)
    assert inbox.offset(LONGEST_HOLD_S - 0.01) == 10
    assert inbox.offset(LONGEST_HOLD_S) == 12


def test_what_is_told_again_is_not_new() -> None:
    inbox = Inbox()
    inbox.take([10, 11], 0)
    assert inbox.take([10, 11, 12], 1) == {12}
    inbox.finish(10)
    assert inbox.take([10], 2) == frozenset()


def test_numbers_may_begin_anew_lower_down() -> None:
    inbox = Inbox()
    inbox.take([900], 0)
    inbox.finish(900)
    assert inbox.take([7], 1) == {7}
    inbox.finish(7)
    assert inbox.offset(2) == 8


def test_the_memory_of_what_was_seen_is_bounded() -> None:
    inbox = Inbox()
    for number in range(10_000):
        inbox.take([number], 0)
        inbox.finish(number)
    assert len(inbox._seen) == 2_000


@given(st.lists(st.sampled_from(["take", "begin", "finish", "wait"]), max_size=60), st.randoms())
def test_what_was_never_begun_is_kept_while_it_is_young(steps: list[str], random: object) -> None:
    inbox, now, number = Inbox(), 0.0, 100
    came: dict[int, float] = {}
    waiting: list[int] = []
    begun: list[int] = []
    for step in steps:
        if step == "take":
            inbox.take([number], now)
            came[number] = now
            waiting.append(number)
            number += 1
        elif step == "begin" and waiting:
            one = waiting.pop(random.randrange(len(waiting)))  # type: ignore[attr-defined]
            inbox.begin(one, now)
            begun.append(one)
        elif step == "finish" and begun:
            inbox.finish(begun.pop())
        elif step == "wait":
            now += 0.5
        young = [one for one in waiting if now - came[one] < LONGEST_HOLD_S]
        offset = inbox.offset(now)
        assert offset is None or all(offset <= one for one in young)
