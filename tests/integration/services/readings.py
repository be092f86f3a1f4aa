"""Papers that are read by a model that can be down, over a real shelf."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.domain.chats import Style
from bot.domain.documents import Source
from bot.domain.notes import Claim, Evidence, Facet, Notes, Reading
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Obstacle, Unread
from bot.domain.summaries import Summary, Telling, Translation, arrange
from bot.services.reading_ports import NoteShelf, Watch
from tests.fakes import FakeClock

READING = Reading(Source.HTML, 1, True, None, 9_000, "invented-70b", "notes-1")


def notes_of(paper_id: str) -> Notes:
    quote = (Evidence(f"{paper_id} counts what counts.", 0, 28),)
    brief = Claim(0, Facet.CONTRIBUTION, f"brief of {paper_id}", quote)
    claims = (Claim(1, Facet.RESULT, f"claim of {paper_id}", quote),)
    return Notes(paper_id, f"notes of {paper_id}", READING, brief, claims)


class FakeReadings:
    """The use case of readings: it tells what it is asked for, unless something is in its way."""

    has_model = True

    def __init__(self, shelf: NoteShelf, clock: FakeClock) -> None:
        self._shelf, self._clock = shelf, clock
        self.trouble: Unread | None = None
        self.troubles: dict[str, Unread] = {}
        self.faults: dict[str, Exception] = {}
        self.asked: list[tuple[str, str]] = []
        self.askers: set[Asker] = set()
        self.at_once = self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()

    def be_down(self, *, is_down: bool = True) -> None:
        self.trouble = Unread(Obstacle.MODEL_DOWN) if is_down else None

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        self.asked.append((paper.id, language))
        self.askers.add(asker)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            await self.gate.wait()
        finally:
            self.at_once -= 1
        if fault := self.faults.get(paper.id):
            raise fault
        if trouble := self.trouble or self.troubles.get(paper.id):
            return trouble
        return arrange(*await self.tell(paper.id, language), style)

    async def tell(self, paper_id: str, language: str) -> tuple[Notes, Telling]:
        """Put what a reading would bring on the shelf."""
        notes = notes_of(paper_id)
        await self._shelf.put_notes(notes, self._clock.now())
        if language == "en":
            return notes, Telling.in_english(notes)
        telling = Telling(notes.key, language, f"{language} brief of {paper_id}", {1: f"{language} claim"})
        await self._shelf.put_telling(f"{notes.key} {language}", paper_id, telling, self._clock.now())
        return notes, telling

    async def translation(
        self, paper: Paper, language: str, asker: Asker, watch: Watch
    ) -> Translation | Unread:
        raise NotImplementedError

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        return await self._shelf.told(paper_ids, language)
