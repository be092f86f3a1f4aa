import asyncio

import pytest

from bot.domain.errors import FeedUnavailable
from bot.domain.readings import Checking, Fetching, Stage
from bot.services.flights import Flights
from bot.services.reading_ports import Watch


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


async def test_a_defect_is_not_met_again_by_each_who_waits() -> None:
    flights: Flights[str, int] = Flights()
    question = Question(ZeroDivisionError("a defect"))
    tasks = [asyncio.create_task(flights.share("a", question)) for _ in range(5)]
    await settle()
    question.gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(one, ZeroDivisionError) for one in results)
    assert question.asked == 1
    assert not flights._flights


async def test_others_may_get_an_answer_of_their_own() -> None:
    flights: Flights[str, int] = Flights(for_others=lambda found: -found)
    question = Question()
    tasks = [asyncio.create_task(flights.share("a", question)) for _ in range(3)]
    await settle()
    question.gate.set()
    assert await asyncio.gather(*tasks) == [1, -1, -1]


class Journey:
    """Work with stages that goes on when it is let."""

    def __init__(self) -> None:
        self.begun = 0
        self.gate = asyncio.Event()

    async def __call__(self, tell: Watch) -> int:
        self.begun += 1
        await tell(Fetching())
        await self.gate.wait()
        await tell(Checking(self.begun))
        return self.begun


class Heard(list[Stage]):
    """A watch with a memory."""

    async def __call__(self, stage: Stage) -> None:
        self.append(stage)


async def test_all_who_wait_are_told_how_far_it_is_also_those_who_come_late() -> None:
    flights: Flights[str, int] = Flights()
    journey, first, late = Journey(), Heard(), Heard()
    tasks = [asyncio.create_task(flights.follow("a", journey, first))]
    await settle()
    tasks.append(asyncio.create_task(flights.follow("a", journey, late)))
    await settle()
    assert late == [Fetching()]
    journey.gate.set()
    assert await asyncio.gather(*tasks) == [1, 1]
    assert first == late == [Fetching(), Checking(1)]
    assert not flights._flights


async def test_work_without_a_pause_still_tells_its_stages() -> None:
    journey, heard = Journey(), Heard()
    journey.gate.set()
    flights: Flights[str, int] = Flights()
    assert await flights.follow("a", journey, heard) == 1
    assert heard == [Fetching(), Checking(1)]


async def test_when_the_one_who_works_leaves_the_next_works_and_is_told() -> None:
    flights: Flights[str, int] = Flights()
    journey, stays = Journey(), Heard()
    working = asyncio.create_task(flights.follow("a", journey, Heard()))
    await settle()
    waiting = asyncio.create_task(flights.follow("a", journey, stays))
    await settle()
    working.cancel()
    journey.gate.set()
    assert await waiting == 2
    assert stays == [Fetching(), Fetching(), Checking(2)]
    assert working.cancelled()


async def test_a_slow_watch_holds_up_nobody_else() -> None:
    flights: Flights[str, int] = Flights()
    journey, stuck, told = Journey(), asyncio.Event(), Heard()

    async def slow(stage: Stage) -> None:
        told.append(stage)
        await stuck.wait()

    behind = asyncio.create_task(flights.follow("a", journey, slow))
    await settle()
    quick = asyncio.create_task(flights.follow("a", journey, Heard()))
    journey.gate.set()
    assert await quick == 1
    assert not behind.done()
    stuck.set()
    assert await behind == 1
    assert told == [Fetching()], "what is out of date is not told any more"


async def test_a_watch_that_fails_takes_nobody_along() -> None:
    flights: Flights[str, int] = Flights()
    journey = Journey()

    async def broken(stage: Stage) -> None:
        raise ZeroDivisionError

    breaking = asyncio.create_task(flights.follow("a", journey, broken))
    other = asyncio.create_task(flights.follow("a", journey, Heard()))
    await settle()
    journey.gate.set()
    assert await other == 2
    with pytest.raises(ZeroDivisionError):
        await breaking
    assert not flights._flights


async def test_an_expected_failure_comes_out_of_a_followed_flight_as_it_is() -> None:
    flights: Flights[str, int] = Flights()

    async def fail(tell: Watch) -> int:
        await tell(Fetching())
        raise FeedUnavailable("down")

    tasks = [asyncio.create_task(flights.follow("a", fail, Heard())) for _ in range(2)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(one, FeedUnavailable) for one in results)
