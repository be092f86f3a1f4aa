"""Handlers that may take long, moved beside the turns of their chat."""

import asyncio
from collections.abc import Hashable
from typing import Any, Final

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler

from bot.tg.background import Background
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Context, answer_press, receive
from bot.tg.views.trouble import alert, trouble_post

LONGEST_S: Final = 300.0
"""After so long an answer is given up."""
PATIENCE_S: Final = 20.0
"""How long a question waits for earlier ones of its chat before it is told that they take long."""
PRESS_PATIENCE_S: Final = 0.8
"""How long a press does: its button waits meanwhile."""


def move(handler: BaseHandler[Update, Any, Any], desk: Desk, background: Background) -> None:
    """Have a handler's work done in the background; what it fails with reaches the error handler.

    A question that finds no seat there waits in the turn of its chat, and is in the end told to come again.
    """
    callback = handler.callback

    async def begin(update: Update, context: Context) -> None:
        async def work() -> None:
            try:
                async with asyncio.timeout(LONGEST_S):
                    await callback(update, context)
            except Exception as error:  # noqa: BLE001 - the error handler decides, as for any other handler
                await context.application.process_error(update, error)

        patience_s = PATIENCE_S if update.callback_query is None else PRESS_PATIENCE_S
        if not await background.start(asker(update), work, patience_s):
            await _put_off(desk, update)

    handler.callback, handler.block = begin, True


def asker(update: Update) -> Hashable:
    """Return who shares seats: those of a chat, but in a channel each reader who presses alone."""
    chat, user = update.effective_chat, update.effective_user
    if chat is not None and (chat.type != ChatType.CHANNEL or user is None):
        return chat.id
    return user.id if user is not None else None


async def _put_off(desk: Desk, update: Update) -> None:
    visit, query = await receive(desk, update), update.callback_query
    if visit is None:
        return
    if query is not None:
        await answer_press(query, alert(visit.language, "trouble.busy"), is_alert=True)
    else:
        await visit.say(trouble_post(visit.language, "trouble.busy"), is_reply=True)
