"""The top handler: what no other handler expected is logged once, and the reader is told a friendly line."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.domain.chats import Place
from bot.domain.deliveries import Gone
from bot.domain.errors import PaperboyError
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Context, answer_press
from bot.tg.outcomes import explain, is_token_refused, refusal
from bot.tg.views.trouble import alert, error_post, trouble_post
from bot.tg.whereabouts import whereabouts
from bot.tg.wire import Flooded

log = logging.getLogger(__name__)


def handler(desk: Desk) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    """Return the handler for what other handlers fail with."""

    async def failed(update: object, context: Context) -> None:
        error = cause(context.error)
        if isinstance(error, TelegramError):
            is_ours = isinstance(error, BadRequest) and not is_in_vain(error)
            level = logging.ERROR if is_ours else logging.WARNING
            log.log(level, "telegram: an answer could not be given: %s", explain(error))
            if isinstance(update, Update) and not is_in_vain(error):
                await _tell_openly(desk, update)
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


def is_in_vain(error: TelegramError) -> bool:
    """Tell whether after this error no other message would get through either.

    Blocked, gone, muted or moved: there is nobody to be told. Asked to wait: a line more makes it worse.
    """
    if isinstance(error, Flooded | ChatMigrated) or is_token_refused(error):
        return True
    if not isinstance(error, BadRequest | Forbidden):
        return False
    return isinstance(refusal(str(error), is_forbidden=isinstance(error, Forbidden)), Gone)


async def _tell_openly(desk: Desk, update: Update) -> None:
    """Tell who asked with a plain message, also one who pressed: the press was probably answered by then.

    Not in a channel, where it would be a post to all its readers.
    """
    where = whereabouts(update)
    if where is None or update.my_chat_member is not None or where.place is Place.CHANNEL:
        return
    try:
        await desk.replies.send(
            where.address, trouble_post(_language_of(update), "trouble.unexpected"), where.message_id
        )
    except TelegramError as refused:
        log.warning("telegram: trouble could not be told: %s", explain(refused))


def _language_of(update: Update) -> str:
    """Return the language of someone's Telegram client: the store may be what failed."""
    user = update.effective_user
    return ((user.language_code if user else None) or "").partition("-")[0]


async def _tell(desk: Desk, update: Update, error: PaperboyError | None) -> None:
    """Tell who asked, who pressed in a window that only they see."""
    language = _language_of(update)
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
