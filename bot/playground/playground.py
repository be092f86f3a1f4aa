"""The whole of it: a world, its doors, and the server behind them."""

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Final, Self, TypeVar

from aiohttp import web

from bot.playground.bot_door import BotDoor
from bot.playground.chats import Chat, ChatKind, Member, Role, User
from bot.playground.clocks import wall_clock
from bot.playground.courier import Courier
from bot.playground.faults import Faults
from bot.playground.journal import Journal
from bot.playground.limits import MAX_FILE_BYTES
from bot.playground.people import PATIENCE_S, Person
from bot.playground.people_door import PeopleDoor
from bot.playground.rates import RateRules, Rates
from bot.playground.rooms import ChannelRoom, GroupRoom, PrivateRoom
from bot.playground.world import World

TOKEN: Final = "4242424242:PLAYGROUND-token-of-no-value-at-all"  # noqa: S105  opens nothing outside this process
LOOPBACK: Final = "127.0.0.1"
_GRACE_S = 0.5
_Found = TypeVar("_Found")


class Playground:
    """A Telegram on this machine, for one bot.

    Args:
        token: what the bot must bring; the bot's id is the number before the colon.
        name: the bot's name.
        username: the bot's username, without @.
        now: the present, aware UTC.
        monotonic: seconds that never go back, for rates and for the age of queries.
        rates: refuse what comes too fast; by default nothing is too fast.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        name: str = "Paperboy",
        username: str = "paperboy_bot",
        now: Callable[[], datetime] = wall_clock,
        monotonic: Callable[[], float] = time.monotonic,
        rates: RateRules | None = None,
    ) -> None:
        self.token = token
        bot = User(int(token.split(":", 1)[0]), name, username=username, is_bot=True)
        self.world = World(bot, now, monotonic)
        self.bot = Person(bot)
        self.faults = Faults()
        self.journal = Journal()
        self.rates = Rates(monotonic, rates)
        self.base_url = ""
        self._runner: web.AppRunner | None = None
        self._courier: asyncio.Task[None] | None = None

    # The server

    async def start(self, port: int = 0, host: str = LOOPBACK) -> str:
        """Serve; return the address, such as `http://127.0.0.1:8081`. Port 0 takes a free one."""
        self.world.updates.open()
        app = web.Application(client_max_size=MAX_FILE_BYTES + 1024 * 1024)
        doors = PeopleDoor(self.world, self.faults, self.journal, host)
        app.middlewares.append(doors.guard)
        BotDoor(self.token, self.world, self.faults, self.journal, self.rates).add_routes(app)
        doors.add_routes(app)
        # The access log would hold the token, which is part of every path.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.base_url = f"http://{host}:{bound[1]}"
        self._courier = asyncio.get_running_loop().create_task(
            Courier(self.world).run(), name="playground courier"
        )
        return self.base_url

    async def stop(self) -> None:
        """Stop serving; what is in the world stays."""
        self.world.updates.close()
        self.world.changes.note("stop", 0)
        if self._courier is not None:
            self._courier.cancel()
            await asyncio.gather(self._courier, return_exceptions=True)
            self._courier = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def bot_url(self) -> str:
        """What python-telegram-bot wants as `base_url`."""
        return f"{self.base_url}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot wants as `base_file_url`."""
        return f"{self.base_url}/file/bot"

    # The people

    def person(
        self,
        name: str,
        *,
        language: str | None = None,
        username: str | None = None,
        last_name: str | None = None,
    ) -> Person:
        """Let someone new into the world; `language` is that of their Telegram client."""
        user = self.world.add_user(
            first_name=name, last_name=last_name, username=username, language_code=language
        )
        return Person(user)

    def private(self, person: Person, *, is_started: bool = False) -> PrivateRoom:
        """Return someone's private chat with the bot.

        The bot may not write first, unless the chat `is_started` or the person writes.
        """
        room = PrivateRoom(self.world, self.world.add_private(person.user), person)
        if is_started:
            room.start()
        return room

    def group(
        self,
        title: str,
        *,
        owner: Person,
        members: Iterable[Person] = (),
        supergroup: bool = False,
        forum: bool = False,
        username: str | None = None,
    ) -> GroupRoom:
        """Found a group, without the bot; a forum is a supergroup with topics."""
        kind = ChatKind.SUPERGROUP if supergroup or forum else ChatKind.GROUP
        chat = self.world.add_chat(kind, title, owner.user, is_forum=forum, username=username)
        self._seat(chat, members)
        return GroupRoom(self.world, chat, owner)

    def channel(
        self, title: str, *, owner: Person, members: Iterable[Person] = (), username: str | None = None
    ) -> ChannelRoom:
        """Found a channel, without the bot."""
        chat = self.world.add_chat(ChatKind.CHANNEL, title, owner.user, username=username)
        self._seat(chat, members)
        return ChannelRoom(self.world, chat, owner)

    async def until(self, look: Callable[[], _Found | None], timeout_s: float = PATIENCE_S) -> _Found | None:
        """Return what `look` finds, looking again whenever something changes; None if nothing in time."""
        return await self.world.changes.until(look, timeout_s)

    def _seat(self, chat: Chat, members: Iterable[Person]) -> None:
        for person in members:
            chat.members[person.id] = Member(person.user, Role.MEMBER)
