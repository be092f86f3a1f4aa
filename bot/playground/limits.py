"""What Telegram accepts: lengths, counts and shapes."""

import re
from typing import Final

from bot.playground.entities import FormattedText, count_units
from bot.playground.errors import Json, bad_request

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_BUTTONS: Final = 100
MAX_ROW: Final = 8
MAX_CALLBACK_BYTES: Final = 64
MAX_ANSWER: Final = 200
MAX_INLINE_RESULTS: Final = 50
MAX_INLINE_QUERY: Final = 256
MAX_COMMANDS: Final = 100
MAX_COMMAND_DESCRIPTION: Final = 256
MAX_DESCRIPTION: Final = 512
MAX_SHORT_DESCRIPTION: Final = 120
MAX_NAME: Final = 64
MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_UPDATES: Final = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")


def check_text(formatted: FormattedText) -> FormattedText:
    """Return a message's text if Telegram takes it.

    Raises:
        BotApiError: it is empty or longer than 4,096 UTF-16 units after entity parsing.
    """
    if not formatted.text:
        raise bad_request("message text is empty")
    if count_units(formatted.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return formatted


def check_caption(formatted: FormattedText) -> FormattedText:
    """Return a caption if Telegram takes it.

    Raises:
        BotApiError: it is longer than 1,024 UTF-16 units after entity parsing.
    """
    if count_units(formatted.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def check_answer(text: str) -> str:
    """Return the text of a callback answer if Telegram takes it.

    Raises:
        BotApiError: it is longer than 200 characters.
    """
    if count_units(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    return text


def check_command(item: object) -> Json:
    """Return a bot command if Telegram takes it.

    Raises:
        BotApiError: its name or its description is missing, too long or of other letters.
    """
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(item.get("command", "")).lstrip("/"), str(item.get("description", ""))
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= count_units(description) <= MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
