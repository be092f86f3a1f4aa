from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import StoreUnavailable
from bot.store import SqlStore
from bot.store.texts import Texts
from tests.integration.store.scenes import NOW

KEY = "text:html:2606.00001:2:1"
LATER = NOW + timedelta(days=400)


async def test_a_text_is_kept_with_its_time(store: SqlStore) -> None:
    await store.texts.put(KEY, "We do. 우리는 한다. ∑", NOW)
    assert await store.texts.get(KEY) == ("We do. 우리는 한다. ∑", NOW)


async def test_what_was_never_kept_is_none(store: SqlStore) -> None:
    await store.texts.put(KEY, "We do.", NOW)
    assert await store.texts.get(KEY + "0") is None


async def test_a_text_takes_the_place_of_the_one_before(store: SqlStore) -> None:
    await store.texts.put(KEY, "We do.", NOW)
    await store.texts.put(KEY, "We do more.", LATER)
    assert await store.texts.get(KEY) == ("We do more.", LATER)


async def test_a_text_holds_what_a_database_would_refuse(store: SqlStore) -> None:
    await store.texts.put(KEY, "a\0b\ud800c", NOW)
    kept = await store.texts.get(KEY)
    assert kept is not None
    assert kept[0] == "ab?c"


async def test_a_text_is_kept_small(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'paperboy.db'}"
    store = await SqlStore.open(url)
    await store.texts.put(KEY, "We do the same thing again and again. " * 5_000, NOW)
    async with store._database.read() as connection:
        size = await connection.scalar(text("select length(body) from documents"))
    await store.close()
    assert size is not None
    assert size < 5_000


async def test_a_damaged_text_is_said_to_be_unavailable(store: SqlStore) -> None:
    await store.texts.put(KEY, "We do.", NOW)
    assert isinstance(store.texts, Texts)
    async with store._database.write() as connection:
        await connection.execute(text("update documents set body = :junk"), {"junk": b"junk"})
    with pytest.raises(StoreUnavailable, match="damaged"):
        await store.texts.get(KEY)
