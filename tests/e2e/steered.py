"""`paperboy` with a clock that a test sets while it runs, and with timers and retries that are soon due.

    python tests/e2e/steered.py FILE run --config …

FILE holds how far the clock is from the machine's, in seconds, as a double. `--clock` changes nothing.
"""

import mmap
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import cli
from bot.clock import SystemClock
from bot.jobs import timers
from bot.llm import waits

OFFSET = struct.Struct("d")


def main() -> int:
    """Run a command of the program."""
    file, *arguments = sys.argv[1:]
    with Path(file).open("rb") as opened:
        offset = mmap.mmap(opened.fileno(), OFFSET.size, access=mmap.ACCESS_READ)

    def now(_: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=OFFSET.unpack(offset[:])[0])

    SystemClock.now = now  # type: ignore[method-assign]
    waits._FIRST_S = 0.05
    timers.COLLECT_AFTER = timedelta(seconds=0.2)
    timers.READ_EVERY = timedelta(seconds=0.5)
    timers.IMPROVE_AFTER = timers.IMPROVE_EVERY = timedelta(seconds=0.4)
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
