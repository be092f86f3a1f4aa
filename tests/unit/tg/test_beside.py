from datetime import UTC, datetime

from telegram import Chat, Message, Update, User

from bot.tg.handlers.beside import LISTS, READING, asker

SHARED = User(1087968824, "Group", is_bot=True)
"""Whom Telegram names for all admins without a name, in every group."""


def said(chat_id: int, user: User, *, is_anonymous: bool = False) -> Update:
    chat = Chat(chat_id, Chat.SUPERGROUP)
    sender_chat = chat if is_anonymous else None
    message = Message(1, datetime(2026, 6, 12, tzinfo=UTC), chat, from_user=user, sender_chat=sender_chat)
    return Update(1, message)


def test_readings_are_seated_by_reader_and_lists_by_chat() -> None:
    ann = User(5, "Ann", is_bot=False)
    assert asker(said(-1, ann), READING) == asker(said(-2, ann), READING) == 5
    assert asker(said(-1, ann), LISTS) == -1


def test_admins_without_a_name_take_no_seats_of_those_in_other_groups() -> None:
    one, other = (asker(said(chat, SHARED, is_anonymous=True), READING) for chat in (-1, -2))
    assert one != other
