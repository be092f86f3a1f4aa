"""Reading ahead: the papers of the next digests are read before they leave, and told in each language."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.budgets import budget_day
from bot.domain.calendar import publishable_days
from bot.domain.chats import Style
from bot.domain.errors import PaperboyError
from bot.domain.papers import MATURE_PAPERS, Paper, Snapshot, rank
from bot.domain.readings import Asker, Obstacle, Stage, Unread
from bot.services.ports import ChatBook, Clock, SnapshotShelf
from bot.services.reading_ports import Readings

log = logging.getLogger(__name__)

Want = tuple[Paper, str]
"""A paper, and the language in which it is to be told."""

AHEAD = timedelta(hours=2)
"""How long before a list may leave its papers begin to be read: earlier, too many of them still change."""
AT_ONCE = 2
LOOK_EVERY = timedelta(minutes=1)
"""How often it is asked what digests wait for that were sent already."""
PAUSES = tuple(timedelta(minutes=n) for n in (1, 2, 4, 8, 10))
"""How long nothing is asked after the first, second … failure in a row of the model."""
ALERT_AFTER = 3
"""The failure in a row that alerts the operator: one may be a restart."""
GIVE_UP_FOR = timedelta(hours=6)
"""How long a paper is left alone that the model won't or can't tell, or of which nothing could be proven."""

_STOPPING = {Obstacle.NO_MODEL, Obstacle.BUDGET}
_WHY = {
    Obstacle.MODEL_DOWN: "the model does not answer",
    Obstacle.OUT_OF_TIME: "the model does not answer in time",
    Obstacle.BUDGET: "the day's reading budget is used up",
}


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why nothing is asked now, until when, and how often in a row that happened."""

    obstacle: Obstacle
    failures: int
    until: datetime


