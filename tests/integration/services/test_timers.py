import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.calendar import Edition
from bot.jobs import timers
from bot.jobs.timers import KEEP_LISTS, Timers
from tests.integration.services.conftest import House

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
        running.stop()


def test_the_first_runs_come_soon_and_the_next_ones_after_their_period() -> None:
    assert timers.COLLECT_AFTER < timedelta(minutes=1) < timers.COLLECT_EVERY
    assert timers.PRUNE_AFTER < timedelta(hours=1) < timers.PRUNE_EVERY
