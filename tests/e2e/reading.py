"""A house that reads: the program as a process, a Telegram, the invented papers and a model that can lie.

All of them go by one clock, which the test sets.
"""

import asyncio
import contextlib
import html
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.documents import Document, Source
from bot.domain.papers import Paper
from bot.playground.journal import Entry
from bot.playground.model.lies import Lie
from bot.playground.model.server import StandInModel
from bot.playground.papers import SampleWeek
from bot.playground.playground import Playground
from bot.playground.rooms import PrivateRoom
from bot.playground.sample.page import full_text
from bot.playground.sample.week import Placed, place
from bot.playground.views import MessageView
from bot.sources.full_text import ArxivFullText
from bot.sources.latexml import read_latexml
from bot.sources.rejected import Rejected
from bot.store.store import SqlStore
from tests.conftest import CHECKOUT
from tests.e2e.conftest import Bot
from tests.e2e.steered import OFFSET

NAME = "invented-7b"
"""The model's name: not that of the stand-in, so that readers are told what they would be of any model."""
TUESDAY = datetime(2026, 11, 17, 7, 30, tzinfo=UTC)
PATIENCE_S = 30.0
_BAR = re.compile("[▓░]")
_TAG = re.compile(r"<[^>]*>")
_NUMBER_OF_EVIDENCE = re.compile(r"\u2060?\[\d+\]")


class Clock:
    """The time of a house; `set` moves it for everybody in it, running programs too."""

    def __init__(self, file: Path, now: datetime) -> None:
        self.file = file
        self._offset_s = 0.0
        self.set(now)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset_s)

    def set(self, now: datetime) -> None:
        self._offset_s = (now - datetime.now(UTC)).total_seconds()
        with self.file.open("r+b" if self.file.exists() else "wb") as file:
            file.write(OFFSET.pack(self._offset_s))

    def pass_(self, **kinds: float) -> None:
        self.set(self.now() + timedelta(**kinds))


class SteeredBot(Bot):
    """The program, with the clock of the house."""

    clock: Clock

    def command(self, now: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "tests.e2e.steered", str(self.clock.file), *super().command(now)[3:])


