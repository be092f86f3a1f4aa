"""/summary and its buttons: what a paper says, read now or told again."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.domain.chats import Place, Style
from bot.domain.errors import PaperboyError
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Unread
from bot.domain.summaries import Summary
from bot.services.reading_ports import Watch
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import COMMANDS, Context, Visit, answer_press, press_of, receive
from bot.tg.handlers.naming import asked_papers, named_language, named_style
from bot.tg.handlers.reading import Showing, asker_of, known_paper, known_summary
from bot.tg.presses import ReadSummary
from bot.tg.views.summary import summary_alert, summary_post
from bot.tg.views.trouble import alert, trouble_post
from bot.tg.views.unread import unread_alert

PRESS_PATIENCE_S: Final = 0.8
"""How long a press in a channel waits for its summary."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A summary that somebody wants."""

    paper_id: str
    language: str
    style: Style


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of this command and of the buttons that ask for a summary."""

    async def summary(update: Update, _: Context) -> None:
        visit = await receive(desk, update)
        if visit is None:
            return
        paper_ids = asked_papers(update)
        if not paper_ids:
            await visit.say(trouble_post(visit.language, "trouble.bad_id"), is_reply=True)
        language = named_language(update) or visit.language
        style = named_style(update) or usual_style(visit)
        for paper_id in paper_ids:
            await _show(visit, Wish(paper_id, language, style), asker_of(update))

    async def pressed(update: Update, _: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive(desk, update)
        if query is None or visit is None or not isinstance(press, ReadSummary):
            return
        wish = Wish(press.paper_id, press.language or visit.language, press.style or usual_style(visit))
        if visit.chat.place is Place.CHANNEL:
            await _tell_alone(visit, query, press.paper_id, asker_of(update))
        elif press.style is None or not await _turn(visit, query, wish):
            await _show(visit, wish, asker_of(update), query)

    return [
        CommandHandler("summary", summary, filters=COMMANDS, block=False),
        CallbackQueryHandler(
            pressed, pattern=lambda data: isinstance(decode(str(data)), ReadSummary), block=False
        ),
    ]


def usual_style(visit: Visit) -> Style:
    """Return how much is told to someone who asks for a summary: more than the brief that a card has."""
    style = visit.chat.preferences.style
    return Style.SECTIONS if style is Style.BRIEF else style


async def _show(visit: Visit, wish: Wish, asker: Asker, query: CallbackQuery | None = None) -> None:
    """Show a summary in a message of its own, read now where it was not before."""
    desk = visit.desk

    async def work(paper: Paper, watch: Watch) -> Summary | Unread:
        told = await desk.readings.summary(paper, wish.language, wish.style, asker, watch)
        if isinstance(told, Unread):
            # What was read before may still be told when nothing new can be read.
            return await known_summary(desk, wish.paper_id, wish.language, wish.style) or told
        return told

    showing = Showing[Summary](visit, wish.paper_id, wish.language, query)
    await showing.show("summary", work, lambda paper, told: summary_post(paper, told, visit.chat.place))


async def _turn(visit: Visit, query: CallbackQuery, wish: Wish) -> bool:
    """Turn the message that was pressed over to what is known already; False where it is not."""
    found = await known_summary(visit.desk, wish.paper_id, wish.language, wish.style)
    if found is None:
        return False
    await answer_press(query)
    await visit.change(summary_post(await known_paper(visit.desk, wish.paper_id), found, visit.chat.place))
    return True


async def _tell_alone(visit: Visit, query: CallbackQuery, paper_id: str, asker: Asker) -> None:
    """Tell the brief to the one who pressed: in a channel, an answer would be a post to all its readers.

    A press is answered once and soon. A paper that takes longer is read all the same, for the next press.
    """
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(_brief(visit, paper_id, asker))
        await asyncio.wait({reading}, timeout=PRESS_PATIENCE_S)
        is_late = not reading.done()
        if is_late:
            await answer_press(query, alert(visit.language, "trouble.reading_up"), is_alert=True)
    if not is_late:
        await answer_press(query, reading.result(), is_alert=True)


async def _brief(visit: Visit, paper_id: str, asker: Asker) -> str:
    """Return what a small window tells of a paper, or why it cannot."""
    desk, language = visit.desk, visit.language
    known = await known_summary(desk, paper_id, language, Style.BRIEF)
    if known is not None:
        return summary_alert(known)
    try:
        card = await desk.answers.card(paper_id)
        if card is None:
            return alert(language, "trouble.no_paper")
        told = await desk.readings.summary(card.paper, language, Style.BRIEF, asker, _nobody_watches)
    except PaperboyError as trouble:
        return alert(language, trouble.text_key)
    if isinstance(told, Unread):
        return unread_alert(told, visit.chat.preferences, desk.clock.now())
    return summary_alert(told)


async def _nobody_watches(_: object) -> None:
    """Show no progress: there is no message for it."""
