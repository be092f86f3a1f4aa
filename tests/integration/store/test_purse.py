"""Budgets hold, whoever asks at the same time."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.budgets import Account, Spending
from bot.domain.chats import Address, Place, Preferences
from bot.domain.readings import Scope
from bot.store import SqlStore

DAY = date(2026, 6, 13)
ALL = Account(Scope.DAY)
ADA = Account(Scope.USER, 7)
GROUP = Account(Scope.CHAT, -100_200)


async def test_tokens_are_set_aside_and_then_spent(store: SqlStore) -> None:
    assert await store.purse.reserve(DAY, {ALL: 100, ADA: None}, 40) is None
    assert await store.purse.spent(DAY, ALL) == Spending(reserved=40)
    await store.purse.settle(DAY, [ALL, ADA], 40, 25, Decimal("0.0123"))
    for account in (ALL, ADA):
        assert await store.purse.spent(DAY, account) == Spending(25, 0, 1, Decimal("0.0123"))


async def test_what_nobody_spent_is_nothing(store: SqlStore) -> None:
    assert await store.purse.spent(DAY, ADA) == Spending()
    assert await store.purse.reserve(DAY, {}, 5) is None
    await store.purse.settle(DAY, [], 5, 5, Decimal(0))
    await store.purse.settle(DAY, [ADA], 5, 5, Decimal(0))
    assert await store.purse.spent(DAY, ADA) == Spending()


async def test_the_last_token_of_a_limit_can_be_had_and_no_more(store: SqlStore) -> None:
    assert await store.purse.reserve(DAY, {ALL: 100}, 60) is None
    await store.purse.settle(DAY, [ALL], 60, 70, Decimal(0))
    assert await store.purse.reserve(DAY, {ALL: 100}, 31) == ALL
    assert await store.purse.reserve(DAY, {ALL: 100}, 30) is None
    assert await store.purse.reserve(DAY, {ALL: 100}, 1) == ALL
    assert await store.purse.reserve(DAY + timedelta(days=1), {ALL: 100}, 100) is None


async def test_a_limit_of_zero_means_none_and_no_limit_means_all(store: SqlStore) -> None:
    assert await store.purse.reserve(DAY, {ADA: 0}, 1) == ADA
    assert await store.purse.reserve(DAY, {ADA: None}, 10**15) is None


async def test_the_first_full_account_is_named_and_nothing_is_set_aside_anywhere(store: SqlStore) -> None:
    assert await store.purse.reserve(DAY, {ALL: 100, GROUP: 10, ADA: 5}, 20) == GROUP
    assert await store.purse.reserve(DAY, {ALL: 100, ADA: 5, GROUP: 10}, 20) == ADA
    for account in (ALL, GROUP, ADA):
        assert await store.purse.spent(DAY, account) == Spending()


async def test_a_question_that_cost_nothing_is_not_counted(store: SqlStore) -> None:
    await store.purse.reserve(DAY, {ALL: 100}, 40)
    await store.purse.settle(DAY, [ALL], 40, 0, Decimal(0))
    assert await store.purse.spent(DAY, ALL) == Spending()


@pytest.mark.parametrize(
    ("reserved", "tokens", "cost"),
    [(-1, 0, "0"), (0, -1, "0"), (0, 0, "-1"), (0, 0, "NaN"), (0, 0, "Infinity")],
)
async def test_nobody_spends_less_than_nothing(
    store: SqlStore, reserved: int, tokens: int, cost: str
) -> None:
    with pytest.raises(ValueError, match="can't spend"):
        await store.purse.settle(DAY, [ALL], reserved, tokens, Decimal(cost))
    with pytest.raises(ValueError, match="aside"):
        await store.purse.reserve(DAY, {ALL: 1}, -1)


async def test_costs_add_up_exactly(store: SqlStore) -> None:
    cents = [Decimal("0.1"), Decimal("0.2"), Decimal("1E-9"), Decimal("12345678901234567890.5")]
    await store.purse.reserve(DAY, {ALL: None}, 0)
    for cost in cents:
        await store.purse.settle(DAY, [ALL], 0, 1, cost)
    assert (await store.purse.spent(DAY, ALL)).cost == Decimal("12345678901234567890.800000001")


async def test_many_that_reserve_at_once_never_pass_a_limit(store: SqlStore, replica: SqlStore) -> None:
    async def ask(number: int) -> int:
        one = (store, replica)[number % 2]
        # The accounts come in any order, and each has its own limit.
        accounts = {ALL: 100, ADA: 50} if number % 3 else {GROUP: 70, ALL: 100}
        if await one.purse.reserve(DAY, accounts, 7) is not None:
            return 0
        await asyncio.sleep(0)
        await one.purse.settle(DAY, accounts, 7, 7, Decimal("0.1"))
        return 7

    async with asyncio.timeout(30):
        got = sum(await asyncio.gather(*(ask(number) for number in range(40))))
    spent = {one: await store.purse.spent(DAY, one) for one in (ALL, ADA, GROUP)}
    assert got == spent[ALL].tokens == spent[ADA].tokens + spent[GROUP].tokens
    assert 93 < got <= 100
    assert spent[ADA].tokens <= 50
    assert spent[GROUP].tokens <= 70
    assert {one.reserved for one in spent.values()} == {0}
    assert spent[ALL].cost == Decimal("0.1") * spent[ALL].requests


async def test_what_is_set_aside_at_once_is_all_counted(store: SqlStore, replica: SqlStore) -> None:
    asked = [one.purse.reserve(DAY, {ALL: 100}, 10) for one in (store, replica) * 10]
    answers = await asyncio.gather(*asked)
    assert answers.count(None) == 10
    assert (await store.purse.spent(DAY, ALL)).reserved == 100


async def meet(store: SqlStore, chat_id: int) -> None:
    place = Place.PRIVATE if chat_id > 0 else Place.GROUP
    await store.chats.meet(Address(chat_id), place, "", Preferences())


async def test_forgetting_a_chat_forgets_what_it_and_its_user_spent(store: SqlStore) -> None:
    mine = [Account(Scope.USER, 7), Account(Scope.CHAT, 7)]
    others = [ALL, GROUP, Account(Scope.USER, 8), Account(Scope.DAY, 7)]
    await meet(store, 7)
    for day in (DAY, DAY - timedelta(days=1)):
        await store.purse.reserve(day, dict.fromkeys([*mine, *others]), 5)
    await store.chats.forget(7)
    for day in (DAY, DAY - timedelta(days=1)):
        assert [await store.purse.spent(day, one) for one in mine] == [Spending()] * 2
        assert [await store.purse.spent(day, one) for one in others] == [Spending(reserved=5)] * 4
    # An answer that comes later is nobody's but the day's.
    await store.purse.settle(DAY, [*mine, ALL], 5, 9, Decimal(1))
    assert await store.purse.spent(DAY, mine[0]) == Spending()
    assert await store.purse.spent(DAY, ALL) == Spending(9, 0, 1, Decimal(1))


async def test_one_who_never_had_a_chat_can_be_forgotten(store: SqlStore) -> None:
    await store.purse.reserve(DAY, {ADA: None}, 5)
    assert await store.chats.forget(7) == 0
    assert await store.purse.spent(DAY, ADA) == Spending()


async def test_what_was_set_aside_before_forgetting_is_not_taken_from_what_came_after(
    store: SqlStore,
) -> None:
    await store.purse.reserve(DAY, {ADA: None}, 50)
    await store.chats.forget(7)
    await store.purse.reserve(DAY, {ADA: None}, 5)
    await store.purse.settle(DAY, [ADA], 50, 40, Decimal(0))
    assert await store.purse.spent(DAY, ADA) == Spending(40, 0, 1)


@pytest.mark.parametrize("is_known", [True, False])
async def test_what_a_group_spent_follows_it_to_its_new_id(store: SqlStore, is_known: bool) -> None:  # noqa: FBT001 - a parameter
    old, new = Account(Scope.CHAT, -5), GROUP
    await meet(store, -5)
    for account, tokens in ((old, 10), *(((new, 20),) if is_known else ())):
        await store.purse.reserve(DAY, {account: None, ALL: None}, tokens)
        await store.purse.settle(DAY, [account, ALL], tokens, tokens, Decimal("0.1"))
    await store.purse.reserve(DAY - timedelta(days=1), {old: None}, 3)
    for _ in range(2):
        await store.chats.move(-5, -100_200)
    total = Spending(30, 0, 2, Decimal("0.2")) if is_known else Spending(10, 0, 1, Decimal("0.1"))
    assert await store.purse.spent(DAY, new) == await store.purse.spent(DAY, ALL) == total
    assert await store.purse.spent(DAY - timedelta(days=1), new) == Spending(reserved=3)
    assert await store.purse.spent(DAY, old) == Spending()
    await store.chats.move(-100_200, -100_200)
    assert await store.purse.spent(DAY, new) == total


async def test_old_days_are_forgotten(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.purse.BATCH", 3)
    days = [DAY - timedelta(days=n) for n in range(6)]
    for day in days:
        await store.purse.reserve(day, {ALL: None, ADA: None}, 5)
    assert await store.purse.prune(DAY - timedelta(days=1)) == 8
    assert await store.purse.prune(DAY - timedelta(days=1)) == 0
    left = [(await store.purse.spent(day, ADA)).reserved for day in days]
    assert left == [5, 5, 0, 0, 0, 0]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "answer", "fail"]),
        st.lists(st.sampled_from([ALL, ADA, GROUP]), min_size=1, unique=True),
        st.integers(0, 60),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
async def test_no_order_of_questions_passes_a_limit_or_loses_a_token(
    steps: Sequence[tuple[str, list[Account], int]],
) -> None:
    limits = {ALL: 150, ADA: 100, GROUP: 50}
    store = await SqlStore.open("sqlite://")
    waiting: list[tuple[list[Account], int]] = []
    spent = dict.fromkeys(limits, 0)
    for what, accounts, tokens in steps:
        if what == "ask":
            full = await store.purse.reserve(DAY, {one: limits[one] for one in accounts}, tokens)
            aside = {one: sum(n for whose, n in waiting if one in whose) for one in accounts}
            fits = [spent[one] + aside[one] + tokens <= limits[one] for one in accounts]
            assert full == next((one for one, does in zip(accounts, fits, strict=True) if not does), None)
            waiting += [(accounts, tokens)] if full is None else []
        elif waiting:
            whose, reserved = waiting.pop(0)
            used = reserved if what == "answer" else 0
            await store.purse.settle(DAY, whose, reserved, used, Decimal(used) / 10)
            for one in whose:
                spent[one] += used
    for one, limit in limits.items():
        kept = await store.purse.spent(DAY, one)
        assert kept.tokens == spent[one] <= limit
        assert kept.reserved == sum(n for whose, n in waiting if one in whose)
        assert kept.cost == Decimal(kept.tokens) / 10
    await store.close()
