"""The daily papers of Hugging Face."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx

from bot.domain.arxiv_ids import exact_id
from bot.domain.calendar import Edition, Kind
from bot.domain.errors import FeedChanged, FeedUnavailable, NotOpenYet
from bot.domain.papers import Listed, Paper, Snapshot, rank
from bot.services.flights import Flights
from bot.sources.arxiv import ArxivApi
from bot.sources.items import Broken, judge, read_items, read_json, read_paper
from bot.sources.pace import Pace, Sleep
from bot.sources.wire import Reply, Wire

log = logging.getLogger(__name__)

PAGE = 100
MAX_PAGES = 40
"""A month has about a dozen pages."""
LAST_WEEK = 52
"""The service knows W01 to W52, though some years have a W53."""
CACHED_FOR = timedelta(seconds=60)
"""How long a list that was just read answers again: a burst of questions costs one."""
SURELY_VOTED = 10
"""Of so many papers one always has a vote; if none does, the votes have moved elsewhere."""
OPENING_MARGIN = timedelta(minutes=15)
"""How far the service's clock may lag behind ours before a refusal of a new period is strange."""
LIST_DEADLINE_S, UNION_DEADLINE_S, PAPER_DEADLINE_S = 60.0, 180.0, 45.0
_PARAMETERS = {Kind.DAILY: "date", Kind.WEEKLY: "week", Kind.MONTHLY: "month"}
_REMEMBERED = 32


