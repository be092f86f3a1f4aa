"""Full texts of papers: the best source that is to be had, kept for ever, absences for a day."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.documents import Document, Lack, Shortfall, Source
from bot.domain.errors import StoreUnavailable
from bot.domain.hygiene import clean
from bot.domain.papers import Paper
from bot.services.flights import Flights
from bot.services.reading_ports import TextCache
from bot.sources.document_json import NotADocument, dump, load
from bot.sources.rejected import Rejected

log = logging.getLogger(__name__)

PARSER = 1
"""Raised when the same file would become another document, so that it is read anew."""
ABSENT_FOR = timedelta(hours=24)
"""How long "there is none" is believed: arXiv's HTML often comes some hours after the paper."""
NEWEST_FOR = timedelta(days=7)
"""How long the version that was read last counts as the newest."""
_ORDER = (Source.HTML, Source.PDF)


class Texts(Protocol):
    """Where single full texts come from."""

    async def fetch(self, source: Source, paper_id: str) -> Document | Rejected:
        """Fetch a paper's newest version; never raises for what the service does."""

    async def close(self) -> None:
        """Close the connections."""


class ArxivFullText:
    """The port `FullText`: arXiv's HTML, else its PDF, else the abstract alone.

    Args:
        texts: where single full texts come from.
        cache: where they are kept.
        now: the present, aware UTC.
    """

    def __init__(self, texts: Texts, cache: TextCache, now: Callable[[], datetime]) -> None:
        self._texts, self._cache, self._now = texts, cache, now
        self._flights: Flights[str, Document] = Flights()

    async def close(self) -> None:
        """Close the connections."""
        await self._texts.close()

    async def read(self, paper: Paper) -> Document:
        """Read a paper; see the port. Many who ask for the same paper at once share one reading."""
        return await self._flights.share(paper.id, lambda: self._read(paper))

    async def _read(self, paper: Paper) -> Document:
        shortfalls: list[Shortfall] = []
        for source in _ORDER:
            found = await self._from(source, paper.id)
            if isinstance(found, Document):
                return replace(found, title=found.title or paper.title, shortfalls=tuple(shortfalls))
            log.info("%s: no %s: %s (%s)", paper.id, source, found.note, found.lack)
            shortfalls.append(found)
        return replace(clean(Document.of_abstract(paper)), shortfalls=tuple(shortfalls))

    async def _from(self, source: Source, paper_id: str) -> Document | Shortfall:
        kept, is_fresh = await self._kept(source, paper_id)
        if kept is not None and is_fresh:
            return kept
        absence = await self._absence(source, paper_id)
        if absence is not None:
            return kept or absence
        found = await self._texts.fetch(source, paper_id)
        if isinstance(found, Document):
            await self._put(_text_key(source, paper_id, found.version), dump(found))
            await self._put(_newest_key(source, paper_id), str(found.version))
            return found
        if kept is not None:
            return kept  # of an older version perhaps, which is better than a lesser source
        if found.lack is not Lack.UNAVAILABLE:
            await self._put(_absence_key(source, paper_id), f"{found.lack} {found.why}")
        return Shortfall(source, found.lack, found.why)

    async def _kept(self, source: Source, paper_id: str) -> tuple[Document | None, bool]:
        """Return the text that was read last, and whether its version still counts as the newest."""
        newest = await self._get(_newest_key(source, paper_id))
        if newest is None:
            return None, False
        version, at = newest
        text = await self._get(_text_key(source, paper_id, version))
        if text is None:
            return None, False
        try:
            return load(text[0]), self._now() - at < NEWEST_FOR
        except NotADocument:
            log.warning("%s: the text that was kept can't be read; it is fetched again", paper_id)
            return None, False

    async def _absence(self, source: Source, paper_id: str) -> Shortfall | None:
        told = await self._get(_absence_key(source, paper_id))
        if told is None or self._now() - told[1] >= ABSENT_FOR:
            return None
        lack, _, note = told[0].partition(" ")
        return Shortfall(source, Lack(lack), note) if lack in set(Lack) else None

    async def _get(self, key: str) -> tuple[str, datetime] | None:
        try:
            return await self._cache.get(key)
        except StoreUnavailable as error:
            log.warning("a kept text can't be had: %s", error)
            return None

    async def _put(self, key: str, text: str) -> None:
        try:
            await self._cache.put(key, text, self._now())
        except StoreUnavailable as error:
            log.warning("a text can't be kept: %s", error)


def _text_key(source: Source, paper_id: str, version: int | str | None) -> str:
    return f"text:{source}:{paper_id}:{version}:{PARSER}"


def _newest_key(source: Source, paper_id: str) -> str:
    return f"newest:{source}:{paper_id}"


def _absence_key(source: Source, paper_id: str) -> str:
    return f"none:{source}:{paper_id}:{PARSER}"
