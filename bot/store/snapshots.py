"""Lists and papers that were read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, literal, select, update

from bot.domain.answers import Standing
from bot.domain.calendar import Edition
from bot.domain.papers import Listed, Paper, Snapshot
from bot.store.chat_rows import runs
from bot.store.engine import Database, Transaction
from bot.store.tables import deliveries, listings, papers, snapshots

_KNOWN = ("authors", "published_at", "ai_summary", "keywords", "organization", "code_url", "code_stars",
          "project_url")  # fmt: skip
"""What a feed may leave out of a paper; once known, it is not forgotten."""


class Shelf:
    """The shelf of lists, see the port `SnapshotShelf`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, snapshot: Snapshot) -> int:
        """Keep a list with its papers and return its id.

        A list that equals the newest one of its period only moves that one's capture time forward.
        A paper that stands twice in it is kept at its first place.
        """
        firsts: dict[str, Listed] = {}
        for one in snapshot.listed:
            firsts.setdefault(one.paper.id, one)
        listed = list(firsts.values())
        async with self._database.write() as connection:
            # Two replicas that read the same list at once keep it once.
            await self._database.lock(connection, str(snapshot.edition))
            await self._keep_papers(connection, [one.paper for one in listed], snapshot.captured_at)
            rows = [(place, one.paper.id, one.votes, one.comments) for place, one in enumerate(listed, 1)]
            newest = await _newest(connection, snapshot.edition)
            if newest is not None and newest.source == snapshot.source:
                kept = await connection.execute(
                    select(listings.c.place, listings.c.paper_id, listings.c.votes, listings.c.comments)
                    .where(listings.c.snapshot_id == newest.id)
                    .order_by(listings.c.place)
                )
                if [tuple(row) for row in kept] == rows:
                    await connection.execute(
                        update(snapshots)
                        .where(snapshots.c.id == newest.id)
                        .values(captured_at=max(newest.captured_at, snapshot.captured_at))
                    )
                    return int(newest.id)
            return await _insert(connection, snapshot, rows)

    async def latest(self, edition: Edition) -> tuple[int, Snapshot] | None:
        """Return the newest list of a period that was kept, with its id."""
        async with self._database.read() as connection:
            row = await _newest(connection, edition)
            return None if row is None else (row.id, await _snapshot_of(connection, row))

    async def get(self, snapshot_id: int) -> Snapshot | None:
        """Return one list by its id."""
        async with self._database.read() as connection:
            found = await connection.execute(select(snapshots).where(snapshots.c.id == snapshot_id))
            row = found.first()
            return None if row is None else await _snapshot_of(connection, row)

    async def keep_paper(self, paper: Paper) -> None:
        """Keep one paper that came outside a list."""
        async with self._database.write() as connection:
            await self._keep_papers(connection, [paper], None)

    async def paper(self, paper_id: str) -> Paper | None:
        """Return a paper that was kept."""
        async with self._database.read() as connection:
            found = await connection.execute(select(papers).where(papers.c.id == paper_id))
            row = found.first()
            return None if row is None else _paper_of(row)

    async def standing(self, paper_id: str) -> Sequence[Standing]:
        """Return where a paper stands in the newest list of each period, newest period first."""
        async with self._database.read() as connection:
            found = await connection.execute(
                select(snapshots.c.edition, listings.c.place, listings.c.votes)
                .join(listings, listings.c.snapshot_id == snapshots.c.id)
                .where(listings.c.paper_id == paper_id, _is_newest())
            )
            standings = [Standing(row.edition, row.place, row.votes) for row in found]
        return sorted(standings, key=lambda one: (one.edition.first, one.edition.kind), reverse=True)

    async def prune(self, before: datetime) -> int:
        """Forget lists captured before an instant, and return how many.

        The newest of each period stays, and so does each that a delivery points to.
        """
        is_needed = exists().where(deliveries.c.snapshot_id == snapshots.c.id)
        old = select(snapshots.c.id).where(snapshots.c.captured_at < before, ~_is_newest(), ~is_needed)
        async with self._database.write() as connection:
            # Nobody can owe a list that is locked; whoever did so a moment before is seen by the second look.
            locked = await connection.execute(old.with_for_update(of=snapshots, skip_locked=True))
            gone = 0
            for ids in runs(row.id for row in locked):
                which = snapshots.c.id.in_(ids) & ~is_needed
                gone += (await connection.execute(delete(snapshots).where(which))).rowcount
            return gone

    async def _keep_papers(
        self, connection: Transaction, kept: Sequence[Paper], listed_at: datetime | None
    ) -> None:
        """Write papers; of what is told twice, the newer list wins, and a paper outside any list."""
        if not kept:
            return
        insert = self._database.insert(papers)
        new = insert.excluded
        is_newer: ColumnElement[bool] = literal(True)
        if listed_at is not None:
            is_newer = func.coalesce(papers.c.listed_at <= new.listed_at, True)
        changes: dict[str, ColumnElement[Any]] = {
            name: case((is_newer, new[name]), else_=papers.c[name]) for name in ("title", "abstract")
        }
        for name in _KNOWN:
            changes[name] = case(
                (is_newer, func.coalesce(new[name], papers.c[name])),
                else_=func.coalesce(papers.c[name], new[name]),
            )
        changes["listed_at"] = case(
            (and_(is_newer, new.listed_at.is_not(None)), new.listed_at), else_=papers.c.listed_at
        )
        # In one order everywhere, so that two replicas never wait for one another in a ring.
        rows = sorted((_row_of(paper, listed_at) for paper in kept), key=lambda row: str(row["id"]))
        await connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changes), rows)


