from bot.playground.rates import Allowance, RateRules, Rates


class Hands:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_without_rules_everything_passes() -> None:
    rates = Rates(Hands())
    assert [rates.take(1) for _ in range(100)] == [0] * 100


def test_a_chat_takes_a_burst_and_then_one_a_second() -> None:
    hands = Hands()
    rates = Rates(hands, RateRules())
    assert [rates.take(7) for _ in range(4)] == [0, 0, 0, 1]
    assert rates.take(8) == 0
    hands.seconds += 1
    assert [rates.take(7), rates.take(7)] == [0, 1]


def test_a_group_takes_twenty_a_minute() -> None:
    hands = Hands()
    rates = Rates(hands, RateRules())
    taken = 0
    for _ in range(50):
        taken += rates.take(-5) == 0
        hands.seconds += 1
    assert 20 <= taken <= 36
    assert rates.take(-5) > 0


def test_a_wait_that_is_kept_is_enough() -> None:
    hands = Hands()
    rates = Rates(hands, RateRules(group=Allowance(20, 60, 1)))
    assert rates.take(-5) == 0
    wait_s = rates.take(-5)
    assert wait_s == 3
    hands.seconds += wait_s
    assert rates.take(-5) == 0


def test_thirty_a_second_pass_overall() -> None:
    rates = Rates(Hands(), RateRules())
    assert sum(rates.take(chat) == 0 for chat in range(1, 101)) == 30
