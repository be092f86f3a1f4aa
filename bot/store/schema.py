"""Bringing a database's tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.domain.errors import StoreOutdated, StoreUnavailable
from bot.store.engine import Database

_LOCK = 0x7061706572626F79  # "paperboy"


async def upgrade(database: Database) -> None:
    """Bring the tables to the newest form in one transaction; several processes may try at once.

    Raises:
        StoreUnavailable: the database does not answer, or a newer Paperboy wrote it.
    """
    async with database.bare() as connection:
        if database.is_embedded:
            # A table that is made anew is dropped first, which would delete all rows that refer to it;
            # and this setting can't be changed inside a transaction.
            await connection.execute(text("PRAGMA foreign_keys=OFF"))
            await connection.execute(text("BEGIN IMMEDIATE"))
        else:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        try:
            await connection.run(_upgrade, database.where.shown)
            await connection.commit()
        finally:
            if database.is_embedded:
                await connection.rollback()
                await connection.execute(text("PRAGMA foreign_keys=ON"))


def config(connection: Connection) -> Config:
    """Return Alembic's settings for the steps in this package."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option(
        "script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%")
    )
    settings.set_main_option("path_separator", "os")
    return settings


async def check(database: Database) -> None:
    """See whether the tables are of this version.

    Raises:
        StoreOutdated: they are older, or there are none.
        StoreUnavailable: the database does not answer, or a newer Paperboy wrote it.
    """
    async with database.read() as connection:
        current, newest = await connection.run(_versions, database.where.shown)
    if current != newest:
        raise StoreOutdated(f"the tables of {database.where.shown} are older; start Paperboy once")


def _versions(connection: Connection, shown: str) -> tuple[str | None, str | None]:
    """Return the version of the tables and the newest one."""
    steps = ScriptDirectory.from_config(config(connection))
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {step.revision for step in steps.walk_revisions()}:
        raise StoreUnavailable(
            f"{shown} was written by a newer Paperboy (schema {current}); "
            "upgrade this one, or restore a backup from before"
        )
    return current, steps.get_current_head()


def _upgrade(connection: Connection, shown: str) -> None:
    _versions(connection, shown)
    command.upgrade(config(connection), "head")
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise StoreUnavailable(f"{shown} has rows in {broken[0]} that refer to nothing; restore a backup")
