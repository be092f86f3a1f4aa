"""Processes that lack one safeguard each. What proves the real ones has to find these out."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from bot.domain.calendar import Edition
from bot.domain.deliveries import Outcome, Sent, Settlement, State, Target, Unclear
from bot.domain.messages import Post
from bot.services.ports import Advance
from bot.store.engine import Database
from bot.store.ledger import BATCH, SqlLedger
from bot.store.tables import deliveries, subscriptions
from tests.e2e.crash.lives import Make, Mark, WayOut
from tests.e2e.crash.moments import Fate

_SOON = timedelta(seconds=10)


class MarksAfterSending(WayOut):
    """Writes `sending` when the answer is there."""

    async def deliver(self, target: Target, post: Post, on_wire: Mark) -> Outcome:
        outcome = await self.transmit(target.address.chat_id, post)
        await on_wire()
        return outcome


class NoFence(SqlLedger):
    """Lets every message leave, whoever holds its claim by now."""

    async def mark_sending(self, delivery_id: int, owner: str, now: datetime) -> bool:
        await super().mark_sending(delivery_id, owner, now)
        return True


class NoKey(SqlLedger):
    """Owes to everyone who is due, on a table that takes it."""

    def __init__(self, database: Database) -> None:
        super().__init__(_Careless(database))  # type: ignore[arg-type]


class ForgetsToOwe(SqlLedger):
    """Sets the next due times first and owes afterwards, in two transactions."""

    def __init__(self, database: Database, fate: Fate) -> None:
        super().__init__(database)
        self._fate = fate

    async def enqueue(
        self, edition: Edition, snapshot_id: int, now: datetime, advance: Advance, limit: int = BATCH
    ) -> tuple[int, int]:
        is_due = (subscriptions.c.kind == edition.kind) & (subscriptions.c.next_due_at <= now)
        async with self._database.read() as connection:
            due = (await connection.execute(select(subscriptions.c.chat_id).where(is_due))).scalars().all()
        advanced = await self.advance_late(edition.kind, now.replace(second=59), now, advance)
        await self._fate.moment("advanced and not yet owed", "store")
        rows = [
            {"chat_id": chat, "edition": edition, "snapshot_id": snapshot_id, "state": State.PENDING}
            | {"owed_at": now, "changed_at": now}
            for chat in due
        ]
        if rows:
            async with self._database.write() as connection:
                await connection.execute(self._database.insert(deliveries).on_conflict_do_nothing(), rows)
        return advanced, len(rows)


class ReapsWhatWasLeaving(SqlLedger):
    """Takes what was cut off while leaving for unsent."""

    async def reap(
        self, now: datetime, *, alive: Iterable[str] | None = None, may_resend: bool = False
    ) -> tuple[int, int]:
        found = await super().reap(now, alive=alive, may_resend=may_resend)
        again = deliveries.update().where(deliveries.c.note == "cut off while it was leaving")
        await self._database.once(again.values(state=State.PENDING, owner=None, note=""))
        return found


class RepeatsDoubts(SqlLedger):
    """Sends again what got no clear answer."""

    async def settle(
        self, owner: str, now: datetime, settlements: Mapping[int, Settlement], *, may_resend: bool = False
    ) -> None:
        bold = {
            delivery_id: Settlement(State.PENDING, try_again_at=now + _SOON)
            if one.state is State.AMBIGUOUS
            else one
            for delivery_id, one in settlements.items()
        }
        await super().settle(owner, now, bold, may_resend=may_resend)


class SaysSent(WayOut):
    """Takes silence for success."""

    async def deliver(self, target: Target, post: Post, on_wire: Mark) -> Outcome:
        outcome = await super().deliver(target, post, on_wire)
        return Sent(1) if isinstance(outcome, Unclear) else outcome


class _Careless:
    """A database whose INSERT into the ledger minds no conflict."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the database has
        return getattr(self._database, name)

    def insert(self, table: Table) -> Any:  # noqa: ANN401 - an INSERT of either dialect
        insert = self._database.insert(table)
        return _Minding(insert) if table is deliveries else insert


class _Minding:
    def __init__(self, insert: Any) -> None:  # noqa: ANN401 - an INSERT of either dialect
        self._insert = insert

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever an INSERT can be told
        say = getattr(self._insert, name)
        return lambda *said, **options: _Minding(say(*said, **options))

    def on_conflict_do_nothing(self, **_: object) -> Any:  # noqa: ANN401 - an INSERT of either dialect
        return self._insert


def drop_key(file: Path) -> None:
    """Build the ledger's table anew without its unique key."""
    with closing(sqlite3.connect(file)) as connection:
        [(table,)] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'deliveries'")
        loose, count = re.subn(r",\s*CONSTRAINT \w+ UNIQUE \(chat_id, edition, part\)", "", table)
        assert count == 1, table
        connection.execute("DROP TABLE deliveries")
        connection.execute(loose)
        connection.commit()


MUTANTS: Mapping[str, Make] = {
    "marks after sending": Make(way_out=MarksAfterSending),
    "no fence": Make(ledger=lambda _store, database, _fate: NoFence(database)),
    "no unique key": Make(ledger=lambda _store, database, _fate: NoKey(database), prepare=drop_key),
    "forgets to owe": Make(ledger=lambda _store, database, fate: ForgetsToOwe(database, fate)),
    "reaps what was leaving": Make(ledger=lambda _store, database, _fate: ReapsWhatWasLeaving(database)),
    "repeats doubts": Make(ledger=lambda _store, database, _fate: RepeatsDoubts(database)),
    "says sent": Make(way_out=SaysSent),
}
