"""A model that is down for an hour over the due time: digests in time, edited when it is back, none twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Place, Preferences
from bot.domain.schedule import EVERY_DAY, Subscription
from bot.playground.model.server import StandInModel
from bot.playground.papers import SampleWeek
from bot.playground.playground import Playground
from bot.playground.rooms import PrivateRoom
from bot.store.store import SqlStore
from tests.e2e.conftest import Bot

DUE = datetime(2026, 6, 11, 23, 15, tzinfo=UTC)
LANGUAGES = ("ko", "en")
AWAITED = {"ko": "읽는 대로 이 메시지가 바뀝니다", "en": "this message changes when they have been read"}
FEEDS_OWN = {"ko": "Hugging Face 요약", "en": "Hugging Face's summary"}


class Present:
    """The world's time, that of the program included."""

    def __init__(self) -> None:
        self.began_at, self._began_s = DUE, asyncio.get_running_loop().time()

    def set(self, at: datetime) -> None:
        self.began_at, self._began_s = at, asyncio.get_running_loop().time()

    def now(self) -> datetime:
        return self.began_at + timedelta(seconds=asyncio.get_running_loop().time() - self._began_s)


@pytest.fixture
async def present() -> Present:
    return Present()


@pytest.fixture
async def feed(present: Present) -> AsyncIterator[str]:
    week = SampleWeek(present.now)
    yield await week.start()
    await week.stop()


async def subscribe(bot: Bot, playground: Playground) -> dict[str, PrivateRoom]:
    """Let a reader of each language want three papers at the due time; return their chats."""
    store = await SqlStore.open(f"sqlite:///{bot.config.parent / 'bot.db'}")
    rooms = {one: playground.private(playground.person(one), is_started=True) for one in LANGUAGES}
    for language, room in rooms.items():
        wishes = Preferences(language, "Asia/Seoul", count=3)
        chat = await store.chats.meet(Address(room.chat_id), Place.PRIVATE, language, wishes)
        await store.chats.subscribe(chat.id, Subscription(Kind.DAILY, time(8, 15), EVERY_DAY, DUE))
    await store.close()
    return rooms


async def test_digests_leave_in_time_and_catch_up_when_the_model_is_back(
    playground: Playground, feed: str, present: Present, tmp_path: Path
) -> None:
    model = StandInModel(present.now, latency_s={})
    url = await model.start()
    await model.stop()
    settings = (
        f"[model]\nname = {json.dumps(model.model)}\nbase_url = {json.dumps(url)}\napi_key = 'sk-none'\n"
    )
    bot = Bot(tmp_path, playground, feed, settings)
    rooms = await subscribe(bot, playground)

    def messages() -> list[tuple[str, str]]:
        return [(one, str(message.text)) for one, room in rooms.items() for message in room.from_bot]

    async def eventually(*, is_awaited: bool) -> None:
        async with asyncio.timeout(60):
            while len(messages()) < len(rooms) or any(
                (AWAITED[language] in text) is not is_awaited for language, text in messages()
            ):
                await asyncio.sleep(0.1)

    try:
        present.set(DUE - timedelta(seconds=4))
        await bot.start(present.now().isoformat())
        await eventually(is_awaited=True)
        assert all(FEEDS_OWN[language] in text for language, text in messages())
        await bot.terminate()
        present.set(DUE + timedelta(hours=1))
        await model.start(int(url.split(":")[2].partition("/")[0]))
        await bot.start(present.now().isoformat())
        await eventually(is_awaited=False)
        assert not any(FEEDS_OWN[language] in text for language, text in messages())
        assert len(playground.journal.sent()) == len(messages()) == len(rooms), "nothing is sent twice"
    finally:
        await bot.close()
        await model.stop()
        print("The bot's log:", *bot.log, sep="\n")  # noqa: T201 - pytest shows it beside a failure
