"""The other side: a Telegram that records what arrives, the sample week as the feed, and many readers."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Place, Preferences
from bot.domain.schedule import Subscription
from bot.playground.journal import Journal
from bot.playground.papers import SampleWeek
from bot.playground.playground import TOKEN, Playground
from bot.playground.rates import Allowance, RateRules
from bot.services.publish import advance
from bot.store.store import SqlStore
from tests.e2e.crash.invariants import Arrived

AT = time(8, 15)
EVERY = {Kind.DAILY: 1, Kind.WEEKLY: 2}
"""Which chats want an edition of a kind: each, and each second one."""
BLOCKED, CHOOSY = 3, 4
"""So many readers, the last, blocked the bot; for so many, the first, no paper of a day is good enough."""


class Recording(Journal):
    """A journal that tells when a message arrived, in the same moment: it has no answer yet."""

    def __init__(self) -> None:
        super().__init__()
        self.on_message: Callable[[], None] = lambda: None

    def add(self, **fields: Any) -> None:  # noqa: ANN401 - the fields of an entry
        super().add(**fields)
        if fields["method"] == "sendMessage" and fields["is_accepted"]:
            self.on_message()


@dataclass(frozen=True)
class Outside:
    """Everything around the program."""

    playground: Playground
    journal: Recording
    config: Path
    database: Path
    served: Sequence[int]

    def arrived(self) -> list[Arrived]:
        """Return what truly reached chats."""
        sent = self.journal.sent()
        return [Arrived(one.chat_id or 0, str(one.params["text"])) for one in sent]

    def floods(self) -> int:
        """Count how often the program was told to wait."""
        return sum(one.status == 429 for one in self.journal.entries)

    def wanting(self, kind: Kind) -> Sequence[int]:
        """Return the chats that want editions of a kind and can have them."""
        return self.served[:: EVERY[kind]]


@asynccontextmanager
async def outside(folder: Path, now: Callable[[], datetime], chats: int) -> AsyncIterator[Outside]:
    """Open the other side at a time, with readers who are subscribed."""
    # A chat may get one message a second: a digest that comes twice in a row is refused as well as recorded.
    rates = RateRules(overall=Allowance(2000, 1, 2000), chat=Allowance(1, 1, 3))
    playground, journal = Playground(now=now, rates=rates), Recording()
    playground.journal = journal
    week = SampleWeek(now, calls_a_window=100_000)
    await playground.start()
    feed_url = await week.start()
    try:
        rooms = [
            playground.private(playground.person(f"Reader {n}", language="en"), is_started=True)
            for n in range(chats)
        ]
        for room in rooms[-BLOCKED:]:
            room.block()
        ids = [room.chat_id for room in rooms]
        database = folder / "bot.db"
        await subscribe(database, ids, now())
        config = folder / "config.toml"
        config.write_text(
            f"[telegram]\ntoken = {json.dumps(TOKEN)}\napi_url = {json.dumps(playground.base_url)}\n"
            "messages_per_second = 200\n"  # faster, and a morning would be over before a blow falls
            f"[feed]\nhuggingface_url = {json.dumps(feed_url)}\narxiv_api_url = {json.dumps(feed_url)}\n"
            f"contact = 'tests@paperboy.example'\n[store]\nurl = {json.dumps(f'sqlite:///{database}')}\n",
            encoding="utf-8",
        )
        yield Outside(playground, journal, config, database, ids[:-BLOCKED])
    finally:
        await week.stop()
        await playground.stop()


async def subscribe(database: Path, ids: Sequence[int], now: datetime) -> None:
    """Put readers into a new store who are due at the same moment."""
    store = await SqlStore.open(f"sqlite:///{database}")
    for n, telegram_id in enumerate(ids):
        wishes = Preferences(min_votes=10_000 if n < CHOOSY else 0)
        chat = await store.chats.meet(Address(telegram_id), Place.PRIVATE, f"Reader {n}", wishes)
        for kind, every in EVERY.items():
            if n % every == 0:
                wish = Subscription(kind, AT)
                due = advance(chat.preferences.zone, wish, now)
                await store.chats.subscribe(chat.id, Subscription(kind, AT, next_due_at=due))
    await store.close()
