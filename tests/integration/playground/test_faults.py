"""Each planted fault, seen by the library as the exception one expects."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.playground import faults
from bot.playground.errors import Answer
from bot.playground.people import Room
from bot.playground.playground import Playground


@pytest.fixture
def chat(playground: Playground) -> Room:
    return playground.private(playground.person("Ann"), is_started=True)


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    bot = Bot(playground.token, playground.bot_url, request=HTTPXRequest(read_timeout=0.2))
    yield bot
    for transport in bot._request:
        await transport.shutdown()


async def test_a_429_says_how_long_to_wait_and_delivers_nothing(
    playground: Playground, chat: Room, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library's error counts in whole seconds otherwise, and warns of it.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    playground.faults.plant(faults.too_many_requests(7), "sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(chat.chat_id, "x")
        assert refused.value.retry_after == timedelta(seconds=7)
    assert chat.from_bot == ()
    await bot.send_message(chat.chat_id, "x")
    assert len(chat.from_bot) == 1
    assert [entry.status for entry in playground.journal.calls("sendMessage")] == [429, 429, 200]


@pytest.mark.parametrize(
    "fault",
    [faults.bad_gateway(), faults.server_error(), faults.drop(), faults.reset(), faults.html(status=503)],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_trouble_before_accepting_delivers_nothing(
    fault: faults.Fault, playground: Playground, chat: Room, bot: Bot
) -> None:
    playground.faults.plant(fault)
    with pytest.raises(NetworkError):
        await bot.send_message(chat.chat_id, "x")
    assert chat.from_bot == ()
    assert playground.journal.sent() == []
    assert playground.faults.left() == []


@pytest.mark.parametrize(
    "fault",
    [
        faults.drop(is_accepted=True),
        faults.reset(is_accepted=True),
        faults.bad_gateway(is_accepted=True),
        faults.truncate(),
        faults.html(is_accepted=True),
        faults.respond(200, [], is_accepted=True),
        faults.respond(200, {"ok": True}, is_accepted=True),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}-{fault.body[:8]}",
)
async def test_trouble_after_accepting_delivers_the_message_all_the_same(
    fault: faults.Fault, playground: Playground, chat: Room, bot: Bot
) -> None:
    playground.faults.plant(fault, "send*", chat_id=chat.chat_id)
    with pytest.raises((TelegramError, KeyError, AttributeError, TypeError)):
        await bot.send_message(chat.chat_id, "x")
    assert [message.text for message in chat.from_bot] == ["x"]
    (entry,) = playground.journal.sent(chat.chat_id)
    assert (entry.text, entry.is_accepted, entry.message_id) == ("x", True, chat.from_bot[0].id)
    assert entry.fault == fault.kind


async def test_a_changed_result_reaches_the_client(playground: Playground, chat: Room, bot: Bot) -> None:
    playground.faults.plant(faults.with_result({"message_id": "?"}), "getMe")
    with pytest.raises(TypeError):
        await bot.get_me()


@pytest.mark.parametrize("is_accepted", [True, False])
async def test_an_answer_that_comes_too_late_times_out(
    *, is_accepted: bool, playground: Playground, chat: Room, bot: Bot
) -> None:
    playground.faults.plant(faults.delay(0.4, is_accepted=is_accepted), "sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(chat.chat_id, "x")
    assert len(chat.from_bot) == is_accepted
    await chat.wait_for(1)


async def test_a_short_delay_is_waited_for(playground: Playground, chat: Room, bot: Bot) -> None:
    playground.faults.plant(faults.delay(0.1))
    began = time.monotonic()
    await bot.send_message(chat.chat_id, "x")
    assert time.monotonic() - began >= 0.1


async def test_any_refusal_can_be_planted(playground: Playground, chat: Room, bot: Bot) -> None:
    playground.faults.plant(faults.refusal(Answer(400, "Bad Request: CHAT_WRITE_FORBIDDEN")))
    with pytest.raises(BadRequest, match="Chat_write_forbidden"):
        await bot.send_message(chat.chat_id, "x")
    playground.faults.plant(faults.refusal(Answer(403, "Forbidden: CHAT_WRITE_FORBIDDEN")))
    with pytest.raises(Forbidden):
        await bot.send_message(chat.chat_id, "x")


async def test_a_fault_strikes_only_the_calls_that_it_is_meant_for(
    playground: Playground, chat: Room, bot: Bot
) -> None:
    other = playground.private(playground.person("Ben"), is_started=True)
    playground.faults.plant(faults.server_error(), "sendMessage", chat_id=other.chat_id)
    playground.faults.plant(faults.server_error(), "editMessageText")
    await bot.get_updates()
    await bot.send_message(chat.chat_id, "x")
    with pytest.raises(NetworkError):
        await bot.send_message(other.chat_id, "x")
    assert [planted.method for planted in playground.faults.left()] == ["editMessageText"]
    playground.faults.clear()
    assert playground.faults.left() == []


async def test_a_fault_for_any_method_spares_the_polling(playground: Playground, bot: Bot) -> None:
    playground.faults.plant(faults.server_error())
    await bot.get_updates()
    playground.faults.plant(faults.server_error(), "getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates()
