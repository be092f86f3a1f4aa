"""What is true of a file only: its lock, its damage, its copies."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.chats import Address, Place, Preferences
from bot.domain.errors import StoreInUse, StoreUnavailable
from bot.store import SqlStore
from tests.integration.store.scenes import Scene

HOLD = """
import asyncio, sys
from bot.domain.chats import Address, Place, Preferences
from bot.store import SqlStore

async def hold():
    store = await SqlStore.open(sys.argv[1])
    await store.chats.meet(Address(1), Place.PRIVATE, "Ada", Preferences())
    print("open", flush=True)
    sys.stdin.read()

asyncio.run(hold())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "paperboy.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def holder(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the file open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


async def pragma(store: SqlStore, name: str) -> object:
    async with store._database.read() as connection:
        return await connection.scalar(text(f"PRAGMA {name}"))


async def test_every_connection_is_set_up(url: str) -> None:
    store = await SqlStore.open(url)
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 5000}

    async def look() -> None:
        assert {name: await pragma(store, name) for name in wanted} == wanted

    await asyncio.gather(*(look() for _ in range(4)))
    await store.close()


async def test_a_second_process_is_refused_and_told_why(
    holder: subprocess.Popen[str], url: str, file: Path
) -> None:
    with pytest.raises(StoreInUse) as refused:
        await SqlStore.open(url)
    assert str(file) in str(refused.value)
    assert str(holder.pid) in str(refused.value)


async def test_death_by_any_signal_gives_the_file_back(holder: subprocess.Popen[str], url: str) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    store = await SqlStore.open(url)
    known = await store.chats.find(Address(1))
    assert known is not None
    assert known.title == "Ada"
    assert await pragma(store, "integrity_check") == "ok"
    await store.close()


async def test_another_name_of_the_same_file_does_not_get_around_the_lock(url: str, file: Path) -> None:
    store = await SqlStore.open(url)
    (file.parent / "link.db").symlink_to(file)
    for other in (
        url,
        f"sqlite:///{file.parent}/link.db",
        f"sqlite:///{file.parent}/../{file.parent.name}/{file.name}",
    ):
        with pytest.raises(StoreInUse):
            await SqlStore.open(other)
    await store.close()
    await (await SqlStore.open(url)).close()


async def test_one_may_look_beside_a_running_bot_but_not_write(
    holder: subprocess.Popen[str], url: str, tmp_path: Path
) -> None:
    store = await SqlStore.beside(url)
    assert await store.chats.find(Address(1)) is not None
    with pytest.raises(StoreUnavailable, match="readonly"):
        await store.chats.meet(Address(2), Place.PRIVATE, "Bo", Preferences())
    await store.backup(tmp_path / "copy.db")
    await store.close()
    await copy_holds_the_chat(tmp_path / "copy.db")


async def test_there_must_be_something_to_look_at(url: str, file: Path) -> None:
    with pytest.raises(StoreUnavailable, match="there is no"):
        await SqlStore.beside(url)
    assert not file.exists()
    file.touch()
    with pytest.raises(StoreUnavailable, match="older"):
        await SqlStore.beside(url)


async def test_a_backup_is_a_whole_copy_made_while_work_goes_on(url: str, tmp_path: Path) -> None:
    store = await SqlStore.open(url)
    await store.chats.meet(Address(1), Place.PRIVATE, "Ada", Preferences())
    copy = tmp_path / "copy.db"
    await asyncio.gather(
        store.backup(copy),
        *(store.chats.meet(Address(n), Place.PRIVATE, "", Preferences()) for n in range(2, 20)),
    )
    with pytest.raises(StoreUnavailable, match="exists"):
        await store.backup(copy)
    with pytest.raises(StoreUnavailable, match="unable to open"):
        await store.backup(tmp_path / "nowhere" / "copy.db")
    await store.close()
    await copy_holds_the_chat(copy)
    assert not list(tmp_path.glob("*.part"))


async def copy_holds_the_chat(copy: Path) -> None:
    store = await SqlStore.open(f"sqlite:///{copy}")
    assert await store.chats.find(Address(1)) is not None
    assert await pragma(store, "integrity_check") == "ok"
    await store.close()


