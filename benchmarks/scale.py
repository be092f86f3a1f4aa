"""What the operator of a bot of a thousand, thirty thousand or a million chats has to expect.

Subscriptions are spread over the world's zones, and a day goes by on a virtual clock: due times come from
the product's own rule, places on the wire from its own lanes, and a modelled Telegram counts what left in
each second and refuses what is too much. Presses of readers come in between. Nothing is sent.

    python benchmarks/scale.py [--chats 1000 30000 1000000] [--day 2026-06-10] [--svg docs/scale.svg]

The database's part (who is due, and how fast it is owed) is measured by `tick.py`, the wire's by
`broadcast.py`.
"""

import argparse
import heapq
import random
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.domain.calendar import Kind  # noqa: E402 - after the path is set
from bot.domain.schedule import CATCH_UP, EVERY_DAY, WEEKDAYS, due_times  # noqa: E402
from bot.tg.lanes import Lane, Lanes  # noqa: E402
from bot.tg.rates import Rates  # noqa: E402
from bot.tg.zones import COMMON, REGIONS  # noqa: E402

FREE, PAID = 30, 1000
"""Messages a second that Telegram takes from a bot, without and with paid broadcasts."""
TICK_S = 1.0
"""How often the bot looks who is due."""
IN_COMMON = 0.6
"""The share of chats in the zones that are offered first; the rest lives anywhere."""
AT_DEFAULT = 0.6
"""The share of chats that keep the time that they are offered; the rest chooses one of its day."""
ON_WEEKDAYS = 0.2
IN_GROUPS = 0.05
PRESSES = 0.05
"""How many digests are followed by a press, within half an hour."""
PRESS_WITHIN_S = 1800.0
SAMPLE_S = 60.0
QUANTILES = (0.5, 0.9, 0.99, 1.0)


@dataclass
class Day:
    """What came of a day."""

    chats: int
    rate: int
    delays_s: list[float] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    backlog: list[tuple[float, int]] = field(default_factory=list)
    refused: int = 0

    @property
    def too_late(self) -> int:
        """How many would not be sent any more, for they would come too late."""
        limit_s = CATCH_UP[Kind.DAILY].total_seconds()
        return sum(one > limit_s for one in self.delays_s)


class Telegram:
    """Counts what came in the last second."""

    def __init__(self, rate: int) -> None:
        self._rate, self._taken = rate, deque[float]()

    def takes(self, now: float) -> bool:
        """Whether it takes one more message."""
        # Two messages a second apart are not in the same second, however the floats round.
        while self._taken and self._taken[0] <= now - 1.0 + 1e-6:
            self._taken.popleft()
        if len(self._taken) >= self._rate:
            return False
        self._taken.append(now)
        return True


def population(chats: int, dice: random.Random) -> Iterator[tuple[str, timedelta, frozenset[int], int]]:
    """Yield the zone, the local time, the days and the Telegram id of each chat."""
    everywhere = sorted({zone for zones in REGIONS.values() for zone in zones})
    for number in range(1, chats + 1):
        zone = dice.choice(COMMON if dice.random() < IN_COMMON else everywhere)
        minutes = 495 if dice.random() < AT_DEFAULT else 15 * dice.randrange(24, 92)
        days = WEEKDAYS if dice.random() < ON_WEEKDAYS else EVERY_DAY
        yield zone, timedelta(minutes=minutes), days, -number if dice.random() < IN_GROUPS else number


