"""Collecting: lists from the feed, kept as snapshots, asked for as rarely as honesty allows."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from bot.domain.calendar import Edition, Kind, feed_day, last_finished, publishable_days
from bot.domain.errors import FeedUnavailable, NotOpenYet
from bot.domain.papers import Paper, Snapshot
from bot.services.ports import Clock, PaperFeed, SnapshotShelf

log = logging.getLogger(__name__)

FRESH = timedelta(minutes=15)
"""How long an open list that was read serves without asking again."""
EMPTY_PROOF = timedelta(hours=1)
"""A weekday counts as a holiday only after the feed has said so for this long: one `[]` may be a fault."""
EMPTY_PAUSE = timedelta(minutes=2)
"""How long an empty answer serves without asking again."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
ALERT_AFTER = 3
MOST_REMEMBERED = 256
GLANCE_S = 2.0
"""How long a reader waits for something newer than what is on the shelf."""
FIRST_DAY = date(2023, 1, 1)
"""Hugging Face's daily list began in the spring of 2023; nobody needs to ask for what was before."""
Remembered = TypeVar("Remembered")


@dataclass(frozen=True, slots=True)
class Kept:
    """A list and the id under which it is kept."""

    id: int
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Unknown:
    """The feed did not tell; ask again after `retry_at`."""

    why: str
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class NothingListed:
    """The feed has no paper for a period. `is_certain` once it has said so for long enough."""

    edition: Edition
    is_certain: bool


@dataclass(frozen=True, slots=True)
class NotBegun:
    """The period has not begun."""

    edition: Edition


Reading = Kept | Unknown | NothingListed | NotBegun


@dataclass(frozen=True, slots=True)
class _Empty:
    """Since when, and when last, the feed said that a period has no papers."""

    since: datetime
    asked_at: datetime

    @property
    def is_certain(self) -> bool:
        return self.asked_at - self.since >= EMPTY_PROOF


@dataclass(frozen=True, slots=True)
class _Trouble:
    """How often in a row a list could not be read, and what is told about it meanwhile."""

    failures: int
    told: Unknown


