"""Readings shown: one message that tells how far it is, edited into what comes of it.

Reading takes seconds to minutes. Whoever asked may leave, ask again, or delete the message meanwhile.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Generic, TypeVar

from telegram import CallbackQuery, Update
from telegram.error import BadRequest, TelegramError

from bot.domain.answers import Answer
from bot.domain.calendar import Kind
from bot.domain.chats import Style
from bot.domain.errors import PaperboyError
from bot.domain.messages import Post
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Fetching, Obstacle, Stage, Unread
from bot.domain.summaries import Summary, arrange
from bot.services.ports import NOTHING_TOLD
from bot.services.reading_ports import Watch
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Visit, answer_press
from bot.tg.outcomes import explain
from bot.tg.views.progress import interrupted_post, progress_post
from bot.tg.views.trouble import alert, error_post, trouble_post
from bot.tg.views.unread import unread_alert, unread_post

log = logging.getLogger(__name__)

T = TypeVar("T")

SOON_S: Final = 0.5
"""What takes longer is told how far it is."""
PACE_S: Final = 1.2
"""How often that message may change: Telegram takes about one change a second."""
LONGEST_S: Final = 600.0
"""After so long a reading is shown no more here. It goes on, and is found by whoever asks again."""
FAREWELL_S: Final = 0.7
"""How long the bot tries to say that it was interrupted."""
_DELETED: Final = "message to edit not found"

Work = Callable[[Paper, Watch], Awaitable[T | Unread]]
View = Callable[[Paper, T], Post]


class Showing(Generic[T]):
    """One reading as it is shown in one chat.

    Args:
        visit: who asked, and where.
        paper_id: what is to be read.
        language: what it is told in.
        query: the press that asked for it, which is answered within a second; None for a command.
    """

    def __init__(
        self,
        visit: Visit,
        paper_id: str,
        language: str,
        query: CallbackQuery | None,
    ) -> None:
        self._visit, self._language, self._query = visit, language, query
        self._paper = Paper(paper_id, "", "")
        self._stage: Stage = Fetching()
        self._shown: tuple[Paper, Stage] | None = None
        self._message_id: int | None = None
        self._is_deleted = False

    async def show(self, what: str, work: Work[T], view: View[T]) -> None:
        """Do the work and show what comes of it, in the place of how far it was.

        Where `what` of the paper is being read in this chat already, that is said, and nothing is done.

        Raises:
            TelegramError: it could not be shown.
        """
        in_hand = self._visit.desk.in_hand
        key = (self._visit.chat.address, what, self._paper.id, self._language)
        if key in in_hand:
            await self._say_already()
            return
        with in_hand.hold(key):
            await self._show(work, view)

    async def _show(self, work: Work[T], view: View[T]) -> None:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self._read(work))
            await asyncio.wait({task}, timeout=SOON_S)
            if not task.done():
                await self._follow(task)
        result = task.result()
        if isinstance(result, Unread) and self._query is not None:
            preferences, now = self._visit.chat.preferences, self._visit.desk.clock.now()
            await self._answer(unread_alert(result, preferences, now))
            return
        await self._answer()
        await self._finish(self._post(result, view))

    async def _read(self, work: Work[T]) -> T | Unread | PaperboyError | None:
        """Look the paper up and do the work; what can be expected to go wrong is returned."""
        try:
            card = await self._visit.desk.answers.card(self._paper.id)
            if card is None:
                return None
            self._paper = card.paper
            async with asyncio.timeout(LONGEST_S):
                return await work(card.paper, self._watch)
        except TimeoutError:
            return Unread(Obstacle.OUT_OF_TIME)
        except PaperboyError as trouble:
            log.info("a reading came to nothing: %s", trouble)
            return trouble

    async def _watch(self, stage: Stage) -> None:
        self._stage = stage

    async def _follow(self, task: "asyncio.Task[T | Unread | PaperboyError | None]") -> None:
        """Show how far it is until it is done; the newest stage is what counts."""
        try:
            while not task.done():
                try:
                    await self._answer()
                    await self._tell()
                except TelegramError as refused:  # the result comes anyway
                    log.debug("telegram: progress could not be shown: %s", explain(refused))
                await asyncio.wait({task}, timeout=PACE_S)
        except asyncio.CancelledError:
            await self._say_farewell()
            raise

    async def _tell(self) -> None:
        now = (self._paper, self._stage)
        if self._is_deleted or now == self._shown:
            return
        self._shown = now
        post = progress_post(*now, self._language)
        if self._message_id is None:
            address, reply_to = self._visit.chat.address, self._visit.where.message_id
            self._message_id = await self._visit.desk.replies.send(address, post, reply_to)
        else:
            await self._rewrite(post)

    async def _finish(self, post: Post) -> None:
        if self._message_id is None:
            await self._visit.say(post, is_reply=True)
        elif not self._is_deleted:
            try:
                await self._rewrite(post)
            except BadRequest as refused:
                if not self._is_deleted:
                    log.debug("telegram: a result could not take its place: %s", explain(refused))
                    await self._visit.say(post, is_reply=True)

    async def _rewrite(self, post: Post) -> None:
        """Edit the message; whoever deleted it wants no other one in its place."""
        address, message_id = self._visit.chat.address, self._message_id
        if message_id is None:
            return
        try:
            await self._visit.desk.replies.rewrite(address.chat_id, message_id, post)
        except BadRequest as refused:
            self._is_deleted = _DELETED in str(refused).casefold()
            raise

    async def _say_farewell(self) -> None:
        """Say that the reading was interrupted, so that nobody waits for it."""
        if self._message_id is None or self._is_deleted:
            return
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._rewrite(interrupted_post(self._paper, self._language))
        except (TelegramError, TimeoutError) as refused:
            log.debug("telegram: an interruption could not be told: %s", refused)

    async def _say_already(self) -> None:
        if self._query is not None:
            await self._answer(alert(self._visit.language, "trouble.reading_already"))
        else:
            await self._visit.say(
                trouble_post(self._visit.language, "trouble.reading_already"), is_reply=True
            )

    async def _answer(self, text: str | None = None) -> None:
        """Answer the press, the first time that there is something to answer."""
        query, self._query = self._query, None
        if query is not None:
            await answer_press(query, text, is_alert=text is not None)

    def _post(self, result: T | Unread | PaperboyError | None, view: View[T]) -> Post:
        visit = self._visit
        if result is None:
            return trouble_post(visit.language, "trouble.no_paper")
        if isinstance(result, PaperboyError):
            return error_post(visit.language, result)
        if isinstance(result, Unread):
            return unread_post(self._paper, result, visit.chat.preferences, visit.desk.clock.now())
        return view(self._paper, result)


def asker_of(update: Update) -> Asker:
    """Return whose budgets a question draws on; an anonymous admin or a channel speaks as the chat alone."""
    chat, user, message = update.effective_chat, update.effective_user, update.message
    is_somebody = user is not None and (message is None or message.sender_chat is None)
    return Asker(user.id if user and is_somebody else None, chat.id if chat else None)


async def known_summary(desk: Desk, paper_id: str, language: str, style: Style) -> Summary | None:
    """Return a paper's summary where it was read and told before; nothing is read.

    Raises:
        StoreUnavailable: the database did not answer.
    """
    found = (await desk.readings.known([paper_id], language)).get(paper_id)
    if found is None:
        return None
    summary = arrange(*found, style)
    return None if summary.is_empty else summary


async def known_paper(desk: Desk, paper_id: str) -> Paper:
    """Return a paper, by its id alone where nobody can be asked: what was told of it can still be shown."""
    try:
        card = await desk.answers.card(paper_id)
    except PaperboyError:
        card = None
    return card.paper if card else Paper(paper_id, "", "")


async def told_of(visit: Visit, answer: Answer) -> Mapping[str, Summary]:
    """Return what was told of the papers of an answer's daily digest, in the chat's language and style.

    Raises:
        StoreUnavailable: the database did not answer.
    """
    digest = answer.digest
    if digest is None or digest.edition.kind is not Kind.DAILY:
        return NOTHING_TOLD
    ids = [one.listed.paper.id for one in digest.chosen]
    known = await visit.desk.readings.known(ids, visit.language)
    told = {one: arrange(*found, visit.chat.preferences.style) for one, found in known.items()}
    return {one: summary for one, summary in told.items() if not summary.is_empty}
