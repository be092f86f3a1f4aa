"""The store as others see it."""

import asyncio
import errno
import os
from pathlib import Path
from typing import Self

from sqlalchemy import text

from bot.domain.errors import StoreUnavailable
from bot.services.ports import ChatBook, Ledger, SnapshotShelf, StarBook
from bot.services.reading_ports import NoteShelf, Purse, TextCache
from bot.services.replicas import Arrivals, Elections, Reservations
from bot.store import schema
from bot.store.chats import Book
from bot.store.elections import SqlArrivals, SqlElections
from bot.store.engine import Database
from bot.store.ledger import SqlLedger
from bot.store.lock import FileLock
from bot.store.notes import SqlNotes
from bot.store.purse import SqlPurse
from bot.store.reservations import SqlReservations
from bot.store.snapshots import Shelf
from bot.store.stars import SqlStars
from bot.store.texts import Texts
from bot.store.urls import locate


class SqlStore:
    """Everything that is kept, in SQLite or PostgreSQL; see the port `Store`."""

    def __init__(self, database: Database, lock: FileLock | None = None) -> None:
        """Put the parts together; use `SqlStore.open`."""
        self.snapshots: SnapshotShelf = Shelf(database)
        self.chats: ChatBook = Book(database)
        self.ledger: Ledger = SqlLedger(database)
        self.texts: TextCache = Texts(database)
        self.notes: NoteShelf = SqlNotes(database)
        self.purse: Purse = SqlPurse(database)
        self.stars: StarBook = SqlStars(database)
        self.elections: Elections = SqlElections(database)
        self.arrivals: Arrivals = SqlArrivals(database)
        self.reservations: Reservations = SqlReservations(database)
        self._database, self._lock = database, lock

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open a database, make it where there is none, and bring its tables up to date.

        Args:
            url: `sqlite:///file.db`, `sqlite:////from/the/root.db`, `sqlite://` (in memory, for tests) or
                `postgresql://user:password@host/database`.

        Raises:
            StoreInUse: another process works on the same file.
            StoreUnavailable: it can't be opened; the text says why and what to do.
        """
        where = locate(url)
        lock = FileLock(where.file) if where.file else None
        if lock is not None:
            lock.take()
        database = Database(where)
        try:
            await schema.upgrade(database)
        except BaseException:
            await database.close()
            if lock is not None:
                lock.release()
            raise
        return cls(database, lock)

    @classmethod
    async def beside(cls, url: str) -> Self:
        """Open a database to look at it, also while Paperboy works on it: no lock, no writing.

        Raises:
            StoreUnavailable: there is none, or its tables are of another version.
        """
        where = locate(url)
        if where.file is not None and not where.file.is_file():
            raise StoreUnavailable(f"there is no {where.file}")
        database = Database(where, is_beside=True)
        try:
            await schema.check(database)
        except BaseException:
            await database.close()
            raise
        return cls(database)

    @property
    def is_embedded(self) -> bool:
        """Whether this is SQLite: then no other process works on it, see `open`."""
        return self._database.is_embedded

    async def close(self) -> None:
        """Close all connections and let others open the file; twice is harmless."""
        await self._database.close()
        if self._lock is not None:
            self._lock.release()

    async def ping(self) -> str:
        """Ask the database something and return what and where it is.

        Raises:
            StoreUnavailable: it does not answer.
        """
        where = self._database.where
        version = "select sqlite_version()" if where.is_embedded else "show server_version"
        async with self._database.read() as connection:
            answer = await connection.scalar(text(version))
        return f"SQLite {answer}, {where.shown}" if where.is_embedded else f"{where.shown}, version {answer}"

    async def backup(self, to: Path) -> None:
        """Write a copy of an embedded database while work goes on.

        The copy is whole or not there: it gets its name when it is safe on the disk.

        Raises:
            StoreUnavailable: the file exists or can't be written, or the database is a server.
        """
        if not self._database.is_embedded:
            raise StoreUnavailable("a PostgreSQL database is backed up with pg_dump")
        part = to.with_name(to.name + ".part")
        try:
            await asyncio.to_thread(_make_room, part, to)
            async with self._database.bare(is_in_turn=False) as connection:
                # A connection that refuses to write refuses this too, though it writes elsewhere only.
                await connection.execute(text("PRAGMA query_only=OFF"))
                try:
                    await connection.execute(text("VACUUM INTO :file"), {"file": str(part)})
                finally:
                    if self._database.is_beside:
                        await connection.execute(text("PRAGMA query_only=ON"))
            await asyncio.to_thread(_put_in_place, part, to)
        except OSError as error:
            raise StoreUnavailable(f"can't write {to}: {error.strerror}") from error


def _make_room(part: Path, to: Path) -> None:
    if to.exists():
        raise FileExistsError(errno.EEXIST, "it exists already; name another file")
    part.unlink(missing_ok=True)


def _put_in_place(part: Path, to: Path) -> None:
    # VACUUM INTO leaves what it wrote to the system's caches.
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.rename(to)
