"""Dispatchers that share a queue on a real server."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import psycopg
import pytest

from bot.clock import SystemClock
from bot.domain.calendar import Kind
from bot.domain.errors import StoreUnavailable
from bot.jobs import cluster
from bot.jobs.cluster import ClusterDispatcher, batch_of
from bot.jobs.cluster_queue import open_queue, plain_address
from bot.jobs.timers import Chore
from bot.services.ports import Ledger
from bot.services.publish import Publisher
from bot.services.send import Sender

SOON = timedelta(milliseconds=10)


class Work:
    """What there is to do, and who did it: a ledger, a publisher and a sender in one."""

    def __init__(self) -> None:
        self.is_due, self.owed = False, 0
        self.ticks, self.at_once, self.most_at_once = 0, 0, 0
        self.sent: list[str] = []
        self.trouble: Exception | None = None
        self.pause_s = 0.0

    async def due(self, _: datetime) -> dict[Kind, int]:
        return {Kind.DAILY: 1} if self.is_due else {}

    async def is_owing(self, _: datetime) -> bool:
        return self.owed > 0

    async def tick(self) -> int:
        self.ticks += 1
        if self.trouble is not None:
            raise self.trouble
        self.is_due, self.owed = False, self.owed + 500
        return 500


class Hand:
    """The sender of one replica."""

    def __init__(self, work: Work, name: str) -> None:
        self._work, self._name = work, name

    async def send_batch(self, limit: int) -> int:
        work = self._work
        taken = min(limit, work.owed)
        work.owed -= taken
        if taken:
            work.at_once += 1
            work.most_at_once = max(work.most_at_once, work.at_once)
            try:
                await asyncio.sleep(work.pause_s)
            finally:
                work.at_once -= 1
            work.sent.append(self._name)
        return taken


def dispatcher(url: str, work: Work, name: str = "a", chores: tuple[Chore, ...] = ()) -> ClusterDispatcher:
    return ClusterDispatcher(
        url,
        cast("Publisher", work),
        cast("Sender", Hand(work, name)),
        cast("Ledger", work),
        SystemClock(),
        chores=chores,
        batch=50,
    )


@asynccontextmanager
async def running(*dispatchers: ClusterDispatcher) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one.run()) for one in dispatchers]
    try:
        yield
    finally:
        for one in dispatchers:
            one.stop()
        await asyncio.wait_for(asyncio.gather(*tasks), 20)


async def until(holds: Callable[[], Any], timeout_s: float = 20.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not holds():
            await asyncio.sleep(0.01)


def queue_rows(url: str, sql: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        [(schema,)] = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'paperboy_queue_%'"
        ).fetchall()
        connection.execute(f"SET search_path = {schema}".encode())
        return connection.execute(sql.encode()).fetchall()


async def test_who_is_due_is_owed_and_the_batches_are_shared(empty_postgres: str) -> None:
    work = Work()
    work.pause_s = 0.05
    async with running(dispatcher(empty_postgres, work, "a"), dispatcher(empty_postgres, work, "b")):
        work.is_due = True
        await until(lambda: len(work.sent) == 10)
        await until(lambda: not queue_rows(empty_postgres, "SELECT 1 FROM procrastinate_jobs"))
    assert work.owed == 0
    assert set(work.sent) == {"a", "b"}
    assert 2 <= work.most_at_once <= 2 * cluster.BATCHES_AT_ONCE
    assert work.ticks <= 2, "both may have seen it, but not more than one job waits"


async def test_a_chore_is_done_by_one_of_several(
    empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOOK_EVERY_S", 0.1)
    done: list[str] = []

    def chore(name: str) -> tuple[Chore, ...]:
        async def run() -> None:
            done.append(name)

        async def alone() -> None:
            done.append(f"{name} alone")

        return (
            Chore("tidy", run, timedelta(hours=1), SOON),
            Chore("mine", alone, timedelta(hours=1), SOON, is_shared=False),
        )

    work = Work()
    both = [dispatcher(empty_postgres, work, name, chore(name)) for name in "ab"]
    async with running(*both):
        await until(lambda: done)
        await asyncio.sleep(1)
        waiting = "SELECT scheduled_at - now() FROM procrastinate_jobs WHERE status = 'todo'"
        await until(lambda: len(queue_rows(empty_postgres, waiting)) == 1)
        [(left,)] = queue_rows(empty_postgres, waiting)
    assert len(done) <= 2
    assert "alone" not in "".join(done)
    assert timedelta(minutes=50) < left <= timedelta(hours=1)


async def test_trouble_in_a_step_is_told_and_the_next_turn_tries_again(
    empty_postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    work.trouble = StoreUnavailable("the disk is full")
    async with running(dispatcher(empty_postgres, work)):
        work.is_due = True
        await until(lambda: work.ticks >= 2)
        work.trouble = ValueError("a fault of ours")
        await until(lambda: "as it should not" in caplog.text)
        work.trouble = None
        await until(lambda: work.owed == 0 and work.sent)
    assert "queue: the disk is full" in caplog.messages
    assert not [one for one in caplog.records if one.name.startswith("procrastinate")]


async def test_it_goes_on_after_the_server_cut_all_connections(
    empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "TROUBLE_PAUSE_S", 0.1)
    work = Work()
    async with running(dispatcher(empty_postgres, work)):
        work.is_due = True
        await until(lambda: len(work.sent) == 10)
        for _ in range(2):
            with psycopg.connect(empty_postgres, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            before = len(work.sent)
            work.is_due = True
            await until(lambda before=before: len(work.sent) >= before + 10, 30)  # type: ignore[misc]


async def test_the_job_of_a_process_that_died_is_forgotten_and_done_by_another(
    empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "TEND_EVERY_S", 0.2)
    app = await open_queue(empty_postgres)
    worker = await app.job_manager.register_worker()
    app.task(name="owe", queue="house", lock="owe", queueing_lock="owe")(lambda: None)
    await app.configure_task("owe").defer_async()
    assert await app.job_manager.fetch_job(queues=["house"], worker_id=worker)
    await app.close_async()
    work = Work()
    async with running(dispatcher(empty_postgres, work)):
        work.is_due = True
        await asyncio.sleep(1.5)
        assert work.ticks == 0, "the one that took it may still be at it"
        queue_rows_update(empty_postgres, worker)
        await until(lambda: work.ticks == 1)


def queue_rows_update(url: str, worker: int) -> None:
    """Let a worker's last heartbeat be long ago."""
    with psycopg.connect(url) as connection:
        [(schema,)] = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'paperboy_queue_%'"
        ).fetchall()
        statement = f"UPDATE {schema}.procrastinate_workers SET last_heartbeat = %s WHERE id = %s"  # noqa: S608
        connection.execute(statement.encode(), [datetime(2026, 1, 1, tzinfo=UTC), worker])


