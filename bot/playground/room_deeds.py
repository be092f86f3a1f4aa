"""What can be done in a chat over HTTP, by name: `POST /_people/chats/<id>/<deed>`."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.playground.bodies import Body
from bot.playground.chats import Chat, ChatKind, Role
from bot.playground.errors import Json, PeopleError
from bot.playground.people import PATIENCE_S, Offer, Person, Room
from bot.playground.queries import InlineAnswer
from bot.playground.rooms import ChannelRoom, GroupRoom, PrivateRoom, SharedRoom, TopicRoom
from bot.playground.views import tell_view
from bot.playground.world import World

Deed = Callable[[World, Room, Body], Awaitable[Json]]


def find_room(world: World, chat_id: int, thread_id: int | None = None) -> Room:
    """Return the room of a chat, or of a topic in it.

    Raises:
        PeopleError: there is none.
    """
    chat = world.live_chat(chat_id)
    if chat.kind is ChatKind.PRIVATE and chat.user is not None:
        return PrivateRoom(world, chat, Person(chat.user))
    owner = find_owner(chat)
    if thread_id is not None and chat.is_forum:
        topic = chat.topics.get(thread_id)
        if topic is None or topic.is_deleted:
            raise PeopleError(f"there is no topic {thread_id}")
        return TopicRoom(world, chat, owner, topic)
    return GroupRoom(world, chat, owner) if chat.is_group else ChannelRoom(world, chat, owner)


def find_owner(chat: Chat) -> Person:
    """Return who founded a group or a channel.

    Raises:
        PeopleError: nobody did.
    """
    for member in chat.members.values():
        if member.role is Role.CREATOR:
            return Person(member.user)
    raise PeopleError(f"chat {chat.id} has no owner")


def find_person(world: World, person_id: int | None) -> Person | None:
    """Return a person by id, None for None; the bot's id gives the bot.

    Raises:
        PeopleError: there is none.
    """
    if person_id is None:
        return None
    user = world.users.get(person_id)
    if user is None:
        raise PeopleError(f"there is no person {person_id}")
    return Person(user)


def _person(world: World, body: Body) -> Person:
    found = find_person(world, body.number("person"))
    if found is None:
        raise PeopleError("person is missing")
    return found


async def _say(world: World, room: Room, body: Body) -> Json:
    by, reply_to = find_person(world, body.optional_number("by")), body.optional_number("reply_to")
    if reply_to is not None:
        return tell_view(await room.reply(body.text("text"), to=reply_to, by=by))
    return tell_view(await room.say(body.text("text"), by=by, is_html=body.flag("is_html")))


async def _press(world: World, room: Room, body: Body) -> Json:
    answer = await room.press(
        body.number("message_id"),
        body.text("button"),
        by=find_person(world, body.optional_number("by")),
        timeout_s=body.seconds("timeout_s", PATIENCE_S),
    )
    return {"text": answer.text, "is_alert": answer.is_alert, "url": answer.url}


async def _edit(world: World, room: Room, body: Body) -> Json:
    del world
    return tell_view(await room.edit(body.number("message_id"), body.text("text")))


async def _delete_message(world: World, room: Room, body: Body) -> Json:
    del world
    await room.delete(body.number("message_id"))
    return {}


async def _ask_inline(world: World, room: Room, body: Body) -> Json:
    by = find_person(world, body.optional_number("by"))
    words, timeout_s = body.text("text"), body.seconds("timeout_s", PATIENCE_S)
    offer = await room.ask_inline(words, by=by, timeout_s=timeout_s)
    return {"query_id": offer.query.id, "results": list(offer.results)}


async def _choose(world: World, room: Room, body: Body) -> Json:
    query = world.queries.find(body.text("query_id"))
    if query is None or not isinstance(query.answer, InlineAnswer):
        raise PeopleError("nothing was offered")
    by = find_person(world, body.optional_number("by"))
    return tell_view(await room.choose(Offer(query, query.answer.results), body.text("result_id"), by=by))


async def _start(world: World, room: Room, body: Body) -> Json:
    del world, body
    _private(room).start()
    return {}


async def _block(world: World, room: Room, body: Body) -> Json:
    del world
    if body.fields.get("is_blocked", True):
        _private(room).block()
    else:
        _private(room).unblock()
    return {}


async def _deactivate(world: World, room: Room, body: Body) -> Json:
    del world, body
    _private(room).deactivate()
    return {}


async def _add_bot(world: World, room: Room, body: Body) -> Json:
    del world
    _shared(room).add_bot(as_admin=body.flag("as_admin"), rights=body.texts("rights"))
    return {}


async def _remove_bot(world: World, room: Room, body: Body) -> Json:
    del world, body
    _shared(room).remove_bot()
    return {}


async def _join(world: World, room: Room, body: Body) -> Json:
    _shared(room).join(_person(world, body))
    return {}


async def _promote(world: World, room: Room, body: Body) -> Json:
    _shared(room).promote(
        _person(world, body), rights=body.texts("rights"), is_anonymous=body.flag("is_anonymous")
    )
    return {}


async def _demote(world: World, room: Room, body: Body) -> Json:
    _shared(room).demote(_person(world, body))
    return {}


async def _restrict(world: World, room: Room, body: Body) -> Json:
    _group(room).restrict(_person(world, body), allowed=body.texts("allowed") or ())
    return {}


async def _kick(world: World, room: Room, body: Body) -> Json:
    _group(room).kick(_person(world, body))
    return {}


async def _migrate(world: World, room: Room, body: Body) -> Json:
    del world, body
    return {"chat_id": _group(room).migrate()}


async def _delete_chat(world: World, room: Room, body: Body) -> Json:
    del world, body
    _shared(room).delete_chat()
    return {}


async def _topic(world: World, room: Room, body: Body) -> Json:
    del world
    return {"thread_id": _group(room).topic(body.text("name")).thread_id}


async def _close_topic(world: World, room: Room, body: Body) -> Json:
    del world
    if body.fields.get("is_closed", True):
        _in_topic(room).close()
    else:
        _in_topic(room).reopen()
    return {}


async def _delete_topic(world: World, room: Room, body: Body) -> Json:
    del world, body
    _in_topic(room).delete_topic()
    return {}


def _private(room: Room) -> PrivateRoom:
    if not isinstance(room, PrivateRoom):
        raise PeopleError("this is no private chat")
    return room


def _shared(room: Room) -> SharedRoom:
    if not isinstance(room, SharedRoom):
        raise PeopleError("this is neither a group nor a channel")
    return room


def _group(room: Room) -> GroupRoom:
    if not isinstance(room, GroupRoom):
        raise PeopleError("this is no group")
    return room


def _in_topic(room: Room) -> TopicRoom:
    if not isinstance(room, TopicRoom):
        raise PeopleError("name the topic by its thread_id")
    return room


DEEDS: Final[dict[str, Deed]] = {
    "say": _say,
    "press": _press,
    "edit": _edit,
    "delete_message": _delete_message,
    "ask_inline": _ask_inline,
    "choose": _choose,
    "start": _start,
    "block": _block,
    "deactivate": _deactivate,
    "add_bot": _add_bot,
    "remove_bot": _remove_bot,
    "join": _join,
    "promote": _promote,
    "demote": _demote,
    "restrict": _restrict,
    "kick": _kick,
    "migrate": _migrate,
    "delete_chat": _delete_chat,
    "topic": _topic,
    "close_topic": _close_topic,
    "delete_topic": _delete_topic,
}