def _is_newest() -> ColumnElement[bool]:
    """Return the condition that no newer list of the same period is kept."""
    other = snapshots.alias()
    is_newer = (other.c.captured_at > snapshots.c.captured_at) | (
        (other.c.captured_at == snapshots.c.captured_at) & (other.c.id > snapshots.c.id)
    )
    return ~exists().where(other.c.edition == snapshots.c.edition, is_newer)


async def _newest(connection: Transaction, edition: Edition) -> Any:  # noqa: ANN401 - a row or None
    found = await connection.execute(
        select(snapshots)
        .where(snapshots.c.edition == edition)
        .order_by(snapshots.c.captured_at.desc(), snapshots.c.id.desc())
        .limit(1)
    )
    return found.first()


async def _insert(
    connection: Transaction, snapshot: Snapshot, rows: Sequence[tuple[int, str, int, int]]
) -> int:
    made = await connection.execute(
        snapshots.insert().values(
            edition=snapshot.edition, captured_at=snapshot.captured_at, source=snapshot.source
        )
    )
    (snapshot_id,) = made.inserted_primary_key or (0,)
    if rows:
        await connection.execute(
            listings.insert(),
            [
                {
                    "snapshot_id": snapshot_id,
                    "place": place,
                    "paper_id": paper_id,
                    "votes": votes,
                    "comments": comments,
                }
                for place, paper_id, votes, comments in rows
            ],
        )
    return snapshot_id


async def _snapshot_of(connection: Transaction, row: Any) -> Snapshot:  # noqa: ANN401 - a row of snapshots
    found = await connection.execute(
        select(papers, listings.c.votes, listings.c.comments)
        .join(listings, listings.c.paper_id == papers.c.id)
        .where(listings.c.snapshot_id == row.id)
        .order_by(listings.c.place)
    )
    listed = tuple(Listed(_paper_of(one), one.votes, one.comments) for one in found)
    return Snapshot(row.edition, row.captured_at, listed, row.source)


def _row_of(paper: Paper, listed_at: datetime | None) -> dict[str, object]:
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors) or None,
        "published_at": paper.published_at,
        "ai_summary": paper.ai_summary or None,
        "keywords": list(paper.keywords) or None,
        "organization": paper.organization or None,
        "code_url": paper.code_url or None,
        "code_stars": paper.code_stars,
        "project_url": paper.project_url or None,
        "listed_at": listed_at,
    }


def _paper_of(row: Any) -> Paper:  # noqa: ANN401 - a row of papers
    return Paper(
        id=row.id,
        title=row.title,
        abstract=row.abstract,
        authors=tuple(row.authors or ()),
        published_at=row.published_at,
        ai_summary=row.ai_summary,
        keywords=tuple(row.keywords or ()),
        organization=row.organization,
        code_url=row.code_url,
        code_stars=row.code_stars,
        project_url=row.project_url,
    )
