"""The whole program as a process, between the recorded feed and the playground's Telegram."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.playground.playground import TOKEN, Playground
from tests.conftest import CHECKOUT, Upstream

PATIENCE_S = 30.0


class Bot:
    """`paperboy run` in a process of its own, which can be killed and started again at another time."""

    def __init__(self, folder: Path, playground: Playground, feed_url: str, settings: str = "") -> None:
        self._folder, self._playground = folder, playground
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.log: list[str] = []
        self.config = folder / "config.toml"
        store = f"sqlite:///{folder / 'bot.db'}"
        self.config.write_text(
            f"[telegram]\ntoken = {json.dumps(TOKEN)}\napi_url = {json.dumps(playground.base_url)}\n"
            f"[feed]\nhuggingface_url = {json.dumps(feed_url)}\narxiv_url = {json.dumps(feed_url)}\n"
            f"arxiv_api_url = {json.dumps(feed_url)}\n"
            f"contact = 'tests@paperboy.example'\n"
            f"[store]\nurl = {json.dumps(store)}\n{settings}",
            encoding="utf-8",
        )

    def command(self, now: str) -> tuple[str, ...]:
        """Return what starts the program as if it were `now`."""
        return (sys.executable, "-m", "bot", "run", "--config", str(self.config), "--clock", now)

    async def start(self, now: str) -> None:
        """Start the program as if it were `now`, and wait until it serves."""
        assert self._process is None
        self._process = await asyncio.create_subprocess_exec(
            *self.command(now),
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.create_task(self._read(self._process))
        await self.says(" serves @", since=len(self.log))

    async def says(self, words: str, *, since: int = 0, timeout_s: float = PATIENCE_S) -> str:
        """Wait for a line of the log that holds some words, and return it."""
        async with asyncio.timeout(timeout_s):
            while True:
                for line in self.log[since:]:
                    if words in line:
                        return line
                assert self._process, "the bot does not run"
                assert self._process.returncode is None, "\n".join(self.log)
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process
        self._process.kill()
        await self._ended()

    async def terminate(self) -> tuple[int, float]:
        """Ask it to stop; return its exit code and how many seconds it took."""
        assert self._process
        process, began = self._process, asyncio.get_running_loop().time()
        process.send_signal(signal.SIGTERM)
        await self._ended()
        assert process.returncode is not None
        return process.returncode, asyncio.get_running_loop().time() - began

    async def close(self) -> None:
        if self._process and self._process.returncode is None:
            await self.kill()

    async def _ended(self) -> None:
        assert self._process
        assert self._reading
        async with asyncio.timeout(PATIENCE_S):
            await self._process.wait()
            await self._reading
        self._process = self._reading = None

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        async for line in process.stderr:
            self.log.append(line.decode().rstrip("\n"))


class Town:
    """A playground, the recorded feed, and a bot between them, all at the same time of day."""

    def __init__(self, playground: Playground, upstream: Upstream, bot: Bot) -> None:
        self.playground, self.upstream, self.bot = playground, upstream, bot

    async def wake(self, now: str) -> None:
        """Start the bot at a time; an earlier one is killed first.

        It is killed a second after the last message, so that what it sent is written down; what a kill in
        the very moment does is for the ledger's own tests.
        """
        await asyncio.sleep(1)
        await self.bot.close()
        self.upstream.set_now(now)
        await self.bot.start(now)

    def digests(self, chat_id: int, title: str) -> list[str]:
        """Return the texts that a chat was sent whose first line holds some words."""
        texts = [str(entry.text) for entry in self.playground.journal.sent(chat_id)]
        return [text for text in texts if title in text.partition("\n")[0]]

    async def eventually(self, holds: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                await asyncio.sleep(0.05)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest.fixture
async def town(playground: Playground, upstream: Upstream, tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(playground, upstream, Bot(tmp_path, playground, upstream.url))
    yield town
    await town.bot.close()
    print("The bot's log:", *town.bot.log, sep="\n")  # noqa: T201 - pytest shows it beside a failure


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
