"""May the bot do this here? Each refusal is worded as the real one words it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.playground.chats import Chat, ChatKind, Member, Message, Role
from bot.playground.errors import bad_request, forbidden, upgraded

if TYPE_CHECKING:
    from bot.playground.world import World

_GENERAL_TOPIC = 1
_DELETABLE = timedelta(hours=48)


def check_access(world: "World", chat: Chat) -> None:
    """Refuse what concerns a chat that the bot cannot reach.

    Raises:
        BotApiError: migrated, deleted, blocked, deactivated, kicked, never there.
    """
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to)
    if chat.kind is ChatKind.PRIVATE:
        _check_private(world, chat)
        return
    if chat.is_deleted:
        raise forbidden("the group chat was deleted" if chat.is_group else "the channel chat was deleted")
    member = world.bot_in(chat)
    if member is None and chat.username is None:
        raise bad_request("chat not found")
    if member is None or member.role is Role.LEFT:
        raise forbidden(f"bot is not a member of the {chat.kind.value} chat")
    if member.role is Role.KICKED:
        raise forbidden(f"bot was kicked from the {chat.kind.value} chat")


def check_may_write(
    world: "World",
    chat: Chat,
    thread_id: int | None,
    *,
    right: str = "can_send_messages",
    what: str = "text messages",
) -> None:
    """Refuse a message that the bot may not send to a chat or a topic of it.

    Raises:
        BotApiError: as `check_access`, or for want of rights, or because of the topic.
    """
    check_access(world, chat)
    member = world.bot_in(chat)
    if chat.kind is ChatKind.CHANNEL and not (member and member.may("can_post_messages")):
        raise bad_request("need administrator rights in the channel chat")
    if chat.is_group and member and not _may_send(chat, member, right):
        raise bad_request(f"not enough rights to send {what} to the chat")
    if thread_id is not None:
        _check_thread(chat, thread_id, member)


def _check_private(world: "World", chat: Chat) -> None:
    if chat.user is None or chat.user.is_deactivated:
        raise forbidden("user is deactivated")
    if chat.is_bot_blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.is_started:
        if chat.id in world.met:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")


def _may_send(chat: Chat, member: Member, right: str) -> bool:
    if member.role is Role.RESTRICTED:
        return right in member.rights and right in chat.permissions
    return member.is_admin or right in chat.permissions


def _check_thread(chat: Chat, thread_id: int, member: Member | None) -> None:
    if not chat.is_forum:
        root = chat.find(thread_id)
        if chat.kind is not ChatKind.SUPERGROUP or root is None:
            raise bad_request("message thread not found")
        return
    topic = chat.topics.get(thread_id)
    if topic is None or thread_id == _GENERAL_TOPIC:
        raise bad_request("message thread not found")
    if topic.is_deleted:
        raise bad_request("TOPIC_DELETED")
    if topic.is_closed and not (member and member.may("can_manage_topics")):
        raise bad_request("TOPIC_CLOSED")


def check_may_edit(world: "World", chat: Chat, message: Message | None) -> Message:
    """Return a message if the bot may edit it.

    Raises:
        BotApiError: it is gone, or another's.
    """
    check_access(world, chat)
    if message is None:
        raise bad_request("message to edit not found")
    if message.author is not world.bot or message.draft.service:
        raise bad_request("message can't be edited")
    return message


def check_may_delete(world: "World", chat: Chat, message: Message | None) -> Message:
    """Return a message if the bot may delete it.

    Raises:
        BotApiError: it is gone, too old, or another's.
    """
    check_access(world, chat)
    if message is None:
        raise bad_request("message to delete not found")
    member = world.bot_in(chat)
    is_free = member is not None and member.may("can_delete_messages")
    is_young = world.now() - message.at < _DELETABLE
    is_allowed = message.author is world.bot or chat.kind is ChatKind.PRIVATE
    if not is_free and not (is_allowed and is_young):
        raise bad_request("message can't be deleted")
    return message


def check_may_pin(world: "World", chat: Chat) -> None:
    """Refuse pinning where the bot has no right to it.

    Raises:
        BotApiError: for want of the right.
    """
    check_access(world, chat)
    member = world.bot_in(chat)
    right = "can_edit_messages" if chat.kind is ChatKind.CHANNEL else "can_pin_messages"
    if chat.kind is not ChatKind.PRIVATE and not (member and member.may(right)):
        raise bad_request("not enough rights to manage pinned messages in the chat")
