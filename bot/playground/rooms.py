"""The kinds of chat, with what their owners can do to them."""

from collections.abc import Iterable

from bot.playground import memberships
from bot.playground.chats import PERMISSIONS, Chat, ChatKind, Member, Role, Topic
from bot.playground.errors import PeopleError
from bot.playground.people import Person, Room
from bot.playground.world import World

_UNUSUAL_RIGHTS = frozenset({"can_promote_members", "can_manage_direct_messages"})


class PrivateRoom(Room):
    """A person's private chat with the bot."""

    def start(self) -> None:
        """Let the bot write first, as if the person had spoken to it before."""
        self._chat.is_started = True
        self._world.met.add(self._chat.id)

    def block(self) -> None:
        """Block the bot."""
        memberships.block(self._world, self._chat, is_blocked=True)

    def unblock(self) -> None:
        """Unblock the bot."""
        memberships.block(self._world, self._chat, is_blocked=False)

    def deactivate(self) -> None:
        """Delete the person's account."""
        self._speaker.deactivate()
        self._world.changes.note("chat", self.chat_id)


class SharedRoom(Room):
    """A group or a channel; its owner acts in all of this."""

    def __init__(self, world: World, chat: Chat, owner: Person) -> None:
        super().__init__(world, chat, owner)
        self.owner = owner

    def add_bot(self, *, as_admin: bool = False, rights: Iterable[str] | None = None) -> None:
        """Let the bot in, as a member or as an admin; a channel has no plain bots.

        Args:
            as_admin: whether it becomes an admin at once.
            rights: its rights as an admin; the usual ones of such a chat by default.
        """
        bot = Person(self._world.bot)
        if as_admin or self._chat.kind is ChatKind.CHANNEL:
            self.promote(bot, rights=rights)
        else:
            memberships.join(self._world, self._chat, Member(bot.user, Role.MEMBER), self.owner.user)

    def remove_bot(self) -> None:
        """Kick the bot out."""
        memberships.leave(self._world, self._chat, self._world.bot, self.owner.user)

    def join(self, person: Person) -> None:
        """Let someone in."""
        memberships.join(self._world, self._chat, Member(person.user, Role.MEMBER), person.user)

    def leave(self, person: Person) -> None:
        """Let someone go."""
        memberships.leave(self._world, self._chat, person.user, person.user)

    def promote(
        self,
        person: Person,
        *,
        rights: Iterable[str] | None = None,
        is_anonymous: bool = False,
        title: str = "",
    ) -> None:
        """Make someone an admin, or change an admin's rights; who is not here joins.

        Args:
            person: a person, or the playground's `bot`.
            rights: names such as `can_pin_messages`; the usual ones by default.
            is_anonymous: whether they speak in the group's name.
            title: what stands beside their name.
        """
        allowed = frozenset(self._chat.rights_of_admins())
        given = allowed - _UNUSUAL_RIGHTS if rights is None else frozenset(rights)
        if given - allowed:
            raise PeopleError(f"no such rights here: {sorted(given - allowed)}")
        role = Role.CREATOR if person.id == self.owner.id else Role.ADMINISTRATOR
        member = Member(person.user, role, given, is_anonymous, title or None)
        memberships.join(self._world, self._chat, member, self.owner.user)

    def demote(self, person: Person) -> None:
        """Take an admin's rights, or lift a restriction."""
        memberships.set_member(self._world, self._chat, Member(person.user, Role.MEMBER), self.owner.user)

    def delete_chat(self) -> None:
        """Delete the whole chat; the bot is told that it is out."""
        memberships.set_member(self._world, self._chat, Member(self._world.bot, Role.LEFT), self.owner.user)
        self._chat.is_deleted = True
        self._world.changes.note("chat", self.chat_id)


class TopicRoom(Room):
    """A topic of a forum."""

    def __init__(self, world: World, chat: Chat, owner: Person, topic: Topic) -> None:
        super().__init__(world, chat, owner, topic.id)
        self._topic = topic

    @property
    def name(self) -> str:
        """The topic's name."""
        return self._topic.name

    def close(self) -> None:
        """Let only admins write here."""
        memberships.set_topic_closed(self._world, self._chat, self._topic, self._speaker.user, is_closed=True)

    def reopen(self) -> None:
        """Let everyone write here again."""
        memberships.set_topic_closed(
            self._world, self._chat, self._topic, self._speaker.user, is_closed=False
        )

    def delete_topic(self) -> None:
        """Delete the topic with everything in it."""
        memberships.delete_topic(self._world, self._chat, self._topic)


class GroupRoom(SharedRoom):
    """A group, a supergroup or a forum."""

    def topic(self, name: str) -> TopicRoom:
        """Open a topic in a forum, or return the open one of this name.

        Raises:
            PeopleError: the group has no topics.
        """
        if not self._chat.is_forum:
            raise PeopleError("only a forum has topics")
        found = next((t for t in self._chat.topics.values() if t.name == name and not t.is_deleted), None)
        topic = found or memberships.open_topic(self._world, self._chat, name, self.owner.user)
        return TopicRoom(self._world, self._chat, self.owner, topic)

    def close_topic(self, topic: TopicRoom) -> None:
        """Let only admins write in a topic."""
        topic.close()

    def delete_topic(self, topic: TopicRoom) -> None:
        """Delete a topic with everything in it."""
        topic.delete_topic()

    def restrict(self, person: Person, *, allowed: Iterable[str] = ()) -> None:
        """Leave someone (or the bot) only the named permissions, such as `can_send_messages`."""
        member = Member(person.user, Role.RESTRICTED, frozenset(allowed))
        memberships.set_member(self._world, self._chat, member, self.owner.user)

    def kick(self, person: Person) -> None:
        """Throw someone out."""
        memberships.leave(self._world, self._chat, person.user, self.owner.user)

    def permit(self, allowed: Iterable[str] = PERMISSIONS) -> None:
        """Set what plain members, the bot among them, may do."""
        self._chat.permissions = frozenset(allowed)
        self._world.changes.note("chat", self.chat_id)

    def migrate(self) -> int:
        """Turn a group into a supergroup; this room moves along. Returns the new chat id.

        Raises:
            PeopleError: it is a supergroup already.
        """
        if self._chat.kind is not ChatKind.GROUP:
            raise PeopleError("only a basic group becomes a supergroup")
        self._chat = memberships.migrate(self._world, self._chat, self.owner.user)
        return self._chat.id


class ChannelRoom(SharedRoom):
    """A channel; `say` posts."""