async def test_ping_tells_what_and_where(url: str, file: Path) -> None:
    store = await SqlStore.open(url)
    assert await store.ping() == f"SQLite {sqlite3.sqlite_version}, {file}"
    await store.close()


async def test_a_file_is_embedded_and_a_server_is_not(url: str, empty_postgres: str) -> None:
    for address, is_embedded in ((url, True), ("sqlite://", True), (empty_postgres, False)):
        store = await SqlStore.open(address)
        assert store.is_embedded is is_embedded
        await store.close()


async def test_a_closed_store_answers_nothing_and_closes_twice(url: str) -> None:
    store = await SqlStore.open(url)
    await store.close()
    await store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.chats.find(Address(1))


async def test_a_file_that_is_no_database_is_refused_and_left_alone(url: str, file: Path) -> None:
    file.write_text("dear diary, " * 500)
    with pytest.raises(StoreUnavailable, match="not a database; name another file") as refused:
        await SqlStore.open(url)
    assert "\n" not in str(refused.value)
    assert file.read_text().startswith("dear diary")
    file.unlink()
    await (await SqlStore.open(url)).close()


async def test_damage_inside_is_reported(url: str, file: Path) -> None:
    store = await SqlStore.open(url)
    await store.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
    with pytest.raises(StoreUnavailable, match="restore a backup"):
        store = await SqlStore.open(url)
        await Scene(store).chat()


@pytest.mark.parametrize("place", ["nowhere/x.db", "plain/x.db", "folder"])
async def test_a_place_that_can_not_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "plain").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreUnavailable) as refused:
        await SqlStore.open(f"sqlite:///{tmp_path / place}")
    assert str(tmp_path / place) in str(refused.value)


async def test_what_can_not_be_opened_leaves_no_thread_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[threading.Thread] = []

    def make(*given: Any, **named: Any) -> threading.Thread:  # noqa: ANN401 - of a thread
        made.append(threading.Thread(*given, **named))
        return made[-1]

    monkeypatch.setattr("aiosqlite.core.Thread", make)
    await (await SqlStore.open(f"sqlite:///{tmp_path / 'paperboy.db'}")).close()
    assert made
    made.clear()
    with pytest.raises(StoreUnavailable, match="unable to open"):
        await SqlStore.open(f"sqlite:///{tmp_path}")
    assert made == []


async def test_a_database_of_a_newer_version_is_not_touched(url: str, file: Path) -> None:
    await (await SqlStore.open(url)).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for way in (SqlStore.open, SqlStore.beside):
        with pytest.raises(StoreUnavailable, match="newer Paperboy"):
            await way(url)


async def test_rows_that_refer_to_nothing_are_reported_at_the_start(url: str, file: Path) -> None:
    await (await SqlStore.open(url)).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO listings VALUES (404, 1, 'x', 1, 1)")
    with pytest.raises(StoreUnavailable, match="listings"):
        await SqlStore.open(url)


async def test_another_program_that_holds_the_file_is_named_as_the_cause(
    url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine._PRAGMAS", ("PRAGMA busy_timeout=20",))
    store = await SqlStore.open(url)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await store.chats.find(Address(1)) is None
        with pytest.raises(StoreUnavailable, match="is locked; another program"):
            await Scene(store).chat()
    await Scene(store).chat()
    await store.close()


async def test_a_cancelled_write_leaves_nothing_behind_and_lets_the_next_one_in(url: str) -> None:
    store = await SqlStore.open(url)
    scene = Scene(store)
    papers = [f"2606.{n:05}" for n in range(40)]
    for pause in range(40):
        writing = asyncio.create_task(store.snapshots.put(scene.list_of(*papers, f"2607.{pause:05}")))
        await asyncio.sleep(pause / 5000)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        async with asyncio.timeout(5):
            await scene.chat(pause + 1)
        kept = await store.snapshots.latest(scene.edition)
        assert kept is None or len(kept[1].listed) == len(papers) + 1
    await store.close()
