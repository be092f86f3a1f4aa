"""Telling: a paper's notes in a language, for all styles at once."""

import logging
from typing import Protocol

from bot.domain.chats import Style
from bot.domain.errors import StoreUnavailable
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Obstacle, Unread, Wording
from bot.domain.summaries import Summary, Telling, arrange
from bot.services.errands import Errands
from bot.services.interpreter import Interpreted, Interpreter
from bot.services.ports import Clock
from bot.services.reading_ports import NoteShelf, Watch
from bot.services.tell_asks import TELLING, Sort, sentences_of
from bot.truth.lexicon.shelf import language_of

log = logging.getLogger(__name__)

_FEWEST = 3
"""With fewer claims, and no brief, there is nothing worth showing."""


class Notebook(Protocol):
    """What takes notes of papers."""

    async def take(self, paper: Paper, asker: Asker, on_stage: Watch) -> Notes | Unread:
        """Return a paper's notes, or why there are none."""


class Teller:
    """Tells what is in a paper's notes, in any language.

    Notes are told once in a language; all styles are arranged from that telling. What did not pass the
    gate is in no telling. Who asks for what is being told already waits for it and pays nothing.
    """

    def __init__(self, notebook: Notebook, interpreter: Interpreter, shelf: NoteShelf, clock: Clock) -> None:
        """Make a teller.

        Args:
            notebook: what takes the notes.
            interpreter: what tells English sentences in another language.
            shelf: where tellings are kept.
            clock: the present.
        """
        self._notebook = notebook
        self._interpreter = interpreter
        self._shelf = shelf
        self._clock = clock
        self._errands: Errands[Telling] = Errands(clock)

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, on_stage: Watch
    ) -> Summary | Unread:
        """Return a paper's summary; it is read, or told, now where it was not before.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        notes = await self._notebook.take(paper, asker, on_stage)
        if isinstance(notes, Unread):
            return notes
        telling = await self.telling(notes, language, asker, on_stage)
        return telling if isinstance(telling, Unread) else arrange(notes, telling, style)

    async def telling(self, notes: Notes, language: str, asker: Asker, on_stage: Watch) -> Telling | Unread:
        """Return notes told in a language; in English they are as they were taken.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        if language_of(language) == "en":
            return Telling.in_english(notes)
        key = self.key(notes, language)

        async def find(tell: Watch) -> Telling | Unread:
            return await self._find(key, notes, language, asker, tell)

        return await self._errands.run(key, find, on_stage)

    def key(self, notes: Notes, language: str) -> str:
        """Return the name under which a telling is kept."""
        return f"{notes.key}/{language}/{self._interpreter.version(TELLING, language)}"

    async def _find(
        self, key: str, notes: Notes, language: str, asker: Asker, on_stage: Watch
    ) -> Telling | Unread:
        known = await self._shelf.telling(key)
        if known is not None:
            return known
        sentences = sentences_of(notes, language)
        await on_stage(Wording(len(sentences)))
        found = await self._interpreter.interpret(notes.paper_id, TELLING, sentences, language, asker)
        if isinstance(found, Unread):
            return found
        telling = _telling(notes, language, found)
        if not _is_enough(telling, notes):
            return Unread(Obstacle.UNPROVEN)
        if found.is_final:
            await self._keep(key, notes.paper_id, telling)
        return telling

    async def _keep(self, key: str, paper_id: str, telling: Telling) -> None:
        try:
            await self._shelf.put_telling(key, paper_id, telling, self._clock.now())
        except StoreUnavailable as error:  # it was paid for, and somebody waits for it
            log.warning("what was told of %s in %s could not be kept: %s", paper_id, telling.language, error)


def _telling(notes: Notes, language: str, found: Interpreted) -> Telling:
    of = {sort: {one.number: text for one, text in found.told.items() if one.sort is sort} for sort in Sort}
    return Telling(
        notes_key=notes.key,
        language=language,
        brief=of[Sort.BRIEF].get(1),
        claims=of[Sort.CLAIM],
        ideas=tuple(of[Sort.IDEA].values()),
        dropped=found.dropped,
    )


def _is_enough(telling: Telling, notes: Notes) -> bool:
    """Whether what passed is worth showing: a brief, or a few claims, or all there are of a short paper."""
    return telling.brief is not None or len(telling.claims) >= max(1, min(_FEWEST, len(notes.claims)))
