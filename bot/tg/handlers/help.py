"""/help: the commands, each with what it does."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.tg.commands import COMMANDS as KNOWN
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import COMMANDS, Context, receive
from bot.tg.views.help import help_post


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command."""

    async def tell(update: Update, _: Context) -> None:
        visit = await receive(desk, update)
        if visit is not None:
            await visit.say(help_post(visit.language, KNOWN))

    return [CommandHandler("help", tell, filters=COMMANDS)]
