"""An open database: where reads and writes begin, and where its errors become ours."""

import json
import sqlite3
from asyncio import Lock
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from importlib.util import find_spec
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Table, event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.domain.errors import StoreUnavailable
from bot.store.cancellation import finish
from bot.store.columns import clean
from bot.store.urls import Whereabouts

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
_T = TypeVar("_T")

BUSY_TIMEOUT_S = 5
CONNECT_TIMEOUT_S = 10
_BEGIN = "paperboy_begin"
_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=NORMAL",  # survives the death of the process, and what a mark needs is no more
)

_TODO = {
    "not a database": "name another file, or restore a backup",
    "malformed": "restore a backup",
    "unable to open": "name a file that this user may write, in a directory that is there",
    "readonly": "let this user write the file and its directory",
    "is locked": "another program writes to it; stop that one",
    "is full": "make room on the disk",
    "connection failed": "see that the server runs and that user, password and database are right",
}
"""What to do about what the databases say, by a piece of their words."""


class Transaction:
    """A connection on which every statement runs to its end, whatever happens to the asker."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(
        self, statement: Executable, parameters: Parameters = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement, once or for each of several sets of parameters."""
        return await finish(self._connection.execute(statement, parameters))

    async def scalar(self, statement: Executable) -> Any:  # noqa: ANN401 - any column
        """Run a statement and return the first column of its first row."""
        return await finish(self._connection.scalar(statement))

    async def run(self, work: Callable[..., _T], *args: object) -> _T:
        """Run a function that wants an ordinary connection."""
        return await finish(self._connection.run_sync(work, *args))

    async def commit(self) -> None:
        """Keep what was done so far."""
        await finish(self._connection.commit())

    async def rollback(self) -> None:
        """Undo what was done and not kept."""
        await finish(self._connection.rollback())


class Database:
    """Connections to one database.

    On SQLite all writes of the process stand in one queue, first come first served: SQLite itself
    lets waiting writers poll, and the unlucky time out.
    """

    def __init__(self, where: Whereabouts, *, is_beside: bool = False) -> None:
        """Prepare for a database without touching it; `is_beside` refuses every write."""
        self.where, self.is_beside = where, is_beside
        self.engine = _engine(where, is_beside=is_beside)
        self.is_open = True
        self.farewells: set[Callable[[], Awaitable[None]]] = set()
        self._turn = Lock() if where.is_embedded else None
        self._writer = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._bare = self.engine.execution_options(**{_BEGIN: None})
        self._quick = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_embedded(self) -> bool:
        """Whether this is SQLite."""
        return self.where.is_embedded

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """Begin a transaction that only reads."""
        async with self._transaction(self.engine) as transaction:
            yield transaction

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Begin a transaction that may write; it is committed at the end, or undone by an exception."""
        async with self.turn(), self._transaction(self._writer) as transaction:
            yield transaction

    @asynccontextmanager
    async def bare(self, *, is_in_turn: bool = True) -> AsyncIterator[Transaction]:
        """Lend a connection on which no transaction is begun; what does not write needs not wait its turn."""
        async with self.turn() if is_in_turn else nullcontext(), self._transaction(self._bare) as bare:
            yield bare

    async def lock(self, transaction: Transaction, *names: str) -> None:
        """Wait until no other process holds one of these names, and hold them to the transaction's end.

        SQLite has one writer anyway.
        """
        if not self.is_embedded:
            for name in sorted(names):
                await transaction.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    async def walk_in_order(self, transaction: Transaction) -> None:
        """Have the server walk along an index and stop at the limit, to the transaction's end.

        Its statistics lag behind a burst of work: it takes a hundred thousand waiting rows for a handful,
        and sorts all of them for each batch of a hundred.
        """
        if not self.is_embedded:
            await transaction.execute(text("SET LOCAL enable_sort = off"))

    async def once(self, statement: Executable) -> int:
        """Run one statement as a transaction of its own and return how many rows it changed."""
        async with self.turn():
            with self.wall():
                return await finish(self._once(statement))

    async def connect_quickly(self, farewell: Callable[[], Awaitable[None]]) -> AsyncConnection:
        """Open a connection to a server on which each statement is a transaction of its own.

        They survive the death of this process from the moment of the answer, and that of the server a
        moment later.

        Args:
            farewell: closes it when all connections are closed.
        """
        connection = await self._quick.connect()
        self.farewells.add(farewell)
        await connection.execute(text("SET synchronous_commit = off"))
        return connection

    async def disconnect(self) -> None:
        """Close all connections; what is asked afterwards opens new ones."""
        while self.farewells:
            await self.farewells.pop()()
        await self.engine.dispose()

    async def close(self) -> None:
        """Close all connections; whatever is asked afterwards raises StoreUnavailable."""
        self.is_open = False
        await self.disconnect()

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that knows ON CONFLICT."""
        return sqlite.insert(table) if self.is_embedded else postgresql.insert(table)

    def turn(self) -> AbstractAsyncContextManager[Any]:
        """Wait for this writer's turn; on a server all may write at once."""
        return self._turn if self._turn is not None else nullcontext()

    async def _once(self, statement: Executable) -> int:
        async with self._bare.connect() as connection:
            changed = await connection.execute(statement)
            await connection.commit()
            return changed.rowcount

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[Transaction]:
        """Begin with the first statement, commit at the end, and translate what goes wrong."""
        with self.wall():
            connection = engine.connect()
            try:
                await finish(connection.start())
                yield Transaction(connection)
                await finish(connection.commit())
            finally:
                if connection.sync_connection is not None:
                    # What was not committed is undone.
                    await finish(connection.close())

    @contextmanager
    def wall(self) -> Iterator[None]:
        """Translate what goes wrong in talks with the database.

        Raises:
            StoreUnavailable: it was closed, or does not answer.
        """
        if not self.is_open:
            raise StoreUnavailable(f"{self.where.shown} was closed")
        try:
            yield
        except DBAPIError as error:
            raise StoreUnavailable(explain(error, self.where)) from error
        except PoolTimeout as error:
            raise StoreUnavailable(f"{self.where.shown}: all connections were busy for too long") from error


