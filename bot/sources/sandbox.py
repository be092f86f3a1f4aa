"""Parsing at arm's length: a file goes into a process of its own, and a document or a reason comes back."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import bot
from bot.domain.documents import Document, Lack, Source
from bot.sources.document_json import NotADocument, load
from bot.sources.rejected import Rejected

MAX_OUTPUT = 32 * 2**20
_START = (
    "import sys; root, *arguments = sys.argv[1:]; sys.path.insert(0, root); "
    "from bot.sources.parsing import main; main(arguments)"
)
_ENVIRONMENT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the process learns of ours: no token and no key."""
_SIGNALS = {-6: "it gave up", -9: "it was stopped", -11: "it crashed", -24: "it took too long"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one parsing may take."""

    seconds: int = 20
    memory_mib: int = 1_024


class Parser:
    """Parses one file at a time.

    Args:
        limits: what one parsing may take.
        command: what is started instead of our own program; it gets the same arguments.
    """

    def __init__(self, limits: Limits | None = None, command: Sequence[str] | None = None) -> None:
        self._limits = limits or Limits()
        root = str(Path(bot.__file__).parent.parent)
        self._command = list(command or (sys.executable, "-I", "-c", _START, root))
        self._turn = asyncio.Lock()

    async def parse(self, source: Source, paper_id: str, file: IO[bytes]) -> Document | Rejected:
        """Read a file, from its beginning, to a document.

        Whatever the file does to its parser, the answer is a document or a reason.
        """
        async with self._turn:
            file.flush()
            os.lseek(file.fileno(), 0, os.SEEK_SET)  # `seek` alone may move within its buffer
            process = await self._start(source, paper_id, file)
            try:
                async with asyncio.timeout(self._limits.seconds * 2):
                    told = await _read(process)
                    code = 0 if told is None else await process.wait()
            except TimeoutError:
                return Rejected(Lack.UNREADABLE, "parsing took too long")
            finally:
                await _end(process)
        if told is None:
            return Rejected(Lack.UNREADABLE, f"more than {MAX_OUTPUT // 2**20} MB of text")
        if code != 0:
            return Rejected(Lack.UNREADABLE, f"the parser failed: {_SIGNALS.get(code, f'exit code {code}')}")
        return _understood(told)

    async def _start(self, source: Source, paper_id: str, file: IO[bytes]) -> Process:
        limits = self._limits
        return await asyncio.create_subprocess_exec(
            *self._command,
            *(source, paper_id, str(limits.seconds), str(limits.memory_mib)),
            stdin=file,
            stdout=PIPE,
            stderr=DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )


async def _read(process: Process) -> bytes | None:
    """Return what a process writes; None where it is too much."""
    told = bytearray()
    assert process.stdout is not None  # noqa: S101 - it was asked for
    while piece := await process.stdout.read(2**16):
        told += piece
        if len(told) > MAX_OUTPUT:
            return None
    return bytes(told)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    # The end of a process is only seen when its pipe was read to the end.
    while process.stdout is not None and await process.stdout.read(2**16):
        pass
    await process.wait()


def _understood(told: bytes) -> Document | Rejected:
    try:
        text = told.decode()
        if text.startswith("["):
            lack, why = json.loads(text)
            return Rejected(Lack(lack), str(why))
        return load(text)
    except (NotADocument, ValueError):
        return Rejected(Lack.UNREADABLE, "the parser answered with something else than a document")
