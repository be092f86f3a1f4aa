"""The product's way out: it claims, composes, freezes, marks each message as it leaves, sends and settles."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bare import Took, timed  # noqa: E402 - after the path is set
from stand_in import TOKEN  # noqa: E402
from tick import BEGIN, Feed, VirtualClock, fill  # noqa: E402

from bot.domain.calendar import Edition  # noqa: E402
from bot.domain.deliveries import State  # noqa: E402
from bot.domain.papers import Listed, Paper, Snapshot  # noqa: E402
from bot.services.collect import Collector  # noqa: E402
from bot.services.publish import Publisher  # noqa: E402
from bot.services.send import Sender  # noqa: E402
from bot.store.store import SqlStore  # noqa: E402
from bot.tg.dispenser import Dispenser  # noqa: E402
from bot.tg.line import Line  # noqa: E402
from bot.tg.messenger import TelegramMessenger  # noqa: E402
from bot.tg.rates import Rates  # noqa: E402
from bot.tg.views.digest import DigestViews  # noqa: E402

UNLIMITED = 1_000_000
MOST_IN_HAND = 1000
"""As the program has it at a rate of a thousand a second."""
_ABSTRACT = "We study the question at length and find that it has an answer. " * 12


class LongFeed(Feed):
    """Lists of papers with abstracts of the usual length."""

    async def read(self, edition: Edition) -> Snapshot:
        day = f"{edition.first:%y%m}.{edition.first:%d}"
        papers = (Listed(Paper(f"{day}{n:03d}", f"Paper {n}", _ABSTRACT), 90 - n) for n in range(40))
        return Snapshot(edition, self._clock.now(), tuple(papers))


@asynccontextmanager
async def way_out(url: str, rates: Rates) -> AsyncIterator[TelegramMessenger]:
    line = Line(TOKEN, url, Dispenser(rates))
    await line.initialize()
    yield TelegramMessenger(line)
    await line.shutdown()


async def durable(url: str, many: int, store_url: str) -> Took:
    """Owe to many chats, and then measure how long the product needs to send all of it."""
    clock = VirtualClock()
    store = await SqlStore.open(store_url)
    await fill(store, many, lambda _: BEGIN)
    publisher = Publisher(store.ledger, Collector(LongFeed(clock), store.snapshots, clock), clock)
    assert await publisher.tick() == many
    async with way_out(url, Rates.of(UNLIMITED)) as messenger:
        view = DigestViews(has_model=False)
        sender = Sender(store, messenger, view, clock=clock, owner="benchmark", most_in_hand=MOST_IN_HAND)
        gc.collect()
        gc.freeze()  # as the program does when it has started
        took = await timed(sender.send_all)
    assert await store.ledger.counts() == {State.SENT: many}
    await store.close()
    return took
