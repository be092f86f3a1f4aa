"""The composition root: builds everything, starts it in order, and stops it in order."""

import asyncio
import gc
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass

from bot import __version__
from bot.assembly import open_papers, open_readings
from bot.config import Config
from bot.domain.addresses import shown
from bot.domain.errors import PaperboyError
from bot.exports.printer import Printer
from bot.exports.schedule import ExportSchedule
from bot.jobs.timers import Timers
from bot.replication import Engine, Replication, engine, join
from bot.services.ahead import ReadAhead
from bot.services.answer import Answers
from bot.services.collect import Collector
from bot.services.export import Exporter
from bot.services.improve import Improver
from bot.services.nursery import Nursery
from bot.services.ports import Clock
from bot.services.publish import Publisher
from bot.services.send import Sender
from bot.services.subscribe import Reception
from bot.services.vitals import CountedNotes, Tally, Vitals
from bot.store.store import SqlStore
from bot.tg.desk import Desk
from bot.tg.dispenser import Dispenser
from bot.tg.room import TelegramRoom
from bot.tg.till import Till
from bot.tg.views.digest import DigestViews
from bot.web.server import Hook, WebServer
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
        async with _opened(config, clock, source) as parts:
            log.info("connecting to %s", shown(config.telegram.api_url))
            if await parts.room.connect(stop):
                _settle_in()
                parts.timers.start(is_alone=parts.is_alone)
                log.info("paperboy %s serves @%s", __version__, parts.room.username)
                await _work(parts, stop)
    log.info("paperboy has stopped")
    return 0


def _settle_in() -> None:
    """Tell Python's garbage collector that what is there now stays.

    It is some hundred thousand objects of libraries; looking through them again and again, while digests
    leave, takes a fifth of the time.
    """
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is at work while the program serves."""

    room: TelegramRoom
    engine: Engine
    sender: Sender
    timers: Timers
    is_alone: bool


@asynccontextmanager
async def _opened(config: Config, clock: Clock, source: str) -> AsyncIterator[_Parts]:
    if config.telegram.token is None:
        raise PaperboyError(
            "no Telegram token is set up: put it into [telegram] token or PAPERBOY_TELEGRAM_TOKEN, or try "
            "`paperboy play`"
        )
    async with AsyncExitStack() as stack:
        store = await SqlStore.open(config.store.url)
        stack.push_async_callback(store.close)
        # A name that differs from start to start tells the ledger whose rows a dead process left.
        owner = f"boot-{clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        replication = join(store, config, clock, owner)
        await _appear(replication, stack)
        tally = Tally()
        store.notes = CountedNotes(store.notes, tally)
        papers = await stack.enter_async_context(open_papers(config, clock, source))
        readings = await stack.enter_async_context(open_readings(config, store, papers, clock))
        room = TelegramRoom(
            config.telegram.token.get_secret_value(),
            config.telegram.api_url,
            config.telegram.rates(),
            reservations=replication.reservations,
            register=replication.register,
            office=replication.office,
            webhook_url=config.web.webhook_url,
            pay=_till(config, store, clock),
        )
        stack.push_async_callback(room.close)
        views = DigestViews(has_model=readings.has_model)
        collector = Collector(papers.feed, store.snapshots, clock)
        sender = Sender(
            store,
            room.messenger,
            views,
            clock=clock,
            owner=owner,
            has_model=readings.has_model,
            may_resend=config.delivery.may_resend,
            most_in_hand=config.telegram.most_in_hand(),
        )
        # On a server, another replica may be sending what is claimed there.
        await sender.reap(is_alone=store.is_embedded)
        stack.push_async_callback(sender.release)
        answers = Answers(store, collector, clock)
        exporter = Exporter(answers, readings, Printer())
        improver = Improver(store, room.messenger, views, clock) if readings.has_model else None
        ahead = (
            ReadAhead(
                store.snapshots,
                store.chats,
                readings,
                clock,
                papers=config.model.read_ahead,
                awaited=store.ledger.awaited,
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
        dispatcher = engine(
            store,
            config,
            Publisher(store.ledger, collector, clock),
            sender,
            clock,
            chores=timers.chores(),
        )
        reception = Reception(
            store.chats, clock, config.digest.defaults(), dispatcher, frozenset(languages())
        )
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
        await _open_door(config, Vitals(store, room, tally, clock), room, stack)
        yield _Parts(room, dispatcher, sender, timers, replication.is_alone)


def _till(config: Config, store: SqlStore, clock: Clock) -> Callable[[Dispenser], Till] | None:
    """Return what makes the till, if speed is to be paid for."""
    settings = config.telegram
    if settings.rates().paid is None:
        return None
    return lambda dispenser: Till(store.stars, settings.stars_per_day, clock, dispenser)


async def _appear(replication: Replication, stack: AsyncExitStack) -> None:
    """Let other replicas know that this one lives, from before it takes anything on."""
    if replication.presence is None:
        return
    await replication.presence.begin()
    stack.push_async_callback(replication.presence.end)
    nursery = Nursery()
    nursery.start("presence", replication.presence.run())
    stack.push_async_callback(nursery.close)


async def _open_door(config: Config, vitals: Vitals, room: TelegramRoom, stack: AsyncExitStack) -> None:
    """Let in who watches, and Telegram with updates, where the settings name a port."""
    if not config.web.port:
        return
    hook = None
    if room.webhook is not None:
        hook = Hook(config.web.webhook_path, room.secret, room.webhook.receive)
    server = WebServer(vitals, hook)
    port = await server.start(config.web.host, config.web.port)
    stack.push_async_callback(server.close)
    log.info("web: health and figures at http://%s:%d", config.web.host, port)


async def _work(parts: _Parts, stop: asyncio.Event) -> None:
    """Run the loops until told to stop; then let nothing new leave and wait a little for what is leaving."""
    try:
        async with asyncio.TaskGroup() as group:
            loops = [
                group.create_task(parts.engine.run()),
                group.create_task(parts.room.run(stop)),
            ]
            await stop.wait()
            log.info("stopping")
            parts.engine.stop()
            parts.sender.close()
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
