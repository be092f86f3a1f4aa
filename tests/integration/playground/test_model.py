"""The stand-in model over HTTP, as the product's own client and gate meet it."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.domain.model_answers import (
    Answer,
    Ask,
    ModelBusy,
    ModelCut,
    ModelDown,
    ModelGarbled,
    ModelRefused,
    OutOfTime,
    Side,
    Told,
)
from bot.domain.notes import STAND_IN, Facet
from bot.llm.checkup import ModelTrouble, try_model
from bot.llm.client import ModelClient
from bot.playground.model.lies import HARMLESS, IN_LISTS, IN_SENTENCES, Lie, Step
from bot.playground.model.server import StandInModel
from bot.services.tell_asks import again_ask
from bot.services.verdicts import judge
from tests.integration.playground import model_questions as questions

PAPERS = questions.papers()
SALTMARSH = PAPERS[0]


@pytest.fixture
async def model() -> AsyncIterator[StandInModel]:
    async with StandInModel(latency_s={}) as running:
        yield running


async def rest(seconds: float) -> None:
    """Wait for a retry a hundredth of the time."""
    await asyncio.sleep(seconds / 100)


@pytest.fixture
async def client(model: StandInModel) -> AsyncIterator[ModelClient]:
    client = ModelClient(
        model.base_url, "", STAND_IN, timeout_s=2, total_s=5, now=lambda: datetime.now(UTC), sleep=rest
    )
    yield client
    await client.close()


def data_of(answer: Answer) -> dict[str, object]:
    assert isinstance(answer, Told), answer
    return answer.data


def notes_ask() -> Ask:
    return questions.notes_asks([questions.text_of(SALTMARSH).text])[0]


# Honest answers


async def test_every_claim_about_every_paper_is_borne_out_by_the_paper(client: ModelClient) -> None:
    for placed in PAPERS:
        text = questions.text_of(placed)
        found = questions.proven(text, data_of(await client.ask(questions.notes_asks([text.text])[0])))
        assert found.dropped == (), placed.manuscript.title
        assert found.brief is not None
        assert len(found.claims) >= 14
        assert {Facet.GOAL, Facet.RESULT, Facet.LIMITATION, Facet.CONCLUSION} <= {
            one.facet for one in found.claims
        }
        assert all(one.text[:30] in one.evidence[0].quote for one in found.claims)


@pytest.mark.parametrize("language", questions.LANGUAGES)
async def test_whatever_is_told_passes_the_gate(client: ModelClient, language: str) -> None:
    for placed in PAPERS[::6]:
        text = questions.text_of(placed)
        notes = questions.notes_of(
            placed, questions.proven(text, data_of(await client.ask(questions.notes_asks([text.text])[0])))
        )
        for sentences, ask, form in (
            questions.telling_of(notes, language),
            questions.translation_of(placed, language),
        ):
            verdict = judge(sentences, form.read(data_of(await client.ask(ask))), language)
            assert verdict.stopped == ()
            assert set(verdict.passed) == set(sentences)


async def test_a_paper_in_parts_is_answered_part_by_part(model: StandInModel, client: ModelClient) -> None:
    text = questions.text_of(SALTMARSH).text
    middle = text.index("\n\n", len(text) // 2)
    first, second = questions.notes_asks([text[:middle], text[middle:]])
    assert set(data_of(await client.ask(first))) == {"brief", "claims", "ideas"}
    told = data_of(await client.ask(second))
    assert set(told) == {"claims"}
    assert isinstance(told["claims"], list)
    assert all(one["quote"] in text[middle:] for one in told["claims"])
    assert [one.step for one in model.journal] == ["notes", "section"]


async def test_sentences_asked_for_again_are_told_under_the_numbers_of_the_list(
    model: StandInModel, client: ModelClient
) -> None:
    text = questions.text_of(SALTMARSH)
    notes = questions.notes_of(SALTMARSH, questions.proven(text, data_of(await client.ask(notes_ask()))))
    sentences, ask, form = questions.telling_of(notes, "ko")
    model.lie(Lie.OMITTED, Step.TELL, most=4)
    stopped = judge(sentences, form.read(data_of(await client.ask(ask))), "ko").stopped
    again, form = again_ask(questions.PROMPTS, "ko", [one.mistold for one in stopped], 4_000)
    answer = data_of(await client.ask(again))
    assert len(stopped) >= 3
    assert judge([one.sentence for one in stopped], form.read(answer), "ko").stopped == ()
    assert model.journal[-1].step == "again"


async def test_the_doctor_finds_it_well_and_its_name_is_the_only_one(model: StandInModel) -> None:
    assert "answers" in await try_model(model.base_url, "", STAND_IN)
    with pytest.raises(ModelTrouble, match="does not know the model"):
        await try_model(model.base_url, "", "gpt-4o")
    async with aiohttp.ClientSession() as session, session.get(f"{model.base_url}/models") as answer:
        assert [one["id"] for one in (await answer.json())["data"]] == [STAND_IN]


# Lies around an answer, and in its place


@pytest.mark.parametrize("lie", sorted(HARMLESS))
async def test_what_only_looks_odd_is_understood(model: StandInModel, client: ModelClient, lie: Lie) -> None:
    true = data_of(await client.ask(notes_ask()))
    model.lie(lie)
    assert data_of(await client.ask(notes_ask())) == true
    assert model.lies.left() == []


FAILURES = {
    Lie.CUT_JSON: ModelGarbled,
    Lie.LENGTH: ModelCut,
    Lie.REFUSAL: ModelRefused,
    Lie.REFUSAL_TEXT: ModelGarbled,
    Lie.FILTERED: ModelRefused,
    Lie.ERROR_CONTENT: ModelGarbled,
    Lie.EMPTY: ModelGarbled,
    Lie.BLANK: ModelGarbled,
    Lie.WRONG_SHAPE: ModelGarbled,
    Lie.NULL_CHOICES: ModelDown,
    Lie.FEW_TOKENS: ModelCut,
    Lie.HTML: ModelDown,
    Lie.BUSY: ModelBusy,
    Lie.SERVER_ERROR: ModelDown,
    Lie.CUT_STREAM: ModelDown,
    Lie.RESET: ModelDown,
    Lie.TOO_LONG: ModelCut,
}


@pytest.mark.parametrize("lie", FAILURES)
async def test_a_broken_answer_is_a_failure_and_never_content(
    model: StandInModel, client: ModelClient, lie: Lie
) -> None:
    model.lie(lie, times=9, seconds=20 if lie is Lie.BUSY else None)
    answer = await client.ask(notes_ask())
    assert isinstance(answer, FAILURES[lie]), answer
    if isinstance(answer, ModelCut):
        assert answer.side is (Side.ANSWER if lie is Lie.LENGTH else Side.PROMPT)
    if isinstance(answer, ModelBusy):
        assert answer.retry_at is not None
        assert answer.retry_at > datetime.now(UTC) + timedelta(seconds=15)


async def test_a_slow_answer_is_out_of_time(model: StandInModel) -> None:
    client = ModelClient(
        model.base_url, "", STAND_IN, timeout_s=0.2, total_s=0.3, now=lambda: datetime.now(UTC)
    )
    model.lie(Lie.SLOW, times=9, seconds=5)
    assert isinstance(await client.ask(notes_ask()), OutOfTime)
    await client.close()


async def test_every_lie_is_tried_here_or_in_the_sentences() -> None:
    assert set(Lie) == HARMLESS | set(FAILURES) | {Lie.SLOW} | IN_SENTENCES | IN_LISTS


# Lies in an answer

STOPPED_IN_NOTES = (
    Lie.DIGIT, Lie.SCALE, Lie.UNIT, Lie.UNSUPPORTED, Lie.LANGUAGE, Lie.FILLER, Lie.LINK, Lie.MARKUP,
    Lie.ORDER, Lie.APOLOGY, Lie.ERROR_TEXT, Lie.FENCED_TEXT, Lie.LONG, Lie.QUOTE, Lie.OTHER_QUOTE,
    Lie.ALTERED_QUOTE,
)  # fmt: skip
STOPPED_IN_TELLINGS = (
    Lie.DIGIT, Lie.SCALE, Lie.UNIT, Lie.UNSUPPORTED, Lie.FILLER, Lie.LINK, Lie.MARKUP, Lie.ORDER, Lie.APOLOGY,
    Lie.ERROR_TEXT, Lie.FENCED_TEXT, Lie.LONG, Lie.EXTRA, Lie.DUPLICATE, Lie.SWAPPED,
)  # fmt: skip


@pytest.mark.parametrize("lie", STOPPED_IN_NOTES)
async def test_a_lie_in_notes_is_told_and_does_not_get_past_the_gate(
    model: StandInModel, client: ModelClient, lie: Lie
) -> None:
    for placed in PAPERS[:3]:
        text = questions.text_of(placed)
        model.lie(lie, Step.NOTES)
        data = data_of(await client.ask(questions.notes_asks([text.text])[0]))
        told = model.journal[-1].told
        assert model.journal[-1].lie == lie
        assert told
        assert all(json.dumps(one, ensure_ascii=False) in (model.journal[-1].content or "") for one in told)
        found = questions.proven(text, data)
        kept = {one.text for one in (*found.claims, *filter(None, [found.brief]))}
        assert kept.isdisjoint(" ".join(one.split()) for one in told)


@pytest.mark.parametrize("lie", STOPPED_IN_TELLINGS)
async def test_a_lie_in_a_telling_is_told_and_does_not_get_past_the_gate(
    model: StandInModel, client: ModelClient, lie: Lie
) -> None:
    text = questions.text_of(SALTMARSH)
    notes = questions.notes_of(SALTMARSH, questions.proven(text, data_of(await client.ask(notes_ask()))))
    sentences, ask, form = questions.telling_of(notes, "ko")
    true = judge(sentences, form.read(data_of(await client.ask(ask))), "ko").passed
    model.lie(lie, Step.TELL)
    verdict = judge(sentences, form.read(data_of(await client.ask(ask))), "ko")
    assert model.journal[-1].lie == lie
    assert model.journal[-1].content != model.journal[-2].content
    assert all(true[one] == text or lie in {Lie.SCALE, Lie.UNIT} for one, text in verdict.passed.items())
    assert set(verdict.passed.values()).isdisjoint(model.told)
    assert verdict.stopped or verdict.mended or verdict.strays


async def test_a_missing_sentence_is_missed(model: StandInModel, client: ModelClient) -> None:
    sentences, ask, form = questions.translation_of(SALTMARSH, "ja")
    model.lie(Lie.MISSING, Step.TRANSLATE, most=2)
    verdict = judge(sentences, form.read(data_of(await client.ask(ask))), "ja")
    assert [one.sentence.number for one in verdict.stopped] == [1, 2]


async def test_a_lie_spoils_as_many_sentences_as_it_should_and_as_many_answers(
    model: StandInModel, client: ModelClient
) -> None:
    model.lie(Lie.APOLOGY, Step.NOTES, times=2, most=3)
    counts = []
    for _ in range(3):
        await client.ask(notes_ask())
        counts.append(len(model.journal[-1].told))
    assert counts == [3, 3, 0]


async def test_a_lie_waits_for_an_answer_that_has_room_for_it(
    model: StandInModel, client: ModelClient
) -> None:
    model.lie(Lie.SCALE, Step.TRANSLATE)
    for placed in (PAPERS[6], SALTMARSH):  # the shop's books have no millions
        await client.ask(questions.translation_of(placed, "ko")[1])
    assert [one.lie for one in model.journal] == [None, "scale"]
    assert any("1.3억" in one for one in model.told)


async def test_a_lie_about_one_step_leaves_the_others_alone(model: StandInModel, client: ModelClient) -> None:
    model.lie(Lie.REFUSAL, Step.TRANSLATE)
    assert isinstance(await client.ask(notes_ask()), Told)
    assert isinstance(await client.ask(questions.translation_of(SALTMARSH, "ko")[1]), ModelRefused)


# The server


async def test_it_seems_to_think(client: ModelClient) -> None:
    async with StandInModel(latency_s={Step.NOTES: 0.3}) as slow:
        asker = ModelClient(slow.base_url, "", STAND_IN, timeout_s=2, total_s=4, now=lambda: questions.NOW)
        began = time.monotonic()
        await asker.ask(notes_ask())
        assert time.monotonic() - began >= 0.3
        await asker.close()


async def test_lies_are_planned_over_http_all_or_none(model: StandInModel) -> None:
    url = f"{model.origin}/lies"
    async with aiohttp.ClientSession() as session:
        plan = {
            "lies": [{"lie": "digit", "step": "tell", "times": 3, "most": 2}, {"lie": "busy", "seconds": 7}]
        }
        async with session.put(url, json=plan) as answer:
            assert [one["lie"] for one in (await answer.json())["lies"]] == ["digit", "busy"]
        async with session.post(url, json={"lie": "reset"}) as answer:
            assert (await answer.json())["left"] == 1
        for wrong in (
            {"lies": [{"lie": "html"}, {"lie": "unheard of"}]},
            {"lies": [{"lie": "quote", "step": "tell"}]},
            {"lies": [{"lie": "digit", "step": "dream"}]},
            {"lies": [{"lie": "digit", "times": 0}]},
            {"lies": [{"lie": "slow", "seconds": -1}]},
            {"lies": "all"},
        ):
            async with session.put(url, json=wrong) as answer:
                assert answer.status == 409, wrong
                assert (await answer.json())["error"]
        async with session.get(url) as answer:
            body = await answer.json()
            assert [one["lie"] for one in body["lies"]] == ["digit", "busy", "reset"]
            assert set(body["known"]) == set(Lie)
            assert body["known"]["quote"] == ["notes", "section"]
        async with session.delete(url) as answer:
            assert answer.status == 200
    assert model.lies.left() == []


async def test_the_journal_tells_what_was_asked_and_answered(
    model: StandInModel, client: ModelClient
) -> None:
    await client.ask(notes_ask())
    model.lie(Lie.LINK, Step.TRANSLATE, most=1)
    await client.ask(questions.translation_of(SALTMARSH, "fr")[1])
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{model.origin}/journal", params={"after": "1"}) as answer:
            (entry,) = (await answer.json())["entries"]
        assert (entry["number"], entry["step"], entry["language"], entry["lie"]) == (
            2,
            "translate",
            "fr",
            "link",
        )
        assert entry["form"] == "json_schema"
        assert "Video generators" in entry["user"]
        assert entry["told"][0] in json.loads(entry["content"])["sentences"][0]["text"]
        async with session.delete(f"{model.origin}/journal") as answer:
            assert answer.status == 200
        async with session.get(f"{model.origin}/journal", params={"after": "x"}) as answer:
            assert answer.status == 409
    assert model.journal == ()


async def test_pages_from_elsewhere_are_turned_away(model: StandInModel) -> None:
    async with aiohttp.ClientSession() as session:
        for headers in ({"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}):
            async with session.get(f"{model.origin}/journal", headers=headers) as answer:
                assert answer.status == 403


@pytest.mark.parametrize(
    "body", ["no json", "[]", "{}", '{"messages": []}', '{"messages": ["x"]}', '{"messages": 3}']
)
async def test_what_cannot_be_read_is_refused_as_openai_does(model: StandInModel, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{model.base_url}/chat/completions", data=body, headers=headers) as answer,
    ):
        assert answer.status == 400
        assert (await answer.json())["error"]["message"]


async def test_it_streams_nothing(model: StandInModel) -> None:
    body = {"model": STAND_IN, "messages": [{"role": "user", "content": "hello"}], "stream": True}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{model.base_url}/chat/completions", json=body) as answer,
    ):
        assert (answer.status, (await answer.json())["error"]["message"]) == (400, "stream is not supported")


async def test_it_is_started_once_and_stopped_twice() -> None:
    model = StandInModel()
    await model.start()
    with pytest.raises(RuntimeError, match="already"):
        await model.start()
    await model.stop()
    await model.stop()


async def test_it_runs_as_a_program_of_its_own() -> None:
    process = subprocess.Popen(  # noqa: ASYNC220 - the test waits for its one line
        [sys.executable, "-m", "bot.playground.model", "--port", "0", "--fast"], stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        url = (await asyncio.to_thread(process.stdout.readline)).decode().strip()
        assert "answers" in await try_model(url, "any key", STAND_IN)
    finally:
        process.terminate()
        assert await asyncio.to_thread(process.wait, 10) == 0
        process.stdout and process.stdout.close()
