"""Settings are for those who may change them: everyone in a private chat, admins elsewhere."""

from dataclasses import replace

from telegram import Update

from bot.tg.desk import Desk
from bot.tg.handlers.conversation import Visit, answer_press, receive
from bot.tg.views.trouble import alert, trouble_post


async def receive_admin(desk: Desk, update: Update) -> Visit | None:
    """Meet whoever sent a command; None where they may not change settings.

    Then there is a short refusal, though not each time: it is a post that the whole group reads.
    """
    visit = await receive(desk, update)
    if visit is None:
        return None
    if await desk.admins.may_change(update):
        return replace(visit, chat=await desk.reception.follow(visit.chat, visit.where.language_code))
    if desk.admins.is_refusal_due(update):
        await visit.say(trouble_post(visit.language, "trouble.not_admin"), is_reply=True)
    return None


async def receive_admin_press(desk: Desk, update: Update, refusal: str = "trouble.not_admin") -> Visit | None:
    """Meet whoever pressed a button; None, and a refusal that only they see, where they may not."""
    visit, query = await receive(desk, update), update.callback_query
    if visit is None or query is None or await desk.admins.may_change(update):
        return visit
    await answer_press(query, alert(visit.language, refusal), is_alert=True)
    return None
