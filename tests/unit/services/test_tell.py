import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budgets import Spending
from bot.domain.chats import Style
from bot.domain.model_answers import (
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
from bot.domain.readings import Obstacle, Unread, Wording
from bot.domain.summaries import Summary, Translation
from bot.llm.prompt_files import PromptFiles
from bot.services.interpreter import Interpreter
from bot.services.reading_ports import Readings
from bot.services.translate import Translator
from bot.services.with_model import WithModel
from bot.truth.claims import check_told
from tests.desks import ASKER, NOON, TellDesk
from tests.fakes import paper
from tests.fakes_reading import Heard, told
from tests.fakes_telling import BRIEF, CLAIMS, IDEA, again, fitting, notes, right, wrong

PAPER = paper(1)
WRONG_FIGURE = "H100 한 대에서 20.7 FPS를 유지하고, A100에서는 41.3 FPS를 낸다."
SENTENCES = len(CLAIMS) + 2


async def test_one_question_tells_the_brief_all_claims_and_the_ideas() -> None:
    desk, heard = TellDesk(told(right())), Heard()
    telling = await desk.telling(watch=heard)
    assert telling.brief == BRIEF[1]
    assert telling.claims == {number: korean for number, (*_, korean) in enumerate(CLAIMS, 1)}
    assert telling.ideas == (IDEA[1],)
    assert telling.dropped == ()
    assert len(desk.model.asked) == 1
    assert heard == [Wording(SENTENCES)]


async def test_the_question_has_the_english_by_number_and_the_style_of_the_language() -> None:
    desk = TellDesk(told(right()))
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
    desk = TellDesk(ModelDown("is gone"))
    telling = await desk.telling("en")
    assert (telling.brief, telling.claims[1]) == (BRIEF[0], CLAIMS[0][1])
    assert desk.model.asked == []


async def test_a_telling_is_kept_and_costs_nothing_the_second_time() -> None:
    desk = TellDesk(told(right()))
    first, second = await desk.telling(), await desk.telling()
    assert first == second
    assert len(desk.model.asked) == 1
    assert desk.spent() == Spending(tokens=1_200, requests=1)


async def test_all_styles_come_from_one_telling() -> None:
    desk = TellDesk(told(right()))
    for style in Style:
        summary = await desk.teller.summary(PAPER, "ko", style, ASKER, Heard())
        assert isinstance(summary, Summary)
        assert (summary.style, summary.kept, summary.offered) == (style, 6, 6)
    assert len(desk.model.asked) == 1


async def test_each_language_is_told_for_itself() -> None:
    desk = TellDesk(told(right()), told(right()), Told({"sentences": []}))
    await desk.telling("ko")
    assert await desk.untold("ja") == Unread(Obstacle.UNPROVEN), "Korean is no Japanese"
    assert "Japanese" in desk.model.asked[1].system


async def test_other_notes_another_prompt_another_style_or_model_make_another_key() -> None:
    desk = TellDesk(told(right()))
    teller = desk.teller
    keys = {teller.key(desk.notes, "ko"), teller.key(desk.notes, "ja"), teller.key(notes("others"), "ko")}
    desk.model.name = "another-7b"
    keys.add(teller.key(desk.notes, "ko"))
    assert len(keys) == 4
    assert all(part in teller.key(desk.notes, "ko") for part in ("tell-", "again-", "ko-", "another-7b"))


async def test_without_notes_there_is_nothing_to_tell() -> None:
    desk = TellDesk(told(right()))
    desk.notebook.taken = Unread(Obstacle.NO_TEXT)
    assert await desk.teller.summary(PAPER, "ko", Style.DEEP, ASKER, Heard()) == Unread(Obstacle.NO_TEXT)
    assert desk.model.asked == []


async def test_what_was_stopped_is_asked_for_once_more_with_what_is_wrong() -> None:
    desk = TellDesk(told(wrong(4, WRONG_FIGURE)), again(CLAIMS[3][2]))
    telling = await desk.telling()
    assert telling.claims[4] == CLAIMS[3][2]
    second = desk.model.asked[1]
    assert f"1. English: {CLAIMS[3][1]}" in second.user
    assert f"Yours: {WRONG_FIGURE}" in second.user
    assert "41.3" in second.user.partition("Wrong:")[2]
    assert CLAIMS[0][1] not in second.user, "only what was stopped is asked for again"
    assert "번역투" in second.system


async def test_what_is_wrong_again_is_dropped_and_counted() -> None:
    desk = TellDesk(told(wrong(4, WRONG_FIGURE)), again(WRONG_FIGURE))
    telling = await desk.telling()
    assert 4 not in telling.claims
    assert len(telling.claims) == 5
    (dropped,) = telling.dropped
    assert (dropped.flaw, dropped.facet) == (Flaw.NUMBER, CLAIMS[3][0])
    assert len(desk.model.asked) == 2, "there is no third try"
    assert await desk.telling() == telling, "and it is kept as it is"


async def test_a_number_that_is_mended_needs_no_second_question() -> None:
    desk = TellDesk(told(wrong(3, "1.3억 파라미터 모델을 32 GPU-일 동안 파인튜닝한다.")))
    assert (await desk.telling()).claims[3] == CLAIMS[2][2]
    assert len(desk.model.asked) == 1


@pytest.mark.parametrize(
    "trouble", [ModelDown("is gone"), ModelBusy(None), ModelGarbled("?"), OutOfTime(), ModelRefused()]
)
async def test_a_second_question_without_an_answer_costs_only_what_was_stopped(trouble: Failure) -> None:
    desk = TellDesk(told(wrong(4, WRONG_FIGURE)), trouble)
    telling = await desk.telling()
    assert len(telling.claims) == 5
    assert telling.dropped[0].flaw is Flaw.NUMBER


async def test_the_brief_that_is_too_long_is_asked_for_again_and_else_left_out() -> None:
    long = BRIEF[1] + " 사용자가 중간에 지시를 바꾸어도 끊기지 않는다." * 5
    desk = TellDesk(told(right() | {"brief": long}), again(BRIEF[1]))
    assert (await desk.telling()).brief == BRIEF[1]
    assert "160 at most" in desk.model.asked[1].user
    stubborn = TellDesk(told(right() | {"brief": long}), again(long))
    assert (await stubborn.telling()).brief is None


async def test_a_refused_brief_is_no_brief() -> None:
    sorry = "죄송합니다. 이 논문은 요약할 수 없습니다."
    desk = TellDesk(told(right() | {"brief": sorry}), again(sorry))
    telling = await desk.telling()
    assert telling.brief is None
    assert sorry not in desk.model.asked[1].user


async def test_notes_without_a_brief_are_told_without_one() -> None:
    desk = TellDesk(told(right()))
    desk.notes = notes(has_brief=False)
    assert (await desk.telling()).brief is None
    assert len(desk.model.asked) == 1


async def test_what_hardly_passes_is_not_told_at_all() -> None:
    empty = {"brief": None, "claims": [{"n": 4, "text": CLAIMS[3][2]}], "ideas": []}
    desk = TellDesk(told(empty), Told({"sentences": []}))
    assert await desk.untold() == Unread(Obstacle.UNPROVEN)
    assert desk.shelf.tellings == {}


async def test_the_one_claim_of_a_short_paper_is_enough() -> None:
    desk = TellDesk(told({"brief": None, "claims": [{"n": 1, "text": CLAIMS[0][2]}], "ideas": []}))
    whole = notes(has_brief=False)
    desk.notes = Notes(whole.paper_id, "short", whole.reading, None, whole.claims[:1])
    assert len((await desk.telling()).claims) == 1


@pytest.mark.parametrize(
    ("failure", "unread", "minutes"),
    [
        (ModelDown("is gone"), Unread(Obstacle.MODEL_DOWN), 1),
        (ModelBusy(NOON), Unread(Obstacle.MODEL_DOWN, again_at=NOON), 1),
        (ModelGarbled("?"), Unread(Obstacle.GARBLED), 1),
        (OutOfTime(), Unread(Obstacle.OUT_OF_TIME), 1),
        (ModelRefused(), Unread(Obstacle.REFUSED), 720),
        (ModelCut(Side.PROMPT), Unread(Obstacle.GARBLED), 1),
    ],
)
async def test_a_failure_is_told_as_what_it_is_and_remembered_for_a_while(
    failure: Failure, unread: Unread, minutes: int
) -> None:
    desk = TellDesk(failure)
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
    desk = TellDesk(ModelCut(Side.ANSWER, Usage(100, 4_000, requests=1)), fitting(right()))
    telling = await desk.telling()
    assert len(telling.claims) == 6
    assert (telling.brief, telling.ideas) == (BRIEF[1], (IDEA[1],))
    assert len(desk.model.asked) == 3
    assert desk.spent().requests == 3


async def test_the_half_that_was_told_is_shown_but_not_kept_while_the_model_is_down() -> None:
    desk = TellDesk(ModelCut(Side.ANSWER), fitting(right()), ModelDown("is gone"))
    telling = await desk.telling()
    assert (telling.brief, set(telling.claims)) == (BRIEF[1], {1, 2, 3})
    assert desk.shelf.tellings == {}


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
    desk = TellDesk(told(first), told(second))
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
    desk = TellDesk(told(right()))
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
