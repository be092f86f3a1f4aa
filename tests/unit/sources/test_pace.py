import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.pace import OnHoldError, Pace


class Clock:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 12, 16, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


async def test_arxiv_is_asked_one_by_one_with_three_seconds_between() -> None:
    clock, running, starts = Clock(), 0, []
    pace = Pace.for_arxiv(clock.now, clock.sleep)

    async def ask() -> None:
        nonlocal running
        async with pace.turn():
            starts.append(clock.at)
            running += 1
            assert running == 1
            await clock.sleep(1)
            running -= 1

    await asyncio.gather(ask(), ask(), ask())
    assert [(b - a).total_seconds() for a, b in itertools.pairwise(starts)] == [4, 4]


async def test_time_that_passed_counts_and_a_clock_set_back_adds_nothing() -> None:
    clock = Clock()
    pace = Pace.for_arxiv(clock.now, clock.sleep)
    for moved in (timedelta(0), timedelta(seconds=2), timedelta(hours=-1)):
        clock.at += moved
        async with pace.turn():
            pass
    assert clock.slept == [1, 3]


async def test_a_short_hold_is_waited_for_once() -> None:
    clock = Clock()
    pace = Pace(clock.now, sleep=clock.sleep)
    pace.hold(timedelta(seconds=5))
    for _ in range(2):
        async with pace.turn():
            pass
    assert clock.slept == [5]


async def test_a_short_hold_ends_even_where_the_clock_stands_still() -> None:
    clock = Clock()
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pace = Pace(clock.now, sleep=sleep)
    pace.hold(timedelta(seconds=5))
    async with pace.turn():
        pass
    assert slept == [5]


async def test_a_long_hold_is_told_at_once_and_ends() -> None:
    clock = Clock()
    pace = Pace(clock.now, sleep=clock.sleep)
    until = pace.hold(timedelta(minutes=5))
    assert pace.hold(timedelta(seconds=1)) == until, "a shorter hold does not shorten it"
    with pytest.raises(OnHoldError) as raised:
        async with pace.turn():
            raise AssertionError("nothing may leave")
    assert raised.value.until == until == clock.at + timedelta(minutes=5)
    assert not clock.slept
    clock.at = until
    async with pace.turn():
        pass
    assert not clock.slept


async def test_a_hold_that_grows_while_it_is_waited_for_is_kept() -> None:
    clock = Clock()

    async def sleep(seconds: float) -> None:
        await clock.sleep(seconds)
        if len(clock.slept) == 1:
            pace.hold(timedelta(seconds=3))

    pace = Pace(clock.now, sleep=sleep)
    pace.hold(timedelta(seconds=5))
    async with pace.turn():
        pass
    assert clock.slept == [5, 3]


async def test_a_failure_inside_a_turn_gives_the_place_back() -> None:
    clock = Clock()
    pace = Pace(clock.now, connections=1, sleep=clock.sleep)
    for _ in range(3):
        with pytest.raises(ValueError, match="inside"):
            async with pace.turn():
                raise ValueError("inside")
