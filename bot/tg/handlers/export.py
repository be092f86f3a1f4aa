"""/export: a list with what is read of its papers, as a file."""

import asyncio
import logging
from datetime import timedelta
from typing import Any, Final

from telegram import InputFile, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CommandHandler

from bot.domain.answers import Silence
from bot.domain.chats import Place
from bot.domain.messages import Post
from bot.domain.publications import Commission, Form
from bot.domain.readings import Asker
from bot.services.export import Exported
from bot.tg.desk import Desk
from bot.tg.file_wishes import read_file_wish
from bot.tg.handlers.conversation import COMMANDS, Context, Visit, receive, words_of
from bot.tg.handlers.reading import asker_of
from bot.tg.outcomes import explain
from bot.tg.views.export import bad_file_post, file_caption, file_progress_post
from bot.tg.views.silence import silence_post
from bot.tg.views.trouble import trouble_post

log = logging.getLogger(__name__)

SOON_S: Final = 0.6
"""A file that takes longer is told how far it is."""
PACE_S: Final = 1.2
"""How often that message may change."""
READING_FOR: Final = timedelta(minutes=30)
"""How long papers are read for one file; what is not read by then is told without."""


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command."""

    async def export(update: Update, context: Context) -> None:
        visit = await receive(desk, update)
        if visit is None:
            return
        wish = read_file_wish(words_of(update), desk.clock.now())
        if wish.unknown is not None:
            await visit.say(bad_file_post(visit.language, wish.unknown), is_reply=True)
            return
        commission = Commission(
            form=wish.form or Form.MARKDOWN,
            edition=wish.edition,
            language=visit.language,
            style=wish.style,
            has_evidence=wish.has_evidence,
        )
        key = (visit.chat.address, commission)
        if key in desk.in_hand:
            await visit.say(trouble_post(visit.language, "export.already"), is_reply=True)
            return
        with desk.in_hand.hold(key):
            await _Writing(visit, context, commission).write(asker_of(update))

    return [CommandHandler("export", export, filters=COMMANDS, block=False)]


class _Writing:
    """One file for one chat: how far it is in one message, which goes when the file comes."""

    def __init__(self, visit: Visit, context: Context, commission: Commission) -> None:
        self._visit, self._context, self._commission = visit, context, commission
        self._progress = (0, 0)
        self._shown: tuple[int, int] | None = None
        self._message_id: int | None = None

    async def write(self, asker: Asker) -> None:
        """Write the file and send it, or say why there is none.

        Raises:
            TelegramError: it could not be sent.
            StoreUnavailable: the database did not answer.
        """
        try:
            exported = await self._followed(asker)
        finally:
            await self._clear()
        if isinstance(exported, Exported):
            await self._send(exported)
        else:
            preferences = self._visit.chat.preferences
            await self._visit.say(*(silence_post(one, preferences) for one in exported))

    async def _followed(self, asker: Asker) -> Exported | tuple[Silence, ...]:
        trouble: Exception
        async with self._visit.at_work(self._context), asyncio.TaskGroup() as group:
            showing = group.create_task(self._follow())
            try:
                return await self._visit.desk.exporter.export(
                    self._commission, asker, self._note, patience=READING_FOR
                )
            except Exception as error:  # noqa: BLE001 - raised below: a task group would wrap it in a group
                trouble = error
            finally:
                showing.cancel()
        raise trouble

    async def _note(self, done: int, count: int) -> None:
        self._progress = (done, count)

    async def _follow(self) -> None:
        """Show how far it is, once it takes a moment; in a channel it would be a post to all readers."""
        if self._visit.chat.place is Place.CHANNEL:
            return
        await asyncio.sleep(SOON_S)
        while True:
            await self._tell()
            await asyncio.sleep(PACE_S)

    async def _tell(self) -> None:
        if self._progress == self._shown or not self._progress[1]:
            return
        self._shown = self._progress
        post: Post = file_progress_post(self._visit.language, *self._progress)
        replies, address = self._visit.desk.replies, self._visit.chat.address
        try:
            if self._message_id is None:
                self._message_id = await replies.send(address, post, self._visit.where.message_id)
            else:
                await replies.rewrite(address.chat_id, self._message_id, post)
        except TelegramError as refused:  # the file comes anyway
            log.debug("telegram: progress could not be shown: %s", explain(refused))

    async def _clear(self) -> None:
        if self._message_id is None:
            return
        try:
            await self._context.bot.delete_message(self._visit.chat.address.chat_id, self._message_id)
        except TelegramError as refused:
            log.debug("telegram: progress could not be taken away: %s", explain(refused))

    async def _send(self, exported: Exported) -> None:
        address, message_id = self._visit.chat.address, self._visit.where.message_id
        reply = None if message_id is None else ReplyParameters(message_id, allow_sending_without_reply=True)
        await self._context.bot.send_document(
            address.chat_id,
            InputFile(exported.file.data, filename=exported.file.name),
            caption=file_caption(exported.publication),
            parse_mode=ParseMode.HTML,
            message_thread_id=address.topic_id,
            reply_parameters=reply,
        )
