import pytest

from bot.domain.readings import Obstacle, Scope, Unread
from bot.services.setbacks import IN_VAIN_FOR, Setbacks
from tests.fakes import FakeClock, at


def test_a_failure_is_remembered_for_a_minute_and_for_its_key_alone() -> None:
    clock = FakeClock(at("2026-06-12 12:00"))
    setbacks = Setbacks(clock)
    setbacks.remember("one", Unread(Obstacle.MODEL_DOWN))
    assert setbacks.recall("one") == Unread(Obstacle.MODEL_DOWN)
    assert setbacks.recall("other") is None
    clock.pass_(seconds=60)
    assert setbacks.recall("one") is None


@pytest.mark.parametrize("scope", Scope)
def test_a_spent_budget_is_not_remembered(scope: Scope) -> None:
    setbacks = Setbacks(FakeClock(at("2026-06-12 12:00")))
    setbacks.remember("one", Unread(Obstacle.BUDGET, scope))
    assert setbacks.recall("one") is None


def test_what_is_over_is_forgotten_when_something_new_comes() -> None:
    clock = FakeClock(at("2026-06-12 12:00"))
    setbacks = Setbacks(clock)
    for number in range(100):
        setbacks.remember(str(number), Unread(Obstacle.MODEL_DOWN))
        clock.pass_(seconds=30)
    assert len(setbacks._found) <= 3


def test_what_was_answered_in_vain_is_remembered_longer() -> None:
    clock = FakeClock(at("2026-06-12 12:00"))
    setbacks = Setbacks(clock)
    for obstacle in (Obstacle.REFUSED, Obstacle.UNPROVEN, Obstacle.MODEL_DOWN):
        setbacks.remember(obstacle, Unread(obstacle))
    clock.pass_(hours=11)
    assert setbacks.recall(Obstacle.MODEL_DOWN) is None
    assert setbacks.recall(Obstacle.REFUSED) is not None
    assert setbacks.recall(Obstacle.UNPROVEN) is not None
    clock.pass_(hours=1)
    assert setbacks.recall(Obstacle.REFUSED) is None


def test_what_is_too_slow_three_times_is_given_up_for_half_a_day() -> None:
    clock = FakeClock(at("2026-06-12 12:00"))
    setbacks = Setbacks(clock)
    slow = Unread(Obstacle.OUT_OF_TIME)
    for _ in range(2):
        assert setbacks.remember("long", slow) == slow
        assert slow.is_outage
        clock.pass_(minutes=2)
        assert setbacks.recall("long") is None
    given_up = setbacks.remember("long", slow)
    assert given_up.again_at == clock.now() + IN_VAIN_FOR
    assert not given_up.is_outage, "it says nothing of other papers"
    assert setbacks.remember("other", slow) == slow
    clock.pass_(hours=11)
    assert setbacks.recall("long") == given_up
    clock.pass_(hours=1)
    assert setbacks.recall("long") is None
    assert setbacks.remember("long", slow) == slow, "it gets three tries again"


def test_what_came_about_after_all_was_not_late() -> None:
    setbacks = Setbacks(FakeClock(at("2026-06-12 12:00")))
    for _ in range(2):
        setbacks.remember("one", Unread(Obstacle.OUT_OF_TIME))
    setbacks.forget("one")
    assert setbacks.remember("one", Unread(Obstacle.OUT_OF_TIME)).is_outage
