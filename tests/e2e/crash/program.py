"""`paperboy run` as a process that can be killed, frozen and started again at another time."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import CHECKOUT

PATIENCE_S = 30.0


class Program:
    """One life after another of the same program.

    Args:
        config: its settings.
        began_at: what its clock says until it is started.
        entry: what Python is told to run.
    """

    def __init__(self, config: Path, began_at: datetime, entry: Sequence[str] = ("-m", "bot")) -> None:
        self._config, self._entry = config, entry
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._began_at, self._began_s = began_at, asyncio.get_running_loop().time()
        self.log: list[str] = []
        self._first_line = 0

    @property
    def is_running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.returncode is None

    @property
    def serves(self) -> bool:
        """Whether it has come so far that it serves, in this life."""
        return any(" serves @" in line for line in self.log[self._first_line :])

    def now(self) -> datetime:
        """Return what its clock says, or would say if it lived."""
        return self._began_at + timedelta(seconds=asyncio.get_running_loop().time() - self._began_s)

    async def start(self, clock: datetime) -> None:
        """Start it as if it were another time; it takes a while until it serves."""
        assert self._process is None
        self._began_at, self._began_s = clock, asyncio.get_running_loop().time()
        self._first_line = len(self.log)
        self._process = await self._spawn(clock)
        self._reading = asyncio.create_task(self._read(self._process))

    async def fails_to_start(self) -> bool:
        """Start another one beside it and tell whether it was refused, in one clear line."""
        process = await self._spawn(self.now())
        assert process.stderr
        async with asyncio.timeout(PATIENCE_S):
            told = (await process.stderr.read()).decode()
            code = await process.wait()
        return code == 1 and "is in use by another Paperboy" in told and "Traceback" not in told

    def signal(self, what: signal.Signals) -> None:
        """Send it a signal, at once."""
        if self.is_running and self._process:
            self._process.send_signal(what)

    async def ended(self) -> int:
        """Wait for its end and return its exit code."""
        assert self._process
        assert self._reading
        async with asyncio.timeout(PATIENCE_S):
            code = await self._process.wait()
            await self._reading
        self._process = self._reading = None
        return code

    async def close(self) -> None:
        """Make sure that it is gone."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            await self.ended()

    async def _spawn(self, clock: datetime) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, *self._entry, "run", "--config", str(self._config)),
            *("--clock", clock.isoformat()),
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(CHECKOUT)},
            stderr=asyncio.subprocess.PIPE,
        )

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        async for line in process.stderr:
            self.log.append(line.decode().rstrip("\n"))
