"""What the bot can ask about the chats it is in."""

from bot.playground.answers import tell_full_chat, tell_member
from bot.playground.arguments import Arguments
from bot.playground.chats import ChatKind, Member, Role
from bot.playground.errors import Json, bad_request
from bot.playground.memberships import leave
from bot.playground.permits import check_access
from bot.playground.world import World


def get_chat(world: World, args: Arguments) -> Json:
    """Describe a chat."""
    chat = args.chat(world)
    check_access(world, chat)
    return tell_full_chat(world, chat)


def get_chat_member(world: World, args: Arguments) -> Json:
    """Tell what a user is in a chat; one who never was there has left."""
    chat = args.chat(world)
    check_access(world, chat)
    user_id = args.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    bot = world.bot_in(chat)
    if chat.kind is ChatKind.CHANNEL and user is not world.bot and not (bot and bot.is_admin):
        raise bad_request("member list is inaccessible")
    return tell_member(chat, chat.member(user_id) or Member(user, Role.LEFT))


def get_chat_administrators(world: World, args: Arguments) -> list[Json]:
    """List the creator and the administrators, without other bots."""
    chat = args.chat(world)
    check_access(world, chat)
    if chat.kind is ChatKind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    bot = world.bot_in(chat)
    if chat.kind is ChatKind.CHANNEL and not (bot and bot.is_admin):
        raise bad_request("member list is inaccessible")
    return [
        tell_member(chat, member)
        for member in chat.members.values()
        if member.is_admin and (not member.user.is_bot or member.user is world.bot)
    ]


def get_chat_member_count(world: World, args: Arguments) -> int:
    """Count those who are in a chat."""
    chat = args.chat(world)
    check_access(world, chat)
    return sum(1 for member in chat.members.values() if member.is_present)


def leave_chat(world: World, args: Arguments) -> bool:
    """Leave a group or a channel."""
    chat = args.chat(world)
    check_access(world, chat)
    if chat.kind is ChatKind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    leave(world, chat, world.bot, world.bot)
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
