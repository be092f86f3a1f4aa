"""Coming and going: members, roles, blocks, migration, topics, and what the bot is told of each."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.answers import tell_membership, tell_user
from bot.playground.chats import Chat, ChatKind, Draft, Member, Role, Topic, User

if TYPE_CHECKING:
    from bot.playground.world import World


def set_member(world: "World", chat: Chat, member: Member, by: User) -> None:
    """Change someone's standing; the bot learns of its own, and as an admin of others' if it asked."""
    old = chat.member(member.user.id) or Member(member.user, Role.LEFT)
    chat.members[member.user.id] = member
    told = tell_membership(world, chat, by, old, member)
    bot = world.bot_in(chat)
    if member.user is world.bot:
        world.updates.push("my_chat_member", told)
    elif bot and bot.is_admin:
        world.updates.push("chat_member", told)
    world.changes.note("chat", chat.id)


def join(world: "World", chat: Chat, member: Member, by: User) -> None:
    """Let someone in, with the service message that groups show."""
    was = chat.member(member.user.id)
    set_member(world, chat, member, by)
    if chat.is_group and not (was and was.is_present):
        told = tell_user(member.user)
        service = {
            "new_chat_members": [told],
            "new_chat_member": told,
            "new_chat_participant": told,
        }
        world.post(chat, Draft(service=service), by, is_service=True)


def leave(world: "World", chat: Chat, user: User, by: User) -> None:
    """Let someone go (`by` themselves) or be removed (`by` another)."""
    role = Role.LEFT if user is by else Role.KICKED
    if chat.is_group:
        told = tell_user(user)
        service = {"left_chat_member": told, "left_chat_participant": told}
        # The one who goes does not see the message about it, so the standing changes first.
        set_member(world, chat, Member(user, role), by)
        world.post(chat, Draft(service=service), by, is_service=True)
    else:
        set_member(world, chat, Member(user, role), by)


def block(world: "World", chat: Chat, *, is_blocked: bool) -> None:
    """Block the bot in a private chat, or unblock it; the bot is told."""
    if chat.user is None or chat.is_bot_blocked is is_blocked:
        return
    chat.is_bot_blocked = is_blocked
    member, kicked = Member(world.bot, Role.MEMBER), Member(world.bot, Role.KICKED)
    old, new = (member, kicked) if is_blocked else (kicked, member)
    world.updates.push("my_chat_member", tell_membership(world, chat, chat.user, old, new))
    world.changes.note("chat", chat.id)


def migrate(world: "World", chat: Chat, by: User) -> Chat:
    """Turn a group into a supergroup; each of the two says so."""
    grown = world.add_chat(ChatKind.SUPERGROUP, chat.title or "", by)
    grown.members = {
        id_: replace(member, rights=member.rights & frozenset(grown.rights_of_admins()))
        if member.role is Role.ADMINISTRATOR
        else member
        for id_, member in chat.members.items()
    }
    grown.migrated_from = chat.id
    world.post(chat, Draft(service={"migrate_to_chat_id": grown.id}), by, is_service=True)
    chat.migrated_to = grown.id
    world.post(grown, Draft(service={"migrate_from_chat_id": chat.id}), by, as_chat=True, is_service=True)
    world.changes.note("chat", chat.id)
    return grown


def open_topic(world: "World", chat: Chat, name: str, by: User) -> Topic:
    """Open a topic in a forum; its id is that of the message that says so."""
    topic = Topic(chat.last_message_id + 1, name)
    chat.topics[topic.id] = topic
    service = {"forum_topic_created": {"name": name, "icon_color": topic.icon_color}}
    world.post(chat, Draft(service=service, thread_id=topic.id), by, is_service=True)
    return topic


def set_topic_closed(world: "World", chat: Chat, topic: Topic, by: User, *, is_closed: bool) -> None:
    """Close a topic or open it again."""
    topic.is_closed = is_closed
    service: dict[str, object] = {"forum_topic_closed" if is_closed else "forum_topic_reopened": {}}
    world.post(chat, Draft(service=service, thread_id=topic.id), by, is_service=True)


def delete_topic(world: "World", chat: Chat, topic: Topic) -> None:
    """Delete a topic with all that was said in it; bots are not told."""
    topic.is_deleted = True
    for message in chat.messages.values():
        if message.draft.thread_id == topic.id:
            message.is_deleted = True
    world.changes.note("chat", chat.id)
