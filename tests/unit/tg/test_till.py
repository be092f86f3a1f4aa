import asyncio
from datetime import date

import pytest

from bot.domain.errors import StoreUnavailable
from bot.tg.dispenser import Dispenser
from bot.tg.lanes import Lane, Lanes
from bot.tg.rates import Rates
from bot.tg.till import CROWD, PORTION, Till
from tests.fakes import FakeClock, at

DAY = at("2026-06-12 08:15")


class Book:
    """Remembers what was taken of each day."""

    def __init__(self) -> None:
        self.taken: dict[date, int] = {}
        self.is_there = True

    async def take(self, day: date, messages: int, most: int) -> int:
        if not self.is_there:
            raise StoreUnavailable("gone")
        got = max(0, min(messages, most - self.taken.get(day, 0)))
        self.taken[day] = self.taken.get(day, 0) + got
        return got


class House:
    def __init__(self, stars_per_day: float) -> None:
        self.clock, self.book = FakeClock(DAY), Book()
        self.dispenser = Dispenser(Rates.of(30, paid_per_second=1000))
        self.till = Till(self.book, stars_per_day, self.clock, self.dispenser)
        self.costly = self.left = 0

    async def send(self, chat: int) -> None:
        await self.till.fill()
        may_cost = await self.dispenser.take(Lane.BULK, chat, 60)
        self.costly += may_cost
        self.left += 1

    async def send_for(self, seconds: float, many: int) -> None:
        """Let many digests wait, for so long."""
        tasks = [asyncio.create_task(self.send(n + 1)) for n in range(many)]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_crowd_is_paid_for_and_leaves_at_once() -> None:
    house = House(stars_per_day=1000)
    await house.send_for(0.3, 400)
    assert house.left > 150, "thirty a second would be nine"
    assert house.book.taken == {DAY.date(): PORTION}
    assert house.costly > 100


async def test_a_few_cost_nothing() -> None:
    house = House(stars_per_day=1000)
    await house.send_for(0.1, CROWD - 1)
    assert house.book.taken == {}
    assert house.costly == 0


async def test_where_the_stars_are_spent_digests_go_on_at_the_free_rate_until_midnight() -> None:
    house = House(stars_per_day=5)
    await house.send_for(0.5, 300)
    assert house.book.taken == {DAY.date(): 50}
    assert 50 <= house.left <= 50 + 0.7 * 30
    house.clock.set(at("2026-06-13 00:00"))
    house.left = 0
    await house.send_for(0.2, 300)
    assert house.left >= 50


async def test_a_store_that_does_not_answer_costs_nothing_but_speed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(stars_per_day=5)
    house.book.is_there = False
    await house.send_for(0.2, 100)
    assert 3 <= house.left <= 12
    assert "free rate for now" in caplog.text


async def test_who_may_not_pay_stops_trying_for_the_day() -> None:
    house = House(stars_per_day=1000)
    await house.send_for(0.1, 100)
    house.till.shut("Telegram does not let this bot pay")
    assert house.dispenser.credit == 0
    before = dict(house.book.taken)
    await house.send_for(0.1, 100)
    assert house.book.taken == before


def test_where_the_free_rate_is_shared_every_digest_is_reckoned_as_paid_while_there_is_credit() -> None:
    for is_shared, left in ((False, 9), (True, 8)):
        lanes = Lanes(Rates.of(30, paid_per_second=1000), is_shared=is_shared)
        lanes.credit = 10
        for chat in (1, 2):
            lanes.join(Lane.BULK, chat)
        granted = [lanes.grant(now) for now in (1.0, 1.0)]
        assert all(ticket is not None and ticket.may_cost for ticket in granted)
        assert lanes.credit == left
