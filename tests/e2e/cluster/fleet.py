"""Several processes of the program on one PostgreSQL, and a Telegram that records what arrives, and when."""

import asyncio
import json
import signal
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bot.playground.papers import SampleWeek
from bot.playground.playground import TOKEN, Playground
from bot.playground.rates import Allowance, RateRules
from bot.store.store import SqlStore
from tests.e2e.crash.invariants import Arrived, Owed, violations
from tests.e2e.crash.outside import Recording
from tests.e2e.crash.program import Program

DUE = datetime(2026, 6, 13, 8, 15, tzinfo=UTC)
EDITION = "daily:2026-06-12"
_OWED = """
SELECT c.telegram_chat_id, d.edition, d.part, d.state, d.note, v.post
FROM deliveries d JOIN chats c ON c.id = d.chat_id LEFT JOIN views v ON v.id = d.view_id
"""
_CHAT = """
INSERT INTO chats (telegram_chat_id, topic_id, place, title, language, zone, count, style, min_votes, wanted,
    unwanted, is_silent, has_chosen, created_at)
VALUES (%s, 0, 'private', '', 'en', 'UTC', 5, 'brief', 0, '[]', '[]', false, true, %s)
"""
_WISH = """
INSERT INTO subscriptions (chat_id, kind, at, days, next_due_at, is_held)
SELECT id, 'daily', '08:15', 127, %s, false FROM chats
"""
_OPEN = "SELECT count(*) FROM deliveries WHERE state IN ('pending', 'claimed', 'sending')"


@dataclass
class Fleet:
    """Replicas, and everything around them.

    Attributes:
        arrivals: when messages truly arrived, by the loop's clock.
        floods: how often somebody was told to wait.
    """

    playground: Playground
    journal: Recording
    database: str
    programs: list[Program]
    clock: Callable[[], datetime]
    chats: list[int]
    arrivals: list[float] = field(default_factory=list)

    async def start(self, *numbers: int) -> None:
        """Start replicas and wait until each serves."""
        for number in numbers:
            await self.programs[number].start(self.clock())
        async with asyncio.timeout(60):
            while not all(self.programs[number].serves for number in numbers):
                await asyncio.sleep(0.05)

    async def kill(self, number: int) -> None:
        """End a replica as a power cut would."""
        self.programs[number].signal(signal.SIGKILL)
        await self.programs[number].ended()

    async def replace(self, number: int) -> None:
        """Kill a replica and start it again, without waiting until it serves."""
        await self.kill(number)
        await self.programs[number].start(self.clock())

    def log(self) -> str:
        """Return what all replicas said."""
        return "\n".join(
            f"replica {n}: {line}" for n, program in enumerate(self.programs) for line in program.log
        )

    def tracebacks(self) -> list[str]:
        """Return the lines of logs that begin a traceback."""
        return [line for program in self.programs for line in program.log if "Traceback" in line]

    def ledger(self) -> list[Owed]:
        """Read the ledger."""
        with psycopg.connect(self.database) as connection:
            rows = connection.execute(_OWED).fetchall()
        return [
            Owed(chat, edition, part, state, post["html"] if post else None, note.startswith("cut off"))
            for chat, edition, part, state, note, post in rows
        ]

    def states(self) -> Counter[str]:
        """Count the ledger by state."""
        with psycopg.connect(self.database) as connection:
            return Counter(dict(connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state")))

    def is_settled(self) -> bool:
        """Whether everybody is in the ledger and nothing in it is open."""
        with psycopg.connect(self.database) as connection:
            is_open = connection.execute(_OPEN).fetchone() != (0,)
            owed = connection.execute("SELECT count(*) FROM deliveries").fetchone()
        return not is_open and owed == (len(self.chats),)

    def wrong(self) -> list[str]:
        """Return what must not be, one line each."""
        sent = [Arrived(one.chat_id or 0, str(one.params["text"])) for one in self.journal.sent()]
        found = violations([(chat, EDITION) for chat in self.chats], self.ledger(), sent)
        return found + [f"in the log: {line}" for line in self.tracebacks()]

    def floods(self) -> int:
        """Count how often a replica was told to wait."""
        return sum(one.status == 429 for one in self.journal.entries)

    def most_in(self, seconds: float) -> int:
        """Return the most messages that arrived within so many seconds."""
        times = sorted(self.arrivals)
        return max((bisect_left(times, at + seconds) - n for n, at in enumerate(times)), default=0)

    def rate(self, since: float, until: float) -> float:
        """Return how many messages a second arrived in a span of time."""
        times = sorted(self.arrivals)
        return (bisect_left(times, until) - bisect_left(times, since)) / (until - since)


@asynccontextmanager
async def fleet(
    folder: Path,
    server: str,
    *,
    replicas: int = 3,
    chats: int = 0,
    per_second: float = 30,
    allowance: float = 1000,
    began: timedelta = timedelta(seconds=-5),
    settings: Callable[[int], str] = lambda _: "",
) -> AsyncIterator[Fleet]:
    """Put a database, a Telegram, readers who are due at once, and replicas that wait to be started together.

    Args:
        folder: for the settings.
        server: the address of an empty database.
        replicas: how many.
        chats: how many readers.
        per_second: what the replicas may send together.
        allowance: what Telegram bears, in a second.
        began: what the world's clock says, counted from the due time.
        settings: more settings for each replica.
    """
    loop = asyncio.get_running_loop()
    began_s = loop.time()

    def now() -> datetime:
        return DUE + began + timedelta(seconds=loop.time() - began_s)

    overall = Allowance(allowance, 1, allowance)
    playground, journal = Playground(now=now, rates=RateRules(overall=overall)), Recording()
    playground.journal = journal
    week = SampleWeek(now, calls_a_window=100_000)
    await playground.start()
    feed = await week.start()
    ids = [
        playground.private(playground.person(f"Reader {n}", language="en"), is_started=True).chat_id
        for n in range(chats)
    ]
    await _fill(server, ids, now())
    programs = []
    for number in range(replicas):
        config = folder / f"replica{number}.toml"
        config.write_text(_settings(playground.base_url, feed, server, per_second) + settings(number))
        programs.append(Program(config, now()))
    found = Fleet(playground, journal, server, programs, now, ids)
    journal.on_message = lambda: found.arrivals.append(loop.time())
    try:
        yield found
    finally:
        for program in programs:
            program.signal(signal.SIGCONT)
            await program.close()
        await week.stop()
        await playground.stop()


async def _fill(server: str, ids: list[int], now: datetime) -> None:
    await (await SqlStore.open(server)).close()
    with psycopg.connect(server) as connection:
        connection.cursor().executemany(_CHAT, [(one, now) for one in ids])
        connection.execute(_WISH, [DUE])


def _settings(api: str, feed: str, server: str, per_second: float) -> str:
    values: dict[str, dict[str, Any]] = {
        "telegram": {"token": TOKEN, "api_url": api, "messages_per_second": per_second},
        "feed": {"huggingface_url": feed, "arxiv_api_url": feed, "contact": "tests@paperboy.example"},
        "store": {"url": server},
    }
    lines = (
        f"[{table}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
        for table, keys in values.items()
    )
    return "".join(lines)
