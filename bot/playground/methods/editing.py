"""Messages that change, go, or are pinned."""

from dataclasses import replace

from bot.playground.answers import tell_message
from bot.playground.arguments import Arguments
from bot.playground.chats import Chat, Draft, Message
from bot.playground.errors import Json, bad_request
from bot.playground.keyboards import read_markup
from bot.playground.limits import check_caption, check_text
from bot.playground.permits import check_access, check_may_delete, check_may_edit, check_may_pin
from bot.playground.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)


def edit_message_text(world: World, args: Arguments) -> Json | bool:
    """Replace the text of a message, and its keyboard."""
    text = check_text(args.formatted("text"))
    message = _find(world, args)
    if message.draft.document:
        raise bad_request("there is no text in the message to edit")
    preview = args.record("link_preview_options") or None
    draft = replace(message.draft, text=text, keyboard=_keyboard(args), link_preview=preview)
    return _change(world, args, message, draft)


def edit_message_caption(world: World, args: Arguments) -> Json | bool:
    """Replace the caption of a message, and its keyboard."""
    caption = check_caption(args.formatted("caption", entities="caption_entities"))
    message = _find(world, args)
    if not message.draft.document:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, args, message, replace(message.draft, text=caption, keyboard=_keyboard(args)))


def edit_message_reply_markup(world: World, args: Arguments) -> Json | bool:
    """Replace the keyboard of a message."""
    message = _find(world, args)
    return _change(world, args, message, replace(message.draft, keyboard=_keyboard(args)))


def delete_message(world: World, args: Arguments) -> bool:
    """Delete a message."""
    chat = args.chat(world)
    world.delete(check_may_delete(world, chat, chat.find(args.integer("message_id"))))
    return True


def delete_messages(world: World, args: Arguments) -> bool:
    """Delete several messages; those that are gone already are skipped."""
    chat = args.chat(world)
    check_access(world, chat)
    numbers = args.json("message_ids")
    if not isinstance(numbers, list):
        raise bad_request("can't parse message identifiers JSON array")
    for message in [found for number in numbers if (found := chat.find(int(number)))]:
        world.delete(check_may_delete(world, chat, message))
    return True


def pin_chat_message(world: World, args: Arguments) -> bool:
    """Pin a message and say so in the chat."""
    chat = args.chat(world)
    check_may_pin(world, chat)
    message = chat.find(args.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    chat.pinned = [*(id_ for id_ in chat.pinned if id_ != message.id), message.id]
    told = tell_message(world, message, depth=0)
    draft = Draft(service={"pinned_message": told}, thread_id=message.draft.thread_id)
    world.post(chat, draft, world.bot, is_service=True)
    return True


def unpin_chat_message(world: World, args: Arguments) -> bool:
    """Unpin a message, without a number the newest pinned one."""
    chat = args.chat(world)
    check_may_pin(world, chat)
    wanted = args.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    world.changes.note("chat", chat.id)
    return True


def unpin_all_chat_messages(world: World, args: Arguments) -> bool:
    """Unpin everything."""
    chat = args.chat(world)
    check_may_pin(world, chat)
    chat.pinned.clear()
    world.changes.note("chat", chat.id)
    return True


def _keyboard(args: Arguments) -> Json | None:
    return read_markup(args.json("reply_markup"), only_inline=True)


def _find(world: World, args: Arguments) -> Message:
    """Return the message to edit, by its number in a chat or as an inline message."""
    if args.has("inline_message_id"):
        message = world.inline_messages.get(args.text("inline_message_id"))
        if message is None or message.is_deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    chat: Chat = args.chat(world)
    number = args.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    return check_may_edit(world, chat, chat.find(number))


def _change(world: World, args: Arguments, message: Message, draft: Draft) -> Json | bool:
    if draft == message.draft:
        raise bad_request(_NOT_MODIFIED)
    world.edit(message, draft, world.bot)
    return True if args.has("inline_message_id") else tell_message(world, message)


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
