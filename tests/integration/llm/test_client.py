import json
import logging
from dataclasses import replace

import pytest

from bot.domain.model_answers import (
    Ask,
    Failure,
    ModelCut,
    ModelDown,
    ModelGarbled,
    ModelRefused,
    Side,
    Told,
    Usage,
)
from bot.llm.client import ModelClient
from tests.integration.llm.conftest import KEY, Hours
from tests.integration.llm.questions import ASK, DATA, MISFIT, SCHEMA, MakeClient
from tests.integration.llm.stand_in import (
    Manner,
    StandIn,
    cutting,
    failing,
    hanging_up,
    saying,
    sending,
    well,
    wrapping,
)


async def test_an_answer_of_the_shape_is_told_with_what_it_cost(client: ModelClient, server: StandIn) -> None:
    told = await client.ask(ASK)
    assert isinstance(told, Told)
    assert told.data == DATA
    assert told.usage.requests == 1
    assert told.usage.prompt_tokens > 250
    assert told.usage.completion_tokens == 9


async def test_the_request_holds_the_schema_twice_and_no_retries_of_the_library(
    client: ModelClient, server: StandIn
) -> None:
    await client.ask(ASK)
    (seen,) = server.seen
    system, user = seen.body["messages"]
    assert json.dumps(SCHEMA) in system["content"]
    assert "JSON" in system["content"]
    assert user["content"] == ASK.user
    assert seen.body["response_format"]["json_schema"] == {"name": "answer", "strict": True, "schema": SCHEMA}
    assert seen.body["max_tokens"] == 200
    assert seen.headers["Authorization"] == f"Bearer {KEY}"


async def test_the_longest_length_has_the_name_that_the_server_knows(
    make_client: MakeClient, server: StandIn
) -> None:
    await make_client(token_parameter="max_completion_tokens").ask(ASK)
    assert server.seen[0].body["max_completion_tokens"] == 200
    assert "max_tokens" not in server.seen[0].body


