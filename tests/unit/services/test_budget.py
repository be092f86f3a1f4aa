import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budgets import Account, Limits, Prices, Spending, budget_day
from bot.domain.errors import StoreUnavailable
from bot.domain.model_answers import (
    Answer,
    Ask,
    ModelBusy,
    ModelCut,
    ModelDown,
    ModelGarbled,
    OutOfTime,
    Side,
    Told,
    Usage,
)
from bot.domain.readings import Asker, Obstacle, Scope, Unread
from bot.services.budget import Budget, Reservation
from tests.fakes import FakeClock, at
from tests.fakes_reading import FakeModel, FakePurse, told

NOON = at("2026-06-12 12:00")
DAY, CHAT, USER = Account(Scope.DAY), Account(Scope.CHAT, -7), Account(Scope.USER, 3)
ASKER = Asker(user_id=3, chat_id=-7)
ASK = Ask("Read.", "A paper.", {}, max_output_tokens=200, estimate_tokens=1_000)


class Till:
    """A budget with its purse."""

    def __init__(self, limits: Limits | None = None, prices: Prices | None = None) -> None:
        self.purse, self.clock = FakePurse(), FakeClock(NOON)
        self.budget = Budget(self.purse, limits or Limits(), prices or Prices(), self.clock)

    def spent(self, account: Account = DAY) -> Spending:
        return self.purse.accounts.get((budget_day(NOON), account), Spending())


async def reserved(budget: Budget, asker: Asker, tokens: int) -> Reservation:
    found = await budget.reserve(asker, tokens)
    assert isinstance(found, Reservation)
    return found


async def test_a_question_is_counted_on_the_day_the_chat_and_the_user() -> None:
    till = Till()
    answer = await till.budget.ask(FakeModel(told({}, Usage(1_100, 90, requests=1))), ASK, ASKER)
    assert isinstance(answer, Told)
    for account in (DAY, CHAT, USER):
        assert till.spent(account) == Spending(tokens=1_190, requests=1)


async def test_tokens_are_set_aside_while_the_model_thinks() -> None:
    till, model = Till(), FakeModel(told({}))
    model.gate.clear()
    asking = asyncio.create_task(till.budget.ask(model, ASK, ASKER))
    while not model.asked:
        await asyncio.sleep(0)
    assert till.spent(CHAT) == Spending(reserved=1_200)
    model.gate.set()
    await asking
    assert till.spent(CHAT).reserved == 0


@pytest.mark.parametrize(
    ("limits", "scope"),
    [
        (Limits(day=1_199), Scope.DAY),
        (Limits(chat=1_199), Scope.CHAT),
        (Limits(user=1_199), Scope.USER),
        (Limits(day=0, chat=0, user=0), Scope.DAY),
        (Limits(user=0), Scope.USER),
    ],
)
async def test_a_budget_that_does_not_suffice_is_told_and_nothing_is_asked(
    limits: Limits, scope: Scope
) -> None:
    till, model = Till(limits), FakeModel(told({}))
    answer = await till.budget.ask(model, ASK, ASKER)
    assert answer == Unread(Obstacle.BUDGET, scope, at("2026-06-13 00:00"))
    assert not model.asked
    assert till.spent() == Spending()


async def test_no_limit_means_no_end_and_a_limit_may_be_spent_to_the_last_token() -> None:
    till = Till(Limits(day=None, chat=2_400, user=None))
    model = FakeModel(told({}, Usage(1_000, 200, requests=1)))
    assert isinstance(await till.budget.ask(model, ASK, ASKER), Told)
    assert isinstance(await till.budget.ask(model, ASK, ASKER), Told)
    assert isinstance(await till.budget.ask(model, ASK, ASKER), Unread)
    assert isinstance(await till.budget.ask(model, ASK, Asker()), Told), "another's budget is its own"


async def test_two_who_ask_at_once_never_pass_a_limit_together() -> None:
    till, model = Till(Limits(day=2_000)), FakeModel(told({}))
    answers = await asyncio.gather(*(till.budget.ask(model, ASK, Asker(n, n)) for n in range(5)))
    assert [type(one) for one in answers].count(Told) == 1
    assert len(model.asked) == 1


async def test_what_the_next_day_costs_is_the_next_days() -> None:
    till = Till(Limits(day=1_000))
    late = await reserved(till.budget, Asker(), 900)
    till.clock.set("2026-06-13 00:00")
    early = await reserved(till.budget, Asker(), 900)
    await till.budget.settle(late, Usage(800, 0, requests=1))
    assert till.spent() == Spending(tokens=800, requests=1)
    assert early.day != late.day


