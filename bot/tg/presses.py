"""What a press says: a button's meaning as a value; how it fits into a button is told in `callbacks`."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Style

SETTINGS = "settings"
"""What the button says that opens the settings."""


class Screen(StrEnum):
    """A page of the settings."""

    MAIN = "main"
    TIME = "time"
    DAYS = "days"
    ZONE = "zone"
    LANGUAGE = "language"
    COUNT = "count"
    STYLE = "style"
    TOPICS = "topics"
    SUBSCRIPTIONS = "subs"


class Flow(StrEnum):
    """Where a choice is made: in the settings, or in the first steps, where each leads to the next."""

    SETTINGS = "set"
    START = "start"


class Days(StrEnum):
    """The days on which a daily digest comes."""

    EVERY_DAY = "all"
    WEEKDAYS = "week"


@dataclass(frozen=True, slots=True)
class OpenCard:
    """Show a paper's card."""

    paper_id: str

    def __str__(self) -> str:
        return f"card:{self.paper_id}"


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """Tell a paper's summary, in the language and style of the chat where none are named.

    Where both are named, a summary that is known takes the place of the message that was pressed.
    """

    paper_id: str
    language: str | None = None
    style: Style | None = None

    def __str__(self) -> str:
        named = f":{self.language}:{self.style}" if self.language and self.style else ""
        return f"sum:{self.paper_id}{named}"


@dataclass(frozen=True, slots=True)
class ReadAbstract:
    """Tell a paper's abstract, in the language of the chat where none is named."""

    paper_id: str
    language: str | None = None

    def __str__(self) -> str:
        return f"abs:{self.paper_id}{f':{self.language}' if self.language else ''}"


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """Show the quotes behind a summary, page by page from 1, in the place of the message pressed."""

    paper_id: str
    language: str
    style: Style
    page: int = 1

    def __str__(self) -> str:
        return f"ev:{self.paper_id}:{self.language}:{self.style}:{self.page}"


@dataclass(frozen=True, slots=True)
class Again:
    """Show a list again."""

    edition: Edition

    def __str__(self) -> str:
        return f"again:{self.edition}"


@dataclass(frozen=True, slots=True)
class ShowHidden:
    """Show what the chat's filters hid of a list."""

    edition: Edition

    def __str__(self) -> str:
        return f"hidden:{self.edition}"


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Show the settings in a message of their own."""

    def __str__(self) -> str:
        return SETTINGS


@dataclass(frozen=True, slots=True)
class OpenScreen:
    """Show a page of the settings in the place of the one that was pressed."""

    screen: Screen
    flow: Flow = Flow.SETTINGS

    def __str__(self) -> str:
        return f"{self.flow}:open:{self.screen}"


@dataclass(frozen=True, slots=True)
class OpenRegion:
    """Show the cities of a part of the world."""

    region: str
    flow: Flow = Flow.SETTINGS

    def __str__(self) -> str:
        return f"{self.flow}:region:{self.region}"


@dataclass(frozen=True, slots=True)
class SetZone:
    """Live in a time zone."""

    zone: str
    flow: Flow = Flow.SETTINGS

    def __str__(self) -> str:
        return f"{self.flow}:zone:{self.zone}"


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Read in a language."""

    language: str
    flow: Flow = Flow.SETTINGS

    def __str__(self) -> str:
        return f"{self.flow}:lang:{self.language}"


@dataclass(frozen=True, slots=True)
class SetTime:
    """Have the daily digest at a time."""

    at: time
    flow: Flow = Flow.SETTINGS

    def __str__(self) -> str:
        return f"{self.flow}:at:{self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class SetDays:
    """Have the daily digest on some days."""

    days: Days

    def __str__(self) -> str:
        return f"set:days:{self.days}"


@dataclass(frozen=True, slots=True)
class SetCount:
    """Have so many papers."""

    count: int

    def __str__(self) -> str:
        return f"set:count:{self.count}"


@dataclass(frozen=True, slots=True)
class SetStyle:
    """Have so much of each paper."""

    style: Style

    def __str__(self) -> str:
        return f"set:style:{self.style}"


@dataclass(frozen=True, slots=True)
class DropTopic:
    """Have a topic no longer wanted or unwanted; it is named by `mark_of`, for topics can be long."""

    mark: str

    def __str__(self) -> str:
        return f"set:topic:{self.mark}"


@dataclass(frozen=True, slots=True)
class SetVotes:
    """Have papers with so many votes at least."""

    votes: int

    def __str__(self) -> str:
        return f"set:votes:{self.votes}"


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Have digests of a kind, from the settings."""

    kind: Kind

    def __str__(self) -> str:
        return f"set:on:{self.kind}"


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Have no more digests of a kind, from the settings."""

    kind: Kind

    def __str__(self) -> str:
        return f"set:off:{self.kind}"


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything about this chat, or leave it."""

    is_sure: bool

    def __str__(self) -> str:
        return f"forget:{'yes' if self.is_sure else 'no'}"


Press = (
    OpenCard
    | ReadSummary
    | ReadAbstract
    | ShowEvidence
    | Again
    | ShowHidden
    | ShowSettings
    | OpenScreen
    | OpenRegion
    | SetZone
    | SetLanguage
    | SetTime
    | SetDays
    | SetCount
    | SetStyle
    | DropTopic
    | SetVotes
    | Subscribe
    | Unsubscribe
    | Forget
)
