"""Cards of single papers: /paper, a pasted link, and the buttons below a digest."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from telegram import CallbackQuery, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.domain.answers import HiddenPapers
from bot.domain.arxiv_ids import find_ids
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Place, Style
from bot.domain.errors import FeedUnavailable
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import (
    COMMANDS,
    Context,
    Visit,
    answer_press,
    press_of,
    receive,
)
from bot.tg.handlers.naming import named_papers, text_of
from bot.tg.handlers.permission import receive_admin_press
from bot.tg.handlers.reading import known_summary, told_of
from bot.tg.presses import Again, OpenCard, Press, ShowHidden
from bot.tg.views.answer import answer_posts
from bot.tg.views.card import card_alert, card_post
from bot.tg.views.hidden import hidden_post
from bot.tg.views.silence import silence_post
from bot.tg.views.trouble import alert, error_post, trouble_post

PRESS_PATIENCE_S: Final = 0.8
"""How long a press in a channel waits for its paper."""


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of cards."""

    async def paper(update: Update, context: Context) -> None:
        visit = await receive(desk, update)
        if visit is not None:
            await _show(visit, context, named_papers(update))

    async def pressed(update: Update, context: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive(desk, update)
        if query is None or visit is None:
            return
        if visit.chat.place is not Place.CHANNEL:
            await answer_press(query)
            await _answer(visit, context, press)
        elif isinstance(press, OpenCard):
            await _tell_alone(visit, query, press.paper_id)
        elif await receive_admin_press(desk, update, "trouble.only_admins_post") is not None:
            await answer_press(query)
            await _answer(visit, context, press)

    return [
        CommandHandler("paper", paper, filters=COMMANDS, block=False),
        CallbackQueryHandler(pressed, pattern=_is_about_papers, block=False),
        # In a group a pasted link is part of a talk that nobody asked the bot to join.
        MessageHandler(
            _NamesPaper() & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE, paper, block=False
        ),
    ]


class _NamesPaper(filters.MessageFilter):
    """Whether a message that is no command names a paper."""

    def filter(self, message: Message) -> bool:
        text = text_of(message)
        return not text.startswith("/") and next(find_ids(text), None) is not None


def _is_about_papers(data: object) -> bool:
    return isinstance(data, str) and isinstance(decode(data), OpenCard | Again | ShowHidden)


async def _show(visit: Visit, context: Context, paper_ids: Sequence[str]) -> None:
    if not paper_ids:
        await visit.say(trouble_post(visit.language, "trouble.bad_id"), is_reply=True)
    for paper_id in paper_ids:
        try:
            async with visit.at_work(context):
                card = await visit.desk.answers.card(paper_id)
        except FeedUnavailable as trouble:
            await visit.say(error_post(visit.language, trouble), is_reply=True)
            return
        if card is None:
            await visit.say(trouble_post(visit.language, "trouble.no_paper"), is_reply=True)
        else:
            told = await known_summary(visit.desk, paper_id, visit.language, Style.BRIEF)
            can_read, place = visit.desk.readings.has_model, visit.chat.place
            post = card_post(card, visit.language, told, can_read=can_read, place=place)
            await visit.say(post, is_reply=True)


async def _answer(visit: Visit, context: Context, press: Press | None) -> None:
    match press:
        case OpenCard(paper_id):
            await _show(visit, context, [paper_id])
        case Again(edition):
            await _show_again(visit, context, edition)
        case ShowHidden(edition):
            await _show_hidden(visit, context, edition)


async def _tell_alone(visit: Visit, query: CallbackQuery, paper_id: str) -> None:
    """Show a paper to the one who pressed: in a channel, an answer would be a post to all its readers.

    A press is answered once and soon. A paper that takes longer is looked up all the same, for the next
    press to show.
    """
    async with asyncio.TaskGroup() as group:
        looking = group.create_task(_look_up(visit, paper_id))
        await asyncio.wait({looking}, timeout=PRESS_PATIENCE_S)
        is_late = not looking.done()
        if is_late:
            await answer_press(query, alert(visit.language, "trouble.looking_up"), is_alert=True)
    if not is_late:
        await answer_press(query, looking.result(), is_alert=True)


async def _look_up(visit: Visit, paper_id: str) -> str:
    """Return what a small window tells about a paper, or why it cannot."""
    try:
        card = await visit.desk.answers.card(paper_id)
    except FeedUnavailable as trouble:
        return alert(visit.language, trouble.text_key)
    if card is None:
        return alert(visit.language, "trouble.no_paper")
    told = await known_summary(visit.desk, paper_id, visit.language, Style.BRIEF)
    return card_alert(card, visit.language, told)


async def _show_again(visit: Visit, context: Context, edition: Edition) -> None:
    answers, chat = visit.desk.answers, visit.chat
    async with visit.at_work(context):
        if edition.kind is Kind.DAILY:
            answer = await answers.day(chat, edition.first)
        else:
            answer = await answers.period(chat, edition.kind, edition)
    told = await told_of(visit, answer)
    await visit.say(*answer_posts(answer, chat.preferences, visit.desk.views, chat.place, told))


async def _show_hidden(visit: Visit, context: Context, edition: Edition) -> None:
    async with visit.at_work(context):
        hidden = await visit.desk.answers.hidden(visit.chat, edition)
    preferences = visit.chat.preferences
    if isinstance(hidden, HiddenPapers):
        await visit.say(hidden_post(hidden, preferences), is_reply=True)
    else:
        await visit.say(silence_post(hidden, preferences), is_reply=True)
