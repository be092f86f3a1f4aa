"""Reading a paper through the real client, the shipped prompts and a real database."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.budgets import Account, Limits, Prices, budget_day
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Obstacle, Scope, Unread
from bot.llm.client import ModelClient
from bot.llm.prompt_files import PromptFiles
from bot.services.budget import Budget
from bot.services.notes import NoteTaker
from bot.store.store import SqlStore
from tests import ferns
from tests.fakes import FakeClock, at
from tests.fakes_reading import FakeFullText, Heard
from tests.integration.llm.stand_in import Manner, StandIn, failing, saying, sending

NOON = at("2026-06-12 12:00")
GOOD = json.dumps(ferns.answer())


class Reading:
    def __init__(self, server: StandIn, client: ModelClient, store: SqlStore) -> None:
        self.server, self.client, self.store = server, client, store
        clock = FakeClock(NOON)
        self.taker = NoteTaker(
            FakeFullText(ferns.DOCUMENT),
            client,
            PromptFiles(),
            store.notes,
            Budget(store.purse, Limits(), Prices(), clock),
            clock=clock,
            context_tokens=128_000,
            max_output_tokens=8_000,
            nonce=lambda: "0123456789abcdef",
        )

    async def take(self, paper: Paper = ferns.PAPER) -> Notes | Unread:
        return await self.taker.take(paper, Asker(3, -7), Heard())


async def skip_waiting(_: float) -> None:
    """Wait no second."""


@pytest.fixture
async def reading(tmp_path: Path) -> AsyncIterator[Reading]:
    store = await SqlStore.open(f"sqlite:///{tmp_path / 'paperboy.db'}")
    async with StandIn().open() as server:
        client = ModelClient(
            server.url,
            "sk-invented",
            "invented-7b",
            timeout_s=5,
            total_s=20,
            now=lambda: NOON,
            sleep=skip_waiting,
        )
        yield Reading(server, client, store)
        await client.close()
    await store.close()


@pytest.mark.parametrize(
    "content",
    [GOOD, f"```json\n{GOOD}\n```", f"<think>Ferns {{hm}}…</think>\n{GOOD}", f"Here you are:\n{GOOD}\nBye."],
)
async def test_notes_come_whole_out_of_whatever_a_model_wraps_them_in(reading: Reading, content: str) -> None:
    reading.server.manners.append(saying(content))
    notes = await reading.take()
    assert isinstance(notes, Notes)
    assert (len(notes.claims), notes.dropped) == (5, ())
    assert await reading.store.notes.notes(notes.key) == notes
    assert await reading.take() == notes
    assert len(reading.server.seen) == 1
    spent = await reading.store.purse.spent(budget_day(NOON), Account(Scope.CHAT, -7))
    assert spent.tokens > 800
    assert (spent.reserved, spent.requests) == (0, 1)


@pytest.mark.parametrize(
    ("manner", "obstacle"),
    [
        (saying("I'm sorry, but I can't help with that."), Obstacle.GARBLED),
        (saying(None, refusal="No."), Obstacle.REFUSED),
        (saying(GOOD[:200], finish_reason="length"), Obstacle.GARBLED),
        (saying(GOOD, usage={"prompt_tokens": 3, "completion_tokens": 9}), Obstacle.GARBLED),
        (saying(GOOD, choices=None), Obstacle.MODEL_DOWN),
        (saying(""), Obstacle.GARBLED),
        (sending("<html>Hello</html>", "text/html"), Obstacle.MODEL_DOWN),
        (failing(500), Obstacle.MODEL_DOWN),
        (failing(429, retry_after="3600"), Obstacle.MODEL_DOWN),
        (failing(401), Obstacle.MODEL_DOWN),
        (saying(GOOD.replace("20.7", "27.0").replace("61.3", "63.1").replace("fern", "moss")), None),
    ],
)  # fmt: skip
async def test_nothing_that_a_bad_answer_says_is_kept(
    reading: Reading, manner: Manner, obstacle: Obstacle | None
) -> None:
    reading.server.manners += [manner] * 12
    found = await reading.take()
    if obstacle is None:
        assert isinstance(found, Notes), "the sentence that was left as it was"
        assert [one.text for one in found.claims] == [ferns.METHOD]
        assert found.brief is None
        return
    assert isinstance(found, Unread)
    assert found.obstacle is obstacle
    told = await reading.store.notes.told([ferns.PAPER.id], "en")
    assert not told


async def test_what_another_process_read_is_found_and_not_paid_for(reading: Reading) -> None:
    reading.server.manners.append(saying(GOOD))
    first = await reading.take()
    reading.server.manners.append(failing(500))
    assert await Reading(reading.server, reading.client, reading.store).take() == first
    assert len(reading.server.seen) == 1
