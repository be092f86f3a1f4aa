import asyncio
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budgets import Account, Limits, Prices, Spending, budget_day
from bot.domain.chats import Style
from bot.domain.errors import StoreUnavailable
from bot.domain.model_answers import (
    Answer,
    Ask,
    Failure,
    ModelBusy,
    ModelCut,
    ModelDown,
    ModelGarbled,
    ModelRefused,
    OutOfTime,
    Side,
    Told,
    Usage,
)
from bot.domain.notes import Flaw, Notes
from bot.domain.readings import Asker, Obstacle, Scope, Unread, Wording
from bot.domain.summaries import Summary, Telling, Translation
from bot.llm.prompt_files import PromptFiles
from bot.services.budget import Budget
from bot.services.interpreter import Interpreter
from bot.services.reading_ports import Readings, Watch
from bot.services.tell import Teller
from bot.services.translate import Translator
from bot.services.with_model import WithModel
from bot.truth.claims import check_told
from tests.fakes import FakeClock, at, paper
from tests.fakes_reading import FakeModel, FakePurse, FakeShelf, Heard, told
from tests.fakes_telling import BRIEF, CLAIMS, IDEA, FakeNotebook, again, fitting, notes, right, wrong

NOON = at("2026-06-12 12:00")
ASKER = Asker(user_id=3, chat_id=-7)
PAPER = paper(1)
WRONG_FIGURE = "H100 한 대에서 20.7 FPS를 유지하고, A100에서는 41.3 FPS를 낸다."
SENTENCES = len(CLAIMS) + 2


class Desk:
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


async def test_one_question_tells_the_brief_all_claims_and_the_ideas() -> None:
    desk, heard = Desk(told(right())), Heard()
    telling = await desk.telling(watch=heard)
    assert telling.brief == BRIEF[1]
    assert telling.claims == {number: korean for number, (*_, korean) in enumerate(CLAIMS, 1)}
    assert telling.ideas == (IDEA[1],)
    assert telling.dropped == ()
    assert len(desk.model.asked) == 1
    assert heard == [Wording(SENTENCES)]


async def test_the_question_has_the_english_by_number_and_the_style_of_the_language() -> None:
    desk = Desk(told(right()))
    await desk.telling()
    (ask,) = desk.model.asked
    assert f"3. {CLAIMS[2][1]}" in ask.user
    assert f"1. {BRIEF[0]}" in ask.user
    assert "Korean" in ask.system
    assert "160" in ask.system
    assert "번역투" in ask.system
    assert "{" not in ask.system
    assert BRIEF[0] not in ask.system, "what never changes can be cached by the server"


async def test_english_needs_no_question() -> None:
    desk = Desk(ModelDown("is gone"))
    telling = await desk.telling("en")
    assert (telling.brief, telling.claims[1]) == (BRIEF[0], CLAIMS[0][1])
    assert desk.model.asked == []


async def test_a_telling_is_kept_and_costs_nothing_the_second_time() -> None:
    desk = Desk(told(right()))
    first, second = await desk.telling(), await desk.telling()
    assert first == second
    assert len(desk.model.asked) == 1
    assert desk.spent() == Spending(tokens=1_200, requests=1)


async def test_all_styles_come_from_one_telling() -> None:
    desk = Desk(told(right()))
    for style in Style:
        summary = await desk.teller.summary(PAPER, "ko", style, ASKER, Heard())
        assert isinstance(summary, Summary)
        assert (summary.style, summary.kept, summary.offered) == (style, 6, 6)
    assert len(desk.model.asked) == 1


async def test_each_language_is_told_for_itself() -> None:
    desk = Desk(told(right()), told(right()), Told({"sentences": []}))
    await desk.telling("ko")
    assert await desk.untold("ja") == Unread(Obstacle.UNPROVEN), "Korean is no Japanese"
    assert "Japanese" in desk.model.asked[1].system


async def test_other_notes_another_prompt_another_style_or_model_make_another_key() -> None:
    desk = Desk(told(right()))
    teller = desk.teller
    keys = {teller.key(desk.notes, "ko"), teller.key(desk.notes, "ja"), teller.key(notes("others"), "ko")}
    desk.model.name = "another-7b"
    keys.add(teller.key(desk.notes, "ko"))
    assert len(keys) == 4
    assert all(part in teller.key(desk.notes, "ko") for part in ("tell-", "again-", "ko-", "another-7b"))


