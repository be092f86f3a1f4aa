"""Kill and freeze the program for as long as it is wished, and tell what came of it: `make soak`."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.e2e.crash.campaign import Campaign, campaign, mornings
from tests.e2e.crash.mischief import Blow, Deed, Severity, draw_blows

FIRST = date(2026, 6, 13)
BLOWS = 12
LONG_FREEZES = ((20, 320.0), (4, 17.0))
"""Each how many mornings, for how many seconds: longer than a lease, longer than the wait for an answer."""


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
                left_s = duration_s - (loop.time() - began_s)
                await run.morning(day, _blows(run, number, left_s))
                passed_s = loop.time() - began_s
                _say(
                    f"{passed_s / 60:5.1f} min, {number} mornings, {len(run.wrong)} breaches: {run.counts()}"
                )
                if run.wrong or passed_s >= duration_s:
                    return _tell(
                        run, f"seed {seed}, {chats} chats, {number} mornings, {passed_s / 60:.1f} min"
                    )
    return 1


def _blows(run: Campaign, number: int, left_s: float) -> Iterator[Blow]:
    """Draw a morning's blows; now and then the first one is a long freeze, where there is time for it."""
    for every, freeze_s in LONG_FREEZES:
        if number % every == 0 and left_s > 2 * freeze_s:
            yield Blow(Deed.FREEZE, after_messages=run.dice.randint(1, 60), freeze_s=freeze_s)
            break
    yield from draw_blows(run.dice, Severity(), BLOWS)


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
