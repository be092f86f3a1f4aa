"""Who may change a chat's settings: in a group only its admins, asked at every press."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.tg.lanes import Lane
from bot.tg.outcomes import explain

log = logging.getLogger(__name__)

REMEMBERED_S: Final = 120.0
QUIET_S: Final = 300.0
MOST_REMEMBERED: Final = 10_000
_ADMINS: Final = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


class Admins:
    """Asks Telegram who is an admin, and remembers the answer for two minutes.

    Args:
        bot: whom to ask.
        monotonic: seconds that never go back.
    """

    def __init__(self, bot: ExtBot[Lane], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._bot, self._monotonic = bot, monotonic
        self._told: OrderedDict[tuple[int, int], float] = OrderedDict()
        self._known: OrderedDict[tuple[int, int], tuple[float, bool]] = OrderedDict()

    async def may_change(self, update: Update) -> bool:
        """Whether whoever sent an update may change the settings of its chat.

        In a private chat that is the person, in a channel whoever may post there; in a group an admin, also
        an anonymous one. When Telegram does not tell, the answer is no.
        """
        chat = update.effective_chat
        if chat is None:
            return False
        if chat.type == ChatType.PRIVATE or update.channel_post is not None:
            return True
        message = update.message
        # An anonymous admin speaks as the group itself; a press carries the real user.
        if message is not None and message.sender_chat is not None:
            return message.sender_chat.id == chat.id
        user = update.effective_user
        return user is not None and await self._is_admin(chat.id, user.id)

    def is_refusal_due(self, update: Update) -> bool:
        """Whether whoever sent an update is to be told that they may not, and if so count them as told.

        Once in five minutes is enough: in a group all its members read it.
        """
        chat, who = update.effective_chat, update.effective_sender
        if chat is None or who is None:
            return False
        key, now = (chat.id, who.id), self._monotonic()
        told = self._told.get(key)
        if told is not None and now - told < QUIET_S:
            return False
        self._told[key] = now
        self._told.move_to_end(key)
        while len(self._told) > MOST_REMEMBERED:
            self._told.popitem(last=False)
        return True

    async def _is_admin(self, chat_id: int, user_id: int) -> bool:
        key, now = (chat_id, user_id), self._monotonic()
        known = self._known.get(key)
        if known is not None and now - known[0] < REMEMBERED_S:
            return known[1]
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            log.info("telegram: who is an admin could not be asked: %s", explain(error))
            return False
        is_admin = member.status in _ADMINS
        self._known[key] = (now, is_admin)
        self._known.move_to_end(key)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return is_admin
