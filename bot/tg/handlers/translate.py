"""/translate and its buttons: a paper's abstract in the reader's language, beside the original."""

from typing import Any

from telegram import CallbackQuery, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.domain.chats import Place
from bot.domain.messages import Post
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Unread
from bot.domain.summaries import Translation
from bot.services.reading_ports import Watch
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import COMMANDS, Context, Visit, answer_press, press_of, receive
from bot.tg.handlers.naming import asked_papers, named_language
from bot.tg.handlers.reading import Showing, asker_of
from bot.tg.presses import ReadAbstract
from bot.tg.views.translation import translation_post
from bot.tg.views.trouble import alert, trouble_post


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command and of the buttons on abstracts."""

    async def translate(update: Update, _: Context) -> None:
        visit = await receive(desk, update)
        if visit is None:
            return
        paper_ids = asked_papers(update)
        if not paper_ids:
            await visit.say(trouble_post(visit.language, "trouble.bad_id"), is_reply=True)
        for paper_id in paper_ids:
            await _show(visit, paper_id, named_language(update) or visit.language, asker_of(update), None)

    async def pressed(update: Update, _: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive(desk, update)
        if query is None or visit is None or not isinstance(press, ReadAbstract):
            return
        if visit.chat.place is Place.CHANNEL:
            # A translation does not fit into the window of a press, and a post would go to all readers.
            await answer_press(query, alert(visit.language, "translation.not_here"), is_alert=True)
            return
        await _show(visit, press.paper_id, press.language or visit.language, asker_of(update), query)

    return [
        CommandHandler("translate", translate, filters=COMMANDS, block=False),
        CallbackQueryHandler(
            pressed, pattern=lambda data: isinstance(decode(str(data)), ReadAbstract), block=False
        ),
    ]


async def _show(
    visit: Visit, paper_id: str, language: str, asker: Asker, query: CallbackQuery | None
) -> None:
    desk = visit.desk

    async def work(paper: Paper, watch: Watch) -> Translation | Unread:
        return await desk.readings.translation(paper, language, asker, watch)

    def view(paper: Paper, told: Translation) -> Post:
        return translation_post(paper, told, visit.chat.place, can_summarise=desk.readings.has_model)

    showing = Showing[Translation](visit, paper_id, language, query)
    await showing.show("abstract", work, view)
