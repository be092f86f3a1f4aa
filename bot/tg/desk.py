"""What the handlers need: who answers, who receives, and how it looks."""

from dataclasses import dataclass

from bot.services.answer import Answers
from bot.services.ports import Clock
from bot.services.subscribe import Reception
from bot.tg.admins import Admins
from bot.tg.messenger import TelegramMessenger
from bot.tg.views.digest import DigestViews


@dataclass(frozen=True, slots=True)
class Desk:
    """The use cases behind the conversation, and the way back to the reader."""

    answers: Answers
    reception: Reception
    replies: TelegramMessenger
    admins: Admins
    views: DigestViews
    clock: Clock