@pytest.mark.parametrize(
    "manner",
    [
        wrapping("```json\n@\n```"),
        wrapping("<think>Is {this} it? {}</think>\n@"),
        wrapping("Sure! Here it is:\n@\nAnything else?"),
        well(usage=None),
        well(usage={"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}),
        well(id=None, created=None, object=7, unknown=[{}]),
    ],
)
async def test_what_stands_around_an_answer_does_no_harm(
    client: ModelClient, server: StandIn, manner: Manner
) -> None:
    server.manners = [manner]
    told = await client.ask(ASK)
    assert isinstance(told, Told)
    assert told.data == DATA
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("manner", "failure"),
    [
        (saying('{"text": "made', finish_reason="length"), ModelCut(Side.ANSWER)),
        (well(finish_reason="length"), ModelCut(Side.ANSWER)),
        (saying(None, refusal="I can't help with that"), ModelRefused()),
        (well(finish_reason="content_filter"), ModelRefused()),
        (well(finish_reason=None), ModelGarbled("the answer has no proper end")),
        (well(finish_reason="tool_calls"), ModelGarbled("the answer has no proper end")),
        (well(usage={"prompt_tokens": 3, "completion_tokens": 9, "total_tokens": 12}), ModelCut(Side.PROMPT)),
        (failing(400, {"message": "too long", "code": "context_length_exceeded"}), ModelCut(Side.PROMPT)),
        (failing(400, {"message": "Your prompt is too long: 9 > 4"}), ModelCut(Side.PROMPT)),
        (failing(413), ModelCut(Side.PROMPT)),
        (failing(400, {"message": "no", "code": "content_filter"}), ModelRefused()),
        (failing(401), ModelDown("does not accept the key", needs_operator=True)),
        (failing(402), ModelDown("says that the account is empty", needs_operator=True)),
        (failing(404), ModelDown("does not know the model, or its address is another", needs_operator=True)),
        (
            failing(429, {"message": "no", "code": "insufficient_quota"}, retry_after="1"),
            ModelDown("says that the account's quota is used up", needs_operator=True),
        ),
        (
            failing(400, {"message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'."}),
            ModelDown("refuses max_tokens, or its value", needs_operator=True),
        ),
    ],
)
async def test_what_asking_again_would_not_change_is_told_at_once(
    client: ModelClient, server: StandIn, manner: Manner, failure: Failure
) -> None:
    server.manners = [manner]
    answer = await client.ask(ASK)
    assert replace(answer, usage=Usage()) == failure
    assert answer.usage.requests == len(server.seen) == 1


@pytest.mark.parametrize(
    "manner",
    [
        sending("<html>Sign in</html>", "text/html"),
        sending("<html>Sign in</html>"),
        sending("null"),
        sending("[]"),
        sending('"text"'),
        sending("[" * 50_000),
        sending('{"error": {"code": 502}}'),
        sending('{"choices": null}'),
        sending('{"choices": []}'),
        sending('{"choices": {}}'),
        sending('{"choices": [null]}'),
        sending('{"choices": ["text"]}'),
        sending('{"choices": [{"message": null}]}'),
        failing(500),
        failing(503),
        failing(408),
        hanging_up,
        cutting,
    ],
)
async def test_a_passing_trouble_is_tried_again_and_then_told(
    client: ModelClient, server: StandIn, hours: Hours, manner: Manner
) -> None:
    server.manners = [manner, manner]
    told = await client.ask(ASK)
    assert isinstance(told, Told)
    assert told.usage.requests == 3
    assert hours.slept == [1, 2]
    server.manners = [manner] * 3
    answer = await client.ask(ASK)
    assert isinstance(answer, ModelDown)
    assert not answer.needs_operator
    assert answer.usage.requests == 3
    assert server.manners == []


async def test_a_server_that_is_not_there_is_told(make_client: MakeClient) -> None:
    answer = await make_client(url="http://127.0.0.1:9/v1").ask(ASK)
    assert isinstance(answer, ModelDown)
    assert answer.why == "cannot be reached, or hung up"


@pytest.mark.parametrize(
    "first", [MISFIT, saying("   "), saying(None), saying([{"type": "text"}]), saying("Well.")]
)
async def test_one_repair_is_asked_for(client: ModelClient, server: StandIn, first: Manner) -> None:
    server.manners = [first]
    told = await client.ask(ASK)
    assert isinstance(told, Told)
    assert told.data == DATA
    assert told.usage.requests == 2


async def test_a_repair_names_the_faults_and_shows_the_answer(client: ModelClient, server: StandIn) -> None:
    server.manners = [MISFIT]
    await client.ask(ASK)
    *_, answer, request = server.seen[1].body["messages"]
    assert answer == {"role": "assistant", "content": '{"text": 7}'}
    assert "answer.share is missing" in request["content"]
    assert "answer.text is not of type string" in request["content"]


async def test_a_blank_answer_is_not_shown_again(client: ModelClient, server: StandIn) -> None:
    server.manners = [saying(" ")]
    await client.ask(ASK)
    assert [message["role"] for message in server.seen[1].body["messages"]] == ["system", "user", "user"]


@pytest.mark.parametrize(("manner", "unreported"), [(cutting, 1), (failing(503), 0), (well(usage=None), 1)])
async def test_what_may_have_cost_without_being_told_is_counted(
    client: ModelClient, server: StandIn, manner: Manner, unreported: int
) -> None:
    server.manners = [manner]
    assert (await client.ask(ASK)).usage.unreported == unreported


async def test_there_is_no_second_repair(client: ModelClient, server: StandIn) -> None:
    server.manners = [MISFIT, saying("Sorry.")]
    answer = await client.ask(ASK)
    assert isinstance(answer, ModelGarbled)
    assert answer.why == "there is no JSON object in it"
    assert len(server.seen) == answer.usage.requests == 2


async def test_a_schema_that_can_not_be_checked_is_the_callers_mistake(client: ModelClient) -> None:
    with pytest.raises(ValueError, match="keywords"):
        await client.ask(Ask("s", "u", {"$ref": "#"}, 10))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
async def test_neither_key_nor_prompt_is_told_or_logged(
    client: ModelClient, server: StandIn, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.INFO)
    server.manners = [failing(status, {"message": f"Incorrect key {KEY} for: An invented paper."})] * 4
    answer = await client.ask(ASK)
    told = repr(answer) + repr(ASK) + repr(client) + caplog.text
    assert KEY not in told
    assert "An invented paper" not in told