async def test_without_notes_there_is_nothing_to_tell() -> None:
    desk = Desk(told(right()))
    desk.notebook.taken = Unread(Obstacle.NO_TEXT)
    assert await desk.teller.summary(PAPER, "ko", Style.DEEP, ASKER, Heard()) == Unread(Obstacle.NO_TEXT)
    assert desk.model.asked == []


async def test_what_was_stopped_is_asked_for_once_more_with_what_is_wrong() -> None:
    desk = Desk(told(wrong(4, WRONG_FIGURE)), again(CLAIMS[3][2]))
    telling = await desk.telling()
    assert telling.claims[4] == CLAIMS[3][2]
    second = desk.model.asked[1]
    assert f"1. English: {CLAIMS[3][1]}" in second.user
    assert f"Yours: {WRONG_FIGURE}" in second.user
    assert "41.3" in second.user.partition("Wrong:")[2]
    assert CLAIMS[0][1] not in second.user, "only what was stopped is asked for again"
    assert "번역투" in second.system


async def test_what_is_wrong_again_is_dropped_and_counted() -> None:
    desk = Desk(told(wrong(4, WRONG_FIGURE)), again(WRONG_FIGURE))
    telling = await desk.telling()
    assert 4 not in telling.claims
    assert len(telling.claims) == 5
    (dropped,) = telling.dropped
    assert (dropped.flaw, dropped.facet) == (Flaw.NUMBER, CLAIMS[3][0])
    assert len(desk.model.asked) == 2, "there is no third try"
    assert await desk.telling() == telling, "and it is kept as it is"


async def test_a_number_that_is_mended_needs_no_second_question() -> None:
    desk = Desk(told(wrong(3, "1.3억 파라미터 모델을 32 GPU-일 동안 파인튜닝한다.")))
    assert (await desk.telling()).claims[3] == CLAIMS[2][2]
    assert len(desk.model.asked) == 1


@pytest.mark.parametrize(
    "trouble", [ModelDown("is gone"), ModelBusy(None), ModelGarbled("?"), OutOfTime(), ModelRefused()]
)
async def test_a_second_question_without_an_answer_costs_only_what_was_stopped(trouble: Failure) -> None:
    desk = Desk(told(wrong(4, WRONG_FIGURE)), trouble)
    telling = await desk.telling()
    assert len(telling.claims) == 5
    assert telling.dropped[0].flaw is Flaw.NUMBER


async def test_the_brief_that_is_too_long_is_asked_for_again_and_else_left_out() -> None:
    long = BRIEF[1] + " 사용자가 중간에 지시를 바꾸어도 끊기지 않는다." * 5
    desk = Desk(told(right() | {"brief": long}), again(BRIEF[1]))
    assert (await desk.telling()).brief == BRIEF[1]
    assert "160 at most" in desk.model.asked[1].user
    stubborn = Desk(told(right() | {"brief": long}), again(long))
    assert (await stubborn.telling()).brief is None


async def test_a_refused_brief_is_no_brief() -> None:
    sorry = "죄송합니다. 이 논문은 요약할 수 없습니다."
    desk = Desk(told(right() | {"brief": sorry}), again(sorry))
    telling = await desk.telling()
    assert telling.brief is None
    assert sorry not in desk.model.asked[1].user


async def test_notes_without_a_brief_are_told_without_one() -> None:
    desk = Desk(told(right()))
    desk.notes = notes(has_brief=False)
    assert (await desk.telling()).brief is None
    assert len(desk.model.asked) == 1


async def test_what_hardly_passes_is_not_told_at_all() -> None:
    empty = {"brief": None, "claims": [{"n": 4, "text": CLAIMS[3][2]}], "ideas": []}
    desk = Desk(told(empty), Told({"sentences": []}))
    assert await desk.untold() == Unread(Obstacle.UNPROVEN)
    assert desk.shelf.tellings == {}


async def test_the_one_claim_of_a_short_paper_is_enough() -> None:
    desk = Desk(told({"brief": None, "claims": [{"n": 1, "text": CLAIMS[0][2]}], "ideas": []}))
    whole = notes(has_brief=False)
    desk.notes = Notes(whole.paper_id, "short", whole.reading, None, whole.claims[:1])
    assert len((await desk.telling()).claims) == 1


