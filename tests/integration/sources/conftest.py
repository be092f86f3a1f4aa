import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.integration.sources.loopback import Clock, Stub


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    stub = Stub()
    server = await asyncio.start_server(stub.serve, "127.0.0.1", 0)
    stub.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield stub
    server.close()
    await server.wait_closed()
