"""Cold start and idle memory of the whole program.

Starts `paperboy run` as a process against the playground and the sample week, a `/start` already waiting,
and prints the seconds until it is answered and the resident memory after a quiet while.

    python benchmarks/startup.py [--runs 5] [--quiet-s 5]
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.playground.papers import SampleWeek  # noqa: E402 - after the path is set
from bot.playground.playground import TOKEN, Playground  # noqa: E402


async def one_run(quiet_s: float) -> tuple[float, float]:
    """Return (seconds to the first answer, resident MiB when idle)."""
    week = SampleWeek(lambda: datetime.now(UTC))
    feed = await week.start()
    with tempfile.TemporaryDirectory() as folder:
        async with Playground() as playground:
            config = Path(folder) / "config.toml"
            store = f"sqlite:///{folder}/bot.db"
            config.write_text(
                f"[telegram]\ntoken = {json.dumps(TOKEN)}\napi_url = {json.dumps(playground.base_url)}\n"
                f"[feed]\nhuggingface_url = {json.dumps(feed)}\n[store]\nurl = {json.dumps(store)}\n"
            )
            chat = playground.private(playground.person("Ann", language="en"))
            await chat.say("/start")
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--config", str(config)),
                cwd=ROOT,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await chat.wait_for(1, timeout_s=60)
            took_s = time.perf_counter() - began
            await asyncio.sleep(quiet_s)
            memory_mib = resident_mib(process.pid)
            process.terminate()
            await process.wait()
    await week.stop()
    return took_s, memory_mib


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quiet-s", type=float, default=5)
    chosen = parser.parse_args()
    runs = [asyncio.run(one_run(chosen.quiet_s)) for _ in range(chosen.runs)]
    for name, unit, values in (
        ("cold start to the first answered /start", "s", [run[0] for run in runs]),
        ("resident memory when idle", "MiB", [run[1] for run in runs]),
    ):
        print(
            f"{name}: median {statistics.median(values):.2f} {unit} (min {min(values):.2f}, "
            f"max {max(values):.2f}, {len(values)} runs)"
        )


if __name__ == "__main__":
    main()
