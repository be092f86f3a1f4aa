"""Chats, what they wish for, and when."""

from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendar import Kind
from bot.domain.schedule import Subscription

COUNTS = range(1, 11)
"""How many papers a daily digest may hold."""


class Style(StrEnum):
    """How much of each paper is told."""

    BRIEF = "brief"
    SECTIONS = "sections"
    DEEP = "deep"


class Place(StrEnum):
    """What sort of Telegram chat it is."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Pause(StrEnum):
    """Why nothing is sent to a chat for now; it is resumed when the reason goes away."""

    BLOCKED = "blocked"  # a person blocked the bot
    REMOVED = "removed"  # kicked, left, deleted
    MUTED = "muted"  # the bot may not write there
    TOPIC_CLOSED = "topic_closed"  # the forum topic is closed or deleted
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Address:
    """Where messages go: a Telegram chat, and a topic of it where the chat is a forum."""

    chat_id: int
    topic_id: int | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a chat wants its digests. `wanted` and `unwanted` are topics, see `bot.domain.topics`."""

    language: str = "en"
    zone: str = "UTC"
    count: int = 5
    style: Style = Style.BRIEF
    min_votes: int = 0
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    is_silent: bool = False

    @property
    def zone_info(self) -> ZoneInfo:
        """The chat's time zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Chat:
    """A Telegram chat, or a forum topic of it, that has spoken to the bot.

    `has_chosen` tells a chat that went through the first choices from one that only looked.
    """

    id: int
    address: Address
    place: Place
    title: str = ""
    preferences: Preferences = field(default_factory=Preferences)
    has_chosen: bool = False
    pause: Pause | None = None
    subscriptions: tuple[Subscription, ...] = ()

    def subscription(self, kind: Kind) -> Subscription | None:
        """Return the chat's subscription of a kind, or None."""
        return next((one for one in self.subscriptions if one.kind is kind), None)
