"""What cannot be answered is told in a friendly line, and what nobody expected is logged once."""

import asyncio
import logging

import pytest

from bot.domain.chats import Address
from bot.domain.errors import FeedUnavailable, StoreUnavailable
from bot.domain.messages import Button, Post
from bot.playground import faults
from bot.playground.errors import Answer
from bot.tg.handlers import beside, conversation
from tests.integration.tg.conversations.conftest import Town


async def test_unknown_words_and_commands_get_one_line_that_leads_on(town: Town) -> None:
    room = town.reader()
    assert "/help" in (await town.ask(room, "/dance")).text
    assert "/help" in (await town.ask(room, "good morning")).text


async def test_a_question_behind_two_slow_ones_waits_and_is_told_so_when_that_takes_long(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_ready = asyncio.Event()

    async def slowly(_: str) -> None:
        await is_ready.wait()

    town.desk.answers.card = slowly  # type: ignore[method-assign]
    room = town.reader()
    for _ in range(2):
        await room.say("/paper 2509.22622")
    monkeypatch.setattr(beside, "PATIENCE_S", 0.1)
    assert "still busy" in (await town.ask(room, "/paper 2509.22622")).text
    monkeypatch.setattr(beside, "PATIENCE_S", 20)
    said = await room.say("/paper 2509.22622")
    is_ready.set()
    answers = await room.wait_for(3, after=said)
    assert all("knows this paper" in one.text for one in answers)


async def test_who_waits_sees_that_it_is_worked_on_for_as_long_as_it_is(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "SHOWN_AGAIN_S", 0.05)
    is_ready = asyncio.Event()

    async def slowly(_: str) -> None:
        await is_ready.wait()

    town.desk.answers.card = slowly  # type: ignore[method-assign]
    room = town.reader()
    said = await room.say("/paper 2509.22622")
    calls = town.playground.journal.calls
    await town.playground.until(lambda: len(calls("sendChatAction")) > 2 or None)
    is_ready.set()
    await room.wait_for(after=said)
    shown = len(calls("sendChatAction"))
    assert shown > 2
    await asyncio.sleep(0.2)
    assert len(calls("sendChatAction")) == shown


async def test_a_group_hears_nothing_about_words_that_are_not_for_the_bot(town: Town) -> None:
    owner = town.playground.person("Olga")
    group = town.playground.group("Readers", owner=owner)
    group.add_bot()
    await group.say("good morning")
    await group.say("/dance")
    said = await group.say("/help")
    await group.wait_for(after=said)
    assert len(group.from_bot) == 1


async def test_a_button_of_another_version_is_answered_with_what_to_do(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/help")
    old = Post("from long ago", ((Button("More", data="v0:gone"),),))
    page = room.see(await town.desk.replies.send(Address(room.chat_id), old))
    answer = await room.press(page, "v0:gone")
    assert answer.is_alert
    assert "/help" in str(answer.text)


async def test_a_feed_that_is_down_is_named_with_what_to_do(town: Town) -> None:
    town.feed.trouble = FeedUnavailable("no answer")
    room = town.reader()
    assert "Hugging Face isn't answering" in (await town.ask(room, "/today")).text
    assert "Hugging Face isn't answering" in (await town.ask(room, "/paper 2509.22622")).text


async def test_a_failing_store_is_one_line_in_the_log_and_a_friendly_one_to_the_reader(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(town.store.chats, "meet", fail)
    with caplog.at_level(logging.INFO):
        answer = await town.ask(town.reader(language="ko-KR"), "/help")
    assert "문제가 생겨" in answer.text
    assert [one for one in caplog.records if "the disk is full" in one.getMessage()]
    assert not any(one.exc_info for one in caplog.records)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Bad Request: can't parse entities: unclosed start tag at byte offset 7", 2),
        ("Bad Request: message is too long", 2),
        ("Forbidden: bot was blocked by the user", 1),
        ("Bad Request: not enough rights to send text messages to the chat", 1),
    ],
)
async def test_an_answer_that_telegram_refuses_is_told_plainly_unless_nobody_would_hear_it(
    town: Town, caplog: pytest.LogCaptureFixture, text: str, sent: int
) -> None:
    room = town.reader()
    answer = Answer(403 if text.startswith("Forbidden") else 400, description=text)
    town.playground.faults.plant(faults.refusal(answer), "sendMessage", times=1)
    said = await room.say("/help")
    await town.playground.until(
        lambda: [one for one in caplog.records if text[-20:] in one.getMessage()] or None
    )
    if sent == 2:
        (told,) = await room.wait_for(1, after=said)
        assert told.text.startswith("Something went wrong on my side")
    (record,) = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert record.levelno == (logging.ERROR if sent == 2 else logging.WARNING)
    assert len(town.playground.journal.calls("sendMessage")) == sent


async def test_a_telegram_that_is_busy_is_not_asked_for_more(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    room = town.reader()
    await town.ask(room, "/help")
    town.playground.faults.plant(faults.too_many_requests(900), "sendMessage", times=99)
    await room.say("/help")
    await town.playground.until(
        lambda: [one for one in caplog.records if "could not be given" in one.getMessage()] or None
    )
    assert len(town.playground.journal.calls("sendMessage")) == 2


async def test_what_nobody_expected_is_logged_once_with_its_traceback(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(town.store.chats, "meet", fail)
    answer = await town.ask(town.reader(), "/today")
    assert answer.text == "Something went wrong on my side and has been noted. Please try again in a moment."
    assert len([one for one in caplog.records if one.exc_info]) == 1
    assert "error" not in answer.text.casefold()


async def test_everything_about_a_chat_is_forgotten_after_a_question(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe")
    question = await town.ask(room, "/forget")
    kept = await town.press(room, question, "Keep it")
    assert "Nothing was deleted" in kept.text
    question = await town.ask(room, "/forget")
    done = await town.press(room, question, "Delete everything")
    assert "deleted" in done.text
    assert await town.chat_or_none(room) is None
