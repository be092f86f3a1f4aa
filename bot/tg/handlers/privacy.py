"""/privacy and /forget: what is kept about a chat, and its end."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import (
    COMMANDS,
    Context,
    answer_press,
    press_of,
    receive,
)
from bot.tg.handlers.permission import receive_admin, receive_admin_press
from bot.tg.presses import Forget
from bot.tg.views.privacy import forget_post, forgotten_post, kept_post, privacy_post


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of these commands and of the answer to the question."""

    async def privacy(update: Update, _: Context) -> None:
        visit = await receive(desk, update)
        if visit is not None:
            await visit.say(privacy_post(visit.language))

    async def forget(update: Update, _: Context) -> None:
        visit = await receive_admin(desk, update)
        if visit is not None:
            await visit.say(forget_post(visit.language))

    async def pressed(update: Update, _: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive_admin_press(desk, update)
        if query is None or visit is None or not isinstance(press, Forget):
            return
        await answer_press(query)
        if not press.is_sure:
            await visit.change(kept_post(visit.language))
            return
        await desk.reception.forget(visit.chat.address.chat_id)
        await visit.change(forgotten_post(visit.language))

    return [
        CommandHandler("privacy", privacy, filters=COMMANDS),
        CommandHandler("forget", forget, filters=COMMANDS),
        CallbackQueryHandler(pressed, pattern=lambda data: isinstance(decode(str(data)), Forget)),
    ]
