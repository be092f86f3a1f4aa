"""Deliveries and due times: who is owed what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Chat
from bot.domain.deliveries import State
from bot.services.ports import Advance
from bot.store.chat_rows import chats_of, subscription_of
from bot.store.claims import Claims
from bot.store.engine import Transaction
from bot.store.tables import chats, deliveries, is_awake, subscriptions

BATCH = 500
"""How many due times one transaction moves."""


class SqlLedger(Claims):
    """The ledger, see the port `Ledger`; what is claimed and sent is in `Claims`."""

    async def due(self, now: datetime) -> Mapping[Kind, int]:
        """Count the subscriptions of chats that are not paused whose time has come, by kind."""
        counted = (
            select(subscriptions.c.kind, func.count())
            .where(subscriptions.c.kind.in_(list(Kind)), is_awake(), subscriptions.c.next_due_at <= now)
            .group_by(subscriptions.c.kind)
        )
        async with self._database.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(counted)}

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
            insert = self._database.insert(deliveries).on_conflict_do_nothing(
                index_elements=["chat_id", "edition", "part"]
            )
            made = await connection.execute(
                insert.execution_options(preserve_rowcount=True),
                [
                    {
                        "chat_id": row.chat_id,
                        "edition": edition,
                        "part": 0,
                        "snapshot_id": snapshot_id,
                        "state": State.PENDING,
                        "owed_at": now,
                        "changed_at": now,
                    }
                    for row in due
                ],
            )
            await _advance(connection, due, now, advance)
            return len(due), made.rowcount

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

    async def counts(self) -> Mapping[State, int]:
        """Count the ledger by state."""
        counted = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        async with self._database.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(counted)}

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
        select(subscriptions, chats)
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
    rows = list(due)
    held: Mapping[int, Chat] = await chats_of(connection, rows)
    changes = []
    for row in rows:
        subscription = subscription_of(row)
        at = advance(held[row.chat_id], subscription, now)
        if at <= now:
            raise ValueError(f"the next {subscription.kind} time after {now} can't be {at}")
        changes.append({"of_chat": row.chat_id, "of_kind": subscription.kind, "due_then": at})
    await connection.execute(
        update(subscriptions)
        .where(subscriptions.c.chat_id == bindparam("of_chat"), subscriptions.c.kind == bindparam("of_kind"))
        .values(next_due_at=bindparam("due_then")),
        changes,
    )
