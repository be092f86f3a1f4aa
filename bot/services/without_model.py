"""Readings where no reading model is set up."""

from collections.abc import Iterable, Mapping

from bot.domain.notes import Notes
from bot.domain.readings import Obstacle, Unread
from bot.domain.summaries import Telling
from bot.services.reading_ports import NoteShelf


class WithoutModel:
    """Answers that there is no model; what an earlier one learnt is still on the shelf."""

    has_model = False

    def __init__(self, shelf: NoteShelf) -> None:
        self._shelf = shelf

    async def summary(self, *_: object) -> Unread:
        """Return that there is no model."""
        return Unread(Obstacle.NO_MODEL)

    async def translation(self, *_: object) -> Unread:
        """Return that there is no model."""
        return Unread(Obstacle.NO_MODEL)

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return what was read and told before, by paper.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        return await self._shelf.told(paper_ids, language)
