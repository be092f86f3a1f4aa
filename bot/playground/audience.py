"""What of a chat the bot gets to see."""

from bot.playground.chats import Chat, ChatKind, Message
from bot.playground.entities import cut
from bot.playground.surroundings import Surroundings


def find_update_kind(
    world: Surroundings, chat: Chat, message: Message, *, is_service: bool = False, is_edit: bool = False
) -> str | None:
    """Return the kind of update by which the bot learns of a message, None if it does not."""
    member = world.bot_in(chat)
    if message.author is world.bot or member is None or not member.is_present:
        return None
    if chat.kind is ChatKind.CHANNEL:
        return ("edited_channel_post" if is_edit else "channel_post") if member.is_admin else None
    is_private = chat.kind is ChatKind.PRIVATE
    is_seen = is_private or member.is_admin or is_service or world.is_reading_all
    if is_seen or is_meant_for_bot(world, chat, message):
        return "edited_message" if is_edit else "message"
    return None


def is_meant_for_bot(world: Surroundings, chat: Chat, message: Message) -> bool:
    """Whether a bot in privacy mode sees a group's message: commands, replies to it, mentions of it."""
    replied = chat.find(message.draft.reply_to)
    if replied is not None and replied.author is world.bot:
        return True
    if message.draft.via_bot is world.bot:
        return True
    name = f"@{world.bot.username}".lower()
    for entity in message.draft.text.entities:
        marked = cut(message.draft.text.text, entity).lower()
        if entity.type == "bot_command" and ("@" not in marked or marked.endswith(name)):
            return True
        if entity.type == "mention" and marked == name:
            return True
    return False
