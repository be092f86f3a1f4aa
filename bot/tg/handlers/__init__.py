"""What people say and press, one command a file: parse, call a use case, show what comes back."""

from typing import Any, Final

from telegram import Update
from telegram.ext import Application

from bot.tg.background import Background
from bot.tg.desk import Desk
from bot.tg.handlers import (
    beside,
    cards,
    chat_changes,
    evidence,
    export,
    fallback,
    help,  # noqa: A004 - the command's name
    periods,
    privacy,
    settings,
    start,
    subscribe,
    summary,
    today,
    topics,
    translate,
    trouble,
)

ALLOWED_UPDATES: Final = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of updates that the handlers hear."""
_IN_ORDER = (
    today,
    periods,
    summary,
    evidence,
    translate,
    cards,
    export,
    subscribe,
    topics,
    settings,
    start,
    privacy,
    help,
    chat_changes,
    fallback,  # understands everything, so it comes last
)


_READING = (summary, translate, export)
"""Their answers take minutes and have seats of their own: nobody's list waits behind them."""


def add_handlers(
    application: "Application[Any, Any, Any, Any, Any, Any]",
    desk: Desk,
    background: Background,
    readers: Background,
) -> None:
    """Let an application answer what people say and press.

    Args:
        application: what hears them.
        desk: who answers.
        background: where what may take long is worked on.
        readers: where what takes minutes is.
    """
    for module in _IN_ORDER:
        is_reading = module in _READING
        for handler in module.handlers(desk):
            if not handler.block and is_reading:
                beside.move(handler, desk, readers, beside.READING)
            elif not handler.block:
                beside.move(handler, desk, background)
            application.add_handler(handler)
    application.add_error_handler(trouble.handler(desk))
