"""Papers of the sample week read, told and translated by the product with the stand-in for its model.

Nothing here leaves the machine: the papers' pages, the model and what lies between are on loopback.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from bot.domain.budgets import Limits, Prices
from bot.domain.chats import Style
from bot.domain.documents import Source
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Unread
from bot.domain.summaries import Summary, Translation
from bot.llm.client import ModelClient
from bot.playground.model.lies import HARMLESS, Lie, Step, steps_of
from bot.playground.model.server import StandInModel
from bot.playground.papers import SampleWeek
from bot.services.budget import Budget
from bot.services.interpreter import Interpreter
from bot.services.notes import NoteTaker
from bot.services.tell import Teller
from bot.services.translate import Translator
from bot.sources.arxiv_texts import ArxivTexts
from bot.sources.full_text import ArxivFullText
from bot.sources.pace import Pace
from tests.fakes import FakeClock
from tests.fakes_reading import FakePurse, FakeShelf, Heard
from tests.integration.playground import model_questions as questions

SALTMARSH = questions.papers()[0]
PAPER = Paper(SALTMARSH.id, SALTMARSH.manuscript.title, SALTMARSH.manuscript.abstract, ("A. Author",))
NOBODY = Asker()


async def rest(seconds: float) -> None:
    """Wait a hundredth of the time."""
    await asyncio.sleep(seconds / 100)


class Texts:
    """Fetched texts in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, datetime]] = {}

    async def get(self, key: str) -> tuple[str, datetime] | None:
        return self.kept.get(key)

    async def put(self, key: str, text: str, now: datetime) -> None:
        self.kept[key] = (text, now)


@dataclass
class Reader:
    """The product's way from a paper to what is shown of it."""

    model: StandInModel
    teller: Teller
    translator: Translator

    async def summary(self, language: str = "ko", style: Style = Style.DEEP) -> Summary | Unread:
        return await self.teller.summary(PAPER, language, style, NOBODY, Heard())

    async def translation(self, language: str = "ko") -> Translation | Unread:
        return await self.translator.translation(PAPER, language, NOBODY, Heard())


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    clock = FakeClock(questions.NOW)
    week = SampleWeek(clock.now)
    url = await week.start()
    pace = Pace.for_arxiv(clock.now, sleep=rest)
    full_text = ArxivFullText(ArxivTexts(url, "", clock.now, pace), Texts(), clock.now)
    async with StandInModel(latency_s={}) as model:
        client = ModelClient(
            model.base_url, "", model.model, timeout_s=5, total_s=20, now=clock.now, sleep=rest
        )
        prompts, shelf = questions.PROMPTS, FakeShelf()
        budget = Budget(FakePurse(), Limits(), Prices(), clock)
        notes = NoteTaker(
            full_text, client, prompts, shelf, budget,
            clock=clock, context_tokens=128_000, max_output_tokens=8_000, nonce=lambda: secrets.token_hex(8),
        )  # fmt: skip
        interpreter = Interpreter(client, prompts, budget, max_output_tokens=8_000)
        yield Reader(model, Teller(notes, interpreter, shelf, clock), Translator(interpreter, shelf, clock))
        await client.close()
    await full_text.close()
    await week.stop()


@pytest.mark.parametrize("style", Style)
async def test_a_sample_paper_is_read_in_full_and_told_as_a_sample(reader: Reader, style: Style) -> None:
    summary = await reader.summary(style=style)
    assert isinstance(summary, Summary)
    assert (summary.reading.source, summary.reading.version) == (Source.HTML, 1)
    assert summary.reading.is_sample
    assert summary.kept == summary.offered >= 14
    assert summary.shown
    assert all(one.text.startswith("(예시 번역) ") for one in summary.shown)


async def test_an_abstract_is_translated_sentence_by_sentence(reader: Reader) -> None:
    translation = await reader.translation("de")
    assert isinstance(translation, Translation)
    assert translation.kept == len(translation.pairs) == 8


# Lies in every step, in every answer


LIES_IN_SENTENCES = (
    Lie.DIGIT, Lie.SCALE, Lie.UNIT, Lie.UNSUPPORTED, Lie.OMITTED, Lie.FILLER, Lie.LINK, Lie.MARKUP, Lie.ORDER,
    Lie.APOLOGY, Lie.ERROR_TEXT, Lie.FENCED_TEXT, Lie.LONG, Lie.QUOTE, Lie.OTHER_QUOTE, Lie.ALTERED_QUOTE,
    Lie.DUPLICATE, Lie.EXTRA,
)  # fmt: skip
BROKEN = (
    Lie.CUT_JSON, Lie.LENGTH, Lie.REFUSAL, Lie.REFUSAL_TEXT, Lie.FILTERED, Lie.ERROR_CONTENT, Lie.EMPTY,
    Lie.BLANK, Lie.WRONG_SHAPE, Lie.NULL_CHOICES, Lie.FEW_TOKENS, Lie.HTML, Lie.SERVER_ERROR, Lie.CUT_STREAM,
    Lie.RESET,
)  # fmt: skip


@pytest.mark.parametrize("lie", LIES_IN_SENTENCES)
@pytest.mark.parametrize("most", [None, 4])
async def test_nothing_that_is_shown_is_a_lie(reader: Reader, lie: Lie, most: int | None) -> None:
    for step in steps_of(lie) & {Step.NOTES, Step.TELL, Step.TRANSLATE, Step.AGAIN}:
        reader.model.lie(lie, step, times=9, most=most)
    summary, translation = await reader.summary(), await reader.translation()
    shown: list[str | None] = []
    if isinstance(summary, Summary):
        shown += [one.text for one in summary.shown]
        shown += [one.claim.text for one in summary.shown if one.claim]
        assert summary.kept < summary.offered or lie in {
            Lie.SCALE,
            Lie.UNIT,
            Lie.DIGIT,
            Lie.EXTRA,
            Lie.DUPLICATE,
        }
    if isinstance(translation, Translation):
        shown += [pair.target for pair in translation.pairs]
    assert reader.model.told or lie is Lie.DUPLICATE
    assert set(shown).isdisjoint(" ".join(one.split()) for one in reader.model.told)


@pytest.mark.parametrize("lie", BROKEN)
@pytest.mark.parametrize("step", [Step.NOTES, Step.TELL])
async def test_a_broken_answer_is_never_content(reader: Reader, lie: Lie, step: Step) -> None:
    reader.model.lie(lie, step, times=50)
    assert isinstance(await reader.summary(), Unread)


@pytest.mark.parametrize("lie", sorted(HARMLESS))
async def test_what_only_looks_odd_is_shown_as_ever(reader: Reader, lie: Lie) -> None:
    for step in (Step.NOTES, Step.TELL, Step.TRANSLATE):
        reader.model.lie(lie, step)
    assert isinstance(await reader.summary(), Summary)
    assert isinstance(await reader.translation(), Translation)
    assert {one.lie for one in reader.model.journal} >= {lie}
