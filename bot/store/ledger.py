"""Deliveries and due times: who is owed what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, literal, or_, select, update

from bot.domain.calendar import Edition, Kind
from bot.domain.deliveries import State
from bot.services.ports import Advance
from bot.store.aftermath import Aftermath
from bot.store.chat_rows import runs, subscription_of
from bot.store.columns import EditionKey, Instant
from bot.store.engine import Transaction
from bot.store.tables import chats, deliveries, is_awake, stands, subscriptions

BATCH = 500
"""How many due times one transaction moves."""


class SqlLedger(Aftermath):
    """The ledger, see the port `Ledger`; what leaves is in `Claims`, what comes after in `Aftermath`."""

    async def due(self, now: datetime) -> Mapping[Kind, int]:
        """Count the subscriptions of chats that are not paused whose time has come, by kind."""
        counted = (
            select(subscriptions.c.kind, func.count())
            .where(subscriptions.c.kind.in_(list(Kind)), is_awake(), subscriptions.c.next_due_at <= now)
            .group_by(subscriptions.c.kind)
        )
        async with self._database.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(counted)}

    async def is_owing(self, now: datetime) -> bool:
        """Tell whether there is anything to claim."""
        is_time = or_(deliveries.c.try_again_at.is_(None), deliveries.c.try_again_at <= now)
        waiting = (
            select(deliveries.c.id)
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .where(stands(State.PENDING), is_time, chats.c.pause.is_(None))
            .limit(1)
        )
        async with self._database.read() as connection:
            return await connection.scalar(waiting) is not None

    async def enqueue(
        self, edition: Edition, snapshot_id: int, now: datetime, advance: Advance, limit: int = BATCH
    ) -> tuple[int, int]:
        """Owe an edition to up to `limit` due chats and set their next due times, in one transaction.

        Due are the subscriptions of the edition's kind, of chats that are not paused, whose time has
        come. A chat that was owed the edition before is only advanced.

        Returns:
            (subscriptions advanced, deliveries made); (0, 0) when none is left.
        """
        is_due = subscriptions.c.next_due_at <= now
        async with self._database.write() as connection:
            await self._database.walk_in_order(connection)
            due = await _take_due(connection, edition.kind, is_due, limit)
            if not due:
                return 0, 0
            made = 0
            for ids in runs(row.chat_id for row in due):
                made += await self._owe(connection, edition, snapshot_id, now, ids)
            await _advance(connection, due, now, advance)
            return len(due), made

    async def _owe(
        self, connection: Transaction, edition: Edition, snapshot_id: int, now: datetime, ids: Sequence[int]
    ) -> int:
        """Make the deliveries of subscribed chats that have none yet, in one statement."""
        owed = {
            deliveries.c.chat_id: subscriptions.c.chat_id,
            deliveries.c.edition: literal(edition, EditionKey),
            deliveries.c.part: literal(0),
            deliveries.c.snapshot_id: literal(snapshot_id),
            deliveries.c.state: literal(State.PENDING, deliveries.c.state.type),
            deliveries.c.attempts: literal(0),
            deliveries.c.note: literal(""),
            deliveries.c.owed_at: literal(now, Instant),
            deliveries.c.changed_at: literal(now, Instant),
        }
        chosen = (
            select(*owed.values())
            .where(subscriptions.c.kind == edition.kind, subscriptions.c.chat_id.in_(ids))
            .order_by(subscriptions.c.next_due_at)
        )
        insert = self._database.insert(deliveries).execution_options(preserve_rowcount=True)
        made = await connection.execute(
            insert.from_select(list(owed), chosen, include_defaults=False).on_conflict_do_nothing(
                index_elements=["chat_id", "edition", "part"]
            )
        )
        return made.rowcount

    async def advance_late(self, kind: Kind, before: datetime, after: datetime, advance: Advance) -> int:
        """Set new due times for subscriptions that were due before an instant, owing nothing.

        Those of paused chats stay as they are until their chat is resumed.
        """
        is_late = subscriptions.c.next_due_at < before
        advanced = 0
        while True:
            async with self._database.write() as connection:
                await self._database.walk_in_order(connection)
                due = await _take_due(connection, kind, is_late, BATCH)
                if not due:
                    return advanced
                await _advance(connection, due, after, advance)
                advanced += len(due)

    async def standing(self, chat_id: int, edition: Edition) -> tuple[State, datetime] | None:
        """Return how the first part of a chat's edition stands and since when; None where none is owed."""
        asked = (
            select(deliveries.c.state, deliveries.c.changed_at)
            .where(deliveries.c.chat_id == chat_id, deliveries.c.edition == edition)
            .order_by(deliveries.c.part)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(asked)).first()
            return None if row is None else (row.state, row.changed_at)


async def _take_due(connection: Transaction, kind: Kind, which: Any, limit: int) -> Sequence[Row[Any]]:  # noqa: ANN401 - a condition
    """Lock up to `limit` subscriptions, those that are due longest first; others skip them meanwhile."""
    found = await connection.execute(
        select(subscriptions, chats.c.zone)
        .join(chats, chats.c.id == subscriptions.c.chat_id)
        .where(subscriptions.c.kind == kind, is_awake(), which)
        .order_by(subscriptions.c.next_due_at)
        .limit(limit)
        # The chats too: /forget locks them first and what belongs to them after.
        .with_for_update(of=[subscriptions, chats], skip_locked=True, key_share=True)
    )
    return found.all()


async def _advance(connection: Transaction, due: Iterable[Row[Any]], now: datetime, advance: Advance) -> None:
    """Set the due times that the rule gives.

    Raises:
        ValueError: the rule gave an instant that is not after `now`, which would owe for ever.
    """
    # Many share a due time, and those are moved by one statement.
    moved: dict[tuple[Kind, datetime], list[int]] = defaultdict(list)
    for row in due:
        subscription = subscription_of(row)
        at = advance(row.zone, subscription, now)
        if at <= now:
            raise ValueError(f"the next {subscription.kind} time after {now} can't be {at}")
        moved[subscription.kind, at].append(row.chat_id)
    for (kind, at), chat_ids in moved.items():
        for ids in runs(chat_ids):
            await connection.execute(
                update(subscriptions)
                .where(subscriptions.c.chat_id.in_(ids), subscriptions.c.kind == kind)
                .values(next_due_at=at)
            )
