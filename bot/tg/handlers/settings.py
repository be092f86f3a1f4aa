"""/settings: pages of buttons that take each other's place, and the same by typing."""

from dataclasses import replace
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.domain.calendar import Kind
from bot.domain.chats import Place
from bot.domain.messages import Post
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.choice import CHOICES, choose, page, read_choice
from bot.tg.handlers.conversation import COMMANDS, Context, Visit, answer_press, press_of, words_of
from bot.tg.handlers.permission import receive_admin, receive_admin_press
from bot.tg.handlers.topics import set_topics
from bot.tg.presses import (
    DropTopic,
    Flow,
    OpenRegion,
    OpenScreen,
    Press,
    Screen,
    SetDays,
    SetTime,
    SetVotes,
    ShowSettings,
    Subscribe,
    Unsubscribe,
)
from bot.tg.views.settings import region_post
from bot.tg.views.start import step_post
from bot.tg.views.trouble import alert, bad_language_post, trouble_post
from bot.tg.wishes import read_days

_NAMES: Final = {
    **dict.fromkeys(("time", "시각", "시간"), Screen.TIME),
    **dict.fromkeys(("days", "요일"), Screen.DAYS),
    **dict.fromkeys(("zone", "timezone", "시간대"), Screen.ZONE),
    **dict.fromkeys(("language", "언어"), Screen.LANGUAGE),
    **dict.fromkeys(("count", "papers", "논문수", "편수"), Screen.COUNT),
    **dict.fromkeys(("style", "분량"), Screen.STYLE),
    **dict.fromkeys(("topics", "topic", "votes", "주제", "추천"), Screen.TOPICS),
}
_ABOUT_DAILY: Final = (Screen.TIME, Screen.DAYS)


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command and of its buttons."""

    async def settings(update: Update, _: Context) -> None:
        visit = await receive_admin(desk, update)
        if visit is None:
            return
        words = words_of(update).split(maxsplit=1)
        if words:
            await _typed(visit, words[0], "".join(words[1:]).strip())
        else:
            await visit.say(page(visit))

    async def pressed(update: Update, _: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive_admin_press(desk, update)
        if query is None or visit is None or press is None:
            return
        if _is_about_daily(press) and visit.chat.subscription(Kind.DAILY) is None:
            await answer_press(query, alert(visit.language, "trouble.no_daily"), is_alert=True)
            return
        await answer_press(query)
        if isinstance(press, ShowSettings):
            await visit.say(page(visit))
        else:
            await visit.change(await _after(visit, press))

    return [
        CommandHandler("settings", settings, filters=COMMANDS),
        CallbackQueryHandler(pressed, pattern=_is_about_settings),
    ]


def _is_about_settings(data: object) -> bool:
    press = decode(str(data))
    is_ours = isinstance(press, (*CHOICES, OpenScreen, OpenRegion, ShowSettings))
    return is_ours and getattr(press, "flow", Flow.SETTINGS) is Flow.SETTINGS


def _is_about_daily(press: Press) -> bool:
    """Whether a press means a daily digest that there is; it must not start one that was stopped."""
    return isinstance(press, SetTime | SetDays) or (
        isinstance(press, OpenScreen) and press.screen in _ABOUT_DAILY
    )


async def _after(visit: Visit, press: Press) -> Post:
    """Return the page that a press leads to."""
    now = visit.desk.clock.now()
    if isinstance(press, OpenRegion):
        return region_post(visit.chat, now, press.region)
    if isinstance(press, OpenScreen):
        return page(visit, press.screen)
    changed = replace(visit, chat=await choose(visit, press))
    if isinstance(press, Subscribe | Unsubscribe):
        return page(changed, Screen.SUBSCRIPTIONS)
    return page(changed, Screen.TOPICS if isinstance(press, SetVotes | DropTopic) else Screen.MAIN)


async def _typed(visit: Visit, name: str, value: str) -> None:
    screen = _NAMES.get(name.casefold())
    if screen is None:
        await visit.say(trouble_post(visit.language, "trouble.bad_setting"), is_reply=True)
        return
    if screen in _ABOUT_DAILY and visit.chat.subscription(Kind.DAILY) is None:
        await visit.say(trouble_post(visit.language, "trouble.no_daily"), is_reply=True)
        return
    now = visit.desk.clock.now()
    if screen is Screen.TOPICS:
        await set_topics(visit, value)
        return
    if not value:
        await visit.say(page(visit, screen))
        return
    if screen is Screen.DAYS:
        days = read_days(value)
        chat = await visit.desk.reception.subscribe(visit.chat, Kind.DAILY, days=days) if days else None
    else:
        press = read_choice(screen, value)
        chat = await choose(visit, press) if press is not None else None
    if chat is None:
        await visit.say(_bad(visit.language, screen), is_reply=True)
    elif screen is Screen.ZONE and chat.place is Place.PRIVATE and not chat.subscriptions:
        # Typed instead of tapped in the first steps: they go on.
        await visit.say(step_post(chat, now, Screen.TIME, visit.desk.reception.defaults.at))
    else:
        await visit.say(page(replace(visit, chat=chat)))


def _bad(language: str, screen: Screen) -> Post:
    if screen is Screen.LANGUAGE:
        return bad_language_post(language)
    return trouble_post(language, f"trouble.bad_{screen}")
