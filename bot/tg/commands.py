"""The commands that the bot knows, as Telegram's menu and /help show them."""

from typing import Any, Final

from telegram import BotCommand
from telegram.ext import ExtBot

from bot.words.texts import REFERENCE, Texts, languages, texts

COMMANDS: Final = (
    "today",
    "weekly",
    "monthly",
    "paper",
    "summary",
    "translate",
    "export",
    "subscribe",
    "unsubscribe",
    "settings",
    "topics",
    "start",
    "privacy",
    "forget",
    "help",
)
"""Every command, in the order in which people are told."""


async def announce(bot: ExtBot[Any]) -> None:
    """Tell Telegram the commands, in every language.

    Raises:
        TelegramError: it was refused, or could not be sent.
    """
    await bot.set_my_commands(_menu(texts(REFERENCE)))
    for language in languages():
        await bot.set_my_commands(_menu(texts(language)), language_code=language)


def _menu(words: Texts) -> list[BotCommand]:
    return [BotCommand(one, words.label(f"command.{one}")) for one in COMMANDS]
