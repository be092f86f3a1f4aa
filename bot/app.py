"""The composition root: builds everything, starts it in order, and stops it in order."""

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from bot import __version__
from bot.assembly import open_papers, open_readings
from bot.config import Config
from bot.domain.addresses import shown
from bot.domain.errors import PaperboyError
from bot.exports.printer import Printer
from bot.exports.schedule import ExportSchedule
from bot.jobs.local import LocalDispatcher
from bot.jobs.timers import Timers
from bot.services.ahead import ReadAhead
from bot.services.answer import Answers
from bot.services.collect import Collector
from bot.services.export import Exporter
from bot.services.improve import Improver
from bot.services.ports import Clock
from bot.services.publish import Publisher
from bot.services.send import Sender
from bot.services.subscribe import Reception
from bot.store.store import SqlStore
from bot.tg.desk import Desk
from bot.tg.room import TelegramRoom
from bot.tg.views.digest import DigestViews
from bot.words.texts import languages

log = logging.getLogger(__name__)

GRACE_S = 6.0
"""How long what is on the wire may take to finish when the program stops; polling's own grace is shorter."""


async def serve(config: Config, clock: Clock, *, source: str = "huggingface") -> int:
    """Serve Telegram until the process is told to stop; return the exit code.

    Args:
        config: the settings, with a token.
        clock: the present.
        source: what lists name as their origin.

    Raises:
        PaperboyError: it cannot start, or cannot go on; the text says what to do.
    """
    with _told_to_stop() as stop:
        async with _opened(config, clock, source) as (room, dispatcher, sender, timers):
            log.info("connecting to %s", shown(config.telegram.api_url))
            if await room.connect(stop):
                timers.start()
                log.info("paperboy %s serves @%s", __version__, room.username)
                await _work(room, dispatcher, sender, stop)
    log.info("paperboy has stopped")
    return 0


@asynccontextmanager
async def _opened(
    config: Config, clock: Clock, source: str
) -> AsyncIterator[tuple[TelegramRoom, LocalDispatcher, Sender, Timers]]:
    if config.telegram.token is None:
        raise PaperboyError(
            "no Telegram token is set up: put it into [telegram] token or PAPERBOY_TELEGRAM_TOKEN, or try "
            "`paperboy play`"
        )
    async with AsyncExitStack() as stack:
        store = await SqlStore.open(config.store.url)
        stack.push_async_callback(store.close)
        papers = await stack.enter_async_context(open_papers(config, clock, source))
        readings = await stack.enter_async_context(open_readings(config, store, papers, clock))
        room = TelegramRoom(
            config.telegram.token.get_secret_value(),
            config.telegram.api_url,
            config.telegram.messages_per_second,
        )
        stack.push_async_callback(room.close)
        views = DigestViews(has_model=readings.has_model)
        collector = Collector(papers.feed, store.snapshots, clock)
        # A name that differs from start to start tells the ledger whose rows a dead process left.
        owner = f"boot-{clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        sender = Sender(
            store,
            room.messenger,
            views,
            clock=clock,
            owner=owner,
            has_model=readings.has_model,
            may_resend=config.delivery.may_resend,
        )
        # On a server, another replica may be sending what is claimed there.
        await sender.reap(is_alone=store.is_embedded)
        stack.push_async_callback(sender.release)
        dispatcher = LocalDispatcher(Publisher(store.ledger, collector, clock), sender)
        reception = Reception(
            store.chats, clock, config.digest.defaults(), dispatcher, frozenset(languages())
        )
        answers = Answers(store, collector, clock)
        exporter = Exporter(answers, readings, Printer())
        room.attend(
            Desk(
                answers=answers,
                readings=readings,
                exporter=exporter,
                reception=reception,
                replies=room.messenger,
                admins=room.admins,
                views=views,
                clock=clock,
            )
        )
        improver = Improver(store, room.messenger, views, clock) if readings.has_model else None
        ahead = (
            ReadAhead(
                store.snapshots,
                store.chats,
                readings,
                clock,
                papers=config.model.read_ahead,
                awaited=lambda: improver.awaited,
            )
            if improver
            else None
        )
        orders = config.orders()
        timers = Timers(
            collector,
            sender,
            store,
            clock,
            improver=improver,
            ahead=ahead,
            exports=ExportSchedule(orders, exporter, clock).run if orders else None,
        )
        stack.push_async_callback(timers.stop)
        yield room, dispatcher, sender, timers


async def _work(room: TelegramRoom, dispatcher: LocalDispatcher, sender: Sender, stop: asyncio.Event) -> None:
    """Run the loops until told to stop; then let nothing new leave and wait a little for what is leaving."""
    try:
        async with asyncio.TaskGroup() as group:
            loops = [
                group.create_task(dispatcher.owe()),
                group.create_task(dispatcher.send()),
                group.create_task(room.run(stop)),
            ]
            await stop.wait()
            log.info("stopping")
            dispatcher.stop()
            sender.close()
            await asyncio.wait(loops, timeout=GRACE_S)
            for loop in loops:
                loop.cancel()
    except* PaperboyError as troubles:
        raise troubles.exceptions[0] from None


@contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """Yield an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for one in signals:
        loop.add_signal_handler(one, stop.set)
    try:
        yield stop
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
