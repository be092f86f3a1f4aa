"""arXiv's query interface: papers that Hugging Face does not know."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

import httpx

from bot.domain.errors import FeedChanged
from bot.domain.papers import Paper
from bot.sources.atom import read_entries
from bot.sources.pace import Pace, Sleep
from bot.sources.wire import Wire


class ArxivApi:
    """Looks papers up at arXiv.

    Args:
        base_url: where the query interface is.
        contact: the operator's address, told to arXiv where there is one.
        now: the present, aware UTC.
        pace: the pace of all requests to arXiv's hosts together, see `Pace.for_arxiv`.
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
        sleep: Sleep = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._wire = Wire(
            base_url, contact=contact, now=now, pace=pace, name="arXiv", sleep=sleep, transport=transport
        )

    async def close(self) -> None:
        """Close the connection."""
        await self._wire.close()

    async def find(self, paper_id: str) -> Paper | None:
        """Look one paper up by its id without version; None where arXiv does not know it.

        Raises:
            FeedUnavailable: no answer, or asked to wait (then with `retry_at`).
            FeedChanged: an answer of an unknown shape.
        """
        return (await self.find_all([paper_id])).get(paper_id)

    async def find_all(self, paper_ids: Sequence[str]) -> Mapping[str, Paper]:
        """Look papers up with one request and return those that arXiv knows, by id.

        Raises:
            FeedUnavailable: no answer, or asked to wait (then with `retry_at`).
            FeedChanged: an answer of an unknown shape.
        """
        if not paper_ids:
            return {}
        asked = {"id_list": ",".join(paper_ids), "max_results": str(len(paper_ids))}
        reply = await self._wire.get("/api/query", asked)
        # A malformed id is answered with 400 and, as ever, a feed that tells the error in an entry.
        if reply.status not in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}:
            raise FeedChanged(f"arXiv answered a query for {len(paper_ids)} ids with {reply.status}")
        return {paper.id: paper for paper in read_entries(reply.body)}
