from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, time

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Chat, Place, Preferences
from bot.domain.schedule import EVERY_DAY
from bot.services.answer import Answers
from bot.services.collect import Collector
from bot.services.publish import Publisher
from bot.services.send import Sender
from bot.services.subscribe import Defaults, Reception
from bot.store.store import SqlStore
from tests.fakes import FakeClock, FakeFeed, FakeMessenger, PlainView, at, papers


class NoDispatcher:
    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


@dataclass
class House:
    """The use cases, put together over a real store and fakes of the outside."""

    clock: FakeClock
    feed: FakeFeed
    store: SqlStore
    collector: Collector
    publisher: Publisher
    messenger: FakeMessenger
    sender: Sender
    reception: Reception
    answers: Answers
    dispatcher: NoDispatcher

    async def chat(
        self, number: int, zone: str, at: time, days: frozenset[int] = EVERY_DAY, **wishes: object
    ) -> Chat:
        chat = await self.reception.meet(Address(number), Place.PRIVATE, f"chat {number}", "en")
        chat = await self.reception.prefer(chat, zone=zone, **wishes)
        return await self.reception.subscribe(chat, Kind.DAILY, at, days)

    async def run(self, now: str | None = None) -> list[tuple[int, str]]:
        """Move the clock, do all that is due, and return what left: (chat, first words)."""
        if now:
            self.clock.set(now)
        before = len(self.messenger.sent)
        await self.publisher.tick()
        while await self.sender.send_batch():
            pass
        return [(target.address.chat_id, post.html) for target, post in self.messenger.sent[before:]]

    def restarted(self, owner: str) -> "House":
        """Return the house as a new process would find it."""
        sender = Sender(self.store, self.messenger, PlainView(), clock=self.clock, owner=owner)
        collector = Collector(self.feed, self.store.snapshots, self.clock)
        publisher = Publisher(self.store.ledger, collector, self.clock)
        return replace(self, sender=sender, collector=collector, publisher=publisher)


WEEK = {
    date(2025, 9, 29): range(100, 115),
    date(2025, 9, 30): range(200, 215),
    date(2025, 10, 1): range(300, 315),
    date(2025, 10, 2): range(400, 415),
    date(2025, 10, 3): range(500, 515),
    date(2025, 10, 6): range(600, 615),
    date(2025, 10, 7): range(700, 715),
}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    clock = FakeClock(at("2025-10-02 14:00"))
    feed = FakeFeed(clock)
    feed.lists = {Edition.daily(day): papers(numbers) for day, numbers in WEEK.items()}
    feed.lists[Edition.weekly(date(2025, 10, 3))] = papers([n for r in list(WEEK.values())[:5] for n in r])
    store = await SqlStore.open("sqlite://")
    collector = Collector(feed, store.snapshots, clock)
    messenger, dispatcher = FakeMessenger(), NoDispatcher()
    languages = frozenset({"en", "ko"})
    yield House(
        clock,
        feed,
        store,
        collector,
        Publisher(store.ledger, collector, clock),
        messenger,
        Sender(store, messenger, PlainView(), clock=clock, owner="first"),
        Reception(store.chats, clock, Defaults(Preferences()), dispatcher, languages),
        Answers(store, collector, clock),
        dispatcher,
    )
    await store.close()
