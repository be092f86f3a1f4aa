"""What an error of python-telegram-bot means for a message, in our own words."""

import logging
from typing import Any, Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.domain.chats import Pause
from bot.domain.deliveries import Gone, Held, Moved, NeverLeft, Outcome, Refused, Sent, Unclear
from bot.domain.errors import PaperboyError
from bot.tg.leaving import Leaving
from bot.tg.wire import Flooded, Garbled, read_answer, wait_asked_for

log = logging.getLogger(__name__)

_WHY_LENGTH: Final = 160
_SUCCESSES: Final = range(200, 300)
_CLIENT_ERRORS: Final = range(400, 500)
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY_REQUESTS = 401, 403, 404, 429

# Telegram says "you can't write here" with 400 as well as with 403, so the text decides. The library turns
# the text of a 400 to lower case, apart from its first letter.
_PAUSES: Final = (
    ("bot was blocked by the user", Pause.BLOCKED),
    ("user_is_blocked", Pause.BLOCKED),
    ("can't initiate conversation", Pause.BLOCKED),
    ("user is deactivated", Pause.REMOVED),
    ("input_user_deactivated", Pause.REMOVED),
    ("bot was kicked", Pause.REMOVED),
    ("bot is not a member", Pause.REMOVED),
    ("chat was deleted", Pause.REMOVED),
    ("chat was deactivated", Pause.REMOVED),
    ("channel_private", Pause.REMOVED),
    ("chat not found", Pause.NOT_FOUND),
    ("peer_id_invalid", Pause.NOT_FOUND),
    ("topic_closed", Pause.TOPIC_CLOSED),
    ("topic_deleted", Pause.TOPIC_CLOSED),
    ("message thread not found", Pause.TOPIC_CLOSED),
    ("chat_write_forbidden", Pause.MUTED),
    ("chat_send_plain_forbidden", Pause.MUTED),
    ("chat_admin_required", Pause.MUTED),
    ("chat_restricted", Pause.MUTED),
    ("not enough rights", Pause.MUTED),
    ("have no rights to send", Pause.MUTED),
    ("need administrator rights in the channel chat", Pause.MUTED),
)


class TokenRefused(PaperboyError):
    """Telegram does not accept the bot's token: nothing works until the operator mends it."""

    def __init__(self) -> None:
        super().__init__("Telegram does not accept the bot's token; copy it again from @BotFather (/mybots)")


def judge(error: TelegramError, leaving: Leaving) -> Outcome:
    """Decide what became of a message whose request failed.

    Args:
        error: what the library raised; some of its classes are subclasses of what they are no kind of
            (`BadRequest` of `NetworkError`), so the order of the questions matters.
        leaving: what the wire saw of the request.

    Raises:
        TokenRefused: Telegram does not accept the token.
    """
    why = explain(error)
    if isinstance(error, Flooded):
        return Held(error.wait)
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    if is_garbled(error):
        # Something between us and Telegram answered; whether it passed the message on, nobody knows.
        return Unclear(why) if leaving.has_begun else NeverLeft(why)
    if is_token_refused(error):
        raise TokenRefused from None
    if isinstance(error, BadRequest | Forbidden) or leaving.status in _CLIENT_ERRORS:
        return refusal(str(error), is_forbidden=isinstance(error, Forbidden))
    return Unclear(why) if leaving.has_begun else NeverLeft(why)


def judge_answer(status: int, payload: bytes) -> Outcome:
    """Decide what became of a message by what the server answered, as `judge` does by the library's error.

    Args:
        status: the answer's HTTP status.
        payload: its body.

    Raises:
        TokenRefused: Telegram does not accept the token.
    """
    if status == _TOO_MANY_REQUESTS:
        return Held(wait_asked_for(payload))
    try:
        answer = read_answer(payload)
    except Garbled as garbled:
        # Something between us and Telegram answered; whether it passed the message on, nobody knows.
        return Unclear(f"{garbled} (status {status})")
    if status in _SUCCESSES:
        return _accepted(answer)
    parameters = answer.get("parameters") or {}
    if isinstance(chat_id := parameters.get("migrate_to_chat_id"), int):
        return Moved(chat_id)
    if status in {_UNAUTHORIZED, _NOT_FOUND}:
        raise TokenRefused
    said = str(answer.get("description", "")).replace("\n", " ")
    if status in _CLIENT_ERRORS:
        return refusal(said, is_forbidden=status == _FORBIDDEN)
    return Unclear(said[:_WHY_LENGTH])


def _accepted(answer: dict[str, Any]) -> Outcome:
    message = answer.get("result") if answer.get("ok") is True else None
    message_id = message.get("message_id") if isinstance(message, dict) else None
    if not isinstance(message_id, int) or isinstance(message_id, bool):
        return Unclear("Telegram's answer holds no message")
    return Sent(message_id)


def refuse_unmade(surprise: Exception) -> Refused:
    """Refuse a message that could not be put together, and tell why: the fault is ours."""
    log.error("a digest could not be put together", exc_info=surprise)
    return Refused(f"it could not be put together ({type(surprise).__name__})")


def refusal(text: str, *, is_forbidden: bool) -> Gone | Refused:
    """Decide by its text whether a refusal concerns the chat or the message.

    A 403 of an unknown text concerns the chat: no other message would fare better there.
    """
    folded = text.casefold()
    for part, pause in _PAUSES:
        if part in folded:
            return Gone(pause, text[:_WHY_LENGTH])
    return Gone(Pause.MUTED, text[:_WHY_LENGTH]) if is_forbidden else Refused(text[:_WHY_LENGTH])


def is_unpaid(refused: Refused) -> bool:
    """Tell whether a message was refused over its price. Its words are not documented: these are likely."""
    folded = refused.why.casefold()
    return any(sign in folded for sign in ("paid", "payment", "balance", "stars"))


def is_garbled(error: BaseException) -> bool:
    """Tell whether the answer could not be read, whatever its status said."""
    return isinstance(error, Garbled) or isinstance(error.__cause__, Garbled)


def is_token_refused(error: TelegramError) -> bool:
    """Tell whether Telegram does not accept the bot's token; another server's page is no such answer."""
    return isinstance(error, InvalidToken) and not is_garbled(error)


def explain(error: TelegramError) -> str:
    """Return an error in one short line for the log, without what a garbled answer said."""
    if is_garbled(error) and not isinstance(error, Garbled):
        status = str(error).partition(". Parsing")[0]
        return f"{status}: {error.__cause__}"[:_WHY_LENGTH]
    return str(error).replace("\n", " ")[:_WHY_LENGTH]
