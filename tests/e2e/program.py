"""The program, run as an operator does."""

import asyncio
import os
import sys
from pathlib import Path

from tests.conftest import CHECKOUT

MONDAY_MORNING = "2026-11-23T09:00:00+00:00"


async def run(*arguments: str, cwd: Path, **environment: str) -> tuple[int, str, str]:
    """Run a command to its end and return (exit code, stdout, stderr)."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()
