"""/subscribe and /unsubscribe: which digests come, when, where and on which days."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.domain.calendar import Kind
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import COMMANDS, Context, Visit, words_of
from bot.tg.handlers.permission import receive_admin
from bot.tg.views.subscription import coming, subscribed_post, unsubscribed_post
from bot.tg.views.trouble import bad_subscription_post
from bot.tg.wishes import Wish, read_kind, read_wish


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of these commands."""

    async def subscribe(update: Update, _: Context) -> None:
        visit = await receive_admin(desk, update)
        if visit is None:
            return
        wish = read_wish(words_of(update))
        if wish.unknown is None:
            await _subscribe(visit, wish)
        else:
            await visit.say(bad_subscription_post(visit.language, wish.unknown), is_reply=True)

    async def unsubscribe(update: Update, _: Context) -> None:
        visit = await receive_admin(desk, update)
        if visit is None:
            return
        wanted = words_of(update)
        kind = read_kind(wanted)
        if wanted and kind is None:
            await visit.say(bad_subscription_post(visit.language, wanted.split()[0]), is_reply=True)
            return
        await visit.say(unsubscribed_post(visit.chat, await desk.reception.unsubscribe(visit.chat, kind)))

    return [
        CommandHandler("subscribe", subscribe, filters=COMMANDS),
        CommandHandler("unsubscribe", unsubscribe, filters=COMMANDS),
    ]


async def _subscribe(visit: Visit, wish: Wish) -> None:
    reception, chat, kind = visit.desk.reception, visit.chat, wish.kind or Kind.DAILY
    is_first = chat.subscription(kind) is None
    if wish.zone is not None:
        chat = await reception.prefer(chat, zone=wish.zone)
    chat = await reception.subscribe(chat, kind, wish.at, wish.days)
    one = coming(chat, kind, visit.desk.clock.now(), is_first=is_first)
    if one is not None:
        await visit.say(subscribed_post(chat, one))
