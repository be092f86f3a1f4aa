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
    fallback,
    help,  # noqa: A004 - the command's name
    periods,
    privacy,
    settings,
    start,
    subscribe,
    today,
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
    cards,
    subscribe,
    settings,
    start,
    privacy,
    help,
    chat_changes,
    fallback,  # understands everything, so it comes last
)


def add_handlers(
    application: "Application[Any, Any, Any, Any, Any, Any]", desk: Desk, background: Background
) -> None:
    """Let an application answer what people say and press; what may take long, in the background."""
    for module in _IN_ORDER:
        for handler in module.handlers(desk):
            if not handler.block:
                beside.move(handler, desk, background)
            application.add_handler(handler)
    application.add_error_handler(trouble.handler(desk))