class ReadAhead:
    """Reads what digests will need, while nobody waits for it, on the day's budget alone.

    Args:
        shelf: the lists; the feed is not asked.
        chats: who is told in which language.
        readings: papers read and told.
        clock: the present.
        papers: how many of a list's papers are read, those with the most votes first; 0 for none.
        awaited: the papers, by id, each with a language, that digests wait for which were sent without
            them, in whatever process: they come first.
    """

    def __init__(
        self,
        shelf: SnapshotShelf,
        chats: ChatBook,
        readings: Readings,
        clock: Clock,
        *,
        papers: int,
        awaited: Callable[[datetime], Awaitable[Sequence[tuple[str, str]]]] | None = None,
    ) -> None:
        self._shelf, self._chats, self._readings = shelf, chats, readings
        self._clock, self._papers, self._awaited = clock, papers, awaited
        self._owed: tuple[datetime, Sequence[Want]] | None = None
        self._is_reading = False
        self._in_hand: set[tuple[str, str]] = set()
        self._given_up: dict[tuple[str, str], datetime] = {}
        self._failures: Counter[tuple[str, str]] = Counter()
        self._trouble: _Trouble | None = None
        self._alerted: dict[Obstacle, date] = {}

    async def read_ahead(self) -> int:
        """Read until nothing is wanted or the model stops answering; return how many were read or told.

        Twice at once does nothing: who comes second returns at once.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        if self._is_reading or not self._readings.has_model:
            return 0
        self._is_reading = True
        try:
            return await self._read()
        finally:
            self._is_reading = False

    async def _read(self) -> int:
        taking = asyncio.Lock()
        read = 0

        async def work() -> None:
            nonlocal read
            while True:
                async with taking:
                    want = await self._next()
                if want is None:
                    return
                key = (want[0].id, want[1])
                self._in_hand.add(key)
                try:
                    is_told = await self._prepare(*want)
                finally:
                    self._in_hand.discard(key)
                read += is_told

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(work())
        except* PaperboyError as troubles:
            raise troubles.exceptions[0] from None
        return read

    async def _prepare(self, paper: Paper, language: str) -> bool:
        """Have one paper told in one language, and heed why it could not be."""
        try:
            told = await self._readings.summary(paper, language, Style.BRIEF, Asker(), _unseen)
        except PaperboyError:
            raise
        except Exception:
            # A fault of ours over one paper must not keep all the others from being read.
            log.exception("reading ahead: %s cannot be told in %s", paper.id, language)
            self._given_up[paper.id, language] = self._clock.now() + GIVE_UP_FOR
            return False
        if not isinstance(told, Unread):
            self._note_success()
            return True
        if told.is_outage or told.obstacle in _STOPPING:
            self._failures[paper.id, language] += 1
            self._note_trouble(told)
        else:
            log.info("reading ahead: %s is not told in %s: %s", paper.id, language, told.obstacle)
            self._given_up[paper.id, language] = self._clock.now() + GIVE_UP_FOR
        return False

    async def _next(self) -> Want | None:
        """Return what is to be read first; None where all is read, or nothing may be asked now.

        What the model failed over comes after what it did not: the fault may be that paper's.
        """
        now = self._clock.now()
        if self._trouble and now < self._trouble.until:
            return None
        self._given_up = {key: until for key, until in self._given_up.items() if until > now}
        # Before the shelf is asked: what is put there while it answers is known from neither later.
        in_hand = frozenset(self._in_hand)
        wants = [*await self._waiting(now), *await self._coming(now)]
        known: dict[str, Mapping[str, object]] = {}
        for language in {language for _, language in wants}:
            ids = [paper.id for paper, one in wants if one == language]
            known[language] = await self._readings.known(ids, language)
        unread = {(paper.id, one): (paper, one) for paper, one in wants if paper.id not in known[one]}
        self._failures = Counter({key: count for key, count in self._failures.items() if key in unread})
        free = [key for key in unread if key not in in_hand and key not in self._given_up]
        return unread[min(free, key=self._failures.__getitem__)] if free else None

    async def _waiting(self, now: datetime) -> Sequence[Want]:
        """Return what digests wait for that were sent without it, as it was known a moment ago."""
        if self._awaited is None:
            return ()
        if self._owed is None or now - self._owed[0] >= LOOK_EVERY:
            found = [(await self._shelf.paper(one), language) for one, language in await self._awaited(now)]
            self._owed = now, [(paper, language) for paper, language in found if paper is not None]
        return self._owed[1]

    async def _coming(self, now: datetime) -> Sequence[Want]:
        """Return the best papers of the lists that are told next, each in all languages that are read."""
        if not self._papers:
            return []
        counts = await self._chats.languages()
        languages = sorted(counts, key=lambda one: (-counts[one], one))
        if not languages:
            return []
        return [
            (one.paper, language)
            async for snapshot in self._lists(now)
            for one in rank(list(snapshot.listed))[: self._papers]
            for language in languages
        ]

    async def _lists(self, now: datetime) -> AsyncIterator[Snapshot]:
        """Yield the list that will be told soon, if it is long enough, and the newest that is told now."""
        for edition in publishable_days(now + AHEAD):
            latest = await self._shelf.latest(edition)
            if latest is None:
                continue
            snapshot = latest[1]
            if snapshot.is_mature or len(snapshot.listed) >= MATURE_PAPERS:
                yield snapshot
            if snapshot.is_mature:
                return

    def _note_trouble(self, unread: Unread) -> None:
        now = self._clock.now()
        before = self._trouble
        if before and now < before.until:
            return  # both readings met the same trouble
        is_same = before is not None and before.obstacle is unread.obstacle
        failures = before.failures + 1 if before and is_same else 1
        pause = PAUSES[min(failures, len(PAUSES)) - 1]
        until = max(now + pause, unread.again_at or now)
        self._trouble = _Trouble(unread.obstacle, failures, until)
        why = _WHY.get(unread.obstacle, str(unread.obstacle))
        told = "reading ahead: %s; next try at %s. Digests go out in time, with what the feed says of papers"
        is_lasting = unread.obstacle is Obstacle.BUDGET or failures >= ALERT_AFTER
        if is_lasting and self._alerted.get(unread.obstacle) != budget_day(now):
            self._alerted[unread.obstacle] = budget_day(now)
            log.error(told, why, f"{until:%H:%M:%S UTC}")
        elif failures == 1:
            log.warning(told, why, f"{until:%H:%M:%S UTC}")

    def _note_success(self) -> None:
        if self._trouble:
            log.info("reading ahead: papers are read again after %d failures", self._trouble.failures)
            self._trouble = None


async def _unseen(_: Stage) -> None:
    """Watch for nobody."""
