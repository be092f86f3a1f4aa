"""What becomes of chats: added, removed, blocked, muted, moved, reopened."""

from typing import Any, Final

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Update,
)
from telegram.constants import ChatType
from telegram.ext import BaseHandler, ChatMemberHandler, MessageHandler, filters

from bot.domain.chats import Pause
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Context
from bot.tg.whereabouts import topic_of

_GONE: Final = (ChatMember.LEFT, ChatMember.BANNED)


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of changes."""

    async def changed(update: Update, _: Context) -> None:
        change = update.my_chat_member
        if change is None:
            return
        why = pause_for(change)
        if why is None:
            await desk.reception.resume(change.chat.id)
        else:
            await desk.reception.pause(change.chat.id, why)

    async def moved(update: Update, _: Context) -> None:
        message = update.effective_message
        if message is None:
            return
        if message.migrate_to_chat_id is not None:
            await desk.reception.move(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            await desk.reception.move(message.migrate_from_chat_id, message.chat_id)

    async def reopened(update: Update, _: Context) -> None:
        if update.effective_chat is not None:
            await desk.reception.resume(update.effective_chat.id, topic_of(update.effective_message))

    return [
        ChatMemberHandler(changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, moved),
        MessageHandler(filters.StatusUpdate.FORUM_TOPIC_REOPENED, reopened),
    ]


def pause_for(change: ChatMemberUpdated) -> Pause | None:
    """Return why a chat cannot be written to after a change of the bot's membership; None where it can."""
    member = change.new_chat_member
    if member.status in _GONE:
        return Pause.BLOCKED if change.chat.type == ChatType.PRIVATE else Pause.REMOVED
    is_muted = (isinstance(member, ChatMemberRestricted) and not member.can_send_messages) or (
        change.chat.type == ChatType.CHANNEL
        and isinstance(member, ChatMemberAdministrator)
        and not member.can_post_messages
    )
    return Pause.MUTED if is_muted else None
