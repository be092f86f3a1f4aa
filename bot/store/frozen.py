"""What deliveries say, fixed before it leaves; equal messages are kept once."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update

from bot.domain.calendar import Edition
from bot.domain.deliveries import Frozen, State
from bot.domain.editions import Digest
from bot.domain.messages import Post
from bot.store.chat_rows import runs
from bot.store.engine import Database, Transaction
from bot.store.tables import deliveries, stands, views

_OF: BindParameter[int] = bindparam("of_id")
_TO: BindParameter[int] = bindparam("to_view")


class Views:
    """The part of the ledger that keeps what is said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def freeze(
        self, told: Mapping[int, tuple[Digest, Post]], lost: Mapping[int, Edition] | None = None
    ) -> None:
        """Fix what deliveries say, by delivery id, in one transaction; equal messages share a view.

        What was fixed before stays. `lost` names, by delivery id, the earlier list of which a message says
        that it may not have arrived.
        """
        if not told:
            return
        fix = update(deliveries).where(deliveries.c.id == _OF, deliveries.c.view_id.is_(None))
        async with self._database.write() as connection:
            await connection.execute(fix.values(view_id=_TO), await self._keep(connection, told, lost or {}))

    async def refreeze(self, told: Mapping[int, tuple[Digest, Post]], *, finished: Iterable[int]) -> None:
        """Write what messages say after an edit, and which deliveries will not be edited again.

        What is not sent stays as it is frozen.
        """
        ended = sorted(set(finished))
        if not told and not ended:
            return
        rewrite = update(deliveries).where(deliveries.c.id == _OF, stands(State.SENT))
        async with self._database.write() as connection:
            # All in one order, so that two that edit at once never wait for one another in a ring.
            for ids in runs(sorted({*told, *ended})):
                rows = select(deliveries.c.id).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id)
                await connection.execute(rows.with_for_update())
            if told:
                await connection.execute(rewrite.values(view_id=_TO), await self._keep(connection, told, {}))
            for ids in runs(ended):
                await connection.execute(
                    update(deliveries).where(deliveries.c.id.in_(ids)).values(edit_until=None)
                )

    async def views(self, delivery_ids: Iterable[int]) -> Mapping[int, Post]:
        """Return the frozen messages of deliveries that have one."""
        return {one: frozen.post for one, frozen in (await self.frozen(delivery_ids)).items()}

    async def frozen(self, delivery_ids: Iterable[int]) -> Mapping[int, Frozen]:
        """Return what deliveries say and of what it is made, for those that have a frozen message."""
        found: dict[int, Frozen] = {}
        async with self._database.read() as connection:
            for ids in runs(delivery_ids):
                which = deliveries.c.id.in_(ids) & deliveries.c.view_id.is_not(None)
                rows = await connection.execute(select(deliveries.c.id, deliveries.c.view_id).where(which))
                view_of = {row.id: row.view_id for row in rows}
                # A view that thousands share crosses the wire once.
                kept = await connection.execute(select(views).where(views.c.id.in_(set(view_of.values()))))
                frozen = {row.id: _frozen_of(row) for row in kept}
                found |= {delivery_id: frozen[view_id] for delivery_id, view_id in view_of.items()}
        return found

    async def _keep(
        self,
        connection: Transaction,
        told: Mapping[int, tuple[Digest, Post]],
        lost: Mapping[int, Edition],
    ) -> list[dict[str, int]]:
        """Keep messages and return which view each delivery has, in the order of deliveries."""
        # What many are told is one pair of objects, and put into a row once.
        made: dict[tuple[int, int, Edition | None], dict[str, object]] = {}
        wanted: dict[int, dict[str, object]] = {}
        for delivery_id, (digest, post) in told.items():
            key = (id(digest), id(post), lost.get(delivery_id))
            if key not in made:
                made[key] = _view_row(digest, post, key[2])
            wanted[delivery_id] = made[key]
        rows = {str(row["hash"]): row for row in made.values()}
        view_ids: dict[str, int] = {}
        insert = self._database.insert(views).on_conflict_do_nothing(index_elements=["edition", "hash"])
        await connection.execute(insert, [rows[name] for name in sorted(rows)])
        for hashes in runs(rows):
            found = await connection.execute(select(views.c.hash, views.c.id).where(views.c.hash.in_(hashes)))
            view_ids.update({row.hash: row.id for row in found})
        return [
            {"of_id": delivery_id, "to_view": view_ids[str(wanted[delivery_id]["hash"])]}
            for delivery_id in sorted(wanted)
        ]


def _view_row(digest: Digest, post: Post, lost: Edition | None) -> dict[str, object]:
    frozen = post.as_json()
    paper_ids, told = list(digest.paper_ids), sorted(digest.told)
    # A message without an earlier list keeps the name that it had before there were such.
    parts = [str(digest.edition), frozen, paper_ids, told, *([str(lost)] if lost else [])]
    said = json.dumps(parts, sort_keys=True)
    return {
        "edition": digest.edition,
        "hash": hashlib.sha256(said.encode("ascii")).hexdigest(),
        "post": frozen,
        "paper_ids": paper_ids,
        "told": told,
        "lost": lost,
    }


def _frozen_of(row: Any) -> Frozen:  # noqa: ANN401 - a row of views
    return Frozen(Post.from_json(row.post), tuple(row.paper_ids), frozenset(row.told or ()), row.lost)
