from collections.abc import AsyncIterator

import pytest

from bot.tg.dispenser import Dispenser
from bot.tg.line import Line
from bot.tg.rates import Rates
from tests.integration.tg.bot_api import TOKEN, Server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def line(server: Server) -> AsyncIterator[Line]:
    line = Line(TOKEN, server.url, Dispenser(Rates.of()))
    await line.initialize()
    yield line
    await line.shutdown()
