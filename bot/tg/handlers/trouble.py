"""The top handler: what no other handler expected is logged once, and the reader is told a friendly line."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.domain.errors import PaperboyError
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Context, answer_press
from bot.tg.outcomes import explain
from bot.tg.views.trouble import alert, error_post, trouble_post
from bot.tg.whereabouts import whereabouts

log = logging.getLogger(__name__)


def handler(desk: Desk) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    """Return the handler for what other handlers fail with."""

    async def failed(update: object, context: Context) -> None:
        error = cause(context.error)
        if isinstance(error, TelegramError):
            # Blocked, gone, muted: there is nobody to be told.
            log.warning("telegram: an answer could not be given: %s", explain(error))
            return
        if isinstance(error, PaperboyError):
            log.warning("an answer could not be given: %s", error)
        else:
            log.error("a handler failed: this should not have happened", exc_info=error)
        if isinstance(update, Update):
            await _tell(desk, update, error if isinstance(error, PaperboyError) else None)

    return failed


def cause(error: BaseException | None) -> BaseException | None:
    """Return the error itself where it is alone in a group."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


async def _tell(desk: Desk, update: Update, error: PaperboyError | None) -> None:
    """Tell who asked. The store may be what failed, so the language is that of their Telegram client."""
    user = update.effective_user
    language = ((user.language_code if user else None) or "").partition("-")[0]
    try:
        if update.callback_query is not None:
            key = error.text_key if error else "trouble.unexpected"
            await answer_press(update.callback_query, alert(language, key), is_alert=True)
            return
        where = whereabouts(update)
        if where is not None and update.my_chat_member is None:
            post = error_post(language, error) if error else trouble_post(language, "trouble.unexpected")
            await desk.replies.send(where.address, post, where.message_id)
    except TelegramError as refused:
        log.warning("telegram: trouble could not be told: %s", explain(refused))