class HuggingFaceFeed:
    """The feed over plain HTTP. It keeps nothing beyond a minute; whoever makes it closes it.

    Args:
        base_url: where the service is.
        contact: the operator's address, told to the service where there is one.
        now: the present, aware UTC.
        arxiv: who is asked about papers that Hugging Face does not know; nobody, if None.
        source: what snapshots name as their origin.
        token: an access token of Hugging Face, which raises its limits.
        cached_for: how long a list that was just read answers again.
        sleep: waits for a number of seconds.
        transport: what carries the requests instead of the network.
    """

    def __init__(
        self,
        base_url: str,
        contact: str,
        now: Callable[[], datetime],
        arxiv: ArxivApi | None,
        *,
        source: str = "huggingface",
        token: str | None = None,
        cached_for: timedelta = CACHED_FOR,
        sleep: Sleep = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._now, self._arxiv, self._source, self._cached_for = now, arxiv, source, cached_for
        self._wire = Wire(
            base_url,
            contact=contact,
            now=now,
            pace=Pace(now, sleep=sleep),
            name="Hugging Face",
            token=token,
            sleep=sleep,
            transport=transport,
        )
        self._readings: Flights[Edition, Snapshot] = Flights()
        self._findings: Flights[str, Paper | None] = Flights()
        self._recent: dict[Edition, Snapshot] = {}

    async def close(self) -> None:
        """Close the connections, also those to arXiv."""
        await self._wire.close()
        if self._arxiv:
            await self._arxiv.close()

    async def read(self, edition: Edition) -> Snapshot:
        """Read a period's list as it stands now, all pages of it, best first.

        The capture time is that of the first page. The ranking may move between two pages; a paper
        that is met twice counts once, with the higher votes.

        Raises:
            NotOpenYet: the period has not begun.
            FeedUnavailable: no answer, or asked to wait (then with `retry_at`).
            FeedChanged: an answer of an unknown shape.
        """
        if edition.opens_at > self._now():
            raise NotOpenYet(f"{edition} has not begun")
        recent = self._recent.get(edition)
        if recent and timedelta() <= self._now() - recent.captured_at < self._cached_for:
            return recent
        return await self._readings.share(edition, lambda: self._read(edition))

    async def find(self, paper_id: str) -> Paper | None:
        """Look one paper up by its arXiv id without version; None where nobody knows it.

        Raises:
            FeedUnavailable: no answer.
            FeedChanged: an answer of an unknown shape.
        """
        known = exact_id(paper_id)
        if known is None:
            return None
        return await self._findings.share(known.base, lambda: self._find(known.base))

    async def _find(self, paper_id: str) -> Paper | None:
        async with _deadline(PAPER_DEADLINE_S, f"paper {paper_id}"):
            reply = await self._wire.get(f"/api/papers/{paper_id}")
            if reply.status == HTTPStatus.OK:
                return read_paper(read_json(reply.body))
            if reply.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                raise _refusal(reply, f"paper {paper_id}")
            return await self._arxiv.find(paper_id) if self._arxiv else None

    async def _read(self, edition: Edition) -> Snapshot:
        captured_at = self._now()
        async with _deadline(UNION_DEADLINE_S, f"the list of {edition}"):
            listed = await self._period(edition)
        snapshot = Snapshot(edition, captured_at, rank(listed), self._source)
        self._recent.pop(edition, None)
        self._recent[edition] = snapshot
        while len(self._recent) > _REMEMBERED:
            del self._recent[next(iter(self._recent))]
        return snapshot

    async def _period(self, edition: Edition) -> list[Listed]:
        if edition.kind is Kind.WEEKLY and edition.first.isocalendar().week > LAST_WEEK:
            return await self._union(edition)
        try:
            return await self._list(edition)
        except _RefusedError as refused:
            if edition.kind is Kind.DAILY:
                if self._now() - edition.opens_at < OPENING_MARGIN:
                    raise NotOpenYet(f"{edition} has only just begun") from None
                raise FeedChanged(f"{refused}, though the day has begun") from None
            log.info("feed: %s; putting it together from its days", refused)
        return await self._union(edition)

    async def _union(self, edition: Edition) -> list[Listed]:
        """Put a week or month together from those of its days that have begun."""
        found: list[Listed] = []
        for day in map(Edition.daily, edition.days):
            if day.opens_at > self._now():
                break
            try:
                found += await self._period(day)
            except NotOpenYet:
                break
        return _merge(found)

    async def _list(self, edition: Edition) -> list[Listed]:
        """Read all pages of one list of the service, each paper once."""
        items: list[Listed | Broken] = []
        seen: set[str] = set()
        tells_next = False
        async with _deadline(LIST_DEADLINE_S, f"the list of {edition}"):
            for number in range(MAX_PAGES):
                reply = await self._page(edition, number)
                page = read_items(read_json(reply.body))
                ids = {one.paper.id for one in page if isinstance(one, Listed)}
                items += page
                tells_next = tells_next or reply.has_next
                # Only an empty page is sure to be the end: a short one may be the service's own idea of
                # a limit. Where it has told of next pages before, its silence counts as the end too;
                # so does a page with nothing new, from a service that has stopped counting pages.
                if not page or ids <= seen or (tells_next and not reply.has_next):
                    break
                seen |= ids
            else:
                raise FeedChanged(f"the list of {edition} goes on after {MAX_PAGES} pages")
        if complaint := judge(items):
            log.warning("feed: %s: %s", edition, complaint)
        listed = _merge(one for one in items if isinstance(one, Listed))
        if len(listed) >= SURELY_VOTED and not any(one.votes for one in listed):
            log.warning(
                "feed: %s: none of %d papers has a vote, so their order means little", edition, len(listed)
            )
        return listed

    async def _page(self, edition: Edition, number: int) -> Reply:
        asked = {_PARAMETERS[edition.kind]: edition.period, "limit": str(PAGE), "p": str(number)}
        reply = await self._wire.get("/api/daily_papers", asked)
        if reply.status == HTTPStatus.BAD_REQUEST and number == 0:
            raise _RefusedError(f"Hugging Face refused to list {edition}")
        if reply.status != HTTPStatus.OK:
            raise _refusal(reply, f"page {number} of {edition}")
        return reply


class _RefusedError(Exception):
    """The service says that there is no such period."""


def _refusal(reply: Reply, what: str) -> FeedUnavailable:
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return FeedUnavailable(f"Hugging Face refused {what} with 401: is the token still valid?")
    return FeedChanged(f"Hugging Face answered {what} with {reply.status}")


def _merge(listed: Iterable[Listed]) -> list[Listed]:
    best: dict[str, Listed] = {}
    for one in listed:
        known = best.get(one.paper.id)
        if known is None or (one.votes, one.comments) > (known.votes, known.comments):
            best[one.paper.id] = one
    return list(best.values())


@asynccontextmanager
async def _deadline(limit_s: float, what: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(limit_s):
            yield
    except TimeoutError:
        raise FeedUnavailable(f"no complete answer about {what} within {limit_s:.0f} s") from None
