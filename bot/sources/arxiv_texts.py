"""arXiv's full texts over HTTP: fetched to a file, parsed at arm's length."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import IO

import httpx

from bot.domain.documents import Document, Lack, Source
from bot.domain.errors import FeedUnavailable
from bot.sources.pace import Pace, Sleep
from bot.sources.rejected import Rejected
from bot.sources.sandbox import Parser
from bot.sources.wire import Download, Reply, TooLarge, Wire

_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be, and how long it may take to come."""

    most: int
    within: timedelta


BOUNDS = {
    Source.HTML: Bounds(20 * 2**20, timedelta(seconds=60)),
    Source.PDF: Bounds(60 * 2**20, timedelta(seconds=180)),
}


class ArxivTexts:
    """Fetches single full texts from arXiv.

    Args:
        base_url: arXiv's own address.
        contact: the operator's address, told to arXiv where there is one.
        now: the present, aware UTC.
        pace: the pace of all requests to arXiv's hosts together, see `Pace.for_arxiv`.
        parser: what makes documents of files.
        sleep: waits for a number of seconds.
        transport: what carries the requests instead of the network.
    """

    def __init__(
        self,
        base_url: str,
        contact: str,
        now: Callable[[], datetime],
        pace: Pace,
        *,
        parser: Parser | None = None,
        sleep: Sleep = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._parser = parser or Parser()
        self._wire = Wire(
            base_url, contact=contact, now=now, pace=pace, name="arXiv", sleep=sleep, transport=transport
        )

    async def close(self) -> None:
        """Close the connection."""
        await self._wire.close()

    async def fetch(self, source: Source, paper_id: str) -> Document | Rejected:
        """Fetch a paper's newest version as HTML or as PDF; never raises for what arXiv does."""
        try:
            with tempfile.TemporaryFile() as file:
                return await self._fetch(source, paper_id, file)
        except TooLarge as error:
            return Rejected(Lack.UNREADABLE, str(error))
        except FeedUnavailable as error:
            return Rejected(Lack.UNAVAILABLE, str(error))
        except OSError as error:
            return Rejected(Lack.UNAVAILABLE, f"no room or no process for a download: {error.strerror}")

    async def _fetch(self, source: Source, paper_id: str, file: IO[bytes]) -> Document | Rejected:
        bounds = BOUNDS[source]
        into = Download(file, bounds.most, bounds.within)
        reply = await self._wire.get(f"/{source}/{paper_id}", into=into)
        return _refused(source, reply, file) or await self._parser.parse(source, paper_id, file)


def _refused(source: Source, reply: Reply, file: IO[bytes]) -> Rejected | None:
    """Return why an answer is no full text; None where it can be one."""
    if reply.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Rejected(Lack.ABSENT, f"arXiv has no {source.upper()} of it")
    if reply.status != HTTPStatus.OK:
        return Rejected(Lack.UNAVAILABLE, f"arXiv answered with {reply.status}")
    if "/abs/" in reply.path:
        return Rejected(Lack.ABSENT, "arXiv leads to the abstract instead")
    file.seek(0)
    if source is Source.PDF and _MAGIC not in file.read(_MAGIC_WITHIN):
        # arXiv answers with a page while it still makes the PDF; so do other people's gates.
        return Rejected(Lack.UNAVAILABLE, "an answer that is no PDF")
    return None
