"""The questions that are asked all the time are answered from an index, however full the tables are."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.deliveries import Settlement, State
from bot.store import SqlStore
from tests.integration.store.scenes import LEASE, Scene, tomorrow

ASKED: dict[str, tuple[Callable[[SqlStore, Scene], Awaitable[object]], str, str]] = {
    "due": (lambda store, scene: store.ledger.due(scene.now), "subscriptions", "ix_subscriptions_due"),
    "enqueue": (
        lambda store, scene: store.ledger.enqueue(scene.edition, 1, scene.now, tomorrow),
        "subscriptions",
        "ix_subscriptions_due",
    ),
    "claim": (
        lambda store, scene: store.ledger.claim("b", scene.now, 9, LEASE),
        "deliveries",
        "ix_deliveries_pending",
    ),
    "reap": (lambda store, scene: store.ledger.reap(scene.now), "deliveries", "ix_deliveries_leased"),
    "release": (lambda store, _: store.ledger.release("a"), "deliveries", "ix_deliveries_leased"),
    "had": (
        lambda store, scene: store.ledger.had([1], scene.now, scene.edition),
        "deliveries",
        "ix_deliveries_chat_id_changed_at",
    ),
    "standing": (
        lambda store, scene: store.ledger.standing(1, scene.edition),
        "deliveries",
        "uq_deliveries_chat_id_edition_part",
    ),
    "unfinished": (
        lambda store, scene: store.ledger.unfinished(scene.now, 9),
        "deliveries",
        "ix_deliveries_unfinished",
    ),
    "awaited": (
        lambda store, scene: store.ledger.awaited(scene.now),
        "deliveries",
        "ix_deliveries_unfinished",
    ),
    "doubtful": (lambda store, _: store.ledger.doubtful([1, 2]), "deliveries", "ix_deliveries_amiss"),
    "count of the waiting": (lambda store, _: store.ledger.counts(), "deliveries", "ix_deliveries_pending"),
    "count of the leaving": (lambda store, _: store.ledger.counts(), "deliveries", "ix_deliveries_leased"),
    "count of the failed": (lambda store, _: store.ledger.counts(), "deliveries", "ix_deliveries_amiss"),
    "prune": (lambda store, scene: store.ledger.prune(scene.now), "FROM views", "ix_deliveries_view_id"),
    "told": (lambda store, _: store.notes.told(["a"], "ko"), "tellings", "ix_tellings_notes_key_language"),
    "told in English": (lambda store, _: store.notes.told(["a"], "en"), "notes", "ix_notes_paper_id"),
    "forget": (lambda store, _: store.chats.forget(7), "FROM spending", "ix_spending_account_id"),
    "paper": (lambda store, _: store.snapshots.standing("a"), "listings", "ix_listings_paper_id"),
}


@pytest.mark.parametrize("question", ASKED)
async def test_a_question_is_answered_from_its_index(store: SqlStore, scene: Scene, question: str) -> None:
    ask, table, index = ASKED[question]
    one, _ = await scene.claimed(2)
    await store.ledger.settle("a", scene.now, {one: Settlement(State.PENDING)})
    heard: list[tuple[str, Any]] = []

    def hear(_conn: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401 - a tuple or a mapping
        if table in statement or statement.startswith("SET"):
            heard.append((statement, parameters))

    engine = store._database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    await ask(store, scene)
    event.remove(engine, "before_cursor_execute", hear)

    is_sqlite = engine.dialect.name == "sqlite"
    async with store._database.read() as transaction:
        connection = transaction._connection
        if not is_sqlite:
            # Small tables are walked through whatever the indexes: forbid it to see what can be used.
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        while heard[0][0].startswith("SET"):
            await connection.exec_driver_sql(heard.pop(0)[0])
        statement, parameters = heard[0]
        explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        plan = (await connection.exec_driver_sql(explain + statement, parameters)).all()
    told = "\n".join(str(row) for row in plan)
    used = "sqlite_autoindex_deliveries" if is_sqlite and index.startswith("uq_") else index
    assert used in told, told
    if question in {"enqueue", "claim", "unfinished"}:
        assert "B-TREE" not in told, told
