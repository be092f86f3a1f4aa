"""Deliveries on their way: claimed, frozen, marked, settled, recovered."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, or_, select, type_coerce, update

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Chat
from bot.domain.deliveries import MAY_HAVE_ARRIVED, Delivery, Settlement, State
from bot.domain.editions import Digest
from bot.domain.messages import Post
from bot.store.chat_rows import chats_of, runs
from bot.store.engine import Database
from bot.store.tables import chats, deliveries, stands, views

_FREE = {"owner": None, "lease_until": None}


class Claims:
    """The half of the ledger that senders use."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, owner: str, now: datetime, limit: int, lease: timedelta
    ) -> Sequence[tuple[Delivery, Chat]]:
        """Take up to `limit` pending deliveries whose time has come, oldest first, with their chats.

        Chats that are paused are passed over. Each claim counts as an attempt.
        """
        is_time = or_(deliveries.c.try_again_at.is_(None), deliveries.c.try_again_at <= now)
        takeable = (
            select(
                deliveries.c.id.label("delivery_id"),
                deliveries.c.edition,
                deliveries.c.snapshot_id,
                deliveries.c.owed_at,
                deliveries.c.part,
                deliveries.c.attempts,
                deliveries.c.view_id,
                chats,
            )
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .where(stands(State.PENDING), is_time, chats.c.pause.is_(None))
            .order_by(deliveries.c.owed_at, deliveries.c.id)
            .limit(limit)
            .with_for_update(of=deliveries, skip_locked=True)
        )
        async with self._database.write() as connection:
            await self._database.walk_in_order(connection)
            rows = (await connection.execute(takeable)).all()
            for ids in runs(row.delivery_id for row in rows):
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id.in_(ids))
                    .values(
                        state=State.CLAIMED,
                        owner=owner,
                        lease_until=now + lease,
                        attempts=deliveries.c.attempts + 1,
                        changed_at=now,
                    )
                )
            held = await chats_of(connection, rows)
        return [
            (
                Delivery(
                    id=row.delivery_id,
                    chat_id=row.id,
                    edition=row.edition,
                    snapshot_id=row.snapshot_id,
                    owed_at=row.owed_at,
                    part=row.part,
                    attempts=row.attempts + 1,
                    view_id=row.view_id,
                ),
                held[row.id],
            )
            for row in rows
        ]

    async def had(
        self, chat_ids: Iterable[int], since: datetime, apart: Edition
    ) -> Mapping[int, frozenset[str]]:
        """Return the papers that each chat may have had since an instant.

        Daily digests count, apart from the edition `apart`, in every state that may have arrived.
        """
        had: dict[int, frozenset[str]] = {}
        async with self._database.read() as connection:
            for ids in runs(dict.fromkeys(chat_ids)):
                found = await connection.execute(
                    select(deliveries.c.chat_id, views.c.paper_ids)
                    .join(views, views.c.id == deliveries.c.view_id)
                    .where(
                        deliveries.c.chat_id.in_(ids),
                        deliveries.c.changed_at >= since,
                        deliveries.c.state.in_(MAY_HAVE_ARRIVED),
                        type_coerce(deliveries.c.edition, String).like(f"{Kind.DAILY}:%"),
                        deliveries.c.edition != apart,
                    )
                )
                for chat_id, paper_ids in found:
                    had[chat_id] = had.get(chat_id, frozenset()).union(paper_ids)
        return had

    async def freeze(self, told: Mapping[int, tuple[Digest, Post]]) -> None:
        """Fix what deliveries say, by delivery id, in one transaction; equal messages share a view.

        What was fixed before stays.
        """
        if not told:
            return
        wanted = {delivery_id: _view_row(digest, post) for delivery_id, (digest, post) in told.items()}
        rows = {str(row["hash"]): row for row in wanted.values()}
        view_ids: dict[str, int] = {}
        async with self._database.write() as connection:
            insert = self._database.insert(views).on_conflict_do_nothing(index_elements=["edition", "hash"])
            await connection.execute(insert, [rows[key] for key in sorted(rows)])
            for hashes in runs(rows):
                found = await connection.execute(
                    select(views.c.hash, views.c.id).where(views.c.hash.in_(hashes))
                )
                view_ids.update({row.hash: row.id for row in found})
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == bindparam("of_id"), deliveries.c.view_id.is_(None))
                .values(view_id=bindparam("to_view")),
                [
                    {"of_id": delivery_id, "to_view": view_ids[str(wanted[delivery_id]["hash"])]}
                    for delivery_id in sorted(wanted)
                ],
            )

    async def views(self, delivery_ids: Iterable[int]) -> Mapping[int, Post]:
        """Return the frozen messages of deliveries that have one."""
        posts: dict[int, Post] = {}
        async with self._database.read() as connection:
            for ids in runs(delivery_ids):
                found = await connection.execute(
                    select(deliveries.c.id, deliveries.c.view_id).where(
                        deliveries.c.id.in_(ids), deliveries.c.view_id.is_not(None)
                    )
                )
                view_of = {row.id: row.view_id for row in found}
                # A view that thousands share crosses the wire once.
                frozen = await connection.execute(
                    select(views.c.id, views.c.post).where(views.c.id.in_(set(view_of.values())))
                )
                post_of = {row.id: Post.from_json(row.post) for row in frozen}
                posts |= {delivery_id: post_of[view_id] for delivery_id, view_id in view_of.items()}
        return posts

    async def mark_sending(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write `sending` if the claim still holds; False means that it must not be sent (the fence).

        The mark is a transaction of its own and outlives this process from the moment this returns.
        """
        fence = (
            update(deliveries)
            .where(
                deliveries.c.id == delivery_id,
                deliveries.c.state == State.CLAIMED,
                deliveries.c.owner == owner,
                deliveries.c.lease_until > now,
            )
            .values(state=State.SENDING, changed_at=now)
        )
        return await self._database.once(fence) == 1

    async def settle(self, owner: str, now: datetime, settlements: Mapping[int, Settlement]) -> None:
        """Write what became of deliveries of this owner, all in one transaction.

        What others recovered meanwhile stays as they left it, but for one thing: a late `sent` is news
        about a delivery that was given up as `ambiguous`, and corrects it. Chats are not touched.
        """
        if not settlements:
            return
        in_hand = deliveries.c.lease_until.is_not(None)
        async with self._database.write() as connection:
            for is_sent, which in ((True, in_hand | stands(State.AMBIGUOUS)), (False, in_hand)):
                rows = [
                    {
                        "of_id": delivery_id,
                        "to_state": one.state,
                        "to_owner": None if one.state is State.PENDING else owner,
                        "again_at": one.try_again_at,
                        "got_id": one.message_id,
                        "said": one.note,
                    }
                    for delivery_id, one in sorted(settlements.items())
                    if (one.state is State.SENT) is is_sent
                ]
                if rows:
                    await connection.execute(
                        update(deliveries)
                        .where(deliveries.c.id == bindparam("of_id"), deliveries.c.owner == owner, which)
                        .values(
                            state=bindparam("to_state"),
                            owner=bindparam("to_owner"),
                            lease_until=None,
                            try_again_at=bindparam("again_at"),
                            message_id=bindparam("got_id"),
                            note=bindparam("said"),
                            changed_at=now,
                        ),
                        rows,
                    )

    async def release(self, owner: str) -> int:
        """Give unsent claims of an owner back and return how many."""
        async with self._database.write() as connection:
            given = await connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.lease_until.is_not(None),
                    deliveries.c.owner == owner,
                    deliveries.c.state == State.CLAIMED,
                )
                .values(state=State.PENDING, **_FREE)
            )
            return given.rowcount

    async def reap(self, now: datetime, *, alive: Iterable[str] | None = None) -> tuple[int, int]:
        """Recover what dead processes left: claims back to pending, `sending` to ambiguous.

        A row counts as left when its lease ran out or, where `alive` is given, when its owner is not among
        them. Returns (claims given back, ambiguous).
        """
        is_left = deliveries.c.lease_until <= now
        if alive is not None:
            is_left |= deliveries.c.owner.not_in(list(alive))
        left = (
            select(deliveries.c.id, deliveries.c.state)
            .where(deliveries.c.lease_until.is_not(None), is_left)
            .order_by(deliveries.c.id)
            # What is locked is being settled by someone who lives.
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(left)).all()
            claimed = [row.id for row in rows if row.state is State.CLAIMED]
            sending = [row.id for row in rows if row.state is State.SENDING]
            for ids in runs(claimed):
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id.in_(ids))
                    .values(state=State.PENDING, changed_at=now, **_FREE)
                )
            for ids in runs(sending):
                # The owner stays on record: should it still live, its answer is believed.
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id.in_(ids))
                    .values(
                        state=State.AMBIGUOUS,
                        lease_until=None,
                        note="cut off while it was leaving",
                        changed_at=now,
                    )
                )
        return len(claimed), len(sending)


def _view_row(digest: Digest, post: Post) -> dict[str, object]:
    frozen = post.as_json()
    paper_ids = [chosen.listed.paper.id for chosen in digest.chosen]
    told = json.dumps([str(digest.edition), frozen, paper_ids], sort_keys=True)
    return {
        "edition": digest.edition,
        "hash": hashlib.sha256(told.encode("ascii")).hexdigest(),
        "post": frozen,
        "paper_ids": paper_ids,
    }
