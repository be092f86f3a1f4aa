"""Choices as buttons; what holds now is marked."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.domain.chats import COUNTS, Style
from bot.domain.messages import Button, Keyboard
from bot.tg.callbacks import encode
from bot.tg.presses import (
    Days,
    Flow,
    OpenRegion,
    OpenScreen,
    Press,
    Screen,
    SetCount,
    SetDays,
    SetLanguage,
    SetStyle,
    SetTime,
    SetZone,
)
from bot.tg.views.paper import rows
from bot.tg.zones import COMMON, REGIONS, offset
from bot.words.texts import Texts, language_name, languages

MARK = "✓ "
_TIMES = (
    *(time(hour) for hour in (6, 7, 8, 9, 10, 12, 18, 20, 22)),
    *(time(7, 30), time(8, 15), time(8, 30)),
)


def button(label: str, press: Press, *, is_current: bool = False) -> Button:
    """Return a button, marked where it says what holds already."""
    return Button(f"{MARK}{label}" if is_current else label, data=encode(press))


def language_buttons(current: str | None, flow: Flow) -> Keyboard:
    """Return the languages, each by its own name."""
    return rows(
        [
            button(language_name(one), SetLanguage(one, flow), is_current=one == current)
            for one in languages()
        ],
        2,
    )


def zone_buttons(words: Texts, current: str | None, now: datetime, flow: Flow) -> Keyboard:
    """Return the most used zones, and the parts of the world for the others."""
    zones = COMMON if current is None or current in COMMON else (current, *COMMON)
    regions = [button(words.label(f"region.{one}"), OpenRegion(one, flow)) for one in REGIONS]
    return (*rows(_zones(words, zones, current, now, flow), 2), *rows(regions, 3))


def city_buttons(words: Texts, region: str, current: str | None, now: datetime, flow: Flow) -> Keyboard:
    """Return the cities of a part of the world, by name, and the way back."""
    zones = sorted(REGIONS.get(region, ()), key=words.city)
    back = button(words.label("button.back"), OpenScreen(Screen.ZONE, flow))
    return (*rows(_zones(words, zones, current, now, flow), 2), (back,))


def time_buttons(words: Texts, current: time | None, flow: Flow, usual: time | None = None) -> Keyboard:
    """Return times of day, among them the current one and the one that is suggested."""
    times = sorted({*_TIMES, *(one for one in (current, usual) if one)})
    return rows([button(words.clock(one), SetTime(one, flow), is_current=one == current) for one in times], 4)


def day_buttons(words: Texts, current: Days | None) -> Keyboard:
    """Return the days on which a daily digest can come."""
    return rows(
        [button(words.label(f"days.{one}"), SetDays(one), is_current=one is current) for one in Days], 2
    )


def count_buttons(words: Texts, current: int) -> Keyboard:
    """Return the numbers of papers that a digest can have."""
    return rows([button(words.number(one), SetCount(one), is_current=one == current) for one in COUNTS], 5)


def style_buttons(words: Texts, current: Style, *, has_model: bool) -> Keyboard:
    """Return how much of each paper can be told."""
    return rows(
        [
            button(style_name(words, one, has_model=has_model), SetStyle(one), is_current=one is current)
            for one in Style
        ],
        3,
    )


def style_name(words: Texts, style: Style, *, has_model: bool) -> str:
    """Return what a style is called: it depends on whether papers are read."""
    return words.label(f"style.read_{style}" if has_model else f"style.{style}")


def _zones(
    words: Texts, zones: Sequence[str], current: str | None, now: datetime, flow: Flow
) -> list[Button]:
    return [button(place(words, one, now), SetZone(one, flow), is_current=one == current) for one in zones]


def place(words: Texts, zone: str, now: datetime) -> str:
    """Return a zone by its city and its distance from UTC now, such as `Seoul (UTC+9)`."""
    city, distance = words.city(zone), offset(zone, now)
    return city if city == distance else f"{city} ({distance})"
