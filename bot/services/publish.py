"""Publishing: who is due is owed what is newest.

The first of three steps, each safe to repeat and to kill at any point: `Publisher.tick` owes,
`Sender.send_batch` sends what is owed, `Sender.reap` recovers what a dead process left behind.
"""

import logging
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.calendar import Kind
from bot.domain.schedule import CATCH_UP, Subscription, next_due
from bot.services.collect import Collector, Kept, NothingListed
from bot.services.ports import Clock, Ledger

log = logging.getLogger(__name__)


def advance(zone: str, subscription: Subscription, now: datetime) -> datetime:
    """Return a subscription's next due time after `now`, in a chat's zone."""
    return _next_due(subscription.kind, now, subscription.at, zone, subscription.days)


@lru_cache(maxsize=4096)
def _next_due(kind: Kind, now: datetime, at: time, zone: str, days: frozenset[int]) -> datetime:
    """Return what thousands of chats with the same wish in the same zone share."""
    return next_due(kind, now, at, ZoneInfo(zone), days)


class Publisher:
    """Owes editions to chats."""

    def __init__(self, ledger: Ledger, collector: Collector, clock: Clock) -> None:
        self._ledger, self._collector, self._clock = ledger, collector, clock

    async def tick(self) -> int:
        """Owe the newest edition to every chat whose time has come; return how many deliveries that made.

        Where the feed does not tell, due chats stay due, for as long as `CATCH_UP` allows.
        """
        now = self._clock.now()
        owed = 0
        for kind in await self._ledger.due(now):
            reading = await self._collector.newest(kind)
            if isinstance(reading, Kept):
                await self._pass_over_late(kind, now)
                owed += await self._owe(reading, now)
            elif isinstance(reading, NothingListed) and reading.is_certain:
                await self._pass_over_all(kind, now)
            else:
                await self._pass_over_late(kind, now)
        return owed

    async def _owe(self, kept: Kept, now: datetime) -> int:
        edition = kept.snapshot.edition
        made, advanced = 0, 0
        while True:
            stepped, owed = await self._ledger.enqueue(edition, kept.id, now, advance)
            if not stepped:
                break
            advanced, made = advanced + stepped, made + owed
        if advanced:
            log.info("ledger: %s owed to %d of %d due chats", edition, made, advanced)
        return made

    async def _pass_over_late(self, kind: Kind, now: datetime) -> None:
        """Forget due times that lie too far back; one that was missed only just stays due."""
        limit = now - CATCH_UP[kind]
        passed = await self._ledger.advance_late(kind, limit, limit, advance)
        if passed:
            log.warning(
                "ledger: %d %s chats were due too long ago; their next time serves them", passed, kind
            )

    async def _pass_over_all(self, kind: Kind, now: datetime) -> None:
        passed = await self._ledger.advance_late(kind, now + timedelta(microseconds=1), now, advance)
        log.info("ledger: nothing to tell %d due %s chats", passed, kind)
