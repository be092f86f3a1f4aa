import pytest

from bot.domain.model_answers import (
    ModelDown,
    Told,
)
from bot.llm.client import ModelClient
from tests.integration.llm.conftest import Hours
from tests.integration.llm.questions import ASK, DATA, MISFIT
from tests.integration.llm.stand_in import (
    Manner,
    StandIn,
    failing,
    sending,
)


@pytest.mark.parametrize("known", ["json_object", "plain"])
@pytest.mark.parametrize(
    "objection",
    [
        failing(400, {"message": "unknown field"}),
        failing(422, {"message": "no"}),
        failing(422, "extra fields"),
        failing(500, {"message": "response_format is not implemented"}),
        failing(400, {"message": "response_format: no content_filter, no max_tokens"}),
        sending('{"detail": "unknown response_format"}', status=500),
        sending("Traceback: response_format", "text/plain", status=500),
        failing(500, {"message": "failed to compile the schema"}),
    ],
)
async def test_the_ladder_is_stepped_down_and_remembered(
    client: ModelClient, server: StandIn, hours: Hours, known: str, objection: Manner
) -> None:
    server.formats = frozenset({known, "plain"})
    server.objection = objection
    told = await client.ask(ASK)
    assert isinstance(told, Told)
    assert told.data == DATA
    steps = ["json_schema", "json_object", "plain"][: 2 if known == "json_object" else 3]
    assert [seen.format for seen in server.seen] == steps
    assert hours.slept == []
    await client.ask(ASK)
    assert [seen.format for seen in server.seen] == [*steps, known]


async def test_a_server_that_takes_the_question_in_no_form_is_told_and_nothing_is_remembered(
    client: ModelClient, server: StandIn
) -> None:
    server.manners = [failing(400)] * 3
    answer = await client.ask(ASK)
    assert isinstance(answer, ModelDown)
    assert answer.needs_operator
    await client.ask(ASK)
    assert server.seen[-1].format == "json_schema"


async def test_a_repair_stays_on_the_rung(client: ModelClient, server: StandIn) -> None:
    server.formats = frozenset({"json_object"})
    server.manners = [MISFIT]
    await client.ask(ASK)
    assert [seen.format for seen in server.seen] == ["json_schema", "json_object", "json_object"]


async def test_a_failure_that_names_the_shape_where_none_is_asked_for_is_a_passing_one(
    client: ModelClient, server: StandIn, hours: Hours
) -> None:
    server.manners = [failing(500, {"message": "schema"})] * 3
    assert isinstance(await client.ask(ASK), Told)
    assert [seen.format for seen in server.seen[2:]] == ["plain", "plain"]
    assert hours.slept == [1]
