"""Deliveries on their way: claimed, marked, settled, recovered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, or_, select, type_coerce, update

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Chat
from bot.domain.deliveries import MAY_HAVE_ARRIVED, Delivery, Settlement, State
from bot.store.chat_rows import chats_of, runs
from bot.store.delivery_rows import DELIVERY, delivery_of
from bot.store.engine import Database
from bot.store.frozen import Views
from bot.store.marks import SentNote, marks_of
from bot.store.tables import chats, deliveries, stands, views

_FREE = {"owner": None, "lease_until": None}


class Claims(Views):
    """The part of the ledger that senders use."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._marks = marks_of(database)

    async def claim(
        self, owner: str, now: datetime, limit: int, lease: timedelta
    ) -> Sequence[tuple[Delivery, Chat]]:
        """Take up to `limit` pending deliveries whose time has come, oldest first, with their chats.

        Chats that are paused are passed over. Each claim counts as an attempt.
        """
        is_time = or_(deliveries.c.try_again_at.is_(None), deliveries.c.try_again_at <= now)
        takeable = (
            select(*DELIVERY, chats)
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
        return [(delivery_of(row, claims=1), held[row.id]) for row in rows]

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

    async def mark_sending(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write `sending` if the claim still holds; False means that it must not be sent (the fence).

        It is a transaction of its own and outlives this process from the moment this returns.
        """
        return await self._marks.mark(delivery_id, owner, now)

    async def settle(
        self, owner: str, now: datetime, settlements: Mapping[int, Settlement], *, may_resend: bool = False
    ) -> None:
        """Write what became of deliveries of this owner: of those that were sent at once, and of the others.

        What others recovered meanwhile stays as they left it, but for one thing: a late `sent` is news
        about a delivery that was given up as `ambiguous`, and corrects it. Chats are not touched. Where it
        `may_resend`, what would be ambiguous for the first time waits to be sent once more.
        """
        sent = {one: told for one, told in settlements.items() if _is_plainly_sent(told)}
        if sent and await self._marks.note_sent(owner, now, [_sent(one, sent[one]) for one in sorted(sent)]):
            settlements = {one: told for one, told in settlements.items() if one not in sent}
        if not settlements:
            return
        in_hand = deliveries.c.lease_until.is_not(None)
        known = in_hand | stands(State.AMBIGUOUS)
        rows = [_settled(one, settlements[one], owner, now) for one in sorted(settlements)]
        async with self._database.write() as connection:
            doubts = [{"of_id": row["of_id"]} for row in rows if row["to_state"] is State.AMBIGUOUS]
            if may_resend and doubts:
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id == bindparam("of_id"), deliveries.c.owner == owner, in_hand)
                    .where(deliveries.c.resent_at.is_(None))
                    .values(state=State.PENDING, resent_at=now, changed_at=now, **_FREE),
                    doubts,
                )
            for is_sent, which in ((True, known), (False, in_hand)):
                chosen = [row for row in rows if (row["to_state"] is State.SENT) is is_sent]
                if chosen:
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
                            edit_until=bindparam("edits_until"),
                            looked_at=bindparam("looks_at"),
                            changed_at=now,
                        ),
                        chosen,
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

    async def reap(
        self, now: datetime, *, alive: Iterable[str] | None = None, may_resend: bool = False
    ) -> tuple[int, int]:
        """Recover what dead processes left: claims back to pending, `sending` to ambiguous.

        A row counts as left when its lease ran out or, where `alive` is given, when its owner is not among
        them. Where it `may_resend`, what was leaving for the first time goes back to pending, too, at the
        price of a second copy. Returns (given back, ambiguous).
        """
        is_left = deliveries.c.lease_until <= now
        if alive is not None:
            is_left |= deliveries.c.owner.not_in(list(alive))
        left = (
            select(deliveries.c.id, deliveries.c.state, deliveries.c.resent_at)
            .where(deliveries.c.lease_until.is_not(None), is_left)
            .order_by(deliveries.c.id)
            # What is locked is being settled by someone who lives.
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(left)).all()
            claimed = [row.id for row in rows if row.state is State.CLAIMED]
            leaving = [row for row in rows if row.state is State.SENDING]
            again = [row.id for row in leaving if may_resend and row.resent_at is None]
            sending = [row.id for row in leaving if row.id not in again]
            back = update(deliveries).values(state=State.PENDING, changed_at=now, **_FREE)
            for ids in runs(claimed):
                await connection.execute(back.where(deliveries.c.id.in_(ids)))
            for ids in runs(again):
                await connection.execute(back.where(deliveries.c.id.in_(ids)).values(resent_at=now))
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
        return len(claimed) + len(again), len(sending)


def _is_plainly_sent(settlement: Settlement) -> bool:
    return settlement.state is State.SENT and not settlement.note


def _sent(delivery_id: int, settlement: Settlement) -> SentNote:
    edit_until = settlement.edit_until if settlement.message_id is not None else None
    return SentNote(delivery_id, settlement.message_id, edit_until)


def _settled(delivery_id: int, settlement: Settlement, owner: str, now: datetime) -> dict[str, object]:
    """Return what is written for a settlement; a message without an id can't be edited."""
    is_sent = settlement.state is State.SENT and settlement.message_id is not None
    edit_until = settlement.edit_until if is_sent else None
    return {
        "of_id": delivery_id,
        "to_state": settlement.state,
        "to_owner": None if settlement.state is State.PENDING else owner,
        "again_at": settlement.try_again_at,
        "got_id": settlement.message_id,
        "said": settlement.note,
        "edits_until": edit_until,
        "looks_at": None if edit_until is None else now,
    }
