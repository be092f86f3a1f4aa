"""The rate that replicas share: one row of a PostgreSQL table, moved on by one statement a wave (GCRA)."""

from typing import Final

from sqlalchemy import text

from bot.services.replicas import Slots
from bot.store.engine import Database

CUT: Final = 0.7
"""What is left of the speed after Telegram asked to wait."""
LEAST_SPEED: Final = 0.1
RECOVERY_PER_S: Final = 0.001
"""How fast the speed comes back: a cut is mended in five minutes."""
_NAME: Final = "telegram"

# A row is made where there is none: the table is not logged, and a server that crashed has lost it.
_MAKE = text("""
INSERT INTO reservations
    (name, overall_until_s, bulk_until_s, held_until_s, cut_at_s, speed_then, speed_at_s)
VALUES (:name, 0, 0, 0, 0, 1, 0) ON CONFLICT (name) DO NOTHING
""")
# The row is locked before the clock is read: who waited for it must not go by an older time.
_TAKE = text("""
WITH locked AS MATERIALIZED (SELECT * FROM reservations WHERE name = :name FOR UPDATE),
timed AS MATERIALIZED (
    SELECT locked.*, extract(epoch from clock_timestamp())::float8 AS now_s FROM locked
), paced AS (
    SELECT timed.*,
        least(1.0, speed_then + :recovery * greatest(0.0, now_s - speed_at_s)) AS speed
    FROM timed
), placed AS (
    SELECT paced.*, greatest(
        now_s, overall_until_s, held_until_s,
        CASE WHEN CAST(:is_bulk AS boolean) THEN bulk_until_s ELSE 0.0 END
    ) AS start_s
    FROM paced
)
UPDATE reservations SET
    overall_until_s = start_s + :count * :interval_s / speed,
    bulk_until_s = CASE WHEN CAST(:is_bulk AS boolean) THEN start_s + :count * :bulk_interval_s / speed
        ELSE reservations.bulk_until_s END
FROM placed WHERE reservations.name = placed.name
RETURNING start_s - now_s, speed, greatest(0.0, placed.held_until_s - now_s)
""")
_HOLD = text("""
WITH locked AS MATERIALIZED (SELECT * FROM reservations WHERE name = :name FOR UPDATE),
timed AS MATERIALIZED (
    SELECT locked.*, extract(epoch from clock_timestamp())::float8 AS now_s FROM locked
), paced AS (
    SELECT timed.*,
        least(1.0, speed_then + :recovery * greatest(0.0, now_s - speed_at_s)) AS speed
    FROM timed
)
UPDATE reservations SET
    speed_then = CASE WHEN is_new THEN greatest(:least, speed * :cut) ELSE cuts.speed_then END,
    speed_at_s = CASE WHEN is_new THEN now_s + :wait_s ELSE cuts.speed_at_s END,
    cut_at_s = CASE WHEN is_new THEN now_s ELSE cuts.cut_at_s END,
    held_until_s = greatest(cuts.held_until_s, now_s + :wait_s)
FROM (
    SELECT paced.*, now_s >= greatest(held_until_s, cut_at_s + 1) AS is_new FROM paced
) AS cuts
WHERE reservations.name = cuts.name
""")


class SqlReservations:
    """The shared rate, see the port `Reservations`; for a server only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, count: int, interval_s: float, bulk_interval_s: float | None) -> Slots:
        """Reserve places for messages, behind all that were reserved before.

        Args:
            count: how many.
            interval_s: the least time between two messages of all replicas, at full speed.
            bulk_interval_s: for digests the least time between two of them; None for answers.
        """
        spacing_s = interval_s if bulk_interval_s is None else bulk_interval_s
        wishes = {
            "name": _NAME,
            "count": count,
            "interval_s": interval_s,
            "is_bulk": bulk_interval_s is not None,
            "bulk_interval_s": spacing_s,
            "recovery": RECOVERY_PER_S,
        }
        while True:
            async with self._database.write() as connection:
                row = (await connection.execute(_TAKE, wishes)).first()
                if row is not None:
                    return Slots(row[0], spacing_s / row[1], row[2])
                await connection.execute(_MAKE, {"name": _NAME})

    async def hold(self, wait_s: float) -> None:
        """Let no replica send for a while, and all be slower afterwards: Telegram asked for it.

        Several messages in flight are answered so at once; together they cut the speed once.
        """
        wishes = {"wait_s": wait_s, "cut": CUT, "least": LEAST_SPEED, "recovery": RECOVERY_PER_S}
        async with self._database.write() as connection:
            await connection.execute(_MAKE, {"name": _NAME})
            await connection.execute(_HOLD, {"name": _NAME, **wishes})
