"""Where an update comes from, in our own words."""

from dataclasses import dataclass

from telegram import Chat as TelegramChat
from telegram import Message, Update
from telegram.constants import ChatType

from bot.domain.chats import Address, Place

_PLACES = {
    ChatType.PRIVATE: Place.PRIVATE,
    ChatType.GROUP: Place.GROUP,
    ChatType.SUPERGROUP: Place.GROUP,
    ChatType.CHANNEL: Place.CHANNEL,
}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The chat (or forum topic) of an update, and who speaks there.

    `language_code` is that of the speaker's Telegram client, where it is known; `message_id` is the message
    that was written or whose button was pressed.
    """

    address: Address
    place: Place
    title: str
    language_code: str | None = None
    message_id: int | None = None


def whereabouts(update: Update) -> Whereabouts | None:
    """Return where an update comes from; None for one that comes from no chat."""
    chat = update.effective_chat
    if chat is None or chat.type not in _PLACES:
        return None
    message = update.effective_message
    user = update.effective_user
    return Whereabouts(
        Address(chat.id, topic_of(message)),
        _PLACES[ChatType(chat.type)],
        _title(chat),
        user.language_code if user else None,
        message.message_id if message else None,
    )


def topic_of(message: Message | None) -> int | None:
    """Return the forum topic of a message.

    In a group without topics `message_thread_id` names a thread of replies, which is no place to post to.
    """
    return message.message_thread_id if message is not None and message.is_topic_message else None


def _title(chat: TelegramChat) -> str:
    return chat.title or " ".join(filter(None, (chat.first_name, chat.last_name)))
