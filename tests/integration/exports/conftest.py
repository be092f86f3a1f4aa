"""An exporter between a feed, readings and a folder, with a clock that stands."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.domain.calendar import Edition
from bot.exports.printer import Printer
from bot.exports.schedule import ExportSchedule, Order
from bot.services.answer import Answers
from bot.services.collect import Collector
from bot.services.export import Exporter
from bot.store import SqlStore
from tests.fakes import FakeClock, FakeFeed, at, papers
from tests.unit.exports.readers import FakeReadings


@dataclass
class Press:
    """Everyone who is needed for a file."""

    clock: FakeClock
    feed: FakeFeed
    readings: FakeReadings
    exporter: Exporter
    folder: Path

    def schedule(self, *orders: Order) -> ExportSchedule:
        return ExportSchedule(orders or (Order(self.folder),), self.exporter, self.clock)

    @property
    def names(self) -> list[str]:
        return sorted(one.name for one in self.folder.iterdir())


@pytest.fixture
async def press(tmp_path: Path) -> AsyncIterator[Press]:
    clock = FakeClock(at("2025-10-03 03:00"))
    feed = FakeFeed(clock)
    for day in range(22, 31):
        feed.lists[Edition.daily(date(2025, 9, day))] = papers(range(day * 100, day * 100 + 12))
    for day in range(1, 9):
        feed.lists[Edition.daily(date(2025, 10, day))] = papers(range(day * 100, day * 100 + 12))
    for day in (27, 28):
        del feed.lists[Edition.daily(date(2025, 9, day))]
    feed.lists[Edition.weekly(date(2025, 9, 22))] = papers(range(2200, 2230))
    store = await SqlStore.open("sqlite://")
    readings = FakeReadings()
    answers = Answers(store, Collector(feed, store.snapshots, clock), clock)
    folder = tmp_path / "posts"
    folder.mkdir()
    yield Press(clock, feed, readings, Exporter(answers, readings, Printer()), folder)
    await store.close()
