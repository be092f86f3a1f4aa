import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.calendar import Edition
from bot.domain.editions import NO_REPEAT
from bot.jobs import timers
from bot.jobs.timers import KEEP_LISTS, Timers
from bot.services.ahead import ReadAhead
from bot.services.improve import Improver
from bot.services.send import Sender
from tests.fakes import PlainView
from tests.integration.services.conftest import House
from tests.integration.services.readings import FakeReadings

SOON = timedelta(milliseconds=50)


async def test_a_bot_that_is_restarted_every_day_reads_ahead_and_forgets_old_lists(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "COLLECT_AFTER", SOON)
    monkeypatch.setattr(timers, "PRUNE_AFTER", SOON)
    shelf = house.store.snapshots
    old = await house.feed.read(Edition.daily(date(2025, 10, 1)))
    at = house.clock.now() - KEEP_LISTS - timedelta(days=1)
    gone = await shelf.put(replace(old, captured_at=at))
    await shelf.put(replace(old, captured_at=at + timedelta(hours=1), listed=old.listed[1:]))
    house.feed.asked.clear()
    running = Timers(house.collector, house.sender, house.store, house.clock)
    running.start()
    try:
        async with asyncio.timeout(10):
            while await shelf.get(gone) is not None or not house.feed.asked:
                await asyncio.sleep(0.02)
    finally:
        await running.stop()


def test_the_first_runs_come_soon_and_the_next_ones_after_their_period() -> None:
    assert timers.COLLECT_AFTER < timedelta(minutes=1) < timers.COLLECT_EVERY
    assert timers.PRUNE_AFTER < timedelta(hours=1) < timers.PRUNE_EVERY


async def test_papers_are_read_right_after_the_lists_and_digests_edited(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "COLLECT_AFTER", SOON)
    monkeypatch.setattr(timers, "IMPROVE_AFTER", SOON)
    monkeypatch.setattr(timers, "IMPROVE_EVERY", SOON)
    readings = FakeReadings(house.store.notes, house.clock)
    sender = Sender(
        house.store, house.messenger, PlainView(), clock=house.clock, owner="first", has_model=True
    )
    improver = Improver(house.store, house.messenger, PlainView(), house.clock)
    ahead = ReadAhead(house.store.snapshots, house.store.chats, readings, house.clock, papers=3)
    house = replace(house, sender=sender)
    await house.chat(1, "Asia/Seoul", time(8, 15), count=3)
    await house.run("2025-10-02 23:15")
    house.clock.pass_(minutes=2)
    running = Timers(house.collector, sender, house.store, house.clock, improver=improver, ahead=ahead)
    running.start()
    try:
        async with asyncio.timeout(10):
            while not house.messenger.edited:
                house.clock.pass_(seconds=10)
                await asyncio.sleep(0.02)
    finally:
        await running.stop()
    assert len(readings.asked) >= 3
    assert len(house.messenger.edited) == 1
    assert "2510.00402=brief of 2510.00402" in house.messenger.edited[0][2].html


async def test_a_reading_that_takes_long_keeps_no_list_from_being_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "COLLECT_AFTER", SOON)
    monkeypatch.setattr(timers, "COLLECT_EVERY", SOON)
    readings = FakeReadings(house.store.notes, house.clock)
    readings.gate.clear()
    ahead = ReadAhead(house.store.snapshots, house.store.chats, readings, house.clock, papers=3)
    await house.chat(1, "Asia/Seoul", time(8, 15))
    running = Timers(house.collector, house.sender, house.store, house.clock, ahead=ahead)
    running.start()
    try:
        async with asyncio.timeout(10):
            while not readings.asked:
                await asyncio.sleep(0.02)
            house.clock.pass_(minutes=20)
            before = len(house.feed.asked)
            while len(house.feed.asked) == before:
                await asyncio.sleep(0.02)
    finally:
        await running.stop()
    assert (readings.most_at_once, readings.at_once) == (2, 0), "what runs is cancelled, and gone"


async def test_deliveries_that_nobody_asks_for_any_more_are_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "PRUNE_AFTER", SOON)
    await house.chat(1, "Asia/Seoul", time(8, 15))
    await house.run("2025-10-02 23:15")
    assert KEEP_LISTS > NO_REPEAT
    house.clock.pass_(days=KEEP_LISTS.days + 1)
    running = Timers(house.collector, house.sender, house.store, house.clock)
    running.start()
    try:
        async with asyncio.timeout(10):
            while await house.store.ledger.counts():
                await asyncio.sleep(0.02)
    finally:
        await running.stop()