async def test_requests_whose_cost_nobody_told_count_as_expected() -> None:
    till = Till()
    lost = ModelDown("hung up", usage=Usage(requests=3, unreported=2))
    await till.budget.ask(FakeModel(lost), ASK, ASKER)
    assert till.spent() == Spending(tokens=2_400, requests=1)


async def test_repairs_are_counted_even_beyond_what_was_set_aside() -> None:
    till = Till(Limits(day=1_200))
    await till.budget.ask(FakeModel(told({}, Usage(2_300, 300, requests=2))), ASK, ASKER)
    assert till.spent().tokens == 2_600


async def test_a_question_that_is_given_up_counts_as_expected() -> None:
    till, model = Till(), FakeModel(told({}))
    model.gate.clear()
    asking = asyncio.create_task(till.budget.ask(model, ASK, ASKER))
    while not model.asked:
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert till.spent(USER) == Spending(tokens=1_200, requests=1)


async def test_an_answer_that_another_paid_for_is_free() -> None:
    till = Till()
    await till.budget.ask(FakeModel(told({}, Usage())), ASK, ASKER)
    assert till.spent() == Spending()


async def test_a_defect_leaves_nothing_set_aside() -> None:
    till = Till()

    def stumble(ask: Ask) -> Answer:
        raise ValueError(ask.schema)

    with pytest.raises(ValueError, match=r"\{\}"):
        await till.budget.ask(FakeModel(stumble), ASK, ASKER)
    assert till.spent().reserved == 0


async def test_an_answer_is_not_thrown_away_because_it_cannot_be_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    till, model = Till(), FakeModel(told({"text": "fine"}))
    model.gate.clear()
    asking = asyncio.create_task(till.budget.ask(model, ASK, ASKER))
    while not model.asked:
        await asyncio.sleep(0)
    till.purse.trouble = StoreUnavailable("the disk is full")
    model.gate.set()
    assert isinstance(await asking, Told)
    assert "1200 tokens could not be counted: the disk is full" in caplog.text


async def test_a_purse_that_does_not_answer_lets_nothing_be_asked() -> None:
    till, model = Till(), FakeModel(told({}))
    till.purse.trouble = StoreUnavailable("locked")
    with pytest.raises(StoreUnavailable):
        await till.budget.ask(model, ASK, ASKER)
    assert not model.asked


async def test_costs_are_told_where_prices_are_set(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    till = Till(prices=Prices(Decimal("2.5"), Decimal(10), "EUR"))
    await till.budget.ask(FakeModel(told({}, Usage(48_000, 4_000, requests=1))), ASK, ASKER)
    assert till.spent().cost == Decimal("0.16")
    assert "0.1600 EUR: 48000 tokens read, 4000 written" in caplog.text
    caplog.clear()
    await Till().budget.ask(FakeModel(told({})), ASK, ASKER)
    assert not caplog.text


@pytest.mark.parametrize(
    ("failure", "asked"),
    [
        (ModelDown("fails"), 2), (ModelBusy(None), 2), (OutOfTime(), 2), (ModelCut(Side.PROMPT), 2),
        (ModelCut(Side.ANSWER), 3), (ModelGarbled("no JSON"), 3),
    ],
)  # fmt: skip
async def test_many_questions_end_with_the_first_failure_that_would_last(failure: Answer, asked: int) -> None:
    till = Till()
    model = FakeModel(told({}), failure, told({}))
    answers = await till.budget.ask_all(model, (ASK, ASK, ASK), ASKER)
    assert isinstance(answers, list)
    assert len(answers) == len(model.asked) == asked
    assert till.spent() == Spending(tokens=1_200 * sum(one.usage.requests for one in answers), requests=1)


usages = st.builds(Usage, *[st.integers(0, 5_000)] * 2, st.integers(1, 3), st.integers(0, 3))


@given(st.lists(usages, min_size=1, max_size=6), st.integers(0, 20_000))
def test_nothing_stays_set_aside_and_every_token_is_counted(given_usages: list[Usage], limit: int) -> None:
    async def run() -> None:
        till = Till(Limits(day=limit))
        spent = 0
        for usage in given_usages:
            before = till.spent().tokens
            answer = await till.budget.ask(FakeModel(told({}, usage)), ASK, ASKER)
            if isinstance(answer, Unread):
                assert before + 1_200 > limit
                continue
            assert before + 1_200 <= limit
            spent += usage.prompt_tokens + usage.completion_tokens + 1_200 * usage.unreported
        assert (till.spent().tokens, till.spent().reserved) == (spent, 0)

    asyncio.run(run())
