import asyncio
import logging

import pytest

from bot.services.nursery import Nursery


async def test_a_task_runs_and_is_let_go() -> None:
    nursery = Nursery()
    assert await nursery.start("answer", asyncio.sleep(0, 42)) == 42
    await asyncio.sleep(0)
    assert len(nursery) == 0


async def test_a_failure_is_logged_once_under_its_name_and_leaves_the_others_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail() -> None:
        raise ValueError("broken")

    nursery = Nursery()
    other = nursery.start("other", asyncio.sleep(0.01, "done"))
    nursery.start("timer", fail())
    assert await nursery.settle(1) == 0
    assert other.result() == "done"
    (record,) = caplog.records
    assert record.getMessage() == "timer failed"
    assert record.levelno == logging.ERROR


async def test_closing_waits_for_what_finishes_in_time_and_names_what_does_not() -> None:
    nursery = Nursery()
    quick = nursery.start("quick", asyncio.sleep(0.01, "done"))
    slow = nursery.start("slow", asyncio.sleep(60))
    assert await nursery.close(timeout_s=0.1) == ("slow",)
    assert quick.result() == "done"
    assert slow.cancelled()
    assert await nursery.close() == ()


async def test_a_closed_nursery_starts_nothing() -> None:
    nursery = Nursery()
    await nursery.close()
    with pytest.raises(RuntimeError, match="late is not started"):
        nursery.start("late", asyncio.sleep(0))


async def test_closing_does_not_hang_on_a_task_that_ignores_its_cancellation(
    caplog: pytest.LogCaptureFixture,
) -> None:
    release = asyncio.Event()

    async def deaf() -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    nursery = Nursery()
    nursery.start("deaf", deaf())
    await asyncio.sleep(0)
    assert await asyncio.wait_for(nursery.close(), 3) == ("deaf",)
    assert "deaf ignores that it was cancelled" in caplog.text
    release.set()
    await nursery.settle(1)


async def test_settling_also_waits_for_tasks_started_meanwhile() -> None:
    nursery = Nursery()
    seen = []

    async def second() -> None:
        await asyncio.sleep(0.01)
        seen.append("second")

    async def first() -> None:
        await asyncio.sleep(0.01)
        nursery.start("second", second())

    nursery.start("first", first())
    assert await nursery.settle(1) == 0
    assert seen == ["second"]
