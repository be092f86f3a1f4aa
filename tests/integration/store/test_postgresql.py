"""What is true of a server only: several processes, and connections that break."""

import asyncio
import traceback
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text

from bot.domain.chats import Address, Place, Preferences
from bot.domain.errors import StoreUnavailable
from bot.store import SqlStore
from tests.integration.store.scenes import Scene, tomorrow


async def test_replicas_that_start_at_once_migrate_once(empty_postgres: str) -> None:
    stores = await asyncio.gather(*(SqlStore.open(empty_postgres) for _ in range(4)))
    await Scene(stores[0]).chat()
    assert await Scene(stores[3]).store.ledger.due(Scene(stores[3]).now) != {}
    for store in stores:
        await store.close()


async def test_one_may_look_but_not_write(empty_postgres: str) -> None:
    with pytest.raises(StoreUnavailable, match="older"):
        await SqlStore.beside(empty_postgres)
    await (await SqlStore.open(empty_postgres)).close()
    store = await SqlStore.beside(empty_postgres)
    assert "PostgreSQL at " in await store.ping()
    with pytest.raises(StoreUnavailable, match="read-only"):
        await Scene(store).chat()
    await store.close()


async def test_connections_that_the_server_closed_are_replaced_before_use(empty_postgres: str) -> None:
    store = await SqlStore.open(empty_postgres)
    scene = Scene(store)
    await scene.claimed(3)
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await store.ledger.mark_sending(1, "a", scene.now)
    await store.close()


async def test_a_group_that_speaks_from_its_new_id_and_its_move_wait_for_one_another(
    empty_postgres: str,
) -> None:
    store, replica = [await SqlStore.open(empty_postgres) for _ in range(2)]
    old = await Scene(store).chat(-7)
    database = replica._database
    async with database.write() as transaction:
        await database.lock(transaction, "chat:-100")
        # The other process has met the chat at its new id and not yet told anyone.
        await transaction.execute(text(BURST.partition(";")[0].replace("SELECT n,", "SELECT -100 * n,")))
        moving = asyncio.create_task(store.chats.move(-7, -100))
        speaking = asyncio.create_task(store.chats.meet(Address(-100), Place.GROUP, "Super", Preferences()))
        await asyncio.wait([moving, speaking], timeout=0.2)
        assert not moving.done()
        assert not speaking.done()
    assert await moving == 1
    assert (await speaking).title == "Super"
    merged = await store.chats.find(Address(-100))
    assert merged is not None
    assert (merged.id, merged.title) == (old.id, "Super")
    for one in (store, replica):
        await one.close()


BURST = """
INSERT INTO chats (telegram_chat_id, topic_id, place, title, language, zone, count, style, min_votes,
    wanted, unwanted, is_silent, has_chosen, created_at)
SELECT n, 0, 'private', '', 'en', 'UTC', 5, 'brief', 0, '[]', '[]', false, true, now()
FROM generate_series(1, 5000) n;
INSERT INTO subscriptions (chat_id, kind, at, days, next_due_at, is_held)
SELECT id, 'daily', '08:00', 127, '2026-06-13 08:00Z', false FROM chats;
INSERT INTO snapshots (edition, captured_at, source) VALUES ('daily:2026-06-12', now(), 'sample');
INSERT INTO deliveries (chat_id, edition, part, snapshot_id, state, attempts, note, owed_at, changed_at)
SELECT c.id, 'daily:2026-06-11', 0, s.id, 'pending', 0, '', '2026-06-13 08:00Z', now()
FROM chats c, snapshots s;
"""


@pytest.mark.parametrize("question", ["claim", "enqueue"])
async def test_a_burst_that_the_statistics_have_not_seen_is_not_sorted_for_each_batch(
    empty_postgres: str, question: str
) -> None:
    store = await SqlStore.open(empty_postgres)
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute(BURST)
    heard: list[tuple[str, Any]] = []

    def hear(_conn: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401 - a mapping
        heard.append((statement, parameters))

    engine = store._database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    scene = Scene(store)
    if question == "claim":
        assert len(await scene.claim(limit=100)) == 100
    else:
        assert await store.ledger.enqueue(scene.edition, 1, scene.now, tomorrow, 100) == (100, 100)
    event.remove(engine, "before_cursor_execute", hear)
    async with store._database.read() as transaction:
        said = transaction._connection.exec_driver_sql
        for statement, parameters in heard[: [sql[:6] for sql, _ in heard].index("SELECT")]:
            await said(statement, parameters)
        statement, parameters = next(one for one in heard if one[0].startswith("SELECT"))
        plan = "\n".join(row[0] for row in await said(f"EXPLAIN {statement}", parameters))
    await store.close()
    assert "Limit" in plan
    assert "Sort" not in plan, plan


async def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    password = "hunter" + "2"
    with pytest.raises(StoreUnavailable) as refused:
        await SqlStore.open(f"postgresql://ada:{password}@127.0.0.1:1/papers")
    told = "".join(traceback.format_exception(refused.value))
    assert str(refused.value).startswith("PostgreSQL at 127.0.0.1:1/papers: ")
    assert "see that the server runs" in str(refused.value)
    assert password not in told + repr(refused.value)


async def test_a_server_is_backed_up_by_its_own_tools(empty_postgres: str, tmp_path: Path) -> None:
    store = await SqlStore.open(empty_postgres)
    with pytest.raises(StoreUnavailable, match="pg_dump"):
        await store.backup(tmp_path / "copy.db")
    await store.close()
