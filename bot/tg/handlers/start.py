"""/start: today's papers at once, and at most three taps to have them every day."""

import asyncio
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.domain.calendar import Kind
from bot.domain.chats import Place
from bot.domain.messages import Post
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.choice import choose
from bot.tg.handlers.choice import page as settings_page
from bot.tg.handlers.conversation import (
    COMMANDS,
    Context,
    Visit,
    answer_press,
    press_of,
    receive,
)
from bot.tg.handlers.permission import receive_admin_press
from bot.tg.handlers.reading import told_of
from bot.tg.presses import Flow, OpenRegion, OpenScreen, Press, Screen, SetLanguage, SetTime, SetZone
from bot.tg.views.answer import answer_posts
from bot.tg.views.start import done_post, region_step_post, step_post, welcome_post
from bot.tg.views.subscription import coming, subscribed_post
from bot.words.texts import is_spoken

SOON_S: Final = 1.0
"""Papers that take longer come after the first step instead of before it."""


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command and of the first steps."""

    async def start(update: Update, context: Context) -> None:
        visit = await receive(desk, update)
        if visit is None:
            return
        chat = visit.chat
        if chat.place is not Place.PRIVATE:
            await visit.say(_set_up(visit) or welcome_post(visit.language, chat.place))
        elif chat.has_chosen or chat.subscriptions:
            await _show(visit, context, settings_page(visit))
        else:
            is_guessed = is_spoken(visit.where.language_code)
            await _show(visit, context, _step(visit, Screen.ZONE if is_guessed else Screen.LANGUAGE))

    async def pressed(update: Update, _: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive_admin_press(desk, update)
        if query is None or visit is None or press is None:
            return
        await answer_press(query)
        await visit.change(await _after(visit, press))

    return [
        CommandHandler("start", start, filters=COMMANDS, block=False),
        CallbackQueryHandler(
            pressed, pattern=lambda data: getattr(decode(str(data)), "flow", None) is Flow.START
        ),
    ]


def _set_up(visit: Visit) -> Post | None:
    """Return what a group or channel gets already; None where it gets nothing."""
    if not visit.chat.subscriptions:
        return None
    kind = visit.chat.subscriptions[0].kind
    one = coming(visit.chat, kind, visit.desk.clock.now(), is_first=False)
    # Without buttons: what can be changed is for admins, in /settings.
    return Post(subscribed_post(visit.chat, one).html) if one else None


async def _show(visit: Visit, context: Context, post: Post) -> None:
    """Say something below the newest papers; where those take long, say it first."""
    async with visit.at_work(context), asyncio.TaskGroup() as group:
        latest = group.create_task(visit.desk.answers.latest(visit.chat))
        await asyncio.wait({latest}, timeout=SOON_S)
        is_soon = latest.done()
        if not is_soon:
            await visit.say(post)
        answer = await latest
        told, preferences = await told_of(visit, answer), visit.chat.preferences
        await visit.say(*answer_posts(answer, preferences, visit.desk.views, visit.chat.place, told))
    if is_soon:
        await visit.say(post)


async def _after(visit: Visit, press: Press) -> Post:
    """Return the step that a press leads to."""
    now = visit.desk.clock.now()
    if isinstance(press, OpenRegion):
        return region_step_post(visit.chat, now, press.region)
    if isinstance(press, OpenScreen):
        return _step(visit, press.screen)
    is_first = visit.chat.subscription(Kind.DAILY) is None
    chat = await choose(visit, press)
    visit = Visit(chat, visit.where, visit.desk)
    one = coming(chat, Kind.DAILY, now, is_first=is_first)
    if isinstance(press, SetTime) and one is not None:
        return done_post(chat, one)
    following = {SetLanguage: Screen.ZONE, SetZone: Screen.TIME}
    return _step(visit, following.get(type(press), Screen.ZONE))


def _step(visit: Visit, screen: Screen) -> Post:
    return step_post(visit.chat, visit.desk.clock.now(), screen, visit.desk.reception.defaults.at)
