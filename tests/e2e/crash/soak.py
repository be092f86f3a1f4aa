"""Kill and freeze the program for as long as it is wished, and tell what came of it: `make soak`."""

import argparse
import asyncio
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.e2e.crash.campaign import Campaign, campaign, mornings
from tests.e2e.crash.mischief import Severity, draw_blows

FIRST = date(2026, 6, 13)
BLOWS = 12
LONG_FREEZES_S = (17.0, 320.0)
"""Longer than the program waits for an answer; longer than a lease."""


def main() -> int:
    """Run until the time is over; exit code 1 if anything was told twice or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long, at least one morning")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another run")
    parser.add_argument("--chats", type=int, default=300, help="how many readers are due at once")
    chosen = parser.parse_args()
    return asyncio.run(soak(chosen.minutes * 60, chosen.seed, chosen.chats))


async def soak(duration_s: float, seed: int, chats: int) -> int:
    """Let one morning follow the other; stop early when something is wrong."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    with tempfile.TemporaryDirectory(prefix="paperboy-soak-") as folder:
        async with campaign(Path(folder), FIRST, seed=seed, chats=chats) as run:
            for number, day in enumerate(mornings(FIRST), start=1):
                severity = _severity(number, left_s=duration_s - (loop.time() - began_s))
                await run.morning(day, draw_blows(run.dice, severity, BLOWS))
                passed_s = loop.time() - began_s
                _say(
                    f"{passed_s / 60:5.1f} min, {number} mornings, {len(run.wrong)} breaches: {run.counts()}"
                )
                if run.wrong or passed_s >= duration_s:
                    return _tell(
                        run, f"seed {seed}, {chats} chats, {number} mornings, {passed_s / 60:.1f} min"
                    )
    return 1


def _severity(number: int, *, left_s: float) -> Severity:
    """Freeze for longer now and then, where there is time for it."""
    short, long = LONG_FREEZES_S
    if number % 20 == 10 and left_s > 3 * long:
        return Severity(freeze_s=(long, long))
    if number % 4 == 0 and left_s > 3 * short:
        return Severity(freeze_s=(short, short))
    return Severity()


def _tell(run: Campaign, title: str) -> int:
    _say(f"\n{title}\n{run.summary()}")
    if not run.wrong:
        _say("nothing was told twice, and nothing was lost in silence")
        return 0
    _say("\n".join(("WRONG:", *run.wrong, "the log:", *run.program.log[-200:])))
    return 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
