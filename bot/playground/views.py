"""What a person sees of a chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.playground.chats import Chat, Message
from bot.playground.entities import Entity, write_entity
from bot.playground.errors import Json
from bot.playground.rendering import render_html

if TYPE_CHECKING:
    from bot.playground.world import World


@dataclass(frozen=True, slots=True)
class ButtonView:
    """An inline button."""

    text: str
    data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    switch_inline: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A file, with what is in it."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it looks now; later edits do not change this object.

    `text` is the caption where there is a document, `html` the same with its marks. `sender` is the name
    shown above it. `service` names what a service message is about, such as `new_chat_members`, and
    `subject` whom or what it concerns.
    """

    id: int
    chat_id: int
    at: datetime
    text: str
    html: str
    entities: tuple[Entity, ...]
    rows: tuple[tuple[ButtonView, ...], ...]
    sender: str
    sender_id: int | None
    is_from_bot: bool
    is_edited: bool
    is_pinned: bool
    is_silent: bool
    is_protected: bool
    has_preview: bool
    thread_id: int | None
    reply_to: int | None
    service: str | None = None
    subject: str | None = None
    document: DocumentView | None = None
    reactions: tuple[str, ...] = ()
    edits: int = 0

    @property
    def buttons(self) -> tuple[ButtonView, ...]:
        """All inline buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of all inline buttons."""
        return tuple(button.text for button in self.buttons)


def view_message(world: "World", chat: Chat, message: Message) -> MessageView:
    """Return a message as a person sees it now."""
    draft = message.draft
    document = draft.document
    shown = world.chats[message.sender_chat_id].title if message.sender_chat_id else None
    sender = shown or (message.sender.full_name if message.sender else "")
    return MessageView(
        id=message.id,
        chat_id=chat.id,
        at=message.at,
        text=draft.text.text,
        html=render_html(draft.text),
        entities=draft.text.entities,
        rows=_rows(draft.keyboard),
        sender=sender,
        sender_id=None if message.sender_chat_id else (message.sender.id if message.sender else None),
        is_from_bot=message.author is world.bot,
        is_edited=message.edited_at is not None,
        is_pinned=message.id in chat.pinned,
        is_silent=draft.is_silent,
        is_protected=draft.is_protected,
        has_preview=not (draft.link_preview or {}).get("is_disabled", False),
        thread_id=draft.thread_id,
        reply_to=draft.reply_to,
        service=next(iter(draft.service), None) if draft.service else None,
        subject=_subject(draft.service or {}),
        document=DocumentView(document.name, document.mime_type, document.data) if document else None,
        reactions=tuple(
            str(reaction.get("emoji", "")) for given in message.reactions.values() for reaction in given
        ),
        edits=len(message.history),
    )


def view_chat(world: "World", chat: Chat) -> tuple[MessageView, ...]:
    """Return the messages that people see in a chat, oldest first."""
    return tuple(
        view_message(world, chat, message) for message in chat.messages.values() if not message.is_deleted
    )


def _subject(service: Json) -> str | None:
    joined = service.get("new_chat_members", [])
    gone, topic = service.get("left_chat_member"), service.get("forum_topic_created")
    names = [user["first_name"] for user in (*joined, *([gone] if gone else []))]
    return ", ".join(names) or (topic or {}).get("name")


def _rows(keyboard: Json | None) -> tuple[tuple[ButtonView, ...], ...]:
    rows = (keyboard or {}).get("inline_keyboard", [])
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Json) -> ButtonView:
    return ButtonView(
        text=button["text"],
        data=button.get("callback_data"),
        url=button.get("url"),
        copy_text=(button.get("copy_text") or {}).get("text"),
        switch_inline=button.get("switch_inline_query", button.get("switch_inline_query_current_chat")),
    )


def tell_view(view: MessageView) -> Json:
    """Return a view as JSON, for the page and for tests in another process."""
    document = view.document
    return {
        "id": view.id,
        "chat_id": view.chat_id,
        "at": view.at.isoformat(),
        "text": view.text,
        "html": view.html,
        "entities": [write_entity(entity) for entity in view.entities],
        "rows": [[_tell_button(button) for button in row] for row in view.rows],
        "sender": view.sender,
        "sender_id": view.sender_id,
        "is_from_bot": view.is_from_bot,
        "is_edited": view.is_edited,
        "is_pinned": view.is_pinned,
        "is_silent": view.is_silent,
        "thread_id": view.thread_id,
        "reply_to": view.reply_to,
        "service": view.service,
        "subject": view.subject,
        "document": {"name": document.name, "size": len(document.data)} if document else None,
        "reactions": list(view.reactions),
        "edits": view.edits,
    }


def _tell_button(button: ButtonView) -> Json:
    fields = {
        "text": button.text,
        "data": button.data,
        "url": button.url,
        "copy_text": button.copy_text,
        "switch_inline": button.switch_inline,
    }
    return {name: value for name, value in fields.items() if value is not None}