def explain(error: DBAPIError, where: Whereabouts) -> str:
    """Return in one line what a database said and, where that is known, what to do."""
    said = str(error.orig).strip().partition("\n")[0]
    todo = next((todo for sign, todo in _TODO.items() if sign in said), None)
    return f"{where.shown}: {said}" + (f"; {todo}" if todo else "")


def _engine(where: Whereabouts, *, is_beside: bool) -> AsyncEngine:
    if not where.is_embedded:
        if find_spec("psycopg") is None:
            raise StoreUnavailable("PostgreSQL needs psycopg: install paperboy[cluster]")
        return create_async_engine(
            where.url,
            hide_parameters=True,
            json_serializer=_dump,
            pool_size=10,
            max_overflow=10,
            # A server that was restarted is noticed before a statement is lost on it.
            pool_pre_ping=True,
            connect_args=_server_options(where, is_beside=is_beside),
        )
    engine = create_async_engine(
        where.url,
        hide_parameters=True,
        json_serializer=_dump,
        poolclass=AsyncAdaptedQueuePool,
        # A database in memory is its one connection.
        pool_size=1 if where.file is None else 4,
        max_overflow=0,
        # The driver begins nothing by itself: see `begin`.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_S},
    )

    @event.listens_for(engine.sync_engine, "do_connect")
    def knock(_dialect: Any, _record: Any, place: Any, options: Any) -> None:  # noqa: ANN401 - arguments of the DBAPI
        # The driver gives a connection that can't be opened a thread all the same, and does not wait for
        # its end: it would answer to a loop that may be closed by then.
        sqlite3.connect(*place, **options).close()

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - a DBAPI connection
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.execute("PRAGMA query_only=ON" if is_beside else "PRAGMA journal_mode=WAL")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once beside another writer, so
        # writers say so at their beginning.
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if statement is not None:
            connection.exec_driver_sql(statement)

    return engine


def _server_options(where: Whereabouts, *, is_beside: bool) -> dict[str, object]:
    options: dict[str, object] = {"connect_timeout": CONNECT_TIMEOUT_S} | dict(where.url.query)
    if is_beside:
        options["options"] = "-c default_transaction_read_only=on"
    return options


def _dump(value: Any) -> str:  # noqa: ANN401 - any JSON
    return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