def due_in_day(chats: int, day: date, dice: random.Random) -> list[tuple[float, int]]:
    """Return when each chat is due, in seconds of the UTC day, in order."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    just_before = midnight - timedelta(microseconds=1)
    times: dict[tuple[str, timedelta, frozenset[int]], datetime] = {}
    found = []
    for zone, local, days, chat in population(chats, dice):
        key = (zone, local, days)
        if key not in times:
            at = (midnight + local).time()
            times[key] = next(due_times(just_before, at, ZoneInfo(zone), days))
        due_s = (times[key] - midnight).total_seconds()
        if due_s < 86_400:
            found.append((due_s, chat))
    found.sort()
    return found


class World:
    """A day of chats that are due, readers who press, lanes and a Telegram, on a virtual clock."""

    def __init__(self, chats: int, rate: int, day: date, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a simulation
        self._due = deque(due_in_day(chats, day, self._dice))
        self._lanes, self._telegram = Lanes(Rates.of(rate)), Telegram(rate)
        self._presses: list[tuple[float, int]] = []
        self._since: dict[int, float] = {}
        self._result = Day(chats, rate)

    def run(self) -> Day:
        """Let the day go by, and as much more as the queue needs."""
        now = 0.0
        longest: dict[int, int] = {}
        while self._due or self._presses or self._since:
            self._join(now)
            sample = int(now // SAMPLE_S)
            longest[sample] = max(longest.get(sample, 0), len(self._since))
            self._grant(now)
            now = max(self._next_at(now), now + 1e-6)
        samples = range(max(longest, default=0) + 1)
        self._result.backlog = [(one * SAMPLE_S, longest.get(one, 0)) for one in samples]
        return self._result

    def _join(self, now: float) -> None:
        while self._due and now >= _looked_at(self._due[0][0]):
            self._wait(Lane.BULK, *self._due.popleft())
        while self._presses and self._presses[0][0] <= now:
            self._wait(Lane.INTERACTIVE, *heapq.heappop(self._presses))

    def _wait(self, lane: Lane, since: float, chat: int) -> None:
        self._since[self._lanes.join(lane, chat).seq] = since

    def _grant(self, now: float) -> None:
        while (granted := self._lanes.grant(now)) is not None:
            waited_s = now - self._since.pop(granted.seq)
            if not self._telegram.takes(now):
                self._result.refused += 1
            if granted.lane is Lane.INTERACTIVE:
                self._result.waits_s.append(waited_s)
                continue
            self._result.delays_s.append(waited_s)
            if self._dice.random() < PRESSES:
                pressed_at = now + self._dice.random() * PRESS_WITHIN_S
                heapq.heappush(self._presses, (pressed_at, int(granted.chat)))

    def _next_at(self, now: float) -> float:
        times = [self._presses[0][0]] if self._presses else []
        if self._due:
            times.append(_looked_at(self._due[0][0]))
        if (ready_at := self._lanes.next_at(now)) is not None:
            times.append(ready_at)
        return min(times, default=now)


def _looked_at(due_s: float) -> float:
    """Return when the bot sees that a chat is due."""
    return TICK_S * -(-due_s // TICK_S)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the sorted values lies."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def told(seconds: float) -> str:
    """Return a duration as people say it."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def row(day: Day) -> str:
    """Return a line of the table."""
    delays, waits = sorted(day.delays_s), sorted(day.waits_s)
    cells = [
        f"{day.chats:,}",
        f"{day.rate}/s",
        f"{len(delays):,}",
        f"{max((many for _, many in day.backlog), default=0):,}",
        *(told(quantile(delays, share)) for share in QUANTILES),
        told(quantile(waits, 0.99)),
        f"{day.too_late:,}",
        str(day.refused),
    ]
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| chats | limit | digests of the day | longest queue | delay p50 | p90 | p99 | longest | an answer "
    "waits, p99 | too late | refused |\n|---|---|---|---|---|---|---|---|---|---|---|"
)
_WIDTH, _HEIGHT, _LEFT, _TOP = 760, 220, 70, 34
_COLOURS = ("#2b6cb0", "#c05621")


def chart(days: Sequence[Day]) -> str:
    """Return the queues over the day as a picture (SVG), one panel for each number of chats."""
    sizes = sorted({day.chats for day in days})
    panels = []
    for place, chats in enumerate(sizes):
        here = [day for day in days if day.chats == chats]
        most = max((many for day in here for _, many in day.backlog), default=1) or 1
        panels.append(_panel(here, chats, most, place * (_HEIGHT + 30)))
    height = len(sizes) * (_HEIGHT + 30)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="#ffffff"/>{"".join(panels)}</svg>\n'
    )


def _panel(days: Sequence[Day], chats: int, most: int, top: int) -> str:
    inner_w, inner_h = _WIDTH - _LEFT - 20, _HEIGHT - _TOP - 26
    base = top + _TOP + inner_h
    until = max([86_400.0, *(at for day in days for at, _ in day.backlog)])
    parts = [f'<text x="{_LEFT}" y="{top + 20}" font-weight="bold">{chats:,} chats: digests that wait</text>']
    for hour in range(0, int(until // 3600) + 1, 6):
        x = _LEFT + inner_w * hour * 3600 / until
        parts.append(f'<path d="M{x:.1f} {top + _TOP}V{base}" stroke="#e2e8f0"/>')
        parts.append(f'<text x="{x:.1f}" y="{base + 16}" text-anchor="middle">{hour:02d}:00</text>')
    parts += [
        f'<text x="{_LEFT - 8}" y="{top + _TOP + 8}" text-anchor="end">{most:,}</text>',
        f'<text x="{_LEFT - 8}" y="{base}" text-anchor="end">0</text>',
        f'<path d="M{_LEFT} {base}H{_LEFT + inner_w}" stroke="#4a5568"/>',
    ]
    for place, (day, colour) in enumerate(zip(days, _COLOURS, strict=False)):
        points = " ".join(
            f"{_LEFT + inner_w * at / until:.1f},{base - inner_h * many / most:.1f}"
            for at, many in day.backlog
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts.append(
            f'<text x="{_WIDTH - 24 - 90 * (len(days) - place - 1)}" y="{top + 20}" text-anchor="end" '
            f'fill="{colour}">{day.rate}/s</text>'
        )
    return "".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description="A day of a bot of many chats, on a virtual clock.")
    parser.add_argument("--chats", type=int, nargs="+", default=[1_000, 30_000, 1_000_000])
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 6, 10))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--svg", type=Path)
    chosen = parser.parse_args()
    print(HEAD)
    days = []
    for chats in chosen.chats:
        for rate in (FREE, PAID):
            began = time.perf_counter()
            days.append(World(chats, rate, chosen.day, chosen.seed).run())
            print(row(days[-1]), flush=True)
            print(f"simulated in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    if chosen.svg:
        chosen.svg.write_text(chart(days), encoding="utf-8")


if __name__ == "__main__":
    main()
