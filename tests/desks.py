"""What takes notes and what tells them, each with everything it needs, all of it with a memory."""

import asyncio
from itertools import count

from bot.domain.budgets import Account, Limits, Prices, Spending, budget_day
from bot.domain.documents import Document
from bot.domain.model_answers import Answer
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Scope, Unread
from bot.domain.summaries import Telling
from bot.llm.prompt_files import PromptFiles
from bot.services.budget import Budget
from bot.services.interpreter import Interpreter
from bot.services.notes import NoteTaker
from bot.services.reading_ports import Watch
from bot.services.tell import Teller
from tests import ferns
from tests.fakes import FakeClock, at
from tests.fakes_reading import FakeFullText, FakeModel, FakePrompts, FakePurse, FakeShelf, Heard, told
from tests.fakes_telling import FakeNotebook, notes
from tests.ferns import PAPER

NOON = at("2026-06-12 12:00")
ASKER = Asker(user_id=3, chat_id=-7)


class NoteDesk:
    """A note taker with everything it needs, all of it with a memory."""

    def __init__(
        self,
        *answers: Answer,
        document: Document = ferns.DOCUMENT,
        limits: Limits | None = None,
        context_tokens: int = 128_000,
    ) -> None:
        self.model = FakeModel(*(answers or (told(ferns.answer()),)))
        self.full_text, self.prompts = FakeFullText(document), FakePrompts()
        self.shelf, self.purse, self.clock = FakeShelf(), FakePurse(), FakeClock(NOON)
        self.limits, self.context_tokens = limits or Limits(), context_tokens
        self.heard = Heard()
        self.nonces = (f"marker-{number}" for number in count(1))
        self.taker = self.make()

    def make(self) -> NoteTaker:
        return NoteTaker(
            self.full_text,
            self.model,
            self.prompts,
            self.shelf,
            Budget(self.purse, self.limits, Prices(), self.clock),
            clock=self.clock,
            context_tokens=self.context_tokens,
            max_output_tokens=8_000,
            nonce=lambda: next(self.nonces),
        )

    async def take(self, asker: Asker = ASKER, paper: Paper = PAPER) -> Notes | Unread:
        return await self.taker.take(paper, asker, self.heard)

    async def notes(self) -> Notes:
        found = await self.take()
        assert isinstance(found, Notes)
        return found

    def spent(self) -> Spending:
        return self.purse.accounts.get((budget_day(NOON), Account(Scope.DAY)), Spending())


class TellDesk:
    """A teller with everything around it."""

    def __init__(self, *answers: object, limits: Limits | None = None) -> None:
        self.model = FakeModel(*answers)  # type: ignore[arg-type]
        self.shelf, self.purse, self.clock = FakeShelf(), FakePurse(), FakeClock(NOON)
        self.notes = notes()
        self.notebook = FakeNotebook(self.notes)
        self.budget = Budget(self.purse, limits or Limits(), Prices(), self.clock)
        interpreter = Interpreter(self.model, PromptFiles(), self.budget, max_output_tokens=4_000)
        self.teller = Teller(self.notebook, interpreter, self.shelf, self.clock)

    async def telling(self, language: str = "ko", watch: Watch | None = None) -> Telling:
        found = await self.teller.telling(self.notes, language, ASKER, Heard() if watch is None else watch)
        assert isinstance(found, Telling)
        return found

    async def untold(self, language: str = "ko") -> Unread:
        found = await self.teller.telling(self.notes, language, ASKER, Heard())
        assert isinstance(found, Unread)
        return found

    def spent(self) -> Spending:
        return self.purse.accounts[budget_day(NOON), Account(Scope.DAY)]


async def until_asked(model: FakeModel, times: int = 1) -> None:
    """Wait until a model was asked so often."""
    while len(model.asked) < times:
        await asyncio.sleep(0)
