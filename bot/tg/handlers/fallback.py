"""What nothing else understood: told in one line, and only where somebody speaks to the bot alone."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, MessageHandler, filters

from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Context, answer_press, receive
from bot.tg.views.trouble import alert, trouble_post

_ALONE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of unknown commands, anything else that is sent, and old buttons.

    They must come last.
    """

    async def unknown_command(update: Update, _: Context) -> None:
        await _tell(desk, update, "trouble.unknown_command")

    async def anything_else(update: Update, _: Context) -> None:
        await _tell(desk, update, "trouble.no_link")

    async def old_button(update: Update, _: Context) -> None:
        visit, query = await receive(desk, update), update.callback_query
        if query is not None:
            language = visit.language if visit else (query.from_user.language_code or "")
            await answer_press(query, alert(language, "trouble.old_button"), is_alert=True)

    return [
        MessageHandler(filters.COMMAND & _ALONE, unknown_command),
        MessageHandler(~filters.StatusUpdate.ALL & _ALONE, anything_else),
        CallbackQueryHandler(old_button),
    ]


async def _tell(desk: Desk, update: Update, key: str) -> None:
    visit = await receive(desk, update)
    if visit is not None:
        await visit.say(trouble_post(visit.language, key), is_reply=True)