async def test_replicas_that_start_at_once_make_one_queue_in_a_schema_of_its_own(empty_postgres: str) -> None:
    apps = await asyncio.gather(*(open_queue(empty_postgres) for _ in range(4)))
    for app in apps:
        await app.close_async()
    with psycopg.connect(empty_postgres) as connection:
        tables = connection.execute(
            "SELECT table_schema FROM information_schema.tables WHERE table_name LIKE 'procrastinate%'"
        ).fetchall()
    assert len({schema for (schema,) in tables}) == 1
    assert tables[0][0].startswith("paperboy_queue_")


async def test_a_server_that_is_not_there_is_told_without_the_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    password = "hunter" + "2"
    with pytest.raises(StoreUnavailable, match="queue of jobs cannot be opened") as refused:
        await open_queue(f"postgresql+psycopg://ada:{password}@127.0.0.1:1/papers")
    assert password not in str(refused.value) + caplog.text
    assert (
        plain_address("postgresql+psycopg://h/d") == plain_address("postgresql://h/d") == "postgresql://h/d"
    )


def test_a_batch_is_what_leaves_soon() -> None:
    assert (batch_of(1), batch_of(30), batch_of(1000)) == (20, 60, 100)


@pytest.fixture(autouse=True)
def _levels() -> AsyncIterator[None]:  # type: ignore[misc]
    """Leave the levels of other libraries as they were."""
    names = ("procrastinate", "psycopg.pool")
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
