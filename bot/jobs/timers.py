"""Housekeeping timers. Nobody's digest hangs on them: due times are rows, not jobs."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.domain.errors import PaperboyError
from bot.services.collect import Collector
from bot.services.ports import Clock, SnapshotShelf
from bot.services.send import Sender

log = logging.getLogger(__name__)

COLLECT_AFTER = timedelta(seconds=5)
COLLECT_EVERY = timedelta(minutes=20)
REAP_EVERY = timedelta(minutes=1)
PRUNE_AFTER = timedelta(minutes=10)
"""Counted from the start, so that a bot that is restarted every day forgets, too."""
PRUNE_EVERY = timedelta(hours=24)
KEEP_LISTS = timedelta(days=60)


class Timers:
    """Reads the feed ahead of time, recovers what was left behind, and forgets old lists."""

    def __init__(self, collector: Collector, sender: Sender, shelf: SnapshotShelf, clock: Clock) -> None:
        self._collector, self._sender = collector, sender
        self._shelf, self._clock = shelf, clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Start the timers on the running loop."""
        for run, first, every in (
            (self._collector.collect, COLLECT_AFTER, COLLECT_EVERY),
            (self._sender.reap, REAP_EVERY, REAP_EVERY),  # the start has done it once
            (self._prune, PRUNE_AFTER, PRUNE_EVERY),
        ):
            # A run that comes late still counts (the default would drop it after one second), and of
            # several missed runs one is enough.
            self._scheduler.add_job(
                _guarded(run),
                _starting_after(first, every),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop the timers; what runs is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _prune(self) -> None:
        forgotten = await self._shelf.prune(self._clock.now() - KEEP_LISTS)
        if forgotten:
            log.info("shelf: forgot %d old lists", forgotten)


def _starting_after(first: timedelta, every: timedelta) -> IntervalTrigger:
    """Return a trigger that waits less for its first time, by the clock that the library goes by."""
    soon = IntervalTrigger(seconds=first.total_seconds(), timezone="UTC")
    return IntervalTrigger(seconds=every.total_seconds(), start_date=soon.start_date, timezone="UTC")


def _guarded(run: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """Tell expected trouble in one line; the next run tries again."""

    async def guarded() -> None:
        try:
            await run()
        except PaperboyError as trouble:
            log.warning("housekeeping: %s", trouble)

    return guarded
