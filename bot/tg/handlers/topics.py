"""/topics: which papers a chat's digests leave out."""

from dataclasses import asdict, replace
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.tg.desk import Desk
from bot.tg.handlers.choice import page
from bot.tg.handlers.conversation import COMMANDS, Context, Visit, words_of
from bot.tg.handlers.permission import receive_admin
from bot.tg.presses import Screen
from bot.tg.topic_wishes import Filters, Mistake, read_filters
from bot.tg.views.trouble import trouble_post


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command; its buttons are those of the settings."""

    async def topics(update: Update, _: Context) -> None:
        visit = await receive_admin(desk, update)
        if visit is not None:
            await set_topics(visit, words_of(update))

    return [CommandHandler("topics", topics, filters=COMMANDS)]


async def set_topics(visit: Visit, text: str) -> None:
    """Filter a chat's digests as somebody typed, and show what is set then."""
    if text:
        filters = read_filters(text, Filters.of(visit.chat.preferences))
        if isinstance(filters, Mistake):
            await visit.say(trouble_post(visit.language, filters), is_reply=True)
            return
        visit = replace(visit, chat=await visit.desk.reception.prefer(visit.chat, **asdict(filters)))
    await visit.say(page(visit, Screen.TOPICS))
