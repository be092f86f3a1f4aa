"""Housekeeping timers. Nobody's digest hangs on them: due times are rows, not jobs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
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
GRACE_S = 2.0
"""How long what is cancelled may take to end."""


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

    def start(self) -> None:
        """Start the timers on the running loop."""
        self._every(COLLECT_EVERY, self._collect, first=COLLECT_AFTER)
        self._every(REAP_EVERY, self._sender.reap)  # the start has done it once
        self._every(PRUNE_EVERY, self._prune, first=PRUNE_AFTER)
        if self._ahead is not None:
            self._every(READ_EVERY, self._ahead.read_ahead)
        if self._improver is not None:
            self._every(IMPROVE_EVERY, self._improve, first=IMPROVE_AFTER)
        if self._exports is not None:
            self._every(EXPORT_EVERY, self._exports)
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

    def _every(
        self, period: timedelta, run: Callable[[], Awaitable[object]], *, first: timedelta | None = None
    ) -> None:
        # A run that comes late still counts (the default would drop it after one second), and of several
        # missed runs one is enough.
        self._scheduler.add_job(
            self._guarded(run),
            _starting_after(first or period, period),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    def _guarded(self, run: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
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

        return guarded

    async def _collect(self) -> None:
        try:
            await self._collector.collect()
        finally:
            if self._ahead is not None:
                # As a job of its own, for it may take longer than it is until lists are read again.
                self._scheduler.add_job(self._guarded(self._ahead.read_ahead), misfire_grace_time=None)

    async def _improve(self) -> None:
        """Look once at every digest that may be edited."""
        while self._improver is not None and await self._improver.improve():
            pass

    async def _prune(self) -> None:
        before = self._clock.now() - KEEP_LISTS
        deliveries = await self._store.ledger.prune(before)  # first, for they hold lists
        lists = await self._store.snapshots.prune(before)
        await self._store.purse.prune(before.date())
        await self._store.purse.prune(before.date())
        if deliveries or lists:
            log.info("store: forgot %d old deliveries and %d old lists", deliveries, lists)


def _starting_after(first: timedelta, every: timedelta) -> IntervalTrigger:
    """Return a trigger that waits less for its first time, by the clock that the library goes by."""
    soon = IntervalTrigger(seconds=first.total_seconds(), timezone="UTC")
    return IntervalTrigger(seconds=every.total_seconds(), start_date=soon.start_date, timezone="UTC")
