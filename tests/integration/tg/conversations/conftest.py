"""A bot with real handlers and a real store, between the playground's people and a feed with a memory."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import pytest

from bot.domain.calendar import Edition
from bot.domain.chats import Address, Chat, Preferences
from bot.exports.printer import Printer
from bot.playground.people import Room
from bot.playground.playground import TOKEN, Playground
from bot.playground.rooms import PrivateRoom
from bot.playground.views import MessageView
from bot.services.answer import Answers
from bot.services.collect import Collector
from bot.services.export import Exporter
from bot.services.subscribe import Defaults, Reception
from bot.store.store import SqlStore
from bot.tg.desk import Desk
from bot.tg.rates import Rate, Rates
from bot.tg.room import TelegramRoom
from bot.tg.views.digest import DigestViews
from bot.words.texts import languages
from tests.fakes import FakeClock, FakeFeed, at, papers
from tests.fakes_tg import FakeReadings

WEEK = {
    date(2025, 9, 29): range(100, 115),
    date(2025, 9, 30): range(200, 215),
    date(2025, 10, 1): range(300, 315),
    date(2025, 10, 2): range(400, 415),
    date(2025, 10, 3): range(500, 515),
}


class NoDispatcher:
    def wake(self) -> None:
        pass


@dataclass
class Town:
    """Everyone who is there."""

    playground: Playground
    clock: FakeClock
    feed: FakeFeed
    store: SqlStore
    desk: Desk
    readings: FakeReadings

    def reader(self, name: str = "Ann", language: str = "en") -> PrivateRoom:
        return self.playground.private(self.playground.person(name, language=language))

    async def chat_or_none(self, room: Room) -> Chat | None:
        return await self.store.chats.find(Address(room.chat_id, room.thread_id))

    async def chat(self, room: Room) -> Chat:
        found = await self.chat_or_none(room)
        assert found is not None
        return found

    async def answer(self, room: Room, text: str, count: int = 1) -> tuple[MessageView, ...]:
        """Say something and return what the bot says to it."""
        said = await room.say(text)
        return await room.wait_for(count, after=said)

    async def ask(self, room: Room, text: str) -> MessageView:
        return (await self.answer(room, text))[0]

    async def press(self, room: Room, message: MessageView, button: str) -> MessageView:
        """Press a button and return the message as it looks once it was edited."""
        before = room.see(message).edits
        await room.press(message, button)
        edited = await self.playground.until(
            lambda: view if (view := room.see(message)).edits > before else None
        )
        assert edited is not None, f"nothing changed after {button!r}"
        return edited


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    # People of the playground press faster than one message a second, which is all that Telegram promises.
    often = Rate(1_000)
    rates = Rates(often, often, often, often)
    clock = FakeClock(at("2025-10-02 14:00"))
    feed = FakeFeed(clock)
    feed.lists = {Edition.daily(day): papers(numbers) for day, numbers in WEEK.items()}
    feed.lists[Edition.weekly(date(2025, 9, 29))] = papers([n for r in WEEK.values() for n in r])
    store = await SqlStore.open("sqlite://")
    collector = Collector(feed, store.snapshots, clock)
    stop = asyncio.Event()
    async with Playground() as playground:
        room = TelegramRoom(TOKEN, playground.base_url, rates)
        readings = FakeReadings()
        answers = Answers(store, collector, clock)
        desk = Desk(
            answers=answers,
            readings=readings,
            exporter=Exporter(answers, readings, Printer()),
            reception=Reception(
                store.chats, clock, Defaults(Preferences()), NoDispatcher(), frozenset(languages())
            ),
            replies=room.messenger,
            admins=room.admins,
            views=DigestViews(has_model=False),
            clock=clock,
        )
        room.attend(desk)
        await room.connect(stop)
        async with asyncio.TaskGroup() as group:
            group.create_task(room.run(stop))
            yield Town(playground, clock, feed, store, desk, readings)
            stop.set()
        await room.close()
    await store.close()
