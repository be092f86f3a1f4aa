"""Who there is and where they talk: users, chats, members, topics, messages."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.playground.entities import NO_TEXT, FormattedText
from bot.playground.errors import Json

ANONYMOUS_ADMIN_ID: Final = 1087968824
"""Telegram's GroupAnonymousBot, who speaks for admins who hide."""


class ChatKind(StrEnum):
    """The kinds of chat, as the Bot API names them."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Role(StrEnum):
    """What someone is in a chat, as the Bot API names it."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


ADMIN_RIGHTS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_RIGHTS: Final = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS: Final = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
PERMISSIONS: Final = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_deactivated: bool = False

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(frozen=True, slots=True)
class Member:
    """Someone's standing in a chat; `rights` are an administrator's, or what a restricted one still may."""

    user: User
    role: Role
    rights: frozenset[str] = frozenset()
    is_anonymous: bool = False
    title: str | None = None

    @property
    def is_present(self) -> bool:
        """Whether the user is in the chat."""
        return self.role not in (Role.LEFT, Role.KICKED)

    @property
    def is_admin(self) -> bool:
        """Whether the user is the creator or an administrator."""
        return self.role in (Role.CREATOR, Role.ADMINISTRATOR)

    def may(self, right: str) -> bool:
        """Whether an administrator has a right; a creator has them all."""
        return self.role is Role.CREATOR or (self.role is Role.ADMINISTRATOR and right in self.rights)


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    is_closed: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file in a message."""

    file_id: str
    file_unique_id: str
    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a message says, before it has a number; `text` is the caption of a document."""

    text: FormattedText = NO_TEXT
    keyboard: Json | None = None
    reply_to: int | None = None
    quote: str | None = None
    thread_id: int | None = None
    document: Document | None = None
    service: Json | None = None
    link_preview: Json | None = None
    is_silent: bool = False
    is_protected: bool = False
    via_bot: User | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said until it was edited."""

    until: datetime
    draft: Draft


@dataclass(slots=True)
class Message:
    """A message where it stands; `draft` is its present content.

    `author` wrote it; `sender` and `sender_chat_id` are who it is shown to be from.
    """

    id: int
    chat_id: int
    at: datetime
    draft: Draft
    author: User | None = None
    sender: User | None = None
    sender_chat_id: int | None = None
    is_in_topic: bool = False
    edited_at: datetime | None = None
    history: list[Version] = field(default_factory=list)
    is_deleted: bool = False
    inline_id: str | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)


@dataclass(slots=True)
class Chat:
    """A place to talk. For a private chat, `user` is the person and the id is theirs."""

    id: int
    kind: ChatKind
    title: str | None = None
    username: str | None = None
    user: User | None = None
    is_forum: bool = False
    description: str | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    permissions: frozenset[str] = frozenset(PERMISSIONS)
    last_message_id: int = 0
    migrated_to: int | None = None
    migrated_from: int | None = None
    is_deleted: bool = False
    is_started: bool = False
    is_bot_blocked: bool = False

    @property
    def is_group(self) -> bool:
        """Whether it is a group of either kind."""
        return self.kind in (ChatKind.GROUP, ChatKind.SUPERGROUP)

    def member(self, user_id: int) -> Member | None:
        """Return someone's standing, None for one who never was here."""
        return self.members.get(user_id)

    def find(self, message_id: int | None) -> Message | None:
        """Return a message that has not been deleted."""
        message = self.messages.get(message_id) if message_id is not None else None
        return None if message is None or message.is_deleted else message

    def rights_of_admins(self) -> tuple[str, ...]:
        """Return the names of the rights that administrators of this kind of chat may have."""
        return ADMIN_RIGHTS + (CHANNEL_RIGHTS if self.kind is ChatKind.CHANNEL else GROUP_RIGHTS)
