"""What every handler does: meet the chat, answer in the same place, answer presses at once.

Handlers that may have to ask the feed are made with `block=False` and then run in the background (see
`beside`): updates of one chat are handled in order, and a button must not wait for a slow list.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import CallbackContext, ExtBot, filters

from bot.domain.chats import Chat
from bot.domain.messages import Post
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.outcomes import explain
from bot.tg.presses import Press
from bot.tg.whereabouts import Whereabouts, whereabouts

log = logging.getLogger(__name__)

Context = CallbackContext[ExtBot[Any], Any, Any, Any]

COMMANDS: Final = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
"""Where commands are heard; an edited message is no new command."""
SOON_S: Final = 0.4
"""An answer that takes longer shows that it is being worked on."""
SHOWN_AGAIN_S: Final = 4.0
"""How often it does: Telegram shows it for five seconds."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone who said or pressed something, in a chat that was met."""

    chat: Chat
    where: Whereabouts
    desk: Desk

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.chat.preferences.language

    async def say(self, *posts: Post, is_reply: bool = False) -> None:
        """Answer in the chat or topic where it was asked.

        Raises:
            TelegramError: it could not be sent.
        """
        for post in posts:
            reply_to = self.where.message_id if is_reply else None
            await self.desk.replies.send(self.chat.address, post, reply_to)

    async def change(self, post: Post) -> None:
        """Put a post in the place of the message whose button was pressed, or below where that is too old.

        Raises:
            TelegramError: it could be neither edited nor sent.
        """
        message_id = self.where.message_id
        if message_id is not None:
            try:
                await self.desk.replies.rewrite(self.chat.address.chat_id, message_id, post)
            except BadRequest as refused:
                log.debug("telegram: a message could not be edited: %s", explain(refused))
            else:
                return
        await self.say(post)

    @asynccontextmanager
    async def at_work(self, context: Context) -> AsyncIterator[None]:
        """Show that an answer is on its way, where it takes a moment."""
        trouble: Exception | None = None
        async with asyncio.TaskGroup() as group:
            sign = group.create_task(self._show_work(context))
            try:
                yield
            except Exception as error:  # noqa: BLE001 - raised below: a task group would wrap it in a group
                trouble = error
            finally:
                sign.cancel()
        if trouble is not None:
            raise trouble

    async def _show_work(self, context: Context) -> None:
        await asyncio.sleep(SOON_S)
        address = self.chat.address
        while True:
            try:
                await context.bot.send_chat_action(
                    address.chat_id, ChatAction.TYPING, message_thread_id=address.topic_id
                )
            except TelegramError as error:  # a courtesy: the answer itself comes anyway
                log.debug("telegram: typing could not be shown: %s", explain(error))
            await asyncio.sleep(SHOWN_AGAIN_S)


async def receive(desk: Desk, update: Update) -> Visit | None:
    """Meet whoever sent an update; None where it comes from no chat."""
    where = whereabouts(update)
    if where is None:
        return None
    chat = await desk.reception.meet(where.address, where.place, where.title, where.language_code)
    return Visit(chat, where, desk)


async def answer_press(query: CallbackQuery, text: str | None = None, *, is_alert: bool = False) -> None:
    """Answer a press, so that its button stops waiting; one that is too old needs no answer any more."""
    try:
        await query.answer(text, show_alert=is_alert)
    except BadRequest as refused:
        log.debug("telegram: a press could not be answered: %s", explain(refused))


def press_of(update: Update) -> Press | None:
    """Return what a button that was pressed says; None where it is no button of ours."""
    query = update.callback_query
    return decode(query.data) if query is not None else None


def words_of(update: Update) -> str:
    """Return what stands behind a command, as it was written."""
    message = update.effective_message
    text = (message.text or "") if message else ""
    if not text.startswith("/"):
        return text.strip()
    _command, *words = text.split(maxsplit=1)
    return words[0].strip() if words else ""
