"""Leases by name, and updates that were taken on: who of several processes does what."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Double, delete, literal_column, select, update

from bot.services.replicas import Arrival
from bot.store.engine import Database
from bot.store.tables import arrivals, leases


def now_s(database: Database) -> ColumnElement[float]:
    """Return the server's clock in seconds; on SQLite it is that of this machine, to some 50 µs."""
    if database.is_embedded:
        return literal_column("((julianday('now') - 2440587.5) * 86400.0)", Double)
    return literal_column("extract(epoch from clock_timestamp())::float8", Double)


class SqlElections:
    """Leases, see the port `Elections`."""

    def __init__(self, database: Database) -> None:
        self._database, self._now = database, now_s(database)

    async def campaign(self, name: str, holder: str, lease_s: float) -> bool:
        """Take a lease that is free, or prolong one's own; False where somebody else holds it."""
        wish = self._database.insert(leases).values(name=name, holder=holder, until_s=self._now + lease_s)
        won = wish.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"holder": wish.excluded.holder, "until_s": wish.excluded.until_s},
            where=(leases.c.holder == holder) | (leases.c.until_s <= self._now),
        )
        async with self._database.write() as connection:
            return await connection.scalar(won.returning(leases.c.name)) is not None

    async def resign(self, name: str, holder: str) -> None:
        """Give one's own lease back at once."""
        await self._database.once(delete(leases).where(leases.c.name == name, leases.c.holder == holder))

    async def holders(self, prefix: str) -> Sequence[str]:
        """Return who holds a lease now whose name begins so, and forget what ran out long ago."""
        is_meant = leases.c.name.startswith(prefix, autoescape=True)
        await self._database.once(delete(leases).where(is_meant, leases.c.until_s < self._now - 3600))
        async with self._database.read() as connection:
            held = select(leases.c.holder).where(is_meant, leases.c.until_s > self._now)
            return (await connection.execute(held)).scalars().all()


class SqlArrivals:
    """Updates that came, see the port `Arrivals`."""

    def __init__(self, database: Database) -> None:
        self._database, self._now = database, now_s(database)

    async def take(self, update_id: int, holder: str, lease_s: float) -> Arrival:
        """Take an update on, unless it was handled or somebody else is at it, for as long as the lease.

        Who has it in hand already does not get it a second time: it would be handled twice.
        """
        row = {"update_id": update_id, "holder": holder, "until_s": self._now + lease_s, "is_done": False}
        wish = self._database.insert(arrivals).values(row)
        won = wish.on_conflict_do_update(
            index_elements=[arrivals.c.update_id],
            set_={"holder": wish.excluded.holder, "until_s": wish.excluded.until_s},
            where=arrivals.c.is_done.is_(False) & (arrivals.c.until_s <= self._now),
        )
        async with self._database.write() as connection:
            if await connection.scalar(won.returning(arrivals.c.update_id)) is not None:
                return Arrival.NEW
            known = select(arrivals.c.is_done).where(arrivals.c.update_id == update_id)
            return Arrival.DONE if await connection.scalar(known) else Arrival.IN_HAND

    async def finish(self, update_id: int, holder: str) -> None:
        """Note that an update was handled by this holder."""
        is_ours = (arrivals.c.update_id == update_id) & (arrivals.c.holder == holder)
        await self._database.once(update(arrivals).where(is_ours).values(is_done=True))

    async def prune(self, older_than_s: float) -> int:
        """Forget updates that were taken on so long ago, and return how many."""
        return await self._database.once(
            delete(arrivals).where(arrivals.c.until_s < self._now - older_than_s)
        )
