"""Whether the bot's token works, and what the bot may do."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from telegram import ChatMemberAdministrator, ChatMemberBanned, ChatMemberLeft, ChatMemberOwner
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.domain.addresses import shown
from bot.domain.chats import Chat, Place
from bot.tg.dispenser import Dispenser
from bot.tg.line import Line
from bot.tg.outcomes import explain
from bot.tg.rates import Rates

TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at; `is_ill` where it keeps Paperboy from working there."""

    text: str
    is_ill: bool = False
    remedy: str = ""


async def check_bot(token: str, api_url: str, chats: Iterable[Chat]) -> AsyncIterator[Symptom]:
    """Yield what is to be known about the bot, and about the groups and channels that it should serve."""
    line = Line(token, api_url, Dispenser(Rates.of(20)))
    try:
        async with asyncio.timeout(TIMEOUT_S):
            me = await line.get_me()
            webhook = await line.get_webhook_info()
    except InvalidToken:
        yield Symptom("Telegram does not accept the token", True, "copy it again from @BotFather (/mybots)")
        return
    except (TelegramError, TimeoutError) as error:
        why = explain(error) if isinstance(error, TelegramError) else f"no answer within {TIMEOUT_S:.0f} s"
        yield Symptom(
            f"{shown(api_url)} cannot be used: {why}", True, "check the network and [telegram] api_url"
        )
        return
    yield Symptom(f"@{me.username}, token accepted")
    if webhook.url:
        yield Symptom("a webhook is set; `paperboy run` removes it", remedy="nothing to do")
    if not me.can_join_groups:
        yield Symptom("the bot may not join groups", remedy="allow it with /setjoingroups at @BotFather")
    for chat in chats:
        if chat.place is not Place.PRIVATE and chat.subscriptions:
            yield await _look_into(line, me.id, chat)


async def _look_into(line: Line, bot_id: int, chat: Chat) -> Symptom:
    name = f"{chat.place} {chat.title!r}"
    try:
        async with asyncio.timeout(TIMEOUT_S):
            member = await line.get_chat_member(chat.address.chat_id, bot_id)
    except (BadRequest, Forbidden):
        return Symptom(f"{name} is out of reach", True, "add the bot again, or /unsubscribe there")
    except (TelegramError, TimeoutError):
        return Symptom(f"{name} could not be checked", remedy="try again later")
    if isinstance(member, ChatMemberLeft | ChatMemberBanned):
        return Symptom(f"the bot is no longer in {name}", True, "add it again, or /unsubscribe there")
    if chat.place is Place.CHANNEL:
        may_post = isinstance(member, ChatMemberOwner) or (
            isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
        )
        if not may_post:
            return Symptom(f"the bot may not post in {name}", True, "make it an admin that may post messages")
    return Symptom(f"{name}: the bot may write there")
