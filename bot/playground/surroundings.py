"""What of the world has to be known to tell of one thing in it."""

from datetime import datetime
from typing import Protocol

from bot.playground.chats import Chat, Member, User


class Surroundings(Protocol):
    """The bot, the people and the chats, to be looked at."""

    bot: User
    users: dict[int, User]
    chats: dict[int, Chat]
    is_reading_all: bool

    def now(self) -> datetime:
        """Return the present, aware UTC."""

    def bot_in(self, chat: Chat) -> Member | None:
        """Return the bot's standing in a chat, None if it never was there."""
