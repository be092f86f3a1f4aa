"""What a person does in a chat, and what the bot is told of it. Nothing here waits."""

from typing import TYPE_CHECKING

from bot.playground.answers import tell_message, tell_user
from bot.playground.arguments import read_text
from bot.playground.chats import Chat, ChatKind, Draft, Message, User
from bot.playground.errors import Json, PeopleError
from bot.playground.limits import MAX_INLINE_QUERY
from bot.playground.queries import InlineAnswer, Query

if TYPE_CHECKING:
    from bot.playground.world import World


def check_may_talk(chat: Chat, user: User, thread_id: int | None = None) -> None:
    """Refuse a person who cannot write here.

    Raises:
        PeopleError: says why.
    """
    member = chat.member(user.id)
    if user.is_deactivated:
        raise PeopleError(f"{user.full_name}'s account is deleted")
    if chat.is_bot_blocked:
        raise PeopleError("the bot is blocked here: unblock it first")
    if member is None or not member.is_present:
        raise PeopleError(f"{user.full_name} is not in this chat")
    if chat.kind is ChatKind.CHANNEL and not member.is_admin:
        raise PeopleError("only admins post in a channel")
    topic = chat.topics.get(thread_id) if chat.is_forum and thread_id else None
    if chat.is_forum and thread_id and (topic is None or topic.is_deleted):
        raise PeopleError("there is no such topic")
    if topic and topic.is_closed and not member.is_admin:
        raise PeopleError("this topic is closed")


def say(
    world: "World",
    chat: Chat,
    user: User,
    text: str,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
    is_html: bool = False,
) -> Message:
    """Write a message; commands, mentions and links in it are marked as Telegram marks them.

    Raises:
        PeopleError: the person cannot write here, or said nothing.
    """
    check_may_talk(chat, user, thread_id)
    formatted = read_text(text, "HTML" if is_html else "")
    if not formatted.text:
        raise PeopleError("an empty message cannot be sent")
    chat.is_started = True
    draft = Draft(text=formatted, reply_to=reply_to, thread_id=thread_id)
    member = chat.member(user.id)
    as_chat = chat.is_group and member is not None and member.is_anonymous
    return world.post(chat, draft, user, as_chat=as_chat)


def press(world: "World", chat: Chat, message: Message, user: User, data: str) -> Query:
    """Press a button with callback data; the bot is asked.

    Raises:
        PeopleError: the person cannot.
    """
    if user.is_deactivated or chat.is_bot_blocked:
        raise PeopleError("a button cannot be pressed here now")
    member = chat.member(user.id)
    if member is None or not member.is_present:
        raise PeopleError(f"{user.full_name} is not in this chat")
    query = world.queries.ask(user, data)
    told: Json = {"id": query.id, "from": tell_user(user), "chat_instance": str(chat.id), "data": data}
    if message.inline_id:
        told["inline_message_id"] = message.inline_id
    else:
        told["message"] = tell_message(world, message)
    world.met.add(user.id)
    world.updates.push("callback_query", told)
    return query


def ask_inline(world: "World", user: User, text: str, chat: Chat | None = None) -> Query:
    """Type the bot's name and some words; the bot is asked for results.

    Raises:
        PeopleError: the words are too many.
    """
    if len(text) > MAX_INLINE_QUERY:
        raise PeopleError(f"an inline query has at most {MAX_INLINE_QUERY} characters")
    query = world.queries.ask(user, text)
    kind = "sender" if chat is None or chat.id == user.id else chat.kind.value
    told = {"id": query.id, "from": tell_user(user), "query": text, "offset": "", "chat_type": kind}
    world.met.add(user.id)
    world.updates.push("inline_query", told)
    return query


def choose(world: "World", chat: Chat, user: User, query: Query, result_id: str) -> Message:
    """Send one of the offered results to a chat.

    Raises:
        PeopleError: it was not offered, or the person cannot write there.
    """
    check_may_talk(chat, user)
    offered = query.answer.results if isinstance(query.answer, InlineAnswer) else ()
    result = next((result for result in offered if result["id"] == result_id), None)
    if result is None:
        raise PeopleError(f"no result {result_id} was offered")
    content = result["input_message_content"]
    text = read_text(content["message_text"], str(content.get("parse_mode") or ""), content.get("entities"))
    draft = Draft(text=text, keyboard=result["reply_markup"], via_bot=world.bot)
    message = world.post(chat, draft, user)
    told: Json = {"result_id": result_id, "from": tell_user(user), "query": query.text}
    if draft.keyboard:
        told["inline_message_id"] = world.remember_inline(message)
    world.updates.push("chosen_inline_result", told)
    return message
