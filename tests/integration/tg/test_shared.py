"""Dispensers of several replicas that go by one rate."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.errors import StoreUnavailable
from bot.tg import shared
from bot.tg.lanes import Lane
from bot.tg.rates import Rates
from bot.tg.shared import SharedDispenser
from tests.fakes_replicas import FakeReservations

PER_SECOND = 100.0


@pytest.fixture
def reservations() -> FakeReservations:
    return FakeReservations()


@pytest.fixture
async def pair(reservations: FakeReservations) -> AsyncIterator[tuple[SharedDispenser, SharedDispenser]]:
    both = (
        SharedDispenser(Rates.of(PER_SECOND), reservations),
        SharedDispenser(Rates.of(PER_SECOND), reservations),
    )
    yield both
    for one in both:
        await one.close()


async def leave(dispenser: SharedDispenser, lane: Lane, chats: range, times: list[float]) -> None:
    """Let a message to each chat leave, and note when."""

    async def one(chat: int) -> None:
        await dispenser.take(lane, chat, 10)
        times.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(one(chat) for chat in chats))


async def test_together_they_keep_the_rate_of_one(pair: tuple[SharedDispenser, SharedDispenser]) -> None:
    times: list[float] = []
    began = asyncio.get_running_loop().time()
    await asyncio.gather(
        leave(pair[0], Lane.BULK, range(1, 51), times), leave(pair[1], Lane.BULK, range(51, 101), times)
    )
    took_s = asyncio.get_running_loop().time() - began
    assert len(times) == 100
    assert took_s > 0.9 * 100 / PER_SECOND, "alone each of them would be done in half the time"


async def test_an_answer_does_not_stand_behind_the_digests_that_wait(
    pair: tuple[SharedDispenser, SharedDispenser],
) -> None:
    times: list[float] = []
    began = asyncio.get_running_loop().time()
    digests = asyncio.create_task(leave(pair[0], Lane.BULK, range(1, 101), times))
    await asyncio.sleep(0.1)
    await pair[1].take(Lane.INTERACTIVE, 1000, 5)
    await pair[0].take(Lane.INTERACTIVE, 1001, 5)
    assert asyncio.get_running_loop().time() - began < 0.6
    await digests


async def test_few_places_are_reserved_ahead(
    pair: tuple[SharedDispenser, SharedDispenser], reservations: FakeReservations
) -> None:
    await leave(pair[0], Lane.BULK, range(1, 61), [])
    assert max(count for count, _ in reservations.asked) <= PER_SECOND * shared.WAVE_S
    assert sum(count for count, _ in reservations.asked) <= 60 + PER_SECOND * shared.WAVE_S
    assert all(is_bulk for _, is_bulk in reservations.asked)
    await leave(pair[1], Lane.INTERACTIVE, range(1, 3), [])
    assert reservations.asked[-1][1] is False


async def test_a_flood_of_one_holds_the_other(
    pair: tuple[SharedDispenser, SharedDispenser], reservations: FakeReservations
) -> None:
    await leave(pair[1], Lane.BULK, range(1, 3), [])
    pair[0].hold(timedelta(seconds=0.5))
    await asyncio.sleep(0.05)
    began = asyncio.get_running_loop().time()
    await leave(pair[1], Lane.INTERACTIVE, range(5, 8), [])
    assert asyncio.get_running_loop().time() - began > 0.4
    assert pair[0].floods == 1
    assert pair[1].floods == 0


async def test_one_that_slept_does_not_send_at_once_what_it_had_reserved(
    pair: tuple[SharedDispenser, SharedDispenser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "STALE_S", 0.05)
    times: list[float] = []
    leaving = asyncio.create_task(leave(pair[0], Lane.BULK, range(1, 41), times))
    await asyncio.sleep(0.1)
    before = len(times)
    time.sleep(0.3)  # noqa: ASYNC251 - the whole process sleeps
    woke = asyncio.get_running_loop().time()
    await leaving
    at_once = sum(at < woke + 0.005 for at in times) - before
    assert at_once <= 3


async def test_without_word_from_the_database_a_message_leaves_now_and_then(
    pair: tuple[SharedDispenser, SharedDispenser],
    reservations: FakeReservations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared, "WITHOUT_WORD_S", 0.1)
    reservations.trouble = StoreUnavailable("away")
    began = asyncio.get_running_loop().time()
    await leave(pair[0], Lane.INTERACTIVE, range(1, 4), [])
    assert 0.25 < asyncio.get_running_loop().time() - began < 2
    pair[0].hold(timedelta(0))
    reservations.trouble = None
    await leave(pair[0], Lane.INTERACTIVE, range(4, 24), [])
