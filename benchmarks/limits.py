"""How much of Telegram's limits the whole program uses, and how long people wait meanwhile.

`paperboy run` is started as a process on a store in which many chats are due, every tenth of them a group.
The Bot API server allows so many messages a second, and lets somebody ask for `/today` every second.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from stand_in import TOKEN  # noqa: E402 - after the path is set
from tick import fill  # noqa: E402

from bot.playground.papers import SampleWeek  # noqa: E402
from bot.store.store import SqlStore  # noqa: E402

MORNING = datetime(2026, 6, 13, 8, 15, tzinfo=UTC)
"""A Saturday: Friday's list of the sample week is out."""
GROUPS_EVERY = 10


def counts_of(url: str) -> dict[str, object]:
    """Ask the Bot API server what it saw."""
    with urllib.request.urlopen(f"{url}/counts") as answer:  # noqa: S310 - our own server
        told: dict[str, object] = json.load(answer)
    return told


async def keep_limits(url: str, many: int, per_second: int) -> None:
    """Let the program send to many chats within limits, and print what the other side saw."""
    began = time.monotonic()
    week = SampleWeek(lambda: MORNING + timedelta(seconds=time.monotonic() - began), calls_a_window=100_000)
    feed_url = await week.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "bot.db"
            store = await SqlStore.open(f"sqlite:///{database}")
            await fill(store, many, lambda _: MORNING, groups_every=GROUPS_EVERY)
            await store.close()
            config = Path(folder) / "config.toml"
            config.write_text(
                f'[telegram]\ntoken = "{TOKEN}"\napi_url = "{url}"\nmessages_per_second = {per_second}\n'
                f'[feed]\nhuggingface_url = "{feed_url}"\narxiv_api_url = "{feed_url}"\n'
                f'contact = "benchmarks@paperboy.example"\n[store]\nurl = "sqlite:///{database}"\n',
                encoding="utf-8",
            )
            command = (sys.executable, "-m", "bot", "run", "--config", str(config))
            program = await asyncio.create_subprocess_exec(
                *(*command, "--clock", MORNING.isoformat()), cwd=ROOT, stderr=asyncio.subprocess.DEVNULL
            )
            try:
                await wait_for(url, many, program)
            finally:
                program.terminate()
                await program.wait()
    finally:
        await week.stop()
    report(counts_of(url), per_second)


async def wait_for(url: str, many: int, program: asyncio.subprocess.Process) -> None:
    """Wait until so many messages were accepted."""
    while (await asyncio.to_thread(counts_of, url))["accepted"] < many:  # type: ignore[operator]
        assert program.returncode is None, "the program has ended"
        await asyncio.sleep(0.5)


def report(counts: dict[str, object], per_second: int) -> None:
    """Print what the other side saw."""
    accepted, took_s = int(str(counts["accepted"])), float(str(counts["took_s"]))
    waited_ms = sorted(1000 * one for one in counts["waited_s"])  # type: ignore[attr-defined]
    rate = (accepted - 1) / took_s
    print(f"{accepted:,} messages in {took_s:.1f} s: {rate:.2f}/s, {rate / per_second:.1%} of {per_second}/s")
    print(f"answered 429: {counts['refused']}; the most in any second: {counts['most_in_a_second']}")
    cuts = statistics.quantiles(waited_ms, n=100)
    print(
        f"/today meanwhile: p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, longest {waited_ms[-1]:.0f} ms "
        f"({len(waited_ms)} asked, {counts['unanswered']} unanswered)"
    )
