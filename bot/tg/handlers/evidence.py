"""The evidence behind a summary: in the place of the summary, and back."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.domain.chats import Place
from bot.tg.callbacks import decode
from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Context, answer_press, press_of, receive
from bot.tg.handlers.reading import known_paper, known_summary
from bot.tg.presses import ShowEvidence
from bot.tg.views.evidence import evidence_post
from bot.tg.views.trouble import alert

ENGLISH = "en"
"""The language in which notes are taken."""


def handlers(desk: Desk) -> list[BaseHandler[Update, Any, Any]]:
    """Return the handlers of the button on summaries and of its pages."""

    async def pressed(update: Update, _: Context) -> None:
        query, press = update.callback_query, press_of(update)
        visit = await receive(desk, update)
        if query is None or visit is None or not isinstance(press, ShowEvidence):
            return
        # What was told in haste, while the model failed, is not kept; the notes behind it are, in English.
        found = await known_summary(desk, press.paper_id, press.language, press.style) or await known_summary(
            desk, press.paper_id, ENGLISH, press.style
        )
        # In a channel every reader can press, and the post is everybody's.
        if found is None or visit.chat.place is Place.CHANNEL:
            await answer_press(query, alert(visit.language, "evidence.gone"), is_alert=True)
            return
        await answer_press(query)
        await visit.change(evidence_post(await known_paper(desk, press.paper_id), found, press.page))

    return [
        CallbackQueryHandler(
            pressed, pattern=lambda data: isinstance(decode(str(data)), ShowEvidence), block=False
        )
    ]
