import asyncio
import logging

import pytest

from bot.domain.budgets import Limits, Spending
from bot.domain.errors import StoreUnavailable
from bot.domain.model_answers import (
    Answer,
    Ask,
    ModelDown,
    Told,
    Usage,
)
from bot.domain.readings import Asker, Obstacle, Unread, Wording
from bot.domain.summaries import Telling
from tests.desks import TellDesk, until_asked
from tests.fakes import at
from tests.fakes_reading import Heard, told
from tests.fakes_telling import BRIEF, CLAIMS, again, right, wrong

WRONG_FIGURE = "H100 한 대에서 20.7 FPS를 유지하고, A100에서는 41.3 FPS를 낸다."
SENTENCES = len(CLAIMS) + 2


@pytest.mark.parametrize("limits", [Limits(day=0), Limits(chat=0), Limits(user=0)])
async def test_a_spent_budget_is_told_with_its_owner_and_not_remembered(limits: Limits) -> None:
    desk = TellDesk(told(right()), limits=limits)
    unread = await desk.untold()
    assert (unread.obstacle, unread.again_at) == (Obstacle.BUDGET, at("2026-06-13 00:00"))
    assert desk.model.asked == []
    other = await desk.teller.telling(desk.notes, "ko", Asker(), Heard())
    assert isinstance(other, Unread if limits.day == 0 else Telling)


async def test_a_budget_that_is_anothers_own_does_not_stop_who_waited_with_that_one() -> None:
    desk = TellDesk(told(right()), limits=Limits(user=0))
    poor = desk.teller.telling(desk.notes, "ko", Asker(user_id=3), Heard())
    rich = desk.teller.telling(desk.notes, "ko", Asker(), Heard())
    found = await asyncio.gather(poor, rich)
    assert isinstance(found[0], Unread)
    assert isinstance(found[1], Telling)


async def test_a_budget_for_one_question_gives_what_that_one_brought() -> None:
    desk = TellDesk(told(wrong(4, WRONG_FIGURE), Usage(900, 300, requests=1)), limits=Limits(day=5_000))
    telling = await desk.telling()
    assert len(telling.claims) == 5
    assert len(desk.model.asked) == 1
    assert desk.spent() == Spending(tokens=1_200, requests=1)


async def test_a_telling_that_was_kept_is_free_when_the_budget_is_spent() -> None:
    desk = TellDesk(told(right()))
    await desk.telling()
    desk.budget._limits = Limits(day=0)
    assert (await desk.telling()).brief == BRIEF[1]


async def test_who_asks_at_the_same_time_shares_one_question() -> None:
    desk = TellDesk(told(right()))
    desk.model.gate.clear()
    watches = [Heard() for _ in range(5)]
    asking = [asyncio.create_task(desk.telling(watch=watch)) for watch in watches]
    await until_asked(desk.model)
    desk.model.gate.set()
    tellings = await asyncio.gather(*asking)
    assert all(one == tellings[0] for one in tellings)
    assert len(desk.model.asked) == 1
    assert all(watch == [Wording(SENTENCES)] for watch in watches)


async def test_the_one_who_leaves_hands_the_work_over() -> None:
    desk = TellDesk(told(right()))
    desk.model.gate.clear()
    first = asyncio.create_task(desk.telling())
    await until_asked(desk.model)
    second = asyncio.create_task(desk.telling())
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    desk.model.gate.set()
    assert (await second).brief == BRIEF[1]


async def test_who_leaves_alone_leaves_nothing_behind_but_what_it_cost() -> None:
    desk = TellDesk(told(right()))
    desk.model.gate.clear()
    alone = asyncio.create_task(desk.telling())
    await until_asked(desk.model)
    alone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await alone
    assert desk.spent().reserved == 0
    assert desk.spent().tokens > 0, "the server may charge for it"
    desk.model.gate.set()
    assert (await desk.telling()).brief == BRIEF[1]


async def test_a_shelf_that_does_not_answer_is_the_callers_to_tell() -> None:
    desk = TellDesk(told(right()))
    desk.shelf.trouble = StoreUnavailable("the database is gone")
    with pytest.raises(StoreUnavailable):
        await desk.telling()
    assert desk.model.asked == []


async def test_a_telling_that_cannot_be_kept_is_told_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    desk = TellDesk()

    def answer(ask: Ask) -> Answer:
        desk.shelf.trouble = StoreUnavailable("the database is gone")
        return told(right())

    desk.model.answers = [answer]
    assert (await desk.telling()).brief == BRIEF[1]
    assert "could not be kept" in caplog.text


async def test_the_operator_reads_what_was_dropped_and_why(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    answer = wrong(4, WRONG_FIGURE)
    answer["claims"].append({"n": 77, "text": "아무도 묻지 않았다."})
    desk = TellDesk(told(answer), again(WRONG_FIGURE))
    await desk.telling()
    lines = [one.message for one in caplog.records if "2509.22622" in one.message]
    assert lines[0] == (
        "telling 2509.22622 in ko: 7 of 8 sentences; 1 asked again (1 number); "
        "1 that nobody asked for; dropped 1 number"
    )
    assert lines[1].startswith("telling 2509.22622 in ko: dropped number: claim 4: ")
    assert all(one.levelno == logging.INFO for one in caplog.records if "2509.22622" in one.message)


async def test_the_operator_is_warned_where_much_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    answer = {**right(), "claims": right()["claims"][:3]}
    await TellDesk(told(answer), Told({"sentences": []})).telling()
    assert [one.levelno for one in caplog.records if " sentences" in one.message] == [logging.WARNING]


async def test_the_operator_reads_why_there_was_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    await TellDesk(ModelDown("does not accept the key", needs_operator=True)).untold()
    (line,) = (one for one in caplog.records if "2509.22622" in one.message)
    assert line.message == "telling 2509.22622 in ko: no answer, the model does not accept the key"
    assert line.levelno == logging.ERROR
