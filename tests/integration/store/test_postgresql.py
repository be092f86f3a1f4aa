"""What is true of a server only: several processes, and connections that break."""

import asyncio
import traceback
from pathlib import Path

import psycopg
import pytest

from bot.domain.errors import StoreUnavailable
from bot.store import SqlStore
from tests.integration.store.scenes import Scene


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
