"""/weekly and /monthly: the most upvoted papers of a week or month."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.domain.calendar import Edition, Kind, parse_month, parse_week
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import COMMANDS, Context, receive, words_of
from bot.tg.views.answer import answer_posts
from bot.tg.views.trouble import bad_period_post


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of these commands."""

    async def weekly(update: Update, context: Context) -> None:
        await _tell(desk, update, context, Kind.WEEKLY)

    async def monthly(update: Update, context: Context) -> None:
        await _tell(desk, update, context, Kind.MONTHLY)

    return [
        CommandHandler("weekly", weekly, filters=COMMANDS, block=False),
        CommandHandler("monthly", monthly, filters=COMMANDS, block=False),
    ]


def named_edition(kind: Kind, text: str) -> Edition | None:
    """Return the week or month that someone names, or None."""
    first = parse_week(text) if kind is Kind.WEEKLY else parse_month(text)
    if first is None:
        return None
    return Edition.weekly(first) if kind is Kind.WEEKLY else Edition.monthly(first)


async def _tell(desk: Desk, update: Update, context: Context, kind: Kind) -> None:
    visit = await receive(desk, update)
    if visit is None:
        return
    wanted = words_of(update)
    edition = named_edition(kind, wanted)
    if wanted and edition is None:
        await visit.say(bad_period_post(visit.language, kind, desk.clock.now()), is_reply=True)
        return
    async with visit.at_work(context):
        answer = await desk.answers.period(visit.chat, kind, edition)
    await visit.say(*answer_posts(answer, visit.chat.preferences, desk.views, visit.chat.place))
