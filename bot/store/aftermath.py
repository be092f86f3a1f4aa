"""Deliveries after they left: edited, doubted, counted, forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)

from bot.domain.calendar import Edition
from bot.domain.chats import Chat
from bot.domain.deliveries import Delivery, State
from bot.store.chat_rows import chats_of, runs
from bot.store.claims import Claims
from bot.store.delivery_rows import DELIVERY, delivery_of
from bot.store.tables import chats, deliveries, stands, views, went_amiss

BATCH = 500
"""How many rows one transaction forgets."""
MOST_AWAITED = 100_000
"""How many digests are asked what they wait for: of so many, few wait for what no other does."""


class Aftermath(Claims):
    """The part of the ledger that comes after the sending."""

    async def unfinished(
        self, now: datetime, limit: int, looked_before: datetime | None = None
    ) -> Sequence[tuple[Delivery, Chat, int]]:
        """Return sent deliveries whose `edit_until` has not come, with their message ids.

        Chats that are paused are passed over, and so is what was looked at later than `looked_before`. Those
        looked at longest ago come first, and with this they are looked at; what was not finished in its
        time is finished by this.
        """
        is_over = deliveries.c.edit_until <= now
        asked = (
            select(*DELIVERY, deliveries.c.message_id, chats)
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .where(deliveries.c.edit_until.is_not(None), or_(is_over, chats.c.pause.is_(None)))
            .order_by(deliveries.c.looked_at, deliveries.c.id)
            .with_for_update(of=deliveries, skip_locked=True)
        )
        if looked_before is not None:
            asked = asked.where(deliveries.c.looked_at <= looked_before)
        rows: dict[int, Any] = {}
        async with self._database.write() as connection:
            await self._database.walk_in_order(connection)
            while len(rows) < limit:
                others = asked.where(deliveries.c.id.not_in(list(rows))) if rows else asked
                found = (await connection.execute(others.limit(limit - len(rows)))).all()
                over = [row.delivery_id for row in found if row.edit_until <= now]
                rows |= {row.delivery_id: row for row in found if row.edit_until > now}
                for ids in runs(over):
                    await connection.execute(
                        update(deliveries).where(deliveries.c.id.in_(ids)).values(edit_until=None)
                    )
                # What is over stood in the place of others, which are to be had now.
                if not over:
                    break
            for ids in runs(rows):
                await connection.execute(
                    update(deliveries).where(deliveries.c.id.in_(ids)).values(looked_at=now)
                )
            held = await chats_of(connection, rows.values())
        return [(delivery_of(row), held[row.chat_id], row.message_id) for row in rows.values()]

    async def awaited(self, now: datetime) -> Sequence[tuple[str, str]]:
        """Return which papers sent digests may yet be edited for, each with a language.

        These are told there without notes. Each pair comes once; digests of paused chats are passed over.
        """
        waiting = (
            select(deliveries.c.view_id, deliveries.c.chat_id)
            .where(deliveries.c.edit_until.is_not(None), deliveries.c.edit_until > now)
            .order_by(deliveries.c.looked_at, deliveries.c.id)
            .limit(MOST_AWAITED)
            .subquery()
        )
        asked = (
            select(waiting.c.view_id, chats.c.language)
            .join(chats, chats.c.id == waiting.c.chat_id)
            .where(chats.c.pause.is_(None))
            .order_by(waiting.c.view_id, chats.c.language)
            .distinct()
        )
        untold: dict[int, list[str]] = {}
        async with self._database.read() as connection:
            said = (await connection.execute(asked)).all()
            for ids in runs(dict.fromkeys(row.view_id for row in said)):
                found = await connection.execute(
                    select(views.c.id, views.c.paper_ids, views.c.told).where(views.c.id.in_(ids))
                )
                untold |= {
                    one.id: [it for it in one.paper_ids if it not in (one.told or ())] for one in found
                }
        return list(dict.fromkeys((it, row.language) for row in said for it in untold.get(row.view_id, ())))

    async def doubtful(self, chat_ids: Iterable[int]) -> Mapping[int, tuple[int, Edition]]:
        """Return each chat's newest ambiguous delivery of which it was not told yet: its id and edition."""
        newest: dict[int, tuple[int, Edition]] = {}
        async with self._database.read() as connection:
            for ids in runs(dict.fromkeys(chat_ids)):
                found = await connection.execute(
                    select(deliveries.c.chat_id, deliveries.c.id, deliveries.c.edition)
                    .where(went_amiss(), stands(State.AMBIGUOUS), deliveries.c.chat_id.in_(ids))
                    .where(deliveries.c.offered_at.is_(None))
                    .order_by(deliveries.c.id)
                )
                newest |= {row.chat_id: (row.id, row.edition) for row in found}
        return newest

    async def offered(self, delivery_ids: Iterable[int], now: datetime) -> None:
        """Note that readers were told of ambiguous deliveries."""
        told = sorted(set(delivery_ids))
        if not told:
            return
        async with self._database.write() as connection:
            for ids in runs(told):
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id.in_(ids), deliveries.c.offered_at.is_(None))
                    .values(offered_at=now)
                )

    async def counts(self) -> Mapping[State, int]:
        """Count the ledger by state.

        What was sent is by far the most; it is counted as what is left of all when the others, each from
        an index that holds no more, are taken away.
        """
        count = func.count().label("number")
        asked = union_all(
            *(
                select(deliveries.c.state.label("state"), count).where(which).group_by(deliveries.c.state)
                for which in (stands(State.PENDING), deliveries.c.lease_until.is_not(None), went_amiss())
            ),
            select(null(), count).select_from(deliveries),
        )
        async with self._database.read() as connection:
            counts = {row.state: row.number for row in await connection.execute(asked)}
        total = counts.pop(None)
        sent = total - sum(counts.values())
        return counts | ({State.SENT: sent} if sent else {})

    async def prune(self, before: datetime) -> int:
        """Forget deliveries that nothing happened to since an instant, and return how many.

        What is being sent stays. Messages that no delivery says any more go with them. The instant must
        lie before everything that `had` is asked about.
        """
        gone = 0
        last: int | None = 0
        while last is not None:
            last, count = await self._prune_run(before, last)
            gone += count
        await self._prune_views(before)
        return gone

    async def _prune_run(self, before: datetime, after: int) -> tuple[int | None, int]:
        """Forget old ones among the next deliveries; return the last one's id, None at the end, and how many.

        Ids grow with time, so that the first run in which all are young ends it: the whole table is never
        walked through.
        """
        following = (
            select(deliveries.c.id, deliveries.c.owed_at)
            .where(deliveries.c.id > after)
            .order_by(deliveries.c.id)
            .limit(BATCH)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(following)).all()
            if all(row.owed_at >= before for row in rows):
                return None, 0
            is_old = (deliveries.c.changed_at < before) & deliveries.c.lease_until.is_(None)
            old = select(deliveries.c.id).where(deliveries.c.id.in_([row.id for row in rows]), is_old)
            found = (await connection.execute(old.with_for_update(skip_locked=True))).scalars().all()
            await connection.execute(delete(deliveries).where(deliveries.c.id.in_(found)))
        return rows[-1].id, len(found)

    async def _prune_views(self, before: datetime) -> None:
        """Forget what nobody says any more of periods that ended long ago."""
        is_said = exists().where(deliveries.c.view_id == views.c.id)
        unsaid = select(views.c.id).where(_ended(before), ~is_said).limit(BATCH)
        while True:
            async with self._database.write() as connection:
                # Whoever froze one a moment before is seen by the second look.
                locked = await connection.execute(unsaid.with_for_update(of=views, skip_locked=True))
                ids = locked.scalars().all()
                await connection.execute(delete(views).where(views.c.id.in_(ids), ~is_said))
            if len(ids) < BATCH:
                return


def _ended(before: datetime) -> ColumnElement[bool]:
    """Return the condition that a view's period was over at an instant: keys of a kind sort by time."""
    day = before.date()
    key = type_coerce(views.c.edition, String)
    running = (Edition.daily(day), Edition.weekly(day), Edition.monthly(day))
    return or_(*((key >= f"{one.kind}:") & (key < str(one)) for one in running))