class House:
    """All that a reader's wish goes through."""

    def __init__(
        self, folder: Path, clock: Clock, playground: Playground, week: SampleWeek, model: StandInModel
    ) -> None:
        self.folder, self.clock = folder, clock
        self.playground, self.week, self.model = playground, week, model
        self.port = int(model.origin.rpartition(":")[2])
        self.bot: SteeredBot
        self._people = 0

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'bot.db'}"

    async def start(self) -> None:
        await self.bot.start(self.clock.now().isoformat())

    async def restart(self, *, minutes_later: float = 0) -> None:
        """Kill the program, and start it again later."""
        await self.bot.kill()
        self.clock.pass_(minutes=minutes_later)
        await self.start()

    async def model_falls(self) -> None:
        await self.model.stop()

    async def model_rises(self) -> None:
        await self.model.start(self.port)

    def reader(self, language: str = "en") -> PrivateRoom:
        """Return the chat of somebody new."""
        self._people += 1
        return self.playground.private(self.playground.person(f"Reader {self._people}", language=language))

    async def ask(self, room: PrivateRoom, words: str, *, timeout_s: float = PATIENCE_S) -> MessageView:
        """Say something that is to be read, and return the answer when it is no progress any more."""
        said = await room.say(words)
        [first, *_] = await room.wait_for(1, after=said, timeout_s=timeout_s)
        await self.eventually(lambda: not _BAR.search(room.see(first).text), timeout_s)
        return room.see(first)

    async def turn(self, room: PrivateRoom, message: MessageView, button: str) -> MessageView:
        """Press a button that changes its message, and return what becomes of it."""
        before = message.edits
        await room.press(message, button)
        await self.eventually(lambda: room.see(message).edits > before)
        return room.see(message)

    async def eventually(self, holds: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                await asyncio.sleep(0.02)

    @contextlib.asynccontextmanager
    async def shelf(self) -> AsyncIterator[SqlStore]:
        """Open the store beside the program, to look at it."""
        store = await SqlStore.beside(self.url)
        try:
            yield store
        finally:
            await store.close()

    async def export(self, *arguments: str) -> tuple[str, str]:
        """Run `paperboy export`; return what it writes and what it says."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.e2e.steered", str(self.clock.file), "export"),
            *("--config", str(self.bot.config), *arguments),
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return out.decode(), err.decode()

    def log_since(self, line: int) -> list[str]:
        return self.bot.log[line:]

    def no_traceback(self) -> None:
        assert not [line for line in self.bot.log if "Traceback" in line], "\n".join(self.bot.log)


@contextlib.asynccontextmanager
async def open_house(
    folder: Path, *, now: datetime = TUESDAY, settings: str = "", model_settings: str = ""
) -> AsyncIterator[House]:
    """Open a house; its program is not started yet.

    Args:
        folder: where its files are.
        now: what its clock says.
        settings: more of its config.toml.
        model_settings: more of the table [model].
    """
    clock = Clock(folder / "clock", now)
    playground, week = Playground(now=clock.now), SampleWeek(clock.now, calls_a_window=1_000_000)
    model = StandInModel(clock.now, latency_s={}, model=NAME)
    await playground.start(0)
    feed = await week.start()
    await model.start()
    house = House(folder, clock, playground, week, model)
    table = f"[model]\nbase_url = {json.dumps(model.base_url)}\nname = {json.dumps(NAME)}\n{model_settings}\n"
    house.bot = SteeredBot(folder, playground, feed, table + settings)
    house.bot.clock = clock
    try:
        yield house
    finally:
        await house.bot.close()
        await model.stop()
        await week.stop()
        await playground.stop()
        print("The bot's log:", *house.bot.log, sep="\n")  # noqa: T201 - pytest shows it beside a failure


# Papers


def papers(days: int, now: datetime = TUESDAY) -> Iterator[Placed]:
    """Yield the papers of some weekdays before now, the newest day first: the same 25 each week anew."""
    day = now.date()
    while days:
        day -= timedelta(days=1)
        placed = place(day)
        yield from placed
        days -= bool(placed)


class _Local:
    """The full texts of invented papers, without a network and its pace."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        self._pages = {one.id: full_text(one).encode() for one in placed}

    async def fetch(self, source: Source, paper_id: str) -> Document | Rejected:
        assert source is Source.HTML
        return read_latexml(self._pages[paper_id], paper_id)

    async def close(self) -> None:
        """Close nothing."""


async def lay_out(house: House, wanted: Iterable[Placed]) -> None:
    """Put full texts where the program keeps them; how it fetches them is for other tests."""
    placed = list(wanted)
    store = await SqlStore.open(house.url)
    try:
        texts = ArxivFullText(_Local(placed), store.texts, house.clock.now)
        for one in placed:
            written = one.manuscript
            document = await texts.read(Paper(one.id, written.title, written.abstract))
            assert document.source is Source.HTML
    finally:
        await store.close()


# What readers saw


_COPULA = re.compile(r"(?<=[\w%])이다\.")


def plain(text: str) -> str:
    """Return the letters of a text alone, however it is marked, spaced or numbered."""
    bare = _NUMBER_OF_EVIDENCE.sub("", html.unescape(_TAG.sub("", text)))
    letters = "".join(bare.split()).casefold()
    # A number that was put right has the ending that its own reading wants: 6.3%다, and 13억이다.
    return _COPULA.sub("다.", letters)


def shown(house: House, since: int = 0) -> list[str]:
    """Return every text that reached a reader: messages, edits of them, and the windows of presses."""
    return [text for one in list(house.playground.journal.entries)[since:] for text in _texts(one)]


def _texts(entry: Entry) -> Iterator[str]:
    if entry.method.lower() != "getupdates":
        for name in ("text", "caption"):
            if isinstance(said := entry.params.get(name), str):
                yield said


def false_sentences(model: StandInModel, lie: Lie | None = None) -> list[str]:
    """Return the false sentences that the program was told, of one lie or of all."""
    return [text for one in model.journal if lie is None or one.lie == lie for text in one.told]
