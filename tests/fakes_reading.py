"""Stand-ins with a memory for what reading a paper needs from the world."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.budgets import Account, Spending
from bot.domain.documents import Document, Paragraph, Section, Source
from bot.domain.errors import StoreUnavailable
from bot.domain.model_answers import Answer, Ask, Told, Usage
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.prompts import Prompt
from bot.domain.readings import Stage
from bot.domain.summaries import Telling, Translation

USAGE = Usage(1_000, 200, requests=1)


def told(data: Mapping[str, Any], usage: Usage = USAGE) -> Told:
    """Return an answer of the model."""
    return Told(dict(data), usage)


def document(
    paper_id: str, *sections: tuple[str, *tuple[str, ...]], source: Source = Source.HTML
) -> Document:
    """Invent a full text: each section is a title with its paragraphs."""
    made = (
        Section(
            title, 1, f"S{number}",
            tuple(Paragraph(text, f"S{number}.p{place}") for place, text in enumerate(texts, 1)),
        )
        for number, (title, *texts) in enumerate(sections, 1)
    )  # fmt: skip
    return Document(paper_id, source, tuple(made), version=1, title=f"The paper {paper_id}")


class FakeModel:
    """A model that answers what it was told to, in turn, the last again and again.

    An answer may be made from the question. It answers nothing before its `gate` is open.
    """

    name = "invented-70b"

    def __init__(self, *answers: Answer | Callable[[Ask], Answer]) -> None:
        self.answers: list[Answer | Callable[[Ask], Answer]] = list(answers)
        self.asked: list[Ask] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await self.gate.wait()
        return answer(ask) if callable(answer) else answer


class FakePrompts:
    """Prompts of a word or two, all in their first version."""

    texts: Mapping[str, str] = {
        "notes": "Take notes.\n---\nBEGIN {marker}\n{paper}\nEND {marker}",
        "section": "Take at most {most} notes.\n---\nBEGIN {marker}\n{paper}\nEND {marker}",
    }

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}

    def prompt(self, name: str) -> Prompt:
        return Prompt(f"{name}-{self.versions.get(name, 1)}", self.texts[name])

    def style_sheet(self, language: str) -> Prompt:
        return Prompt(f"{language}-{self.versions.get(language, 1)}", f"Write {language}.")


class FakeFullText:
    """Full texts that it was given; the abstract alone of all other papers."""

    def __init__(self, *documents: Document) -> None:
        self.documents = {one.paper_id: one for one in documents}
        self.read_ids: list[str] = []

    async def read(self, paper: Paper) -> Document:
        self.read_ids.append(paper.id)
        await asyncio.sleep(0)
        return self.documents.get(paper.id) or Document.of_abstract(paper)


class FakeShelf:
    """A shelf in memory; while there is `trouble`, it does not answer."""

    def __init__(self) -> None:
        self.kept: dict[str, Notes] = {}
        self.tellings: dict[str, tuple[str, Telling]] = {}
        self.translations: dict[str, Translation] = {}
        self.trouble: StoreUnavailable | None = None

    async def notes(self, key: str) -> Notes | None:
        self._answer()
        return self.kept.get(key)

    async def put_notes(self, notes: Notes, now: datetime) -> Notes:
        self._answer()
        return self.kept.setdefault(notes.key, notes)

    async def telling(self, key: str) -> Telling | None:
        self._answer()
        return self.tellings[key][1] if key in self.tellings else None

    async def put_telling(self, key: str, paper_id: str, telling: Telling, now: datetime) -> None:
        self._answer()
        self.tellings[key] = (paper_id, telling)

    async def translation(self, key: str) -> Translation | None:
        self._answer()
        return self.translations.get(key)

    async def put_translation(self, key: str, translation: Translation, now: datetime) -> None:
        self._answer()
        self.translations[key] = translation

    async def told(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        self._answer()
        found: dict[str, tuple[Notes, Telling]] = {}
        wanted = set(paper_ids)
        for notes in self.kept.values():
            if notes.paper_id not in wanted:
                continue
            if language == "en":
                found[notes.paper_id] = (notes, Telling.in_english(notes))
            for _, telling in self.tellings.values():
                if (telling.notes_key, telling.language) == (notes.key, language):
                    found[notes.paper_id] = (notes, telling)
        return found

    def _answer(self) -> None:
        if self.trouble:
            raise self.trouble


class FakePurse:
    """A purse in memory; while there is `trouble`, it does not answer."""

    def __init__(self) -> None:
        self.accounts: dict[tuple[date, Account], Spending] = {}
        self.trouble: StoreUnavailable | None = None

    async def reserve(self, day: date, accounts: Mapping[Account, int | None], tokens: int) -> Account | None:
        self._answer()
        await asyncio.sleep(0)
        for account, limit in accounts.items():
            spent = self._of(day, account)
            if limit is not None and spent.tokens + spent.reserved + tokens > limit:
                return account
        for account in accounts:
            spent = self._of(day, account)
            self.accounts[day, account] = replace(spent, reserved=spent.reserved + tokens)
        return None

    async def settle(
        self, day: date, accounts: Iterable[Account], reserved: int, tokens: int, cost: Decimal
    ) -> None:
        self._answer()
        await asyncio.sleep(0)
        for account in accounts:
            spent = self._of(day, account)
            self.accounts[day, account] = Spending(
                spent.tokens + tokens,
                spent.reserved - reserved,
                spent.requests + bool(tokens),
                spent.cost + cost,
            )

    async def spent(self, day: date, account: Account) -> Spending:
        self._answer()
        return self._of(day, account)

    async def prune(self, before: date) -> int:
        self._answer()
        old = [one for one in self.accounts if one[0] < before]
        for one in old:
            del self.accounts[one]
        return len(old)

    def _of(self, day: date, account: Account) -> Spending:
        return self.accounts.get((day, account), Spending())

    def _answer(self) -> None:
        if self.trouble:
            raise self.trouble


class Heard(list[Stage]):
    """A watch that remembers what it was told."""

    async def __call__(self, stage: Stage) -> None:
        self.append(stage)