class Collector:
    """Reads lists when they are needed and stale, and remembers what the feed said.

    After a failure the feed is not asked for that list for a while that doubles: a thousand due chats cost
    it one question, and trouble with one list keeps no other from being read.
    """

    def __init__(self, feed: PaperFeed, shelf: SnapshotShelf, clock: Clock) -> None:
        self._feed, self._shelf, self._clock = feed, shelf, clock
        self._turns: WeakValueDictionary[Edition, asyncio.Lock] = WeakValueDictionary()
        self._empty: dict[Edition, _Empty] = {}
        self._troubles: dict[Edition, _Trouble] = {}

    async def read(self, edition: Edition, patience_s: float | None = None) -> Reading:
        """Return a period's list, from the shelf while it is fresh.

        Where the feed does not answer, or not within `patience_s`, an older list of the period serves if
        it was mature when it was read; it carries its own capture time.

        Raises:
            StoreUnavailable: the shelf failed.
        """
        now = self._clock.now()
        kept = await self._latest(edition)
        if kept and _is_fresh(kept.snapshot, now):
            return kept
        if edition.opens_at > now:
            return NotBegun(edition)
        if not edition.days or edition.last < FIRST_DAY:
            return NothingListed(edition, is_certain=True)
        fallback = kept if kept and kept.snapshot.is_mature else None
        if patience_s is not None and fallback:
            patience_s = min(patience_s, GLANCE_S)
        reading: Reading
        try:
            async with asyncio.timeout(patience_s):
                reading = await self._ask_in_turn(edition)
        except TimeoutError:
            # Whoever asks next need not wait as long to hear the same.
            reading = Unknown(f"no answer within {patience_s} s", self._clock.now() + FIRST_PAUSE)
            failures = self._troubles[edition].failures if edition in self._troubles else 0
            self._remember(self._troubles, edition, _Trouble(failures, reading))
        return fallback if fallback and isinstance(reading, Unknown) else reading

    async def newest_daily(self, patience_s: float | None = None) -> Reading:
        """Return the newest list that may be published now, or why it isn't known."""
        now = self._clock.now()
        for edition in publishable_days(now):
            reading = await self.read(edition, patience_s)
            if isinstance(reading, Kept):
                if reading.snapshot.is_mature:
                    return reading
            elif not (isinstance(reading, NothingListed) and reading.is_certain):
                return reading
        return NothingListed(Edition.daily(feed_day(now)), is_certain=True)

    async def newest(self, kind: Kind) -> Reading:
        """Return the newest publishable list of a kind."""
        if kind is Kind.DAILY:
            return await self.newest_daily()
        return await self.read(last_finished(kind, self._clock.now()))

    async def collect(self) -> None:
        """Read what is being filled and what will be due, so that a due time finds it on the shelf."""
        now = self._clock.now()
        await self.read(Edition.daily(feed_day(now)))
        await self.newest_daily()

    async def paper(self, paper_id: str) -> Paper | None:
        """Return one paper, from the shelf or from the feed; None where nobody knows it.

        Raises:
            FeedUnavailable: it is not on the shelf and the feed did not answer.
            StoreUnavailable: the shelf failed.
        """
        paper = await self._shelf.paper(paper_id)
        if paper is None:
            paper = await self._feed.find(paper_id)
            if paper is not None:
                await self._shelf.keep_paper(paper)
        return paper

    async def _latest(self, edition: Edition) -> Kept | None:
        latest = await self._shelf.latest(edition)
        return Kept(*latest) if latest else None

    async def _ask_in_turn(self, edition: Edition) -> Reading:
        """Ask the feed; who comes while it is being asked shares the answer."""
        async with self._turns.setdefault(edition, asyncio.Lock()):
            now = self._clock.now()
            kept = await self._latest(edition)
            if kept and _is_fresh(kept.snapshot, now):
                return kept
            return self._heard_just_now(edition, now) or await self._ask(edition, now, kept)

    def _heard_just_now(self, edition: Edition, now: datetime) -> Reading | None:
        """Return what the feed said so lately that it is not asked again."""
        trouble = self._troubles.get(edition)
        if trouble and now < trouble.told.retry_at:
            return trouble.told
        empty = self._empty.get(edition)
        if empty and now - empty.asked_at < EMPTY_PAUSE:
            return NothingListed(edition, empty.is_certain)
        return None

    async def _ask(self, edition: Edition, now: datetime, kept: Kept | None) -> Reading:
        try:
            snapshot = await self._feed.read(edition)
        except NotOpenYet:
            return NotBegun(edition)
        except FeedUnavailable as trouble:
            return self._note_trouble(edition, trouble)
        if snapshot.is_empty:
            if kept:
                why = f"the list of {edition} came back empty after it had {len(kept.snapshot.listed)} papers"
                return self._note_trouble(edition, FeedUnavailable(why))
            self._note_answer(edition)
            return self._note_empty(edition, now)
        self._note_answer(edition)
        self._empty.pop(edition, None)
        return Kept(await self._shelf.put(snapshot), snapshot)

    def _note_empty(self, edition: Edition, now: datetime) -> Reading:
        before = self._empty.get(edition)
        if before is None:
            log.info("feed: %s has no papers; asking again before it counts as a holiday", edition)
        empty = _Empty(before.since if before else now, now)
        self._remember(self._empty, edition, empty)
        return NothingListed(edition, empty.is_certain)

    def _note_trouble(self, edition: Edition, trouble: FeedUnavailable) -> Unknown:
        failures = (self._troubles[edition].failures if edition in self._troubles else 0) + 1
        pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
        retry_at = max(self._clock.now() + pause, trouble.retry_at or self._clock.now())
        level = logging.ERROR if failures >= ALERT_AFTER else logging.WARNING
        log.log(
            level,
            "feed: %s could not be read (%d in a row): %s; next try at %s",
            edition,
            failures,
            trouble,
            retry_at.strftime("%H:%M:%S UTC"),
        )
        told = Unknown(str(trouble), retry_at)
        self._remember(self._troubles, edition, _Trouble(failures, told))
        return told

    def _note_answer(self, edition: Edition) -> None:
        before = self._troubles.pop(edition, None)
        if before and before.failures:
            log.info("feed: %s is read again after %d failures", edition, before.failures)

    @staticmethod
    def _remember(memory: dict[Edition, Remembered], edition: Edition, what: Remembered) -> None:
        """Remember what was heard of a list; readers may ask for any, so the oldest are forgotten."""
        memory.pop(edition, None)
        memory[edition] = what
        while len(memory) > MOST_REMEMBERED:
            del memory[next(iter(memory))]


def _is_fresh(snapshot: Snapshot, now: datetime) -> bool:
    return not snapshot.is_open or now - snapshot.captured_at < FRESH
