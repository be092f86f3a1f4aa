"""Updates that Telegram brings, to one process or to two of the same bot."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.clock import SystemClock
from bot.domain.errors import StoreUnavailable
from bot.playground.playground import Playground
from bot.services.vitals import Tally, Vitals
from bot.store.store import SqlStore
from bot.tg import webhook as module
from bot.tg.dispenser import Dispenser
from bot.tg.line import Line, build_application
from bot.tg.rates import Rates
from bot.tg.register import Register
from bot.tg.webhook import Webhook, secret_of
from bot.web.server import Hook, WebServer
from tests.fakes_replicas import FakeArrivals

Context = ContextTypes.DEFAULT_TYPE


class Replica:
    """A bot that repeats what it is told, as slowly as it is told to."""

    is_connected, waiting, floods = True, 0, 0

    def __init__(self, playground: Playground, arrivals: FakeArrivals, port: int, store: SqlStore) -> None:
        self.line = Line(playground.token, playground.base_url, Dispenser(Rates.of(1000)))
        self.app: Application[Line, Any, Any, Any, Any, Any] = build_application(self.line)
        self.app.add_handler(MessageHandler(filters.TEXT, self.echo))
        self.handled: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.port, self.stop = port, asyncio.Event()
        self.secret = secret_of(playground.token)
        self.webhook = Webhook(
            self.app,
            self.line,
            Register(arrivals, f"replica {port}"),
            url=f"http://127.0.0.1:{port}/hook",
            secret=self.secret,
            allowed=("message",),
        )
        hook = Hook("/hook", self.secret, self.webhook.receive)
        self.server = WebServer(Vitals(store, self, Tally(), SystemClock()), hook)

    async def echo(self, update: Update, _: Context) -> None:
        assert update.effective_message
        assert update.effective_chat
        await self.gate.wait()
        self.handled.append(update.effective_message.text or "")

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        await self.app.initialize()
        await self.app.start()
        await self.server.start("127.0.0.1", self.port)
        task = asyncio.create_task(self.webhook.run(self.stop))
        try:
            yield
        finally:
            self.stop.set()
            await asyncio.wait_for(task, 12)
            await self.server.close()
            await self.app.stop()
            await self.app.shutdown()
            await self.line.shutdown()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = await SqlStore.open("sqlite://")
    yield store
    await store.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(holds: Any, timeout_s: float = 15.0) -> None:  # noqa: ANN401 - anything that can be called
    async with asyncio.timeout(timeout_s):
        while not holds():
            await asyncio.sleep(0.01)


def told(number: int, text: str = "hello", chat: int = 7) -> dict[str, Any]:
    room = {"id": chat, "type": "private", "first_name": "Ann"}
    user = {"id": chat, "is_bot": False, "first_name": "Ann"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_780_000_000, "chat": room, "from": user, "text": text},
    }


async def test_what_people_say_is_brought_and_handled_in_order(
    playground: Playground, store: SqlStore
) -> None:
    bot = Replica(playground, FakeArrivals(), free_port(), store)
    room = playground.private(playground.person("Ann"), is_started=True)
    async with bot.serving():
        await until(lambda: playground.world.updates.webhook is not None)
        assert playground.world.updates.webhook
        assert playground.world.updates.webhook.secret_token == bot.secret
        for word in ("one", "two", "three"):
            await room.say(word)
        await until(lambda: len(bot.handled) == 3)
        assert bot.handled == ["one", "two", "three"]
        await until(lambda: not playground.world.updates.pending)
    assert playground.world.updates.webhook is not None, "others may go on with it"


async def test_the_same_update_at_two_replicas_is_handled_by_one(
    playground: Playground, store: SqlStore
) -> None:
    arrivals = FakeArrivals()
    one, other = (Replica(playground, arrivals, free_port(), store) for _ in range(2))
    async with one.serving(), other.serving():
        await until(lambda: playground.world.updates.webhook is not None)
        first = await asyncio.gather(one.webhook.receive(told(5)), other.webhook.receive(told(5)))
        assert sorted(first) in ([False, True], [True, True])
        assert await other.webhook.receive(told(5)), "what is done need not come again"
        assert one.handled + other.handled == ["hello"]


async def test_an_update_is_acknowledged_when_it_was_worked_on_for_a_moment(
    playground: Playground, store: SqlStore
) -> None:
    bot = Replica(playground, FakeArrivals(), free_port(), store)
    bot.gate.clear()
    async with bot.serving():
        await until(lambda: playground.world.updates.webhook is not None)
        first = asyncio.create_task(bot.webhook.receive(told(5)))
        await asyncio.sleep(0.2)
        assert not first.done()
        assert await first
        assert bot.handled == []
        bot.gate.set()
        await until(lambda: bot.handled)


async def test_a_long_queue_in_a_chat_keeps_telegram_waiting_no_longer_than_needed(
    playground: Playground, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_HOLD_S", 0.1)
    bot = Replica(playground, FakeArrivals(), free_port(), store)
    bot.gate.clear()
    async with bot.serving():
        await until(lambda: playground.world.updates.webhook is not None)
        assert await asyncio.gather(*(bot.webhook.receive(told(n)) for n in range(3))) == [True] * 3
        bot.gate.set()
        await until(lambda: len(bot.handled) == 3)


async def test_without_its_register_an_update_has_to_come_again(
    playground: Playground, store: SqlStore
) -> None:
    arrivals = FakeArrivals()
    bot = Replica(playground, arrivals, free_port(), store)
    async with bot.serving():
        await until(lambda: playground.world.updates.webhook is not None)
        arrivals.trouble = StoreUnavailable("away")
        assert not await bot.webhook.receive(told(5))
        arrivals.trouble = None
        assert await bot.webhook.receive(told(5))
        assert bot.handled == ["hello"]


async def test_updates_of_unknown_shapes_are_passed_over(playground: Playground, store: SqlStore) -> None:
    bot = Replica(playground, FakeArrivals(), free_port(), store)
    assert not await bot.webhook.receive(told(4)), "not before it works"
    async with bot.serving():
        await until(lambda: playground.world.updates.webhook is not None)
        for odd in ({}, {"update_id": "x"}, {"update_id": 6, "message": {"message_id": "no"}}):
            assert await bot.webhook.receive(odd)
    assert bot.handled == []
    assert not await bot.webhook.receive(told(7)), "not after its end"


def test_every_replica_makes_the_same_secret_of_a_token_and_another_of_another() -> None:
    assert secret_of("1:a") == secret_of("1:a") != secret_of("1:b")
    assert set(secret_of("1:a")) <= set("0123456789abcdef")
    assert "1:a" not in secret_of("1:a")
