"""The world told as Bot API objects."""

from bot.playground.chats import PERMISSIONS, Chat, Member, Message, Role, User
from bot.playground.entities import write_entity
from bot.playground.errors import Json
from bot.playground.surroundings import Surroundings


def _given(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value is not None}


def tell_user(user: User) -> Json:
    """Return a `User`."""
    return _given(
        {
            "id": user.id,
            "is_bot": user.is_bot,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "username": user.username,
            "language_code": user.language_code,
        }
    )


def tell_me(world: Surroundings) -> Json:
    """Return the `User` of getMe."""
    return {
        **tell_user(world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": world.is_reading_all,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
    }


def tell_chat(chat: Chat) -> Json:
    """Return a `Chat`."""
    user = chat.user
    return _given(
        {
            "id": chat.id,
            "type": chat.kind.value,
            "title": chat.title,
            "username": user.username if user else chat.username,
            "first_name": user.first_name if user else None,
            "last_name": user.last_name if user else None,
            "is_forum": True if chat.is_forum else None,
        }
    )


def tell_full_chat(world: Surroundings, chat: Chat) -> Json:
    """Return the `ChatFullInfo` of getChat."""
    pinned = next((found for id_ in reversed(chat.pinned) if (found := chat.find(id_))), None)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    username = chat.user.username if chat.user else chat.username
    return _given(
        {
            **tell_chat(chat),
            "active_usernames": [username] if username else None,
            "accent_color_id": abs(chat.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": gifts,
            "description": chat.description,
            "permissions": {name: name in chat.permissions for name in PERMISSIONS}
            if chat.is_group
            else None,
            "pinned_message": tell_message(world, pinned) if pinned else None,
        }
    )


def tell_member(chat: Chat, member: Member, *, is_own: bool = False) -> Json:
    """Return a `ChatMember`; `is_own` marks an administrator whom the bot has promoted."""
    base: Json = {"user": tell_user(member.user), "status": member.role.value}
    if member.role is Role.CREATOR:
        title = {"custom_title": member.title} if member.title else {}
        return {**base, "is_anonymous": member.is_anonymous, **title}
    if member.role is Role.ADMINISTRATOR:
        rights = {name: name in member.rights for name in chat.rights_of_admins()}
        title = {"custom_title": member.title} if member.title else {}
        return {**base, "can_be_edited": is_own, "is_anonymous": member.is_anonymous, **rights, **title}
    if member.role is Role.RESTRICTED:
        allowed = {name: name in member.rights for name in PERMISSIONS}
        return {**base, "is_member": True, **allowed, "until_date": 0}
    if member.role is Role.KICKED:
        return {**base, "until_date": 0}
    return base


def tell_message(world: Surroundings, message: Message, *, depth: int = 1) -> Json:
    """Return a `Message`; the message it replies to is told up to `depth` levels."""
    chat, draft = world.chats[message.chat_id], message.draft
    if message.is_deleted:
        return {"message_id": message.id, "chat": tell_chat(chat), "date": 0}
    told: Json = {
        "message_id": message.id,
        "date": int(message.at.timestamp()),
        "chat": tell_chat(chat),
        "from": tell_user(message.sender) if message.sender else None,
        "sender_chat": tell_chat(world.chats[message.sender_chat_id]) if message.sender_chat_id else None,
        "message_thread_id": draft.thread_id,
        "is_topic_message": True if message.is_in_topic else None,
        "edit_date": int(message.edited_at.timestamp()) if message.edited_at else None,
        "author_signature": draft.signature,
        "via_bot": tell_user(draft.via_bot) if draft.via_bot else None,
        "has_protected_content": True if draft.is_protected else None,
        "link_preview_options": draft.link_preview,
        "reply_markup": _tell_keyboard(draft.keyboard),
        **(draft.service or {}),
    }
    # A message in a topic that answers nothing is told as a reply to the message that opened the topic.
    root = draft.thread_id if message.is_in_topic and message.id != draft.thread_id else None
    replied = chat.find(draft.reply_to or root)
    if replied and depth:
        told["reply_to_message"] = tell_message(world, replied, depth=depth - 1)
        if draft.quote:
            told["quote"] = {"text": draft.quote, "position": 0, "is_manual": True}
    return _given({**told, **_tell_content(world, message)})


def _tell_keyboard(keyboard: Json | None) -> Json | None:
    """Only inline keyboards stay with a message."""
    return keyboard if keyboard and "inline_keyboard" in keyboard else None


def _tell_content(world: Surroundings, message: Message) -> Json:
    draft = message.draft
    marks = [
        write_entity(entity, _tell_mentioned(world, entity.user_id) if entity.user_id else None)
        for entity in draft.text.entities
    ]
    if draft.document:
        file = draft.document
        document = {
            "file_id": file.file_id,
            "file_unique_id": file.file_unique_id,
            "file_name": file.name,
            "mime_type": file.mime_type,
            "file_size": len(file.data),
        }
        return {"document": document, "caption": draft.text.text or None, "caption_entities": marks or None}
    return {"text": draft.text.text or None, "entities": marks or None}


def _tell_mentioned(world: Surroundings, user_id: int) -> Json:
    """Return the user of a text mention; one who does not exist has only an id."""
    return tell_user(world.users.get(user_id) or User(user_id, ""))


def tell_membership(world: Surroundings, chat: Chat, by: User, old: Member, new: Member) -> Json:
    """Return a `ChatMemberUpdated`."""
    return {
        "chat": tell_chat(chat),
        "from": tell_user(by),
        "date": int(world.now().timestamp()),
        "old_chat_member": tell_member(chat, old),
        "new_chat_member": tell_member(chat, new),
    }
