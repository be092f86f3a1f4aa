"""Notes borrowed from a shelf that somebody else is working on."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.notes import Notes
from bot.domain.summaries import Telling, Translation
from bot.services.reading_ports import NoteShelf


class BorrowedNotes:
    """A shelf of one's own before one that is only looked at; the port `NoteShelf`.

    What is put goes onto one's own shelf and is found there first.
    """

    def __init__(self, own: NoteShelf, lender: NoteShelf) -> None:
        self._own, self._lender = own, lender

    async def notes(self, key: str) -> Notes | None:
        """Return notes by their key."""
        return await self._own.notes(key) or await self._lender.notes(key)

    async def put_notes(self, notes: Notes, now: datetime) -> Notes:
        """Keep notes on the own shelf, unless the lender has some under that key."""
        return await self._lender.notes(notes.key) or await self._own.put_notes(notes, now)

    async def telling(self, key: str) -> Telling | None:
        """Return a telling by its key; none of the lender's where it tells other notes than one's own."""
        own = await self._own.telling(key)
        if own is not None:
            return own
        told = await self._lender.telling(key)
        return None if told is not None and await self._own.notes(told.notes_key) else told

    async def put_telling(self, key: str, paper_id: str, telling: Telling, now: datetime) -> None:
        """Keep a telling on the own shelf."""
        await self._own.put_telling(key, paper_id, telling, now)

    async def translation(self, key: str) -> Translation | None:
        """Return a translated abstract by its key."""
        return await self._own.translation(key) or await self._lender.translation(key)

    async def put_translation(self, key: str, translation: Translation, now: datetime) -> None:
        """Keep a translated abstract on the own shelf."""
        await self._own.put_translation(key, translation, now)

    async def told(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return the newest notes of each paper, with their telling in a language."""
        wanted = list(paper_ids)
        return {**await self._lender.told(wanted, language), **await self._own.told(wanted, language)}
