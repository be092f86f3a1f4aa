"""An export beside a bot that is running, on the same file."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import Config, ModelConfig, StoreConfig
from bot.export import open_store
from bot.store import SqlStore
from tests.unit.exports.readers import PAPER, notes, telling, translation

NOW = datetime(2025, 10, 3, tzinfo=UTC)


async def test_what_the_bot_has_read_is_borrowed_and_its_file_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'paperboy.db'}"
    bot = await SqlStore.open(url)
    taken = notes()
    await bot.notes.put_notes(taken, NOW)
    await bot.notes.put_telling("told", PAPER.id, telling(taken, "ko"), NOW)
    await bot.notes.put_translation("abstract", translation(), NOW)
    async with AsyncExitStack() as stack:
        store = await open_store(Config(store=StoreConfig(url=url)), stack)
        assert "Paperboy is running" in capsys.readouterr().err
        assert await store.notes.notes(taken.key) == taken
        assert await store.notes.telling("told") == telling(taken, "ko")
        assert await store.notes.translation("abstract") == translation()
        assert (await store.notes.told([PAPER.id], "ko"))[PAPER.id] == (taken, telling(taken, "ko"))
        other = notes(PAPER, facets=[])
        assert await store.notes.put_notes(other, NOW) == taken, "the first to come stay"
        await store.notes.put_telling("mine", PAPER.id, telling(taken), NOW)
        await store.notes.put_translation("mine", translation(), NOW)
        assert await store.notes.telling("mine") == telling(taken)
        assert await store.notes.translation("mine") == translation()
    assert await bot.notes.telling("mine") is None
    assert await bot.notes.translation("mine") is None
    await bot.close()


async def test_what_is_read_is_kept_where_the_file_is_free(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'paperboy.db'}"
    config = Config(store=StoreConfig(url=url), model=ModelConfig(name="strong-1"))
    for _ in range(2):
        async with AsyncExitStack() as stack:
            store = await open_store(config, stack)
            await store.notes.put_notes(notes(), NOW)
    bot = await SqlStore.open(url)
    assert await bot.notes.notes(notes().key) == notes()
    await bot.close()


@pytest.mark.parametrize("is_kept", [True, False])
async def test_without_a_model_or_in_the_sample_week_no_file_is_made(
    tmp_path: Path, *, is_kept: bool
) -> None:
    config = Config(store=StoreConfig(url=f"sqlite:///{tmp_path / 'paperboy.db'}"))
    async with AsyncExitStack() as stack:
        await open_store(config, stack, is_kept=is_kept)
    assert not list(tmp_path.iterdir())
