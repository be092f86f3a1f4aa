"""Readings where a reading model is set up."""

from collections.abc import Iterable, Mapping

from bot.domain.chats import Style
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Unread
from bot.domain.summaries import Summary, Telling, Translation
from bot.services.reading_ports import NoteShelf, Watch
from bot.services.tell import Teller
from bot.services.translate import Translator


class WithModel:
    """Papers read, told and translated; the port `Readings`."""

    has_model = True

    def __init__(self, teller: Teller, translator: Translator, shelf: NoteShelf) -> None:
        self._teller, self._translator, self._shelf = teller, translator, shelf

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        """Return a paper's summary; see `Teller.summary`."""
        return await self._teller.summary(paper, language, style, asker, watch)

    async def translation(
        self, paper: Paper, language: str, asker: Asker, watch: Watch
    ) -> Translation | Unread:
        """Return a paper's abstract in a language; see `Translator.translation`."""
        return await self._translator.translation(paper, language, asker, watch)

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return what was read and told before, by paper.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        return await self._shelf.told(paper_ids, language)
