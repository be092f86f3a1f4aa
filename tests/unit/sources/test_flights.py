import asyncio

import pytest

from bot.domain.errors import FeedUnavailable
from bot.sources.flights import Flights


class Question:
    """Something slow that counts how often it is asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked = 0
        self.gate = asyncio.Event()
        self.error = error

    async def __call__(self) -> int:
        self.asked += 1
        await self.gate.wait()
        if self.error:
            raise self.error
        return self.asked


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_many_who_ask_at_once_share_one_answer() -> None:
    flights: Flights[str, int] = Flights()
    question = Question()
    tasks = [asyncio.create_task(flights.share("a", question)) for _ in range(20)]
    await settle()
    question.gate.set()
    assert await asyncio.gather(*tasks) == [1] * 20
    assert await flights.share("a", question) == 2, "who comes later asks anew"


async def test_many_who_ask_at_once_share_one_failure() -> None:
    flights: Flights[str, int] = Flights()
    question = Question(FeedUnavailable("down"))
    tasks = [asyncio.create_task(flights.share("a", question)) for _ in range(5)]
    await settle()
    question.gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(one, FeedUnavailable) for one in results)
    assert question.asked == 1
    question.error = None
    assert await flights.share("a", question) == 2, "a failure is not remembered"


async def test_one_who_leaves_takes_nobody_along() -> None:
    flights: Flights[str, int] = Flights()
    question = Question()
    first, second, third = (asyncio.create_task(flights.share("a", question)) for _ in range(3))
    await settle()
    first.cancel()
    second.cancel()
    await settle()
    question.gate.set()
    assert await third == 2
    for gone in (first, second):
        with pytest.raises(asyncio.CancelledError):
            await gone


async def test_different_questions_do_not_wait_for_each_other() -> None:
    flights: Flights[str, int] = Flights()
    slow, quick = Question(), Question()
    quick.gate.set()
    waiting = asyncio.create_task(flights.share("slow", slow))
    await settle()
    assert await flights.share("quick", quick) == 1
    slow.gate.set()
    await waiting


async def test_a_defect_reaches_the_one_who_met_it_and_nothing_is_kept() -> None:
    flights: Flights[str, int] = Flights()
    question = Question(ZeroDivisionError("a defect"))
    question.gate.set()
    with pytest.raises(ZeroDivisionError):
        await flights.share("a", question)
    assert not flights._flights
