from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.llm.client import ModelClient
from tests.fakes import at
from tests.integration.llm.stand_in import StandIn

KEY = "sk-invented-0123456789"


class Hours:
    """Time that only sleeping moves."""

    def __init__(self) -> None:
        self.start = at("2026-06-12 16:00")
        self.passed_s = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed_s)

    def stopwatch_s(self) -> float:
        return self.passed_s

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed_s += seconds


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn().open() as server:
        yield server


@pytest.fixture
async def make_client(server: StandIn, hours: Hours) -> AsyncIterator[Callable[..., ModelClient]]:
    made: list[ModelClient] = []

    def make(**changes: Any) -> ModelClient:  # noqa: ANN401 - settings of any kind
        settings = {
            "timeout_s": 5.0, "total_s": 60.0, "now": hours.now, "sleep": hours.sleep,
            "stopwatch_s": hours.stopwatch_s, "jitter": lambda: 0.0,
        }  # fmt: skip
        made.append(ModelClient(changes.pop("url", server.url), KEY, "invented-7b", **(settings | changes)))
        return made[-1]

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(make_client: Callable[..., ModelClient]) -> ModelClient:
    return make_client()
