import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from traceback import format_exception
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from bot.playground import faults
from bot.playground.faults import Fault
from bot.playground.playground import Playground
from bot.tg.dispenser import Dispenser
from bot.tg.insisting import connect
from bot.tg.line import Line, build_application
from bot.tg.outcomes import TokenRefused
from bot.tg.polling import Polling
from bot.tg.rates import Rates

WANTED = ("message",)
Context = ContextTypes.DEFAULT_TYPE


class Bot:
    """A bot of two commands that remembers what it handled."""

    def __init__(self, playground: Playground, token: str | None = None) -> None:
        self.line = Line(token or playground.token, playground.base_url, Dispenser(Rates.of(1000)))
        self.app: Application[Line, Any, Any, Any, Any, Any] = build_application(self.line)
        self.handled: list[str] = []
        self.failed: list[Exception] = []
        self.begun = asyncio.Event()
        self.app.add_handler(CommandHandler("fail", self.fail))
        self.app.add_handler(CommandHandler("slow", self.slow))
        self.app.add_handler(MessageHandler(filters.TEXT, self.echo))
        self.app.add_error_handler(self.trouble)

    async def echo(self, update: Update, _: Context) -> None:
        assert update.effective_message
        assert update.effective_chat
        self.handled.append(update.effective_message.text or "")
        await self.line.send_message(update.effective_chat.id, f"re: {update.effective_message.text}")

    async def slow(self, update: Update, _: Context) -> None:
        self.handled.append("begun")
        self.begun.set()
        await asyncio.sleep(1.5)
        await self.echo(update, _)

    async def fail(self, _: Update, __: Context) -> None:
        raise ValueError("handler broke")

    async def trouble(self, update: object, context: Any) -> None:  # noqa: ANN401 - as the library has it
        self.failed.append(context.error)
        assert isinstance(update, Update)
        assert update.effective_chat
        await self.line.send_message(update.effective_chat.id, "sorry")

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        await self.app.initialize()
        await self.app.start()
        task = asyncio.create_task(Polling(self.app, self.line, allowed=WANTED, first_pause_s=0.05).run(stop))
        try:
            yield stop
        finally:
            stop.set()
            await asyncio.wait_for(task, 12)
            await self.app.stop()
            await self.app.shutdown()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged with a traceback on our side of the connection."""
    ours = [record for record in caplog.records if not record.name.startswith("aiohttp")]
    return [record.getMessage() for record in ours if record.exc_info]


async def test_what_people_say_is_answered_and_acknowledged(playground: Playground) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    async with bot.polling():
        await room.say("one")
        await room.wait_for(lambda view: view.text == "re: one")
        for word in ("two", "three"):
            await room.say(word)
        await room.wait_for(3)
    assert bot.handled == ["one", "two", "three"]
    assert playground.world.updates.pending == ()


FAULTS: list[Fault] = [
    faults.html(),
    faults.html(status=404),
    faults.respond(200, []),
    faults.respond(200, {"ok": True}),
    faults.respond(200, {"ok": True, "result": True}),
    faults.respond(200, {"ok": True, "result": [{"message": {}}]}),
    faults.respond(200, {"result": "new API"}),
    faults.server_error(),
    faults.bad_gateway(),
    faults.bad_gateway(is_accepted=True),
    faults.drop(),
    faults.drop(is_accepted=True),
    faults.reset(is_accepted=True),
    faults.truncate(),
    faults.too_many_requests(1),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.status}-{fault.body[:24]}")
async def test_a_bad_answer_is_one_line_and_no_update_is_lost_or_handled_twice(
    playground: Playground, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    async with bot.polling():
        await room.say("before")
        await room.wait_for(1)
        playground.faults.plant(fault, "getUpdates", times=3)
        await room.say("during 1")
        await room.say("during 2")
        await room.wait_for(3)
        await room.say("after")
        await room.wait_for(4)
        assert not playground.faults.left()
    assert bot.handled == ["before", "during 1", "during 2", "after"]
    assert not tracebacks(caplog)
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1
    assert told[0].getMessage().startswith("telegram: no usable answer (")
    assert "trying again in" in told[0].getMessage()
    assert "answers again after 3 failed tries" in caplog.text
    assert playground.token not in caplog.text


async def test_an_update_of_an_unknown_shape_is_passed_over_and_the_others_are_handled(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    playground.world.updates.push("message", {"message_id": 1, "text": "/start secret words"})
    playground.world.updates.push("message", {"message_id": {}, "date": "soon", "chat": 7})
    async with bot.polling():
        await room.say("hello")
        await room.wait_for(1)
    assert bot.handled == ["hello"]
    assert playground.world.updates.pending == ()
    assert not tracebacks(caplog)
    assert caplog.text.count("has an unknown shape and is passed over") == 2
    assert "secret words" not in caplog.text


async def test_chats_do_not_wait_for_one_another_and_a_chat_keeps_its_order(playground: Playground) -> None:
    bot = Bot(playground)
    ann, ben = (playground.private(playground.person(name)) for name in ("Ann", "Ben"))
    async with bot.polling():
        await ann.say("/slow")
        await ann.say("ann's second")
        await asyncio.sleep(0.2)
        start = asyncio.get_running_loop().time()
        await ben.say("ben")
        await ben.wait_for(1)
        assert asyncio.get_running_loop().time() - start < 0.5
        await ann.wait_for(2)
    assert bot.handled == ["begun", "ben", "/slow", "ann's second"]


async def test_a_failing_handler_reaches_the_error_handler_once_and_the_next_update_is_handled(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    async with bot.polling():
        await room.say("/fail")
        await room.say("next")
        await room.wait_for(2)
    assert [str(error) for error in bot.failed] == ["handler broke"]
    assert [view.text for view in room.from_bot] == ["sorry", "re: next"]
    assert not caplog.records


async def test_a_kill_loses_no_update_that_was_not_worked_on(playground: Playground) -> None:
    room = playground.private(playground.person("Ann"))
    first = Bot(playground)
    await first.app.initialize()
    polling = asyncio.create_task(
        Polling(first.app, first.line, allowed=WANTED, grace_s=0).run(asyncio.Event())
    )
    await room.say("/slow")
    await room.say("/subscribe")
    await first.begun.wait()
    await asyncio.sleep(1)  # more than the first needs to be given up, less than it needs to finish
    await first.app.shutdown()  # nothing leaves any more, not even an acknowledgement
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert first.handled == ["begun"]
    second = Bot(playground)
    async with second.polling():
        await room.wait_for(1)
    assert second.handled == ["/subscribe"]


async def test_a_stop_lets_the_handlers_finish_and_leaves_nothing_to_repeat(playground: Playground) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    async with bot.polling() as stop:
        await room.say("/slow")
        await room.say("last words")
        await bot.begun.wait()
        stop.set()
        await room.wait_for(2)
    assert bot.handled == ["begun", "/slow", "last words"]
    assert playground.world.updates.pending == ()


async def test_a_stop_that_is_cut_short_acknowledges_all_the_same(playground: Playground) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    await bot.app.initialize()
    await bot.app.start()
    stop = asyncio.Event()
    polling = asyncio.create_task(Polling(bot.app, bot.line, allowed=WANTED, grace_s=60).run(stop))
    await room.say("/slow")
    await bot.begun.wait()
    stop.set()
    await asyncio.sleep(0.05)
    polling.cancel()
    await asyncio.wait({polling}, timeout=5)
    assert polling.done()
    assert playground.world.updates.pending == ()
    await bot.app.stop()
    await bot.app.shutdown()


async def test_a_stop_ends_a_long_poll_at_once(playground: Playground) -> None:
    async with Bot(playground).polling():
        await asyncio.sleep(0.1)
        start = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - start < 1


async def test_a_stop_does_not_hang_on_a_server_that_is_gone(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    async with bot.polling():
        await room.say("hello")
        await room.wait_for(1)
        await playground.stop()
        start = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - start < 5
    assert not tracebacks(caplog)


async def test_a_second_reader_is_told_clearly_and_the_bot_goes_on_when_it_is_gone(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    bot, other = Bot(playground), Bot(playground)
    room = playground.private(playground.person("Ann"))
    async with bot.polling():
        await asyncio.sleep(0.1)
        await other.app.initialize()
        await other.line.pull(None, 0, ())
        await asyncio.sleep(0.1)
        await room.say("hello")
        await room.wait_for(1)
        await other.app.shutdown()
    assert "another program reads this bot's updates, and only one may" in caplog.text
    assert bot.handled == ["hello"]
    assert not tracebacks(caplog)


async def test_a_token_that_is_refused_ends_the_polling_and_is_never_shown(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(playground)
    await bot.app.initialize()
    playground.faults.plant(
        faults.respond(401, {"ok": False, "error_code": 401, "description": "Unauthorized"}), "getUpdates"
    )
    with pytest.raises(TokenRefused) as refused:
        await asyncio.wait_for(Polling(bot.app, bot.line, allowed=WANTED).run(asyncio.Event()), 5)
    await bot.app.shutdown()
    assert playground.token not in "".join(format_exception(refused.value))
    assert not caplog.records


async def test_a_wrong_token_is_refused_at_the_first_word_without_being_repeated(
    playground: Playground,
) -> None:
    wrong = "4242424242:WRONG-token-of-the-right-form-xx"
    bot = Bot(playground, wrong)
    with pytest.raises(TokenRefused) as refused:
        await connect(bot.app, asyncio.Event())
    await bot.line.shutdown()
    assert wrong not in "".join(format_exception(refused.value))


async def test_a_webhook_left_behind_is_removed_and_what_waits_there_stays(playground: Playground) -> None:
    bot, room = Bot(playground), playground.private(playground.person("Ann"))
    await bot.line.set_webhook("http://127.0.0.1:9/unreachable")
    await room.say("waiting")
    async with bot.polling():
        await room.wait_for(1)
    assert bot.handled == ["waiting"]


async def test_many_chats_at_once_are_each_handled_once(playground: Playground) -> None:
    bot = Bot(playground)
    rooms = [playground.private(playground.person(f"P{n}")) for n in range(150)]
    for number, room in enumerate(rooms):
        await room.say(f"first {number}")
        await room.say(f"second {number}")
    async with bot.polling():
        for room in rooms:
            await room.wait_for(2)
    assert sorted(bot.handled) == sorted(f"{word} {n}" for n in range(150) for word in ("first", "second"))
    assert playground.world.updates.pending == ()


async def test_connecting_waits_for_telegram_and_ends_when_told_to_stop(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(playground)
    playground.faults.plant(faults.html(), "getMe", times=2)
    assert await connect(bot.app, asyncio.Event(), first_pause_s=0.05)
    assert bot.line.username == "paperboy_bot"
    await bot.app.shutdown()
    (told,) = caplog.records
    assert "no usable answer" in told.getMessage()
    playground.faults.plant(faults.html(), "getMe", times=99)
    stop, other = asyncio.Event(), Bot(playground)
    connecting = asyncio.create_task(connect(other.app, stop))
    await asyncio.sleep(0.1)
    stop.set()
    assert await asyncio.wait_for(connecting, 1) is False
    await other.line.shutdown()