@pytest.mark.parametrize(
    ("failure", "unread", "minutes"),
    [
        (ModelDown("is gone"), Unread(Obstacle.MODEL_DOWN), 1),
        (ModelBusy(NOON), Unread(Obstacle.MODEL_DOWN, again_at=NOON), 1),
        (ModelGarbled("?"), Unread(Obstacle.GARBLED), 1),
        (OutOfTime(), Unread(Obstacle.MODEL_DOWN), 1),
        (ModelRefused(), Unread(Obstacle.REFUSED), 720),
        (ModelCut(Side.PROMPT), Unread(Obstacle.GARBLED), 1),
    ],
)
async def test_a_failure_is_told_as_what_it_is_and_remembered_for_a_while(
    failure: Failure, unread: Unread, minutes: int
) -> None:
    desk = Desk(failure)
    assert await desk.untold() == unread
    asked = len(desk.model.asked)
    assert asked < 5
    desk.model.answers = [told(right())]
    desk.clock.pass_(minutes=minutes - 0.1)
    assert await desk.untold() == unread
    assert len(desk.model.asked) == asked
    desk.clock.pass_(minutes=0.2)
    assert (await desk.telling()).brief == BRIEF[1]


async def test_an_answer_that_does_not_fit_is_asked_for_in_halves() -> None:
    desk = Desk(ModelCut(Side.ANSWER, Usage(100, 4_000, requests=1)), fitting(right()))
    telling = await desk.telling()
    assert len(telling.claims) == 6
    assert (telling.brief, telling.ideas) == (BRIEF[1], (IDEA[1],))
    assert len(desk.model.asked) == 3
    assert desk.spent().requests == 3


async def test_the_half_that_was_told_is_shown_but_not_kept_while_the_model_is_down() -> None:
    desk = Desk(ModelCut(Side.ANSWER), fitting(right()), ModelDown("is gone"))
    telling = await desk.telling()
    assert (telling.brief, set(telling.claims)) == (BRIEF[1], {1, 2, 3})
    assert desk.shelf.tellings == {}


@pytest.mark.parametrize("limits", [Limits(day=0), Limits(chat=0), Limits(user=0)])
async def test_a_spent_budget_is_told_with_its_owner_and_not_remembered(limits: Limits) -> None:
    desk = Desk(told(right()), limits=limits)
    unread = await desk.untold()
    assert (unread.obstacle, unread.again_at) == (Obstacle.BUDGET, at("2026-06-13 00:00"))
    assert desk.model.asked == []
    other = await desk.teller.telling(desk.notes, "ko", Asker(), Heard())
    assert isinstance(other, Unread if limits.day == 0 else Telling)


async def test_a_budget_that_is_anothers_own_does_not_stop_who_waited_with_that_one() -> None:
    desk = Desk(told(right()), limits=Limits(user=0))
    poor = desk.teller.telling(desk.notes, "ko", Asker(user_id=3), Heard())
    rich = desk.teller.telling(desk.notes, "ko", Asker(), Heard())
    found = await asyncio.gather(poor, rich)
    assert isinstance(found[0], Unread)
    assert isinstance(found[1], Telling)


async def test_a_budget_for_one_question_gives_what_that_one_brought() -> None:
    desk = Desk(told(wrong(4, WRONG_FIGURE), Usage(900, 300, requests=1)), limits=Limits(day=5_000))
    telling = await desk.telling()
    assert len(telling.claims) == 5
    assert len(desk.model.asked) == 1
    assert desk.spent() == Spending(tokens=1_200, requests=1)


async def test_a_telling_that_was_kept_is_free_when_the_budget_is_spent() -> None:
    desk = Desk(told(right()))
    await desk.telling()
    desk.budget._limits = Limits(day=0)
    assert (await desk.telling()).brief == BRIEF[1]


async def test_who_asks_at_the_same_time_shares_one_question() -> None:
    desk = Desk(told(right()))
    desk.model.gate.clear()
    watches = [Heard() for _ in range(5)]
    asking = [asyncio.create_task(desk.telling(watch=watch)) for watch in watches]
    await until_asked(desk)
    desk.model.gate.set()
    tellings = await asyncio.gather(*asking)
    assert all(one == tellings[0] for one in tellings)
    assert len(desk.model.asked) == 1
    assert all(watch == [Wording(SENTENCES)] for watch in watches)


async def test_the_one_who_leaves_hands_the_work_over() -> None:
    desk = Desk(told(right()))
    desk.model.gate.clear()
    first = asyncio.create_task(desk.telling())
    await until_asked(desk)
    second = asyncio.create_task(desk.telling())
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    desk.model.gate.set()
    assert (await second).brief == BRIEF[1]


