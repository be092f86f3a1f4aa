"""What reading papers needs from the world, and what is asked of it, named by role."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from bot.domain.budgets import Account, Spending
from bot.domain.chats import Style
from bot.domain.documents import Document
from bot.domain.model_answers import Answer, Ask
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.prompts import Prompt
from bot.domain.publications import Commission, File, Publication
from bot.domain.readings import Asker, Stage, Unread
from bot.domain.summaries import Summary, Telling, Translation


class FullText(Protocol):
    """The papers themselves."""

    async def read(self, paper: Paper) -> Document:
        """Read a paper from the best source that is to be had: HTML, else PDF, else its abstract alone.

        Never raises for what the source does: the document says what it was made of (`source`), why not
        of something better (`shortfalls`), and whether asking again soon may bring more (`is_final`).
        What hides in the text and what speaks to machines is cut out of it already.
        """


class TextCache(Protocol):
    """Texts that were fetched, under keys. Any method may raise StoreUnavailable."""

    async def get(self, key: str) -> tuple[str, datetime] | None:
        """Return a text and when it was put there, aware UTC; None where there is none."""

    async def put(self, key: str, text: str, now: datetime) -> None:
        """Keep a text for ever, in the place of what was there under its key."""


class Model(Protocol):
    """The reading model."""

    @property
    def name(self) -> str:
        """The model's name, part of the key of what it made."""

    async def ask(self, ask: Ask) -> Answer:
        """Return the answer, or why there is none; never raises for what the server does."""


class Prompts(Protocol):
    """The prompts, as their files give them."""

    def prompt(self, name: str) -> Prompt:
        """Return a prompt: `notes`, `section`, `tell`, `translate`, `again`.

        Raises:
            KeyError: there is none of that name.
        """

    def style_sheet(self, language: str) -> Prompt:
        """Return how a language is written: one of its own, or the one for any language."""


class NoteShelf(Protocol):
    """What was learnt and told: only what passed the gate. Any method may raise StoreUnavailable."""

    async def notes(self, key: str) -> Notes | None:
        """Return notes by their key."""

    async def put_notes(self, notes: Notes, now: datetime) -> Notes:
        """Keep notes under their key and return those that are kept there now.

        The first to come stay: what was told from them speaks of their claims by number. So whoever puts
        notes goes on with those that are returned, for another process may have been first.
        """

    async def telling(self, key: str) -> Telling | None:
        """Return a telling by its key."""

    async def put_telling(self, key: str, paper_id: str, telling: Telling, now: datetime) -> None:
        """Keep a telling under its key."""

    async def translation(self, key: str) -> Translation | None:
        """Return a translated abstract by its key."""

    async def put_translation(self, key: str, translation: Translation, now: datetime) -> None:
        """Keep a translated abstract under its key."""

    async def told(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return the newest notes of each paper that were told in a language, with that telling.

        Notes are in English: for `en` no telling is needed. A paper whose notes are damaged is left out.
        """


class Purse(Protocol):
    """What questions cost, by UTC day and account. Any method may raise StoreUnavailable."""

    async def reserve(self, day: date, accounts: Mapping[Account, int | None], tokens: int) -> Account | None:
        """Set tokens aside on all accounts at once, or on none.

        Returns:
            The first account whose limit would be passed; None where the tokens were set aside.
        """

    async def settle(
        self, day: date, accounts: Iterable[Account], reserved: int, tokens: int, cost: Decimal
    ) -> None:
        """Put what was spent in the place of what was set aside; an account that was forgotten stays so.

        A question that cost nothing is not counted among the requests.
        """

    async def spent(self, day: date, account: Account) -> Spending:
        """Return what an account has spent on a day."""

    async def prune(self, before: date) -> int:
        """Forget what was spent before a day, and return how many entries that were."""


Watch = Callable[[Stage], Awaitable[None]]
"""What is told how far a reading is."""


class Readings(Protocol):
    """Papers read, told and translated: the use case behind commands, digests and exports."""

    @property
    def has_model(self) -> bool:
        """Whether a reading model is set up."""

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        """Return a paper's summary, read now where it was not read before.

        Raises:
            StoreUnavailable: the database did not answer.
        """

    async def translation(
        self, paper: Paper, language: str, asker: Asker, watch: Watch
    ) -> Translation | Unread:
        """Return a paper's abstract in a language, translated now where it was not before.

        Raises:
            StoreUnavailable: the database did not answer.
        """

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return what was read and told before, by paper: from the shelf alone, so at once.

        Raises:
            StoreUnavailable: the database did not answer.
        """


class Printer(Protocol):
    """How publications are written down."""

    def file(self, publication: Publication, commission: Commission) -> File:
        """Write a publication in the commission's form; the same input gives the same file."""
