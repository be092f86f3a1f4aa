"""What `paperboy doctor` finds, and what it says of it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.playground.papers import SampleWeek
from bot.playground.playground import TOKEN, Playground
from bot.store import SqlStore
from tests.e2e.program import run


@asynccontextmanager
async def healthy(tmp_path: Path) -> AsyncIterator[Path]:
    week = SampleWeek(lambda: datetime.now(UTC))
    feed = await week.start()
    async with Playground() as playground:
        config = tmp_path / "config.toml"
        config.write_text(
            f"[telegram]\ntoken = {json.dumps(TOKEN)}\napi_url = {json.dumps(playground.base_url)}\n"
            f"[feed]\nhuggingface_url = {json.dumps(feed)}\n"
        )
        yield config
    await week.stop()


async def test_the_doctor_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.db").touch()
    (tmp_path / "new").mkdir()
    file = tmp_path / "new" / "paperboy.db"
    store = await SqlStore.open(f"sqlite:///{file}")
    await store.close()
    for url, told in (
        (
            "sqlite:///paperboy.db",
            f"note  store: none at {tmp_path / 'paperboy.db'} yet; `paperboy run` makes",
        ),
        ("sqlite:///old.db", "note  store: the tables of"),
        (f"sqlite:///{file}", "  ok  store: SQLite"),
    ):
        (tmp_path / "config.toml").write_text(
            f"[store]\nurl = '{url}'\n[feed]\nhuggingface_url = 'http://127.0.0.1:9'\n"
        )
        before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
        _, out, err = await run("doctor", cwd=tmp_path)
        assert told in out, out + err
        assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


async def test_the_doctor_finds_a_healthy_house_healthy(tmp_path: Path) -> None:
    async with healthy(tmp_path) as config:
        code, out, err = await run("doctor", "--config", str(config), cwd=tmp_path)
    assert code == 0, out + err
    assert "FAIL" not in out
    for what in ("settings", "zones", "store", "feed", "clock", "telegram", "model"):
        assert f" {what}: " in out
    assert "@paperboy_bot, token accepted" in out
    assert TOKEN not in out + err


async def test_the_doctor_names_each_ill_with_a_remedy_and_fails(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        "[telegram]\ntoken = '1:wrong'\napi_url = 'http://127.0.0.1:9'\n"
        "[feed]\nhuggingface_url = 'http://127.0.0.1:9'\n"
        "[model]\nname = 'some-model'\nbase_url = 'http://127.0.0.1:9/v1'\n"
        "[store]\nurl = 'sqlite:////nowhere/at/all/paperboy.db'\n"
    )
    code, out, err = await run("doctor", "--config", str(config), cwd=tmp_path)
    assert code == 1
    ills = [line for line in out.splitlines() if line.startswith("FAIL")]
    assert [line.split()[1] for line in ills] == ["store:", "feed:", "telegram:", "model:"], out + err
    assert out.count("→") >= 4
    assert not err, "each ill is told once"


async def test_the_doctor_tells_faults_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[digest]\ncount = 99\n")
    code, out, _ = await run("doctor", cwd=tmp_path)
    assert code == 1
    assert "[digest] count: found 99; allowed: a whole number from 1 to 10" in out


async def test_the_doctor_looks_at_the_folders_of_exports(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "config.toml").write_text(
        "[feed]\nhuggingface_url = 'http://127.0.0.1:9'\n"
        "[[exports]]\nfolder = 'posts'\n[[exports]]\nfolder = 'nowhere'\n"
    )
    code, out, _ = await run("doctor", cwd=tmp_path)
    assert code == 1
    assert "  ok  exports: files go to posts" in out
    assert "FAIL  exports: there is no folder nowhere\n        → make it, or" in out
