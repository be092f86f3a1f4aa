"""The queue of jobs that replicas share: its connection, and its tables in a schema of their own.

Jobs say only that there is something to do; what there is stands in the ledger. So a queue may be lost at any
time, and a new version of its tables is a new queue beside the old one: no step from one to the other is
needed, and replicas of two versions run side by side.
"""

import hashlib
import re
from typing import Final

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager

from bot.domain.errors import StoreUnavailable

CONNECTIONS: Final = 6
CONNECT_TIMEOUT_S: Final = 10
_LOCK: Final = 0x71756575655F7062
_PREFIX: Final = "paperboy_queue_"


class _Manager(JobManager):
    """Keeps the books of jobs; a job that others gave up meanwhile is no trouble."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - theirs
        try:
            await super().finish_job(job, status, delete_job)
        except ConnectorException:
            # It was taken for dead and forgotten, or the server is away and will forget it so.
            return


def plain_address(url: str) -> str:
    """Return a database's address as the server's own library reads it, without the name of a driver."""
    return re.sub(r"^postgresql\+\w+://", "postgresql://", url)


async def open_queue(url: str) -> App:
    """Open the queue, and make its tables where there are none; several processes may try at once.

    Raises:
        StoreUnavailable: the server does not answer.
    """
    address, text = plain_address(url), SchemaManager.get_schema()
    schema = _PREFIX + hashlib.sha256(text.encode()).hexdigest()[:12]
    options = f"-c search_path={schema} -c application_name={_PREFIX[:-1]}"
    app = App(
        connector=PsycopgConnector(
            conninfo=address,
            kwargs={"options": options, "connect_timeout": CONNECT_TIMEOUT_S},
            min_size=1,
            max_size=CONNECTIONS,
            timeout=CONNECT_TIMEOUT_S,
        )
    )
    app.job_manager = _Manager(app.connector)
    try:
        await _make_tables(address, schema, text)
        await app.open_async()
    except (psycopg.Error, ConnectorException) as trouble:
        await app.close_async()
        raise StoreUnavailable(f"the queue of jobs cannot be opened ({type(trouble).__name__})") from trouble
    return app


async def _make_tables(address: str, schema: str, text: str) -> None:
    async with await psycopg.AsyncConnection.connect(
        address, connect_timeout=CONNECT_TIMEOUT_S
    ) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        found = await connection.execute("SELECT to_regnamespace(%s)", [schema])
        if await found.fetchone() != (None,):
            return
        await connection.execute(f"CREATE SCHEMA {schema}".encode())
        await connection.execute(f"SET LOCAL search_path = {schema}".encode())
        await connection.execute(text)
