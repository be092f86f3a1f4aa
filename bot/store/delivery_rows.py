"""Deliveries between rows and values."""

from typing import Any

from bot.domain.deliveries import Delivery
from bot.store.tables import deliveries

DELIVERY = (
    deliveries.c.id.label("delivery_id"),
    deliveries.c.chat_id,
    deliveries.c.edition,
    deliveries.c.snapshot_id,
    deliveries.c.owed_at,
    deliveries.c.part,
    deliveries.c.attempts,
    deliveries.c.view_id,
    deliveries.c.edit_until,
)
"""What a delivery's value is made of, beside all columns of its chat."""


def delivery_of(row: Any, *, claims: int = 0) -> Delivery:  # noqa: ANN401 - a row with these columns
    """Return the value of a row, which was claimed so many times since it was read."""
    return Delivery(
        id=row.delivery_id,
        chat_id=row.chat_id,
        edition=row.edition,
        snapshot_id=row.snapshot_id,
        owed_at=row.owed_at,
        part=row.part,
        attempts=row.attempts + claims,
        view_id=row.view_id,
        edit_until=row.edit_until,
    )
