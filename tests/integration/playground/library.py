"""The library that the bot uses, towards the playground."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import (
    Bot,
)

from bot.playground.playground import Playground


@asynccontextmanager
async def a_bot(playground: Playground, token: str | None = None) -> AsyncIterator[Bot]:
    bot = Bot(token or playground.token, playground.bot_url, playground.file_url)
    try:
        yield bot
    finally:
        # A bot that was not initialized does not shut down what it has opened.
        for transport in bot._request:
            await transport.shutdown()
