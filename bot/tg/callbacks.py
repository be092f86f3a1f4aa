"""What buttons say back: small values that fit into the 64 bytes that Telegram gives a button.

Data comes from outside and may be old, of another version or made up: `decode` never raises.
"""

import hashlib
import re
from collections.abc import Callable, Mapping

from bot.domain.arxiv_ids import exact_id
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import COUNTS, Style
from bot.domain.schedule import parse_time
from bot.tg.presses import (
    SETTINGS,
    Again,
    Days,
    DropTopic,
    Flow,
    Forget,
    OpenCard,
    OpenRegion,
    OpenScreen,
    Press,
    ReadAbstract,
    ReadSummary,
    Screen,
    SetCount,
    SetDays,
    SetLanguage,
    SetStyle,
    SetTime,
    SetVotes,
    SetZone,
    ShowEvidence,
    ShowHidden,
    ShowSettings,
    Subscribe,
    Unsubscribe,
)

MOST_BYTES = 64
MOST_VOTES = 1000
"""The most votes that a chat may ask for."""
_MOST_PAGES = 99
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_MARK = re.compile(r"[0-9a-f]{12}")


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
    if data == SETTINGS:
        return ShowSettings()
    head, _, rest = data.partition(":")
    try:
        if head in _READINGS:
            return _READINGS[head](rest)
        if head in ("card", "again", "hidden", "forget"):
            return _plain(head, rest)
        name, _, value = rest.partition(":")
        return _choice(Flow(head), name, value)
    except (ValueError, KeyError):
        return None


def mark_of(topic: str) -> str:
    """Return what stands for a topic in a button: the same for the same topic, and short."""
    return hashlib.sha256(topic.casefold().encode("utf-8", "replace")).hexdigest()[:12]


def _summary(rest: str) -> Press | None:
    paper_id, *named = rest.split(":")
    found = exact_id(paper_id)
    if found is None:
        return None
    if not named:
        return ReadSummary(found.base)
    language, style = named
    return ReadSummary(found.base, _language(language), Style(style))


def _abstract(rest: str) -> Press | None:
    paper_id, *named = rest.split(":")
    found = exact_id(paper_id)
    if found is None:
        return None
    if not named:
        return ReadAbstract(found.base)
    (language,) = named
    return ReadAbstract(found.base, _language(language))


def _evidence(rest: str) -> Press | None:
    paper_id, language, style, page = rest.split(":")
    found = exact_id(paper_id)
    if found is None or not page.isascii() or not 1 <= int(page) <= _MOST_PAGES:
        return None
    return ShowEvidence(found.base, _language(language), Style(style), int(page))


def _language(code: str) -> str:
    """Return a language code that could be one.

    Raises:
        ValueError: it could not.
    """
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(code)
    return code


_READINGS: Mapping[str, Callable[[str], Press | None]] = {
    "sum": _summary,
    "abs": _abstract,
    "ev": _evidence,
}


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
        "topic": lambda: DropTopic(value) if _MARK.fullmatch(value) else None,
        "votes": lambda: SetVotes(int(value)) if value.isascii() and 0 <= int(value) <= MOST_VOTES else None,
        "on": lambda: Subscribe(Kind(value)),
        "off": lambda: Unsubscribe(Kind(value)),
    }
    known = in_both | in_settings if flow is Flow.SETTINGS else in_both
    return known[name]()


def _time(value: str, flow: Flow) -> Press | None:
    at = parse_time(value)
    return SetTime(at, flow) if at is not None else None
