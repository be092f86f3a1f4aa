"""Readings go on when the one who asked for them has left."""

import asyncio

import pytest

from bot.domain.chats import Style
from bot.domain.errors import StoreUnavailable
from bot.domain.readings import Obstacle, Unread
from bot.domain.summaries import Summary
from bot.llm.prompt_files import PromptFiles
from bot.services import with_model
from bot.services.interpreter import Interpreter
from bot.services.translate import Translator
from bot.services.with_model import WithModel
from tests.desks import ASKER, NOON, TellDesk, until_asked
from tests.fakes_reading import Heard, told
from tests.fakes_telling import right
from tests.ferns import PAPER


def readings_of(desk: TellDesk) -> WithModel:
    interpreter = Interpreter(desk.model, PromptFiles(), desk.budget, max_output_tokens=4_000)
    return WithModel(desk.teller, Translator(interpreter, desk.shelf, desk.clock), desk.shelf)


def asking(readings: WithModel) -> "asyncio.Task[Summary | Unread]":
    return asyncio.create_task(readings.summary(PAPER, "ko", Style.BRIEF, ASKER, Heard()))


async def leave(task: "asyncio.Task[Summary | Unread]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.fixture
async def desk() -> TellDesk:
    desk = TellDesk(told(right()))
    await desk.shelf.put_notes(desk.notes, NOON)
    desk.model.gate.clear()
    return desk


async def test_what_was_left_is_found_by_the_next_who_asks_and_paid_for_once(desk: TellDesk) -> None:
    readings = readings_of(desk)
    first = asking(readings)
    await until_asked(desk.model)
    await leave(first)
    second = asking(readings)
    await asyncio.sleep(0)
    desk.model.gate.set()
    assert isinstance(await second, Summary)
    assert len(desk.model.asked) == 1


async def test_what_everybody_left_is_kept_for_later(desk: TellDesk) -> None:
    readings = readings_of(desk)
    alone = asking(readings)
    await until_asked(desk.model)
    await leave(alone)
    desk.model.gate.set()
    await readings._nursery.settle(5)
    assert await readings.known([desk.notes.paper_id], "ko")
    assert not readings._left


async def test_no_more_than_so_many_go_on_for_nobody(desk: TellDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(with_model, "MOST_LEFT", 0)
    readings = readings_of(desk)
    alone = asking(readings)
    await until_asked(desk.model)
    await leave(alone)
    assert await readings._nursery.settle(5) == 0
    assert not await readings.known([desk.notes.paper_id], "ko")
    assert desk.spent().reserved == 0


async def test_a_reading_that_never_ends_is_given_up(desk: TellDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(with_model, "LONGEST_S", 0.05)
    assert await asking(readings_of(desk)) == Unread(Obstacle.OUT_OF_TIME)


async def test_closing_cuts_off_what_was_left_and_counts_what_it_cost(desk: TellDesk) -> None:
    readings = readings_of(desk)
    alone = asking(readings)
    await until_asked(desk.model)
    await leave(alone)
    await readings.close()
    assert desk.spent().reserved == 0
    assert desk.spent().tokens > 0


async def test_an_expected_failure_reaches_the_one_who_asked_and_no_log(
    desk: TellDesk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.shelf.trouble = StoreUnavailable("the database is gone")
    with pytest.raises(StoreUnavailable):
        await asking(readings_of(desk))
    assert not [one for one in caplog.records if one.name == "bot.services.nursery"]
