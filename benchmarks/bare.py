"""Ways out that keep no books: loops over two libraries, and over HTTP itself."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from stand_in import TOKEN

TEXT = "<b>Friday's papers</b>\n" + "A line about a paper, as long as such lines are.\n" * 40

Say = Callable[[int], Awaitable[object]]


class Took(NamedTuple):
    """How long something took, and for how long it kept a core busy."""

    s: float
    cpu_s: float


async def timed(work: Callable[[], Awaitable[object]]) -> Took:
    """Do something and tell how long it took."""
    began, cpu = time.perf_counter(), time.process_time()
    await work()
    return Took(time.perf_counter() - began, time.process_time() - cpu)


async def in_a_loop(say: Say, many: int, at_once: int) -> Took:
    """Send to many chats, so many at once."""
    left = iter(range(1, many + 1))

    async def work() -> None:
        for chat in left:
            await say(chat)

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(work())

    return await timed(all_of_them)


async def bare_ptb(url: str, many: int, at_once: int) -> Took:
    from telegram import Bot  # noqa: PLC0415 - each way out loads what it needs

    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        return await in_a_loop(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), many, at_once)


async def bare_aiogram(url: str, many: int, at_once: int) -> Took:
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    try:
        return await in_a_loop(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), many, at_once)
    finally:
        await bot.session.close()


async def raw_http(url: str, many: int, at_once: int) -> Took:
    import aiohttp  # noqa: PLC0415

    address = f"{url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session:

        async def say(chat: int) -> None:
            body = {"chat_id": chat, "text": TEXT, "parse_mode": "HTML"}
            async with session.post(address, json=body) as response:
                assert (await response.json())["ok"]

        return await in_a_loop(say, many, at_once)


BARE = {"bare-ptb": bare_ptb, "aiogram": bare_aiogram, "raw-http": raw_http}
