"""Everything that exists in the playground, in memory: one bot, its people and their chats."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count

from bot.playground.answers import tell_message
from bot.playground.audience import find_update_kind
from bot.playground.bells import Changes
from bot.playground.chats import (
    ANONYMOUS_ADMIN_ID,
    Chat,
    ChatKind,
    Document,
    Draft,
    Member,
    Message,
    Role,
    User,
    Version,
)
from bot.playground.errors import PeopleError
from bot.playground.profile import Profile
from bot.playground.queries import Queries
from bot.playground.updates import UpdateQueue

_FIRST_PERSON_ID = 700_001
_FIRST_GROUP_ID = 4_100_001
_FIRST_SUPERGROUP_ID = 1_000_002_000_000_001


class World:
    """The users, the chats and what is on its way between them and the bot.

    All times are aware UTC. Nothing here waits: changes are noted for those who do.
    """

    def __init__(self, bot: User, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self.bot = bot
        self.now = now
        self.is_reading_all = False
        """Whether the bot's privacy mode is off: it then sees everything in groups."""
        self.anonymous = User(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True)
        self.users: dict[int, User] = {bot.id: bot, ANONYMOUS_ADMIN_ID: self.anonymous}
        self.chats: dict[int, Chat] = {}
        self.met: set[int] = set()
        self.files: dict[str, Document] = {}
        self.inline_messages: dict[str, Message] = {}
        self.updates = UpdateQueue()
        self.changes = Changes()
        self.queries = Queries(monotonic)
        self.profile = Profile()
        self._person_ids = count(_FIRST_PERSON_ID)
        self._group_ids = count(_FIRST_GROUP_ID)
        self._supergroup_ids = count(_FIRST_SUPERGROUP_ID)

    # Who there is

    def add_user(self, user: User | None = None, **fields: str | None) -> User:
        """Add a person; without a ready `user`, one with the next free id."""
        if user is None:
            user = User(
                id=next(self._person_ids),
                first_name=fields.get("first_name") or "Someone",
                last_name=fields.get("last_name"),
                username=fields.get("username"),
                language_code=fields.get("language_code"),
            )
        self.users[user.id] = user
        self.changes.note("person", 0, person=user.id)
        return user

    def add_private(self, user: User) -> Chat:
        """Return the private chat of a person with the bot, new if they have none."""
        chat = self.chats.setdefault(user.id, Chat(user.id, ChatKind.PRIVATE, user=user))
        chat.members.setdefault(user.id, Member(user, Role.MEMBER))
        chat.members.setdefault(self.bot.id, Member(self.bot, Role.MEMBER))
        self.changes.note("chat", chat.id)
        return chat

    def add_chat(
        self, kind: ChatKind, title: str, owner: User, *, is_forum: bool = False, username: str | None = None
    ) -> Chat:
        """Add a group, a supergroup or a channel; a forum is always a supergroup."""
        kind = ChatKind.SUPERGROUP if is_forum else kind
        number = next(self._group_ids) if kind is ChatKind.GROUP else next(self._supergroup_ids)
        chat = Chat(-number, kind, title=title, is_forum=is_forum, username=username)
        chat.members[owner.id] = Member(owner, Role.CREATOR)
        self.chats[chat.id] = chat
        self.changes.note("chat", chat.id)
        return chat

    def bot_in(self, chat: Chat) -> Member | None:
        """Return the bot's standing in a chat, None if it never was there."""
        return chat.member(self.bot.id)

    # What is said

    def post(
        self,
        chat: Chat,
        draft: Draft,
        author: User | None,
        *,
        as_chat: bool = False,
        is_service: bool = False,
    ) -> Message:
        """Put a message into a chat and tell the bot of it where it may know.

        `as_chat` posts in the name of the chat: a channel's post, or an anonymous admin of a group.
        """
        chat.last_message_id += 1
        sender, sender_chat_id = author, None
        if chat.kind is ChatKind.CHANNEL:
            sender, sender_chat_id = None, chat.id
        elif as_chat:
            sender, sender_chat_id = self.anonymous, chat.id
        thread_id = self._thread_of(chat, draft)
        message = Message(
            id=chat.last_message_id,
            chat_id=chat.id,
            at=self.now(),
            draft=replace(draft, thread_id=thread_id),
            author=author,
            sender=sender,
            sender_chat_id=sender_chat_id,
            is_in_topic=chat.is_forum and thread_id is not None,
        )
        chat.messages[message.id] = message
        if draft.document:
            self.files[draft.document.file_id] = draft.document
        self._tell_bot(chat, message, is_service=is_service)
        self.changes.note("message", chat.id, message_id=message.id)
        return message

    def edit(self, message: Message, draft: Draft, by: User | None) -> None:
        """Replace what a message says; the bot is told where another than it edits."""
        now = self.now()
        message.history.append(Version(now, message.draft))
        message.draft, message.edited_at = draft, now
        chat = self.chats[message.chat_id]
        if by is not self.bot:
            self._tell_bot(chat, message, is_edit=True)
        self.changes.note("edit", chat.id, message_id=message.id)

    def delete(self, message: Message) -> None:
        """Delete a message; bots are never told."""
        message.is_deleted = True
        chat = self.chats[message.chat_id]
        chat.pinned = [id_ for id_ in chat.pinned if id_ != message.id]
        self.changes.note("delete", chat.id, message_id=message.id)

    def remember_inline(self, message: Message) -> str:
        """Give a message that was sent through the bot the id by which the bot may edit it."""
        message.inline_id = f"AAAA{secrets.token_urlsafe(12)}"
        self.inline_messages[message.inline_id] = message
        return message.inline_id

    def live_chat(self, chat_id: int) -> Chat:
        """Return a chat that people can use.

        Raises:
            PeopleError: there is none, it was deleted, or it has moved to a supergroup.
        """
        chat = self.chats.get(chat_id)
        if chat is None or chat.is_deleted:
            raise PeopleError(f"there is no chat {chat_id}")
        if chat.migrated_to is not None:
            raise PeopleError(f"chat {chat_id} has become the supergroup {chat.migrated_to}")
        return chat

    def _thread_of(self, chat: Chat, draft: Draft) -> int | None:
        """Return the thread of a new message: the one it names, or that of the message it replies to."""
        replied = chat.find(draft.reply_to)
        if draft.thread_id is not None or replied is None or chat.kind is not ChatKind.SUPERGROUP:
            return draft.thread_id
        if chat.is_forum:
            return replied.draft.thread_id
        return replied.draft.thread_id or replied.id

    def _tell_bot(
        self, chat: Chat, message: Message, *, is_service: bool = False, is_edit: bool = False
    ) -> None:
        kind = find_update_kind(self, chat, message, is_service=is_service, is_edit=is_edit)
        if kind is None:
            return
        if message.sender and not message.sender.is_bot:
            self.met.add(message.sender.id)
        self.updates.push(kind, tell_message(self, message))
