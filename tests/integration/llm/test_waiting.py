import asyncio
import time
from datetime import timedelta

import pytest
from aiohttp import web

from bot.domain.model_answers import (
    ModelBusy,
    OutOfTime,
    Told,
    Usage,
)
from bot.llm.client import ModelClient
from tests.integration.llm.conftest import Hours
from tests.integration.llm.questions import ASK, MISFIT, MakeClient
from tests.integration.llm.stand_in import (
    Manner,
    Seen,
    StandIn,
    failing,
    slow,
    trickling,
)


@pytest.mark.parametrize("status", [429, 503])
async def test_the_server_is_left_alone_as_long_as_it_asks(
    client: ModelClient, server: StandIn, hours: Hours, status: int
) -> None:
    server.manners = [failing(status, retry_after="7")]
    assert isinstance(await client.ask(ASK), Told)
    assert hours.slept == [7]


async def test_a_wait_beyond_the_deadline_is_told_and_kept_by_all_questions(
    client: ModelClient, server: StandIn, hours: Hours
) -> None:
    server.manners = [failing(429, retry_after="600")]
    retry_at = hours.now() + timedelta(seconds=600)
    assert await client.ask(ASK) == ModelBusy(retry_at, Usage(requests=1))
    assert await client.ask(ASK) == ModelBusy(retry_at, Usage())
    assert len(server.seen) == 1
    hours.passed_s += 590
    assert isinstance(await client.ask(ASK), Told)
    assert hours.slept == [10]


async def test_a_server_that_is_busy_again_and_again_is_told(client: ModelClient, server: StandIn) -> None:
    server.manners = [failing(429)] * 3
    assert await client.ask(ASK) == ModelBusy(None, Usage(requests=3))
    server.manners = [failing(429, retry_after="2")] * 3
    assert isinstance(await client.ask(ASK), ModelBusy)
    assert server.manners == []


async def test_a_slow_request_ends_with_its_own_deadline(make_client: MakeClient, server: StandIn) -> None:
    server.manners = [slow(5)]
    told = await make_client(timeout_s=0.2).ask(ASK)
    assert isinstance(told, Told)
    assert told.usage.requests == 2
    assert told.usage.unreported == 1


@pytest.mark.parametrize("manner", [slow(5), trickling])
async def test_a_question_ends_with_its_deadline_however_the_server_dallies(
    make_client: MakeClient, server: StandIn, manner: Manner
) -> None:
    server.manners = [manner]
    started = time.monotonic()
    answer = await make_client(timeout_s=5, total_s=0.3, stopwatch_s=time.monotonic).ask(ASK)
    assert time.monotonic() - started < 2
    assert answer == OutOfTime(Usage(requests=1, unreported=1))


async def test_there_is_no_repair_when_the_time_is_over(
    client: ModelClient, server: StandIn, hours: Hours
) -> None:
    async def late(request: web.Request, seen: Seen) -> web.StreamResponse:
        hours.passed_s += 60
        return await MISFIT(request, seen)

    server.manners = [late]
    answer = await client.ask(ASK)
    assert isinstance(answer, OutOfTime)
    assert len(server.seen) == answer.usage.requests == 1


async def test_no_request_is_sent_when_the_time_is_over(
    client: ModelClient, server: StandIn, hours: Hours
) -> None:
    server.manners = [failing(503, retry_after="59"), failing(503, retry_after="2")]
    assert isinstance(await client.ask(ASK), ModelBusy)
    assert len(server.seen) == 2
    assert hours.slept == [59]


async def test_the_same_question_at_once_is_sent_once_and_paid_once(
    client: ModelClient, server: StandIn
) -> None:
    first, second = await asyncio.gather(client.ask(ASK), client.ask(ASK))
    assert len(server.seen) == 1
    assert isinstance(first, Told)
    assert isinstance(second, Told)
    assert first.data == second.data
    assert first.data is not second.data
    assert (first.usage + second.usage).requests == 1


async def test_who_waits_for_a_question_takes_over_when_the_asker_leaves(
    client: ModelClient, server: StandIn
) -> None:
    server.manners = [slow(5)]
    leaving = asyncio.create_task(client.ask(ASK))
    staying = asyncio.create_task(client.ask(ASK))
    while not server.seen:
        await asyncio.sleep(0.01)
    leaving.cancel()
    assert isinstance(await staying, Told)
    assert leaving.cancelled()
