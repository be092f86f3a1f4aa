"""The mark of each message that leaves, on a connection of its own: cheap, and seen by all at once.

Where it pays, the notes that messages arrived take the same way. A mark has to survive the death of this
process, not of the machine: what a power cut costs is told in docs/delivery.md.
"""

import sqlite3
from asyncio import CancelledError, Future, Lock, get_running_loop
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, BindParameter, bindparam, func, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import State
from bot.domain.errors import StoreUnavailable
from bot.store.cancellation import finish
from bot.store.columns import Instant
from bot.store.engine import Database
from bot.store.tables import deliveries

_FENCE = update(deliveries).where(deliveries.c.state == State.CLAIMED)
_EMBEDDED_FENCE = """
UPDATE deliveries SET state = 'sending'
WHERE id = :id AND state = 'claimed' AND owner = :owner AND lease_until > :now
"""
_IDS: BindParameter[Any] = bindparam("ids", type_=ARRAY(BigInteger))
_INSTANT, _SQLITE = Instant(), sqlite_dialect()


_EMBEDDED_SENT = """
UPDATE deliveries SET state = 'sent', lease_until = NULL, try_again_at = NULL, changed_at = :now,
    message_id = :got_id, note = '', edit_until = :edits_until, looked_at = :looks_at
WHERE id = :of_id AND owner = :owner AND (lease_until IS NOT NULL OR state = 'ambiguous')
"""


@dataclass(frozen=True, slots=True)
class SentNote:
    """That a message arrived: the delivery, Telegram's id of the message, and how long it may be edited."""

    delivery_id: int
    message_id: int | None
    edit_until: datetime | None


class Marks(Protocol):
    """Writes `sending` where a claim still holds."""

    async def mark(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write `sending` if the claim still holds; False means that it must not be sent (the fence).

        Raises:
            StoreUnavailable: the database did not answer.
        """

    async def note_sent(self, owner: str, now: datetime, notes: Sequence[SentNote]) -> bool:
        """Write which messages of an owner arrived, all or none; False where none could be written so."""

    async def close(self) -> None:
        """Close the connection; whatever is asked afterwards raises StoreUnavailable."""


def marks_of(database: Database) -> Marks:
    """Return what writes marks into a database."""
    if not database.is_embedded:
        return GroupedMarks(database)
    return PlainMarks(database) if database.where.file is None else EmbeddedMarks(database)


class PlainMarks:
    """Marks on any connection of the pool: for a database in memory, which is its one connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write one mark, see `Marks`."""
        fence = _FENCE.where(
            deliveries.c.id == delivery_id, deliveries.c.owner == owner, deliveries.c.lease_until > now
        )
        return await self._database.once(fence.values(state=State.SENDING)) == 1

    async def note_sent(self, owner: str, now: datetime, notes: Sequence[SentNote]) -> bool:  # noqa: ARG002 - the protocol's signature
        """Leave it to others, who take a whole wave at once."""
        return False

    async def close(self) -> None:
        """Do nothing: the pool is closed by its owner."""


class EmbeddedMarks(PlainMarks):
    """Marks on SQLite: each by itself, at the very moment in which its message leaves.

    The statement runs in the event loop's own thread, where it takes some fifty microseconds: the way to
    another thread and back takes ten times as long, and with marks in groups a death would find many
    messages marked that never left. It never waits there: other writers of the process stand in the same
    queue, this connection leaves checkpoints to them, and where another program holds the file the mark goes
    the long way.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._connection: sqlite3.Connection | None = None

    async def mark(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write one mark, see `Marks`."""
        row = {"id": delivery_id, "owner": owner, "now": _text(now)}
        async with self._database.turn():
            try:
                if self._database.is_open:
                    return self._open().execute(_EMBEDDED_FENCE, row).rowcount == 1
            except sqlite3.Error:
                await self.close()
        return await super().mark(delivery_id, owner, now)

    async def note_sent(self, owner: str, now: datetime, notes: Sequence[SentNote]) -> bool:
        """Write which messages arrived in one transaction, see `Marks`."""
        rows = [
            {
                "of_id": note.delivery_id,
                "owner": owner,
                "now": _text(now),
                "got_id": note.message_id,
                "edits_until": _text(note.edit_until),
                "looks_at": None if note.edit_until is None else _text(now),
            }
            for note in notes
        ]
        async with self._database.turn():
            try:
                if self._database.is_open:
                    self._write(rows)
                    return True
            except sqlite3.Error:
                await self.close()
        return False

    def _write(self, rows: Sequence[dict[str, object]]) -> None:
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(_EMBEDDED_SENT, rows)
            connection.execute("COMMIT")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise

    async def close(self) -> None:
        """Close the connection; the next mark opens it again, if the database is open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(str(self._database.where.file), timeout=0, isolation_level=None)
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA wal_autocheckpoint=0")
            self._connection = connection
            self._database.farewells.add(self.close)
        return self._connection


def _text(instant: datetime | None) -> object:
    return _INSTANT.process_bind_param(instant, _SQLITE)


class GroupedMarks:
    """Marks on a server: those that come while one statement is on its way are written by the next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._turn = Lock()
        self._waiting: dict[Future[bool], tuple[int, str, datetime]] = {}

    async def mark(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write one mark, see `Marks`."""
        answer: Future[bool] = get_running_loop().create_future()
        self._waiting[answer] = (delivery_id, owner, now)
        try:
            async with self._turn:
                if not answer.done():
                    await self._write_all()
        except CancelledError:
            self._waiting.pop(answer, None)
            raise
        return answer.result()

    async def note_sent(self, owner: str, now: datetime, notes: Sequence[SentNote]) -> bool:  # noqa: ARG002 - the protocol's signature
        """Leave it to others: this is to be durable, and marks are not."""
        return False

    async def close(self) -> None:
        """Close the connection; the next mark opens it again, if the database is open."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await finish(connection.invalidate())
            await finish(connection.close())

    async def _write_all(self) -> None:
        """Write the marks of all who wait, and tell each how it went."""
        waiting, self._waiting = self._waiting, {}
        try:
            marked = await self._write(waiting)
        except StoreUnavailable as trouble:
            for answer in waiting:
                answer.set_exception(StoreUnavailable(str(trouble)))
                answer.exception()  # who was cancelled meanwhile will not look at it
        else:
            for answer, (delivery_id, _, _) in waiting.items():
                # Of two who ask for the same one, the first may send it.
                answer.set_result(delivery_id in marked)
                marked.discard(delivery_id)

    async def _write(self, waiting: dict[Future[bool], tuple[int, str, datetime]]) -> set[int]:
        marked: set[int] = set()
        for owner in {owner for _, owner, _ in waiting.values()}:
            rows = [row for row in waiting.values() if row[1] == owner]
            now = max(now for _, _, now in rows)
            fence = _FENCE.where(
                deliveries.c.id == func.any(_IDS),
                deliveries.c.owner == owner,
                deliveries.c.lease_until > now,
            )
            fence = fence.values(state=State.SENDING).returning(deliveries.c.id)
            with self._database.wall():
                try:
                    marked |= await finish(self._run(fence, sorted({row[0] for row in rows})))
                except BaseException:
                    await self.close()
                    raise
        return marked

    async def _run(self, fence: Any, ids: list[int]) -> set[int]:  # noqa: ANN401 - an UPDATE that returns ids
        if self._connection is None:
            self._connection = await self._database.connect_quickly(self.close)
        return set((await self._connection.execute(fence, {"ids": ids})).scalars())
