"""What buttons say back: small values that fit into the 64 bytes that Telegram gives a button.

Data comes from outside and may be old, of another version or made up: `decode` never raises.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.domain.arxiv_ids import exact_id
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import COUNTS, Style
from bot.domain.schedule import parse_time

MOST_BYTES = 64
_SETTINGS = "settings"


class Screen(StrEnum):
    """A page of the settings."""

    MAIN = "main"
    TIME = "time"
    DAYS = "days"
    ZONE = "zone"
    LANGUAGE = "language"
    COUNT = "count"
    STYLE = "style"
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
        return _SETTINGS


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
    | Subscribe
    | Unsubscribe
    | Forget
)


def encode(press: Press) -> str:
    """Return a press as a button's data.

    Raises:
        ValueError: it is longer than a button can hold.
    """
    data = str(press)
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"a button cannot hold {data!r}")
    return data


def decode(data: str | None) -> Press | None:
    """Return what a button's data says; None where it says nothing that is known."""
    if not data or len(data.encode("utf-8", "replace")) > MOST_BYTES:
        return None
    if data == _SETTINGS:
        return ShowSettings()
    head, _, rest = data.partition(":")
    try:
        if head in ("card", "again", "hidden", "forget"):
            return _plain(head, rest)
        name, _, value = rest.partition(":")
        return _choice(Flow(head), name, value)
    except (ValueError, KeyError):
        return None


def _plain(head: str, rest: str) -> Press | None:
    if head == "card":
        found = exact_id(rest)
        return OpenCard(found.base) if found else None
    if head == "forget":
        return Forget({"yes": True, "no": False}[rest])
    edition = Edition.parse(rest)
    return Again(edition) if head == "again" else ShowHidden(edition)


def _choice(flow: Flow, name: str, value: str) -> Press | None:
    in_both: dict[str, Callable[[], Press | None]] = {
        "open": lambda: OpenScreen(Screen(value), flow),
        "region": lambda: OpenRegion(value, flow) if value else None,
        "zone": lambda: SetZone(value, flow) if value else None,
        "lang": lambda: SetLanguage(value, flow) if value else None,
        "at": lambda: _time(value, flow),
    }
    in_settings: dict[str, Callable[[], Press | None]] = {
        "days": lambda: SetDays(Days(value)),
        "count": lambda: SetCount(int(value)) if value.isascii() and int(value) in COUNTS else None,
        "style": lambda: SetStyle(Style(value)),
        "on": lambda: Subscribe(Kind(value)),
        "off": lambda: Unsubscribe(Kind(value)),
    }
    known = in_both | in_settings if flow is Flow.SETTINGS else in_both
    return known[name]()


def _time(value: str, flow: Flow) -> Press | None:
    at = parse_time(value)
    return SetTime(at, flow) if at is not None else None
