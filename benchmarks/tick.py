"""How long the database needs to know who is due, and what a month leaves in memory.

Fills a store with subscriptions, all over the world, and drives the product's own `Publisher.tick` on a
virtual clock: first with nothing due, then with a morning's crowd due at once. Then a smaller bot lives
through a month, its messages taken by a Telegram that answers at once, while its memory is looked at.

    python benchmarks/tick.py [--chats 1000000] [--due 70000] [--store postgresql://…] [--month-chats 500]
"""

import argparse
import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.domain.calendar import Edition  # noqa: E402 - after the path is set
from bot.domain.chats import Place, Preferences  # noqa: E402
from bot.domain.deliveries import Outcome, Sent, Target  # noqa: E402
from bot.domain.messages import Post  # noqa: E402
from bot.domain.papers import Listed, Paper, Snapshot  # noqa: E402
from bot.services.collect import Collector  # noqa: E402
from bot.services.publish import Publisher  # noqa: E402
from bot.services.send import Sender  # noqa: E402
from bot.store.chat_rows import days_mask, preference_columns  # noqa: E402
from bot.store.store import SqlStore  # noqa: E402
from bot.store.tables import chats, subscriptions  # noqa: E402
from bot.tg.views.digest import DigestViews  # noqa: E402

BEGIN = datetime(2026, 6, 10, 3, 0, tzinfo=UTC)
"""A Wednesday, a quarter of an hour after the list of Tuesday closed."""
ASKED = 2_000
BATCH = 10_000


class VirtualClock:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        return self.at


class Feed:
    """A feed with a list for every weekday."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    async def read(self, edition: Edition) -> Snapshot:
        papers = (
            Listed(
                Paper(f"{edition.first:%y%m}.{edition.first:%d}{n:03d}", f"Paper {n}", "We did it."), 90 - n
            )
            for n in range(40)
        )
        return Snapshot(edition, self._clock.now(), tuple(papers))

    async def find(self, paper_id: str) -> Paper | None:
        return None


class Telegram:
    """Takes everything at once."""

    def __init__(self) -> None:
        self.taken = 0

    async def deliver(self, target: Target, post: Post, on_wire: Callable[[], Awaitable[bool]]) -> Outcome:
        assert await on_wire()
        self.taken += 1
        return Sent(self.taken)

    async def edit(self, target: Target, message_id: int, post: Post) -> Outcome:
        return Sent(message_id)


async def fill(
    store: SqlStore, many: int, due_at: Callable[[int], datetime], groups_every: int | None = None
) -> None:
    """Put chats with a daily subscription into a store; some of them groups, if told so."""
    preferences = preference_columns(Preferences())

    def is_group(n: int) -> bool:
        return groups_every is not None and n % groups_every == 0

    database = store._database  # noqa: SLF001 - filled faster than a million people would
    for first in range(1, many + 1, BATCH):
        ids = range(first, min(first + BATCH, many + 1))
        async with database.write() as connection:
            await connection.execute(
                chats.insert(),
                [
                    {"id": n, "telegram_chat_id": n, "topic_id": 0, "place": Place.PRIVATE, "title": ""}
                    | preferences
                    | ({"telegram_chat_id": -n, "place": Place.GROUP} if is_group(n) else {})
                    for n in ids
                ],
            )
            await connection.execute(
                subscriptions.insert(),
                [
                    {
                        "chat_id": n,
                        "kind": "daily",
                        "at": (BEGIN + timedelta(minutes=15)).time().replace(tzinfo=None),
                        "days": days_mask(range(1, 8)),
                        "next_due_at": due_at(n),
                        "is_held": False,
                    }
                    for n in ids
                ],
            )


async def measure_ticks(url: str, many: int, due: int) -> None:
    """Print what a tick costs with nothing due, and with many due at once."""
    clock = VirtualClock()
    store = await SqlStore.open(url)
    # Those due are everywhere among the others, as sign-ups come from everywhere.
    step = max(1, many // due)
    crowd = BEGIN + timedelta(minutes=15)
    await fill(
        store, many, lambda n: crowd if n % step == 0 and n // step <= due else BEGIN + timedelta(days=1)
    )
    publisher = Publisher(store.ledger, Collector(Feed(clock), store.snapshots, clock), clock)
    times_ms = []
    for _ in range(ASKED):
        began = time.perf_counter()
        assert await publisher.tick() == 0
        times_ms.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times_ms, n=100)
    print(f"nothing due among {many:,}: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms ({ASKED:,} ticks)")
    clock.at = crowd
    began = time.perf_counter()
    owed = await publisher.tick()
    took_s = time.perf_counter() - began
    print(f"{owed:,} due at once: owed in {took_s:.2f} s ({owed / took_s:,.0f}/s)")
    await store.close()


async def live_a_month(url: str, many: int) -> None:
    """Print the memory of a bot after each of thirty days."""
    clock, telegram = VirtualClock(), Telegram()
    store = await SqlStore.open(url)
    await fill(store, many, lambda _: BEGIN + timedelta(minutes=15))
    publisher = Publisher(store.ledger, Collector(Feed(clock), store.snapshots, clock), clock)
    sender = Sender(store, telegram, DigestViews(has_model=False), clock=clock, owner="month")
    sizes = []
    for day in range(30):
        clock.at = BEGIN + timedelta(days=day, minutes=15)
        await publisher.tick()
        while await sender.send_batch():
            pass
        gc.collect()
        sizes.append(resident_mib())
    shown = ", ".join(f"day {day + 1}: {sizes[day]:.1f}" for day in (0, 4, 9, 14, 19, 24, 29))
    print(f"{telegram.taken:,} digests to {many:,} chats in a month, resident MiB after {shown}")
    await store.close()


def resident_mib() -> float:
    """Return this process's resident memory (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def main() -> None:
    parser = argparse.ArgumentParser(description="What the database costs.")
    parser.add_argument("--chats", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=70_000)
    parser.add_argument("--month-chats", type=int, default=500)
    parser.add_argument("--store", help="an empty PostgreSQL database instead of a SQLite file")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        await measure_ticks(chosen.store or f"sqlite:///{folder}/ticks.db", chosen.chats, chosen.due)
        await live_a_month(f"sqlite:///{folder}/month.db", chosen.month_chats)


if __name__ == "__main__":
    asyncio.run(main())
