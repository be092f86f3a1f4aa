"""Choices: what a button or a typed value changes about a chat."""

from dataclasses import asdict
from typing import Any, Final

from bot.domain.calendar import Kind
from bot.domain.chats import COUNTS, Chat, Style
from bot.domain.messages import Post
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, parse_time
from bot.tg.handlers.conversation import Visit
from bot.tg.presses import (
    Days,
    DropTopic,
    Press,
    Screen,
    SetCount,
    SetDays,
    SetLanguage,
    SetStyle,
    SetTime,
    SetVotes,
    SetZone,
    Subscribe,
    Unsubscribe,
)
from bot.tg.topic_wishes import Filters
from bot.tg.views.settings import settings_post
from bot.tg.zones import allowed, find_zone
from bot.words.texts import language_name, languages

CHOICES: Final = (
    SetZone,
    SetLanguage,
    SetTime,
    SetDays,
    SetCount,
    SetStyle,
    SetVotes,
    DropTopic,
    Subscribe,
    Unsubscribe,
)
_DAYS: Final = {Days.EVERY_DAY: EVERY_DAY, Days.WEEKDAYS: WEEKDAYS}


async def choose(visit: Visit, press: Press) -> Chat:
    """Do what a choice says and return the chat as it is then; what cannot be is left as it was."""
    reception, chat = visit.desk.reception, visit.chat
    changes = _preferences(press, chat)
    if changes:
        return await reception.prefer(chat, **changes)
    if isinstance(press, Unsubscribe):
        await reception.unsubscribe(chat, press.kind)
        where = visit.where
        return await reception.meet(where.address, where.place, where.title, where.language_code)
    if isinstance(press, SetTime):
        return await reception.subscribe(chat, Kind.DAILY, press.at)
    if isinstance(press, SetDays):
        return await reception.subscribe(chat, Kind.DAILY, days=_DAYS[press.days])
    if isinstance(press, Subscribe):
        return await reception.subscribe(chat, press.kind)
    return chat


def page(visit: Visit, screen: Screen = Screen.MAIN) -> Post:
    """Return a page of the settings of the chat that is visited."""
    desk = visit.desk
    return settings_post(visit.chat, desk.clock.now(), screen, has_model=desk.readings.has_model)


def read_choice(screen: Screen, value: str) -> Press | None:
    """Return the choice that a value typed for a page of the settings stands for, or None."""
    said = value.casefold()
    press: Press | None = None
    if screen is Screen.TIME and (at := parse_time(value)) is not None:
        press = SetTime(at)
    elif screen is Screen.ZONE and (zone := find_zone(value)) is not None:
        press = SetZone(zone)
    elif screen is Screen.LANGUAGE:
        named = {language_name(one).casefold(): one for one in languages()}
        language = named.get(said, said)
        press = SetLanguage(language) if language in languages() else None
    elif screen is Screen.COUNT and said.isascii() and said.isdecimal() and int(said) in COUNTS:
        press = SetCount(int(said))
    elif screen is Screen.STYLE and said in list(Style):
        press = SetStyle(Style(said))
    return press


def _preferences(press: Press, chat: Chat) -> dict[str, Any]:
    """Return the fields of the preferences that a choice changes; none where it changes no preference."""
    changes: dict[str, Any] = {}
    match press:
        case SetZone(zone) if zone in allowed():
            changes = {"zone": zone}
        case SetLanguage(language) if language in languages():
            changes = {"language": language}
        case SetCount(count):
            changes = {"count": count}
        case SetStyle(style):
            changes = {"style": style}
        case SetVotes(votes):
            changes = {"min_votes": votes}
        case DropTopic(mark):
            changes = asdict(Filters.of(chat.preferences).without(mark))
    return changes
