"""Readings where a reading model is set up."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, TypeVar

from bot.domain.chats import Style
from bot.domain.errors import PaperboyError
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Obstacle, Unread
from bot.domain.summaries import Summary, Telling, Translation
from bot.services.nursery import Nursery
from bot.services.reading_ports import NoteShelf, Watch
from bot.services.tell import Teller
from bot.services.translate import Translator

LONGEST_S = 2 * 3600.0
"""After so long a reading is given up, also a slow model's of a paper in many parts."""
MOST_LEFT = 32
"""How many readings go on at the same time for which nobody waits any more."""

_T = TypeVar("_T")


class WithModel:
    """Papers read, told and translated; the port `Readings`.

    A reading goes on when the one who asked for it has left: it is found by the next who asks, and paid for
    once.
    """

    has_model = True

    def __init__(self, teller: Teller, translator: Translator, shelf: NoteShelf) -> None:
        self._teller, self._translator, self._shelf = teller, translator, shelf
        self._nursery = Nursery()
        self._left: set[asyncio.Task[Any]] = set()

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        """Return a paper's summary; see `Teller.summary`."""
        work = self._teller.summary(paper, language, style, asker, watch)
        return await self._see_through(f"reading {paper.id}", work)

    async def translation(
        self, paper: Paper, language: str, asker: Asker, watch: Watch
    ) -> Translation | Unread:
        """Return a paper's abstract in a language; see `Translator.translation`."""
        work = self._translator.translation(paper, language, asker, watch)
        return await self._see_through(f"translating {paper.id}", work)

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return what was read and told before, by paper.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        return await self._shelf.told(paper_ids, language)

    async def close(self) -> None:
        """Cut off what still goes on."""
        await self._nursery.close()

    async def _see_through(self, name: str, work: Coroutine[Any, Any, _T | Unread]) -> _T | Unread:
        """Do some work to its end, although the one who waits for it may be cancelled."""
        task = self._nursery.start(name, _bounded(work))
        found: _T | Unread | PaperboyError
        try:
            found = await asyncio.shield(task)
        except asyncio.CancelledError:
            if len(self._left) < MOST_LEFT:
                self._left.add(task)
                task.add_done_callback(self._left.discard)
            else:
                task.cancel()
            raise
        if isinstance(found, PaperboyError):
            raise found
        return found


async def _bounded(work: Coroutine[Any, Any, _T | Unread]) -> _T | Unread | PaperboyError:
    """Return what comes of some work; an expected failure as a value, for nobody may be there to catch it."""
    try:
        async with asyncio.timeout(LONGEST_S):
            return await work
    except TimeoutError:
        return Unread(Obstacle.OUT_OF_TIME)
    except PaperboyError as trouble:
        return trouble
