import asyncio
from datetime import timedelta

import pytest

from bot.tg.dispenser import Busy, Dispenser
from bot.tg.lanes import Lane
from bot.tg.rates import Rates

BULK, INTERACTIVE = Lane.BULK, Lane.INTERACTIVE


def clock() -> float:
    return asyncio.get_running_loop().time()


async def test_an_answer_passes_a_queue_of_digests() -> None:
    dispenser = Dispenser(Rates.of())
    digests = [asyncio.create_task(dispenser.take(BULK, n + 1, 60)) for n in range(900)]
    await asyncio.sleep(0.05)
    start = clock()
    for chat in range(2001, 2006):
        await dispenser.take(INTERACTIVE, chat, 30)
    assert clock() - start < 0.4
    for digest in digests:
        digest.cancel()
    await asyncio.gather(*digests, return_exceptions=True)
    assert len(dispenser) == 0


async def test_places_are_handed_out_evenly() -> None:
    dispenser = Dispenser(Rates.of(100))
    start = clock()
    await asyncio.gather(*(dispenser.take(INTERACTIVE, n + 1, 10) for n in range(50)))
    assert 0.44 < clock() - start < 0.8


async def test_who_is_cancelled_leaves_and_those_behind_move_up() -> None:
    dispenser = Dispenser(Rates.of())
    first = [asyncio.create_task(dispenser.take(INTERACTIVE, 1, 30)) for _ in range(3)]
    await asyncio.gather(*first)
    waiting = [asyncio.create_task(dispenser.take(INTERACTIVE, 1, 30)) for _ in range(30)]
    last = asyncio.create_task(dispenser.take(INTERACTIVE, 1, 30))
    await asyncio.sleep(0.01)
    for task in waiting:
        task.cancel()
    start = clock()
    await last
    assert clock() - start < 1.2
    assert len(dispenser) == 0


async def test_who_waits_too_long_is_told_and_forgotten() -> None:
    dispenser = Dispenser(Rates.of())
    for _ in range(3):
        await dispenser.take(INTERACTIVE, 1, 30)
    with pytest.raises(Busy):
        await dispenser.take(INTERACTIVE, 1, 0.05)
    assert len(dispenser) == 0
    await dispenser.take(INTERACTIVE, 2, 0.1)


async def test_a_hold_stops_both_lanes_until_then() -> None:
    dispenser = Dispenser(Rates.of())
    start = clock()
    dispenser.hold(timedelta(seconds=0.3))
    tasks = [dispenser.take(INTERACTIVE, 1, 30), dispenser.take(BULK, 2, 60), dispenser.wait_out(30)]
    await asyncio.gather(*tasks)
    assert clock() - start >= 0.3


async def test_a_hold_that_comes_while_they_wait_counts_too() -> None:
    dispenser = Dispenser(Rates.of())
    for _ in range(3):
        await dispenser.take(INTERACTIVE, 1, 30)
    start = clock()
    task = asyncio.create_task(dispenser.take(INTERACTIVE, 1, 30))
    await asyncio.sleep(0)
    dispenser.hold(timedelta(seconds=1.3))
    await task
    assert clock() - start >= 1.3


async def test_nobody_waits_for_a_hold_longer_than_its_patience() -> None:
    dispenser = Dispenser(Rates.of())
    dispenser.hold(timedelta(hours=1))
    for take in (dispenser.take(INTERACTIVE, 1, 30), dispenser.wait_out(30)):
        start = clock()
        with pytest.raises(Busy) as busy:
            await take
        assert clock() - start < 0.1
        assert busy.value.wait > timedelta(minutes=59)


async def test_a_place_that_was_granted_to_somebody_just_cancelled_is_not_waited_for() -> None:
    dispenser = Dispenser(Rates.of())
    task = asyncio.create_task(dispenser.take(INTERACTIVE, 1, 30))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    start = clock()
    await dispenser.take(INTERACTIVE, 2, 30)
    assert clock() - start < 0.2
    assert len(dispenser) == 0
