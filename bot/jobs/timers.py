"""Housekeeping timers. Nobody's digest hangs on them: due times are rows, not jobs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.domain.errors import PaperboyError
from bot.services.ahead import ReadAhead
from bot.services.collect import Collector
from bot.services.improve import Improver
from bot.services.ports import Clock, Store
from bot.services.send import Sender

log = logging.getLogger(__name__)

COLLECT_AFTER = timedelta(seconds=5)
COLLECT_EVERY = timedelta(minutes=20)
REAP_EVERY = timedelta(minutes=1)
READ_EVERY = timedelta(minutes=2)
IMPROVE_AFTER = timedelta(seconds=15)
IMPROVE_EVERY = timedelta(minutes=1)
EXPORT_EVERY = timedelta(minutes=5)
PRUNE_AFTER = timedelta(minutes=10)
"""Counted from the start, so that a bot that is restarted every day forgets, too."""
PRUNE_EVERY = timedelta(hours=24)
KEEP_LISTS = timedelta(days=60)
"""How long lists and deliveries are kept: twice as long as a paper is not told again."""
KEEP_UPDATES_S = 2 * 24 * 3600.0
"""How long it is known which updates were handled: twice as long as Telegram tells them."""
GRACE_S = 2.0
"""How long what is cancelled may take to end."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done again and again.

    Attributes:
        name: what it is called.
        run: does it once; twice at once is harmless.
        every: how long after its start it is started again.
        first: how long after the start of the program it is started first.
        is_shared: whether it is enough that one of several replicas does it.
        then: what is started right after it, by name.
    """

    name: str
    run: Callable[[], Awaitable[object]]
    every: timedelta
    first: timedelta
    is_shared: bool = True
    then: str | None = None


class Timers:
    """Reads the feed and its papers ahead of time, mends what was left behind, and forgets what is old.

    Args:
        collector: reads lists.
        sender: recovers deliveries of dead processes.
        store: what grows old.
        clock: the present.
        improver: edits digests; None where no model is set up.
        ahead: reads papers; None where no model is set up.
        exports: writes files; None where none are wished.
    """

    def __init__(
        self,
        collector: Collector,
        sender: Sender,
        store: Store,
        clock: Clock,
        *,
        improver: Improver | None = None,
        ahead: ReadAhead | None = None,
        exports: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._collector, self._sender = collector, sender
        self._store, self._clock = store, clock
        self._improver, self._ahead, self._exports = improver, ahead, exports
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._running: set[asyncio.Task[object]] = set()

    def chores(self) -> Iterator[Chore]:
        """Yield what there is to do, with its times."""
        after = "read" if self._ahead is not None else None
        yield Chore("collect", self._collector.collect, COLLECT_EVERY, COLLECT_AFTER, then=after)
        # The start has done it once.
        yield Chore("reap", self._sender.reap, REAP_EVERY, REAP_EVERY)
        yield Chore("prune", self._prune, PRUNE_EVERY, PRUNE_AFTER)
        if self._ahead is not None:
            yield Chore("read", self._ahead.read_ahead, READ_EVERY, READ_EVERY)
        if self._improver is not None:
            # Each replica looks at some: what it saw of a digest it remembers by itself.
            yield Chore("improve", self._improve, IMPROVE_EVERY, IMPROVE_AFTER, is_shared=False)
        if self._exports is not None:
            # Folders are those of a machine.
            yield Chore("export", self._exports, EXPORT_EVERY, EXPORT_EVERY, is_shared=False)

    def start(self, *, is_alone: bool = True) -> None:
        """Start the timers on the running loop; who is not alone leaves to others what is shared."""
        chores = {one.name: one for one in self.chores() if is_alone or not one.is_shared}
        for chore in chores.values():
            # A run that comes late still counts (the default would drop it after one second), and of several
            # missed runs one is enough.
            self._scheduler.add_job(
                self._guarded(chore.run, chores[chore.then].run if chore.then else None),
                _starting_after(chore.first, chore.every),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop the timers; what runs is cancelled, and gone when this returns."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        running = tuple(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=GRACE_S)

    def _guarded(
        self, run: Callable[[], Awaitable[object]], then: Callable[[], Awaitable[object]] | None = None
    ) -> Callable[[], Awaitable[None]]:
        """Tell expected trouble in one line, for the next run tries again; and know what runs."""

        async def guarded() -> None:
            task = asyncio.current_task()
            assert task is not None, "the scheduler runs coroutines as tasks"  # noqa: S101 - for the type
            self._running.add(task)
            try:
                await run()
            except PaperboyError as trouble:
                log.warning("housekeeping: %s", trouble)
            finally:
                self._running.discard(task)
                if then is not None:
                    # As a job of its own, for it may take longer than it is until the next run.
                    self._scheduler.add_job(self._guarded(then), misfire_grace_time=None)

        return guarded

    async def _improve(self) -> None:
        """Look once at every digest that may be edited."""
        while self._improver is not None and await self._improver.improve():
            pass

    async def _prune(self) -> None:
        before = self._clock.now() - KEEP_LISTS
        deliveries = await self._store.ledger.prune(before)  # first, for they hold lists
        lists = await self._store.snapshots.prune(before)
        await self._store.purse.prune(before.date())
        await self._store.arrivals.prune(KEEP_UPDATES_S)
        if deliveries or lists:
            log.info("store: forgot %d old deliveries and %d old lists", deliveries, lists)


def _starting_after(first: timedelta, every: timedelta) -> IntervalTrigger:
    """Return a trigger that waits less for its first time, by the clock that the library goes by."""
    soon = IntervalTrigger(seconds=first.total_seconds(), timezone="UTC")
    return IntervalTrigger(seconds=every.total_seconds(), start_date=soon.start_date, timezone="UTC")
