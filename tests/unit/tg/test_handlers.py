"""The commands that are heard, told and announced are the same, and every press is heard by its handler."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    Message,
    MessageEntity,
    Sticker,
    Update,
    User,
    Voice,
)
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.tg import handlers as room
from bot.tg.callbacks import encode
from bot.tg.commands import COMMANDS, announce
from bot.tg.desk import Desk
from bot.tg.handlers import fallback, privacy
from bot.tg.presses import Press
from bot.tg.views.help import help_post
from bot.words.texts import languages
from tests.unit.tg.test_callbacks import PRESSES

ANN = User(7, "Ann", is_bot=False)


def heard() -> list[tuple[str, BaseHandler[Update, Any, Any]]]:
    desk = cast("Desk", object())
    return [(module.__name__, one) for module in room._IN_ORDER for one in module.handlers(desk)]


def press(data: str) -> Update:
    return Update(1, callback_query=CallbackQuery("1", ANN, "1", data=data))


def who_hears(update: Update) -> str | None:
    return next((name for name, one in heard() if one.check_update(update) not in (None, False)), None)


def test_what_is_heard_is_told_and_announced() -> None:
    commands = [command for _, one in heard() if isinstance(one, CommandHandler) for command in one.commands]
    assert sorted(commands) == sorted(COMMANDS)
    for language in languages():
        for command in COMMANDS:
            assert f"\n/{command} – " in help_post(language, COMMANDS).html


async def test_commands_are_announced_in_every_language_and_by_default() -> None:
    told: dict[str | None, list[str]] = {}

    class Listener:
        async def set_my_commands(self, menu: list[Any], language_code: str | None = None) -> None:
            told[language_code] = [one.command for one in menu]

    await announce(cast("Any", Listener()))
    assert told == {language: list(COMMANDS) for language in (None, *languages())}


@pytest.mark.parametrize("one", PRESSES, ids=str)
def test_every_press_has_a_handler_of_its_own(one: Press) -> None:
    hearing = [
        name
        for name, handler in heard()
        if isinstance(handler, CallbackQueryHandler) and handler.check_update(press(encode(one)))
    ]
    assert len(hearing) == 2
    assert hearing[1] == fallback.__name__


def test_what_no_one_knows_falls_back() -> None:
    assert who_hears(press("v9:whatever")) == fallback.__name__
    assert who_hears(press("\x00")) == fallback.__name__


@pytest.mark.parametrize("kind", [Chat.PRIVATE, Chat.SUPERGROUP])
def test_a_sticker_or_voice_is_answered_where_somebody_is_alone_and_what_just_happens_is_not(
    kind: str,
) -> None:
    def sent(**content: Any) -> Update:  # noqa: ANN401 - what a message can hold
        now = datetime(2025, 10, 1, tzinfo=UTC)
        return Update(1, message=Message(1, now, Chat(5, kind), from_user=ANN, **content))

    sticker = Sticker("f", "u", 512, 512, is_animated=False, is_video=False, type=Sticker.REGULAR)
    answered = fallback.__name__ if kind == Chat.PRIVATE else None
    assert who_hears(sent(sticker=sticker)) == answered
    assert who_hears(sent(voice=Voice("f", "u", 3))) == answered
    assert who_hears(sent(delete_chat_photo=True)) is None


@pytest.mark.parametrize("kind", [Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP])
def test_edited_messages_and_words_in_groups_are_left_alone(kind: str) -> None:
    words = Message(1, datetime(2025, 10, 1, tzinfo=UTC), Chat(-5, kind), from_user=ANN, text="good morning")
    assert who_hears(Update(1, edited_message=words)) is None
    assert (who_hears(Update(1, message=words)) is None) == (kind != Chat.PRIVATE)
    command = Message(
        1,
        datetime(2025, 10, 1, tzinfo=UTC),
        Chat(-5, kind),
        from_user=ANN,
        text="/forget",
        entities=[MessageEntity(MessageEntity.BOT_COMMAND, 0, 7)],
    )
    bot = Bot("1:token")
    bot._bot_user = User(1, "Paperboy", is_bot=True, username="paperboy_bot")
    command.set_bot(bot)
    assert who_hears(Update(1, message=command)) == privacy.__name__
    assert who_hears(Update(1, edited_message=command)) is None