async def test_who_leaves_alone_leaves_nothing_behind_but_what_it_cost() -> None:
    desk = Desk(told(right()))
    desk.model.gate.clear()
    alone = asyncio.create_task(desk.telling())
    await until_asked(desk)
    alone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await alone
    assert desk.spent().reserved == 0
    assert desk.spent().tokens > 0, "the server may charge for it"
    desk.model.gate.set()
    assert (await desk.telling()).brief == BRIEF[1]


async def test_a_shelf_that_does_not_answer_is_the_callers_to_tell() -> None:
    desk = Desk(told(right()))
    desk.shelf.trouble = StoreUnavailable("the database is gone")
    with pytest.raises(StoreUnavailable):
        await desk.telling()
    assert desk.model.asked == []


async def test_a_telling_that_cannot_be_kept_is_told_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()

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
    desk = Desk(told(answer), again(WRONG_FIGURE))
    await desk.telling()
    lines = [one.message for one in caplog.records if "2509.22622" in one.message]
    assert lines[0] == (
        "telling 2509.22622 in ko: 7 of 8 sentences; 1 asked again; 1 that nobody asked for; dropped 1 number"
    )
    assert lines[1].startswith("telling 2509.22622 in ko: dropped number: claim 4: ")
    assert all(one.levelno == logging.INFO for one in caplog.records if "2509.22622" in one.message)


async def test_the_operator_is_warned_where_much_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    answer = {**right(), "claims": right()["claims"][:3]}
    await Desk(told(answer), Told({"sentences": []})).telling()
    assert [one.levelno for one in caplog.records if " sentences" in one.message] == [logging.WARNING]


async def test_the_operator_reads_why_there_was_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    await Desk(ModelDown("does not accept the key", needs_operator=True)).untold()
    (line,) = (one for one in caplog.records if "2509.22622" in one.message)
    assert line.message == "telling 2509.22622 in ko: no answer, the model does not accept the key"
    assert line.levelno == logging.ERROR


async def until_asked(desk: Desk, times: int = 1) -> None:
    while len(desk.model.asked) < times:
        await asyncio.sleep(0)


TEXTS = st.sampled_from(
    [
        BRIEF[1],
        *(korean for *_, korean in CLAIMS),
        IDEA[1],
        WRONG_FIGURE,
        "1.3억 파라미터 모델을 32 GPU-일 동안 파인튜닝한다.",
        "죄송합니다. 번역할 수 없습니다.",
        "The model cannot exceed the quality of its base model.",
        "",
    ]
)
TOLD = st.lists(st.fixed_dictionaries({"n": st.integers(0, 9), "text": TEXTS}), max_size=12)


@given(
    first=st.fixed_dictionaries({"brief": st.none() | TEXTS, "claims": TOLD, "ideas": TOLD}),
    second=st.fixed_dictionaries({"sentences": TOLD}),
    style=st.sampled_from(Style),
)
def test_no_sentence_is_in_a_summary_that_the_gate_did_not_pass(
    first: dict[str, Any], second: dict[str, Any], style: Style
) -> None:
    desk = Desk(told(first), told(second))
    summary = asyncio.run(desk.teller.summary(PAPER, "ko", style, ASKER, Heard()))
    if isinstance(summary, Unread):
        assert summary == Unread(Obstacle.UNPROVEN)
        return
    for line in summary.shown:
        assert line.claim is not None
        assert not check_told(line.claim.text, line.text, "ko")
    for part in summary.parts:
        for line in part.lines:
            assert line.claim is not None or not check_told(IDEA[0], line.text, "ko")


async def test_readings_with_a_model_are_told_translated_and_known() -> None:
    desk = Desk(told(right()))
    interpreter = Interpreter(desk.model, PromptFiles(), desk.budget, max_output_tokens=4_000)
    translator = Translator(interpreter, desk.shelf, desk.clock)
    readings: Readings = WithModel(desk.teller, translator, desk.shelf)
    await desk.shelf.put_notes(desk.notes, NOON)
    assert readings.has_model
    assert not await readings.known([desk.notes.paper_id], "ko")
    summary = await readings.summary(PAPER, "ko", Style.BRIEF, ASKER, Heard())
    assert isinstance(summary, Summary)
    assert (await readings.known([desk.notes.paper_id], "ko"))[desk.notes.paper_id][1].brief == BRIEF[1]
    english = await readings.translation(PAPER, "en", ASKER, Heard())
    assert isinstance(english, Translation)
