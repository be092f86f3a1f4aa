"""The steps that make the tables, and the tables that the code believes in, are one thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

from bot.store.schema import config
from bot.store.tables import metadata

KINDS = {
    "get_check_constraints": "ck_",
    "get_unique_constraints": "uq_",
    "get_foreign_keys": "fk_",
    "get_indexes": "ix_",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'paperboy.db'}")
    else:
        url = make_url(request.getfixturevalue("empty_postgres"))
        engine = create_engine(url.set(drivername="postgresql+psycopg"))
    yield engine
    engine.dispose()


def scripts(connection: Connection) -> ScriptDirectory:
    return ScriptDirectory.from_config(config(connection))


def described(connection: Connection) -> dict[str, object]:
    """Return all that an inspection tells about the tables, with their names."""
    seen = inspect(connection)
    told: dict[str, object] = {}
    for table in set(seen.get_table_names()) - {"alembic_version"}:
        told[table] = {(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(table)}
        told[f"{table} key"] = seen.get_pk_constraint(table)
        for ask in KINDS:
            told[f"{table} {ask}"] = sorted(_plain(one) for one in getattr(seen, ask)(table))
    if connection.dialect.name == "sqlite":
        made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        told["never count an id twice"] = sorted(made.scalars())
    return told


def _plain(one: dict[str, object]) -> str:
    """Return what is told of a constraint or index as text, for conditions don't compare."""
    options = one.get("dialect_options", {})
    assert isinstance(options, dict)
    return str(sorted({**one, "dialect_options": {key: str(of) for key, of in options.items()}}.items()))


def test_the_steps_make_what_the_code_believes_in(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_steps_make_every_name_constraint_and_index(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
        migrated = described(connection)
        command.downgrade(config(connection), "base")
        metadata.create_all(connection)
        assert migrated == described(connection)


def test_every_step_goes_up_down_and_up_again(engine: Engine) -> None:
    with engine.begin() as connection:
        steps = [step.revision for step in scripts(connection).walk_revisions()][::-1]
        assert steps
        for step in steps:
            command.upgrade(config(connection), step)
            up = described(connection)
            command.downgrade(config(connection), "-1")
            down = described(connection)
            assert down != up
            command.upgrade(config(connection), step)
            assert described(connection) == up
        command.downgrade(config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_there_is_one_line_of_steps_and_files_are_named_after_them(engine: Engine) -> None:
    with engine.connect() as connection:
        found = scripts(connection)
        assert len(found.get_heads()) == 1
        steps = list(found.walk_revisions())[::-1]
        assert [step.revision for step in steps] == [f"{n:04}" for n in range(1, len(steps) + 1)]
        assert all(Path(step.path).name.startswith(f"{step.revision}_") for step in steps)


def test_every_constraint_and_index_has_a_name_of_its_kind(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
        seen = inspect(connection)
        for table in set(seen.get_table_names()) - {"alembic_version"}:
            # SQLite writes a key that counts by itself without a name.
            assert seen.get_pk_constraint(table)["name"] in {f"pk_{table}", None}
            for ask, start in KINDS.items():
                for one in getattr(seen, ask)(table):
                    # PostgreSQL lists the index behind a unique constraint among the indexes.
                    expected = "uq_" if one.get("duplicates_constraint") else start
                    assert str(one["name"]).startswith(f"{expected}{table}_")


def test_a_table_that_is_extended_keeps_its_rows_and_counts_on(engine: Engine) -> None:
    owe = text(
        "INSERT INTO deliveries (chat_id, edition, part, snapshot_id, state, attempts, note, owed_at,"
        " changed_at) VALUES (1, 'daily:2026-06-12', :part, 1, 'sent', 1, '', :now, :now) RETURNING id"
    )
    now = "2026-06-13 08:00:00.000000+00:00"
    with engine.begin() as connection:
        command.upgrade(config(connection), "0002")
        connection.execute(
            text(
                "INSERT INTO chats (telegram_chat_id, topic_id, place, title, language, zone, count, style,"
                " min_votes, wanted, unwanted, is_silent, has_chosen, created_at) VALUES (1, 0, 'private',"
                " '', 'en', 'UTC', 5, 'brief', 0, '[]', '[]', false, false, :now)"
            ),
            {"now": now},
        )
        connection.execute(
            text(
                "INSERT INTO snapshots (edition, captured_at, source) VALUES ('daily:2026-06-12', :now, 'x')"
            ),
            {"now": now},
        )
        ids = [connection.execute(owe, {"part": part, "now": now}).scalar_one() for part in range(3)]
        connection.execute(text("DELETE FROM deliveries WHERE id = :id"), {"id": ids[-1]})
        command.upgrade(config(connection), "head")
        kept = connection.execute(text("SELECT id, state, edit_until FROM deliveries ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [(one, "sent", None) for one in ids[:-1]]
        # An id that was forgotten is never given to another.
        assert connection.execute(owe, {"part": 2, "now": now}).scalar_one() == ids[-1] + 1
