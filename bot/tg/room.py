"""The room towards Telegram as a whole: the line, the handlers, and what feeds them with updates."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from bot.services.nursery import Nursery
from bot.services.office import Office
from bot.services.replicas import Reservations
from bot.tg.admins import Admins
from bot.tg.background import Background
from bot.tg.commands import announce
from bot.tg.desk import Desk
from bot.tg.dispenser import Dispenser
from bot.tg.handlers import ALLOWED_UPDATES, add_handlers
from bot.tg.insisting import Insistence, connect
from bot.tg.line import Line, build_application
from bot.tg.messenger import TelegramMessenger
from bot.tg.polling import Polling
from bot.tg.rates import Rates
from bot.tg.register import Register
from bot.tg.shared import SharedDispenser
from bot.tg.till import Till
from bot.tg.webhook import Webhook, secret_of

log = logging.getLogger(__name__)

GRACE_S: Final = 1.0
"""How long slow answers may still take when the room closes."""
READERS: Final = 256
"""How many readings are shown at the same time; the model's own bounds are elsewhere."""
FOR_ONE: Final = 3
"""How many of them to the same reader."""


class TelegramRoom:
    """Telegram, for one bot.

    Args:
        token: the bot's token.
        api_url: the Bot API server.
        rates: how often messages may leave.
        reservations: where replicas agree on the rate; None where there is one process.
        register: what lets an update be handled once; needed for a webhook and where there are replicas.
        office: who of the replicas reads updates; None where there is one process.
        webhook_url: where Telegram is to bring updates; empty where they are read.
        pay: what makes the till that pays for the speed of digests; None where nobody does.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        rates: Rates,
        *,
        reservations: Reservations | None = None,
        register: Register | None = None,
        office: Office | None = None,
        webhook_url: str = "",
        pay: Callable[[Dispenser], Till] | None = None,
    ) -> None:
        self._shared = SharedDispenser(rates, reservations) if reservations is not None else None
        self._dispenser = Dispenser(rates) if self._shared is None else self._shared
        self._line = Line(token, api_url, self._dispenser, None if pay is None else pay(self._dispenser))
        self._application = build_application(self._line)
        self.messenger = TelegramMessenger(self._line)
        self.admins = Admins(self._line)
        self._nursery = Nursery()
        self._background, self._readers = Background(), Background(READERS, FOR_ONE)
        self._register, self._office = register, office
        self.secret = secret_of(token)
        self.webhook = (
            Webhook(
                self._application,
                self._line,
                register,
                url=webhook_url,
                secret=self.secret,
                allowed=ALLOWED_UPDATES,
            )
            if webhook_url and register is not None
            else None
        )

    @property
    def is_connected(self) -> bool:
        """Whether the bot is known, and people are answered."""
        return self._application.running

    @property
    def waiting(self) -> int:
        """How many messages wait for their turn."""
        return len(self._dispenser)

    @property
    def floods(self) -> int:
        """How often Telegram has asked to wait."""
        return self._dispenser.floods

    @property
    def username(self) -> str:
        """The bot's username, once connected."""
        return self._line.username

    def attend(self, desk: Desk) -> None:
        """Let a desk answer what people say."""
        add_handlers(self._application, desk, self._background, self._readers)

    async def connect(self, stop: asyncio.Event) -> bool:
        """Find out who the bot is, trying until it works; return False if `stop` was set before.

        Raises:
            TokenRefused: Telegram does not accept the token.
        """
        is_connected = await connect(self._application, stop)
        if is_connected:
            await self._application.start()
        return is_connected

    async def run(self, stop: asyncio.Event) -> None:
        """Answer people until told to stop; tell Telegram the commands meanwhile.

        Raises:
            TokenRefused: Telegram does not accept the token any more.
        """
        self._nursery.start("telling the commands", Insistence().call(partial(announce, self._line)))
        if self.webhook is not None:
            await self.webhook.run(stop)
        elif self._office is not None:
            await self._office.serve(self._read, stop)
        else:
            await self._read(stop)

    async def _read(self, stop: asyncio.Event) -> None:
        """Read updates until told to stop, or until another replica does."""
        office = self._office
        await Polling(
            self._application,
            self._line,
            allowed=ALLOWED_UPDATES,
            may_read=(lambda: office.is_held) if office is not None else (lambda: True),
            register=self._register,
        ).run(stop)

    async def close(self) -> None:
        """Cut off what still runs after a moment, and close the line."""
        await self._nursery.close()
        if self._shared is not None:
            await self._shared.close()
        cut = sum(await asyncio.gather(self._background.close(GRACE_S), self._readers.close(GRACE_S)))
        if cut:
            log.warning("telegram: %d slow answers were not given before the stop", cut)
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()
        await self._line.shutdown()  # the application leaves the line open that it never initialized
