"""Messages and files on their way to a chat."""

import secrets
from pathlib import PurePosixPath
from typing import Final

from bot.playground.answers import tell_message
from bot.playground.arguments import Arguments
from bot.playground.chats import Chat, Document, Draft, Message
from bot.playground.entities import FormattedText
from bot.playground.errors import Json, bad_request
from bot.playground.keyboards import read_markup
from bot.playground.limits import MAX_FILE_BYTES, check_caption, check_text
from bot.playground.permits import check_access, check_may_write
from bot.playground.world import World

_ACTIONS: Final = frozenset(
    f"{verb}_{what}"
    for verb, whats in {
        "upload": ("photo", "video", "voice", "document", "video_note"),
        "record": ("video", "voice", "video_note"),
        "choose": ("sticker",),
        "find": ("location",),
    }.items()
    for what in whats
) | {"typing"}


def send_message(world: World, args: Arguments) -> Json:
    """Send a text."""
    text = check_text(args.formatted("text"))
    chat = args.chat(world)
    draft = _compose(world, chat, args, text)
    check_may_write(world, chat, draft.thread_id)
    return tell_message(world, _post(world, chat, draft))


def send_document(world: World, args: Arguments) -> Json:
    """Send a file, new or known by its id, with a caption."""
    caption = check_caption(args.formatted("caption", entities="caption_entities"))
    document = _read_document(world, args)
    chat = args.chat(world)
    draft = _compose(world, chat, args, caption, document)
    check_may_write(world, chat, draft.thread_id, right="can_send_documents", what="documents")
    return tell_message(world, _post(world, chat, draft))


def send_chat_action(world: World, args: Arguments) -> bool:
    """Show for a few seconds that the bot is at work."""
    chat = args.chat(world)
    action = args.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_id = args.integer("message_thread_id") or None
    check_may_write(world, chat, thread_id)
    world.changes.note("action", chat.id, action=action, thread_id=thread_id)
    return True


def get_file(world: World, args: Arguments) -> Json:
    """Tell where a file can be fetched."""
    file = world.files.get(args.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": len(file.data),
        "file_path": file_path(file),
    }


def file_path(file: Document) -> str:
    """Return the path of a file below `/file/bot<token>/`."""
    return f"documents/{file.file_unique_id}{PurePosixPath(file.name).suffix}"


def set_message_reaction(world: World, args: Arguments) -> bool:
    """React to a message with one emoji, or take the reaction back."""
    chat = args.chat(world)
    check_access(world, chat)
    message = chat.find(args.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = args.json("reaction") or []
    if not isinstance(reactions, list) or not all(isinstance(item, dict) for item in reactions):
        raise bad_request("can't parse reaction types JSON object")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[world.bot.id] = reactions
    world.changes.note("edit", chat.id, message_id=message.id)
    return True


def _post(world: World, chat: Chat, draft: Draft) -> Message:
    return world.post(chat, draft, world.bot)


def _compose(
    world: World, chat: Chat, args: Arguments, text: FormattedText, document: Document | None = None
) -> Draft:
    reply_to, quote = _read_reply(world, chat, args)
    return Draft(
        text=text,
        document=document,
        keyboard=read_markup(args.json("reply_markup")),
        reply_to=reply_to,
        quote=quote,
        thread_id=args.integer("message_thread_id") or None,
        link_preview=args.record("link_preview_options") or None,
        is_silent=args.flag("disable_notification"),
        is_protected=args.flag("protect_content"),
    )


def _read_reply(world: World, chat: Chat, args: Arguments) -> tuple[int | None, str | None]:
    """Return the message to reply to, and the quoted part of it."""
    given = args.record("reply_parameters")
    wanted = given.get("message_id") or args.integer("reply_to_message_id")
    is_optional = bool(given.get("allow_sending_without_reply")) or args.flag("allow_sending_without_reply")
    if not wanted:
        return None, None
    # A chat that cannot be reached is refused for that, not for the message it would reply to.
    check_access(world, chat)
    message = chat.find(int(wanted)) if given.get("chat_id", chat.id) in (chat.id, str(chat.id)) else None
    if message is not None:
        quote = given.get("quote")
        if quote and quote not in message.draft.text.text:
            raise bad_request("QUOTE_TEXT_INVALID")
        return message.id, quote
    if is_optional:
        return None, None
    raise bad_request("message to be replied not found")


def _read_document(world: World, args: Arguments) -> Document:
    given = args.text("document")
    name = given.removeprefix("attach://") if given.startswith("attach://") else "document"
    upload = args.files.get(name)
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > MAX_FILE_BYTES:
            raise bad_request("file is too big")
        unique = secrets.token_hex(8)
        return Document(
            f"BQACAgQAAx{secrets.token_hex(20)}", unique, upload.name, upload.mime_type, upload.data
        )
    if not given:
        raise bad_request("there is no document in the request")
    known = world.files.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
    "setMessageReaction": set_message_reaction,
}
