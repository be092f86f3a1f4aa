"""Handlers that may take long, moved beside the turns of their chat."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of slow answers.

    `is_personal` shares the seats out by reader, also in a group, where else they are the group's.
    """

    longest_s: float | None = None
    patience_s: float | None = None
    is_personal: bool = False


LISTS: Final = Sort()
READING: Final = Sort(longest_s=2_400.0, patience_s=1.0, is_personal=True)
"""A message may ask for three papers; while a question waits for a seat, so do the chat's other messages."""


def move(
    handler: BaseHandler[Update, Any, Any], desk: Desk, background: Background, sort: Sort = LISTS
) -> None:
    """Have a handler's work done in the background; what it fails with reaches the error handler.

    A question that finds no seat there waits in the turn of its chat, and is in the end told to come again.
    """
    callback = handler.callback

    async def begin(update: Update, context: Context) -> None:
        async def work() -> None:
            try:
                async with asyncio.timeout(sort.longest_s or LONGEST_S):
                    await callback(update, context)
            except Exception as error:  # noqa: BLE001 - the error handler decides, as for any other handler
                await context.application.process_error(update, error)

        is_press = update.callback_query is not None
        patience_s = PRESS_PATIENCE_S if is_press else sort.patience_s or PATIENCE_S
        if not await background.start(asker(update, sort), work, patience_s):
            await _put_off(desk, update)

    handler.callback, handler.block = begin, True


def asker(update: Update, sort: Sort = LISTS) -> Hashable:
    """Return who shares seats: those of a chat, but in a channel each reader who presses alone.

    Who speaks as a chat (an admin without a name) is that chat: Telegram gives all of them one user.
    """
    chat, user, sender = update.effective_chat, update.effective_user, update.effective_sender
    if sort.is_personal and sender is not None:
        return sender.id
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
