"""Each test of this folder runs on SQLite and on PostgreSQL, with the same words."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from bot.store import SqlStore
from tests.integration.store.scenes import Scene


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> str:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE contract")
    url = postgres_server.replace("/postgres?", "/contract?")

    async def migrate() -> None:
        await (await SqlStore.open(url)).close()

    asyncio.run(migrate())
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'paperboy.db'}"
    url: str = request.getfixturevalue("migrated_postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET lock_timeout = '5s'")
        connection.execute(
            "TRUNCATE papers, snapshots, chats, views, documents, notes, tellings, translations, spending,"
            " leases, arrivals, reservations, stars RESTART IDENTITY CASCADE"
        )
    return url


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[SqlStore]:
    opened = await SqlStore.open(store_url)
    yield opened
    await opened.close()


@pytest.fixture
async def replica(store: SqlStore, store_url: str) -> AsyncIterator[SqlStore]:
    """A second process on PostgreSQL; on SQLite, where there can be none, the same."""
    if store_url.startswith("sqlite"):
        yield store
        return
    opened = await SqlStore.open(store_url)
    yield opened
    await opened.close()


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)
