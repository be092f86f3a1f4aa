import asyncio
import time

import pytest

from bot.domain.errors import StoreUnavailable
from bot.services import office as module
from bot.services.office import Office
from tests.fakes_replicas import FakeElections

SHORT_S = 0.3


@pytest.fixture(autouse=True)
def _haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEASE_S", SHORT_S)
    monkeypatch.setattr(module, "RENEW_S", SHORT_S / 6)
    monkeypatch.setattr(module, "MARGIN_S", SHORT_S / 6)


class Worker:
    """Someone who works while in office, and remembers how often."""

    def __init__(self, elections: FakeElections, name: str) -> None:
        self.office = Office(elections, "work", name)
        self.stop = asyncio.Event()
        self.begun = 0
        self.is_working = False

    async def work(self, over: asyncio.Event) -> None:
        self.begun += 1
        self.is_working = True
        try:
            await over.wait()
        finally:
            self.is_working = False

    async def run(self) -> None:
        await self.office.serve(self.work, self.stop)


async def until(holds: object, timeout_s: float = 3.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not holds():  # type: ignore[operator]
            await asyncio.sleep(0.005)


async def test_one_of_several_works_and_the_next_one_when_it_leaves() -> None:
    elections = FakeElections()
    first, second = Worker(elections, "a"), Worker(elections, "b")
    async with asyncio.TaskGroup() as group:
        group.create_task(first.run())
        await until(lambda: first.is_working)
        group.create_task(second.run())
        await asyncio.sleep(2 * SHORT_S)
        assert (first.begun, second.begun) == (1, 0), "a lease is prolonged"
        first.stop.set()
        await until(lambda: second.is_working)
        assert not first.is_working
        second.stop.set()
    assert elections.leases == {}


async def test_one_that_cannot_give_word_stops_working_before_its_lease_ends() -> None:
    elections = FakeElections()
    worker = Worker(elections, "a")
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: worker.is_working)
        elections.trouble = StoreUnavailable("away")
        await until(lambda: not worker.is_working)
        assert worker.office._held_until < elections.leases["work"][1]
        elections.trouble = None
        await until(lambda: worker.is_working)
        worker.stop.set()


async def test_one_that_slept_too_long_knows_on_waking_that_it_is_out_of_office() -> None:
    elections = FakeElections()
    worker = Worker(elections, "a")
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: worker.is_working)
        assert worker.office.is_held
        time.sleep(SHORT_S)  # noqa: ASYNC251 - the whole process sleeps
        assert not worker.office.is_held, "before it asked anybody"
        elections.leases["work"] = ("b", asyncio.get_running_loop().time() + 60)
        await until(lambda: not worker.is_working)
        assert not await elections.campaign("work", "a", 1)
        worker.stop.set()


async def test_what_the_work_fails_with_is_told_as_it_is() -> None:
    async def fail(_: asyncio.Event) -> None:
        raise StoreUnavailable("the store is gone")

    office = Office(FakeElections(), "work", "a")
    with pytest.raises(StoreUnavailable, match="gone"):
        await office.serve(fail, asyncio.Event())
