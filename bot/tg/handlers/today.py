"""/today: the newest digest, or that of a day."""

from datetime import date, timedelta
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.domain.calendar import Kind, feed_day, parse_day
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import COMMANDS, Context, receive, words_of
from bot.tg.handlers.reading import told_of
from bot.tg.views.answer import answer_posts
from bot.tg.views.trouble import bad_period_post

_DAYS_AGO: Final = {"today": 0, "오늘": 0, "yesterday": 1, "어제": 1}


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command."""

    async def today(update: Update, context: Context) -> None:
        visit = await receive(desk, update)
        if visit is None:
            return
        wanted = words_of(update)
        day = named_day(wanted, feed_day(desk.clock.now()))
        if wanted and day is None:
            post = bad_period_post(visit.language, Kind.DAILY, desk.clock.now())
            await visit.say(post, is_reply=True)
            return
        async with visit.at_work(context):
            if day is None:
                answer = await desk.answers.today(visit.chat)
            else:
                answer = await desk.answers.day(visit.chat, day)
        preferences = visit.chat.preferences
        told = await told_of(visit, answer)
        await visit.say(*answer_posts(answer, preferences, desk.views, visit.chat.place, told))

    return [CommandHandler("today", today, filters=COMMANDS, block=False)]


def named_day(text: str, today: date) -> date | None:
    """Return the day that someone names: a date, or a word for the feed's today or yesterday."""
    ago = _DAYS_AGO.get(text.strip().lower())
    return parse_day(text) if ago is None else today - timedelta(days=ago)
