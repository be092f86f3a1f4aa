"""Telling and translating through the real client and a server that lies in every way it knows."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.budgets import Account, Limits, Prices, budget_day
from bot.domain.readings import Asker, Obstacle, Scope, Unread
from bot.domain.summaries import Telling, Translation
from bot.llm.client import ModelClient
from bot.llm.prompt_files import PromptFiles
from bot.playground.model.lies import HARMLESS, IN_LISTS, IN_SENTENCES, Lie, Step, steps_of
from bot.playground.model.server import StandInModel
from bot.services.budget import Budget
from bot.services.interpreter import Interpreter
from bot.services.tell import Teller
from bot.services.translate import Translator
from bot.store.store import SqlStore
from bot.truth.claims import check_told
from tests.fakes import FakeClock, at, paper
from tests.fakes_reading import Heard
from tests.fakes_telling import FakeNotebook, notes

NOON = at("2026-06-12 12:00")
ABSTRACT = (
    "We stretch a 1.3B-parameter model to minute-long video in 32 GPU-days. "
    "It runs at 20.7 FPS on one H100 and does not drop frames. "
    "On MossBench it reaches 61.3%, which is 4.8 percentage points more than the best open model. "
    "It cannot exceed the quality of its base model."
)
PAPER = paper(1, abstract=ABSTRACT)
LANGUAGES = ("ko", "ja", "zh", "es", "de", "fr", "pt")
SPOILING = sorted((IN_SENTENCES | IN_LISTS) & {one for one in Lie if Step.TELL in steps_of(one)})
BREAKING = sorted(set(Lie) - IN_SENTENCES - IN_LISTS - HARMLESS - {Lie.SLOW})


@dataclass
class World:
    """A lying server, and what tells by it."""

    server: StandInModel
    store: SqlStore
    clock: FakeClock
    teller: Teller
    translator: Translator

    async def telling(self, language: str) -> Telling | Unread:
        return await self.teller.telling(notes(), language, Asker(3, -7), Heard())

    async def translation(self, language: str) -> Translation | Unread:
        return await self.translator.translation(PAPER, language, Asker(3, -7), Heard())


async def skip_waiting(_: float) -> None:
    """Wait no second."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = await SqlStore.open(f"sqlite:///{tmp_path / 'paperboy.db'}")
    async with StandInModel(lambda: NOON, latency_s={}) as server:
        clock = FakeClock(NOON)
        client = ModelClient(
            server.base_url, "", server.model, timeout_s=5, total_s=20, now=lambda: NOON, sleep=skip_waiting
        )
        budget = Budget(store.purse, Limits(), Prices(), clock)
        interpreter = Interpreter(client, PromptFiles(), budget, max_output_tokens=8_000)
        await store.notes.put_notes(notes(), NOON)
        teller = Teller(FakeNotebook(notes()), interpreter, store.notes, clock)
        yield World(server, store, clock, teller, Translator(interpreter, store.notes, clock))
        await client.close()
    await store.close()


def pairs_of(telling: Telling) -> list[tuple[str, str]]:
    """Return the English of what was told, with what was told."""
    english = notes()
    pairs = [(one.text, telling.claims[one.number]) for one in english.claims if one.number in telling.claims]
    if telling.brief is not None and english.brief is not None:
        pairs.append((english.brief.text, telling.brief))
    return [*pairs, *zip(english.ideas, telling.ideas, strict=False)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_an_honest_server_says_is_told_whole_and_kept(world: World, language: str) -> None:
    telling, translation = await world.telling(language), await world.translation(language)
    assert isinstance(telling, Telling)
    assert (len(telling.claims), telling.brief is not None, telling.dropped) == (6, True, ())
    assert isinstance(translation, Translation)
    assert translation.kept == 4
    assert await world.telling(language) == telling
    assert await world.translation(language) == translation
    assert len(world.server.journal) == 2
    spent = await world.store.purse.spent(budget_day(NOON), Account(Scope.USER, 3))
    assert (spent.requests, spent.reserved) == (2, 0)


@pytest.mark.parametrize("language", ["ko", "de"])
@pytest.mark.parametrize("lie", SPOILING)
async def test_no_lie_is_told_though_it_is_told_twice(world: World, lie: Lie, language: str) -> None:
    honest = await world.telling(language)
    assert isinstance(honest, Telling)
    world.teller = Teller(FakeNotebook(notes()), world.teller._interpreter, world.store.notes, world.clock)
    world.server.reset()
    world.server.lie(lie, times=9)
    other = notes("other")
    await world.store.notes.put_notes(other, NOON)
    telling = await world.teller.telling(other, language, Asker(), Heard())
    true = {*honest.claims.items(), *((-n, text) for n, text in enumerate(honest.ideas)), (99, honest.brief)}
    if isinstance(telling, Unread):
        assert telling == Unread(Obstacle.UNPROVEN)
        return
    told = {
        *telling.claims.items(),
        *((-n, text) for n, text in enumerate(telling.ideas)),
        (99, telling.brief),
    }
    if lie is not Lie.NOT_INSERTED:  # it is stopped only where nothing in the English could be its cause
        assert {text for _, text in told - true}.isdisjoint(world.server.told)
    for english, text in pairs_of(telling):
        assert not check_told(english, text, language)


@pytest.mark.parametrize("lie", SPOILING)
async def test_no_lie_is_in_a_translation(world: World, lie: Lie) -> None:
    world.server.lie(lie, times=9)
    translation = await world.translation("ko")
    if isinstance(translation, Unread):
        assert translation == Unread(Obstacle.UNPROVEN)
        return
    for pair in translation.pairs:
        assert pair.target is None or not check_told(pair.source, pair.target, "ko")
        assert lie is Lie.SWAPPED or pair.target not in world.server.told


@pytest.mark.parametrize("lie", sorted(HARMLESS))
async def test_what_is_wrapped_around_a_true_answer_does_no_harm(world: World, lie: Lie) -> None:
    world.server.lie(lie, times=9)
    telling = await world.telling("ko")
    assert isinstance(telling, Telling)
    assert len(telling.claims) == 6


@pytest.mark.parametrize("lie", BREAKING)
async def test_a_broken_answer_is_told_as_an_obstacle_and_nothing_is_kept(world: World, lie: Lie) -> None:
    world.server.lie(lie, times=99)
    telling, translation = await world.telling("ko"), await world.translation("ko")
    for found in (telling, translation):
        assert isinstance(found, Unread)
        assert found.obstacle in {Obstacle.MODEL_DOWN, Obstacle.GARBLED, Obstacle.REFUSED}
    assert not await world.store.notes.told([notes().paper_id], "ko")


@pytest.mark.parametrize("lie", BREAKING)
async def test_a_second_question_that_breaks_takes_only_what_was_asked_again(world: World, lie: Lie) -> None:
    world.server.lie(Lie.DIGIT, Step.TELL, most=9)
    world.server.lie(Lie.UNSUPPORTED, Step.TELL)
    world.server.lie(lie, Step.AGAIN, times=99)
    telling = await world.telling("ko")
    assert isinstance(telling, Telling)
    for english, text in pairs_of(telling):
        assert not check_told(english, text, "ko")
