from collections.abc import AsyncIterator

import pytest

from bot.playground.playground import Playground


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def playground(hands: Hands) -> AsyncIterator[Playground]:
    async with Playground(monotonic=hands) as running:
        yield running
