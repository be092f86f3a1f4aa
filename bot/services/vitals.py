"""Vitals: whether this process can work, and figures of how it does, for whoever watches over it."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.budgets import Account, budget_day
from bot.domain.deliveries import State
from bot.domain.errors import StoreUnavailable
from bot.domain.notes import Notes
from bot.domain.readings import Scope
from bot.domain.summaries import Telling, Translation
from bot.services.ports import Clock, Store
from bot.services.reading_ports import NoteShelf

FRESH: Final = timedelta(seconds=15)
"""How long the ledger's counts serve: counting a million rows takes a while."""
PATIENCE_S: Final = 3.0


class Kind(StrEnum):
    """How a figure moves."""

    GAUGE = "gauge"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, or one for each value of a label.

    Attributes:
        name: what it is called, with its unit.
        meaning: what it says, in a sentence.
        kind: how it moves.
        label: what tells its samples apart; empty where there is one.
        samples: the numbers, by the label's value.
    """

    name: str
    meaning: str
    kind: Kind
    samples: Mapping[str, float]
    label: str = ""


class Lines(Protocol):
    """What the way to Telegram tells of itself."""

    @property
    def is_connected(self) -> bool:
        """Whether the bot is known, and people are answered."""

    @property
    def waiting(self) -> int:
        """How many messages wait for their turn."""

    @property
    def floods(self) -> int:
        """How often Telegram has asked to wait."""


@dataclass(slots=True)
class Tally:
    """What the gate said of claims since this process began."""

    claims: Counter[str] = field(default_factory=lambda: Counter({"kept": 0, "dropped": 0}))


class CountedNotes:
    """A shelf of notes that counts what passed the gate and what did not, see the port `NoteShelf`."""

    def __init__(self, shelf: NoteShelf, tally: Tally) -> None:
        self._shelf, self._tally = shelf, tally

    async def notes(self, key: str) -> Notes | None:
        """Return notes by their key."""
        return await self._shelf.notes(key)

    async def put_notes(self, notes: Notes, now: datetime) -> Notes:
        """Keep notes and count their claims, those that were dropped too."""
        self._tally.claims["kept"] += len(notes.claims)
        self._tally.claims["dropped"] += notes.offered - len(notes.claims)
        return await self._shelf.put_notes(notes, now)

    async def telling(self, key: str) -> Telling | None:
        """Return a telling by its key."""
        return await self._shelf.telling(key)

    async def put_telling(self, key: str, paper_id: str, telling: Telling, now: datetime) -> None:
        """Keep a telling under its key."""
        await self._shelf.put_telling(key, paper_id, telling, now)

    async def translation(self, key: str) -> Translation | None:
        """Return a translated abstract by its key."""
        return await self._shelf.translation(key)

    async def put_translation(self, key: str, translation: Translation, now: datetime) -> None:
        """Keep a translated abstract under its key."""
        await self._shelf.put_translation(key, translation, now)

    async def told(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return the newest notes of each paper that were told in a language."""
        return await self._shelf.told(paper_ids, language)


class Vitals:
    """Answers those who watch.

    Args:
        store: the ledger and the purse.
        lines: the way to Telegram.
        tally: what the gate said.
        clock: the present.
    """

    def __init__(self, store: Store, lines: Lines, tally: Tally, clock: Clock) -> None:
        self._store, self._lines, self._tally, self._clock = store, lines, tally, clock
        self._counted_at: datetime | None = None
        self._counts: Mapping[State, int] = {}
        self._counting = asyncio.Lock()

    async def troubles(self) -> Sequence[str]:
        """Return what keeps this process from working; nothing if it is ready."""
        found = [] if self._lines.is_connected else ["telegram: not connected yet"]
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._store.ledger.is_owing(self._clock.now())
        except StoreUnavailable:
            found.append("store: it does not answer")
        except TimeoutError:
            found.append(f"store: no answer within {PATIENCE_S:.0f} s")
        return found

    async def figures(self) -> Sequence[Figure]:
        """Return all figures; those of the ledger are some seconds old at most.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        now = self._clock.now()
        counts = await self._ledger_counts(now)
        spent = await self._store.purse.spent(budget_day(now), Account(Scope.DAY))
        claims = self._tally.claims
        return [
            Figure(
                "paperboy_deliveries",
                "Deliveries in the ledger, by state.",
                Kind.GAUGE,
                {str(state): counts.get(state, 0) for state in State},
                "state",
            ),
            _gauge("paperboy_queue", "Deliveries that wait to be sent.", counts.get(State.PENDING, 0)),
            _gauge(
                "paperboy_lanes", "Messages of this process that wait for their turn.", self._lines.waiting
            ),
            Figure(
                "paperboy_floods_total",
                "Times that Telegram asked this process to wait (429).",
                Kind.COUNTER,
                {"": self._lines.floods},
            ),
            Figure(
                "paperboy_claims_total",
                "Claims that the model offered this process, by what the gate said.",
                Kind.COUNTER,
                dict(claims),
                "verdict",
            ),
            _gauge(
                "paperboy_claims_kept_ratio",
                "Share of the claims offered to this process that passed the gate; 1 before there were any.",
                claims["kept"] / total if (total := claims.total()) else 1.0,
            ),
            _gauge("paperboy_tokens_today", "Tokens of the model spent in this UTC day.", spent.tokens),
            _gauge(
                "paperboy_questions_today",
                "Questions that the model answered in this UTC day.",
                spent.requests,
            ),
        ]

    async def _ledger_counts(self, now: datetime) -> Mapping[State, int]:
        async with self._counting:
            if self._counted_at is None or not timedelta() <= now - self._counted_at < FRESH:
                self._counts, self._counted_at = await self._store.ledger.counts(), now
        return self._counts


def _gauge(name: str, meaning: str, value: float) -> Figure:
    return Figure(name, meaning, Kind.GAUGE, {"": value})
