"""Following a group that became a supergroup with another id."""

from typing import Any

from sqlalchemy import delete, select, update

from bot.domain.deliveries import State
from bot.store.engine import Transaction
from bot.store.tables import chats, deliveries, subscriptions

# Of two deliveries of one part, the surer news of an arrival stays: sending the other one again would
# bring the reader a second copy.
_CERTAINTY = {
    State.SENT: 5,
    State.AMBIGUOUS: 4,
    State.SENDING: 3,
    State.CLAIMED: 2,
    State.PENDING: 1,
    State.FAILED: 0,
    State.SKIPPED: 0,
}


async def move(connection: Transaction, old_chat_id: int, new_chat_id: int) -> int:
    """Give the chats of one Telegram id another one and return how many moved.

    Where a chat already stands at the new address, the two become one: it keeps the id, preferences and
    subscriptions of the old one, gains the subscriptions and deliveries that only the new one had, and is
    paused as the new one is.
    """
    if old_chat_id == new_chat_id:
        return 0
    found = await connection.execute(
        select(chats)
        .where(chats.c.telegram_chat_id.in_([old_chat_id, new_chat_id]))
        .order_by(chats.c.id)
        .with_for_update(key_share=True)
    )
    rows = found.all()
    there = {row.topic_id: row for row in rows if row.telegram_chat_id == new_chat_id}
    moving = [row for row in rows if row.telegram_chat_id == old_chat_id]
    for old in moving:
        # Messages have other numbers in the supergroup: an edit would change another one there.
        await connection.execute(
            update(deliveries).where(deliveries.c.chat_id == old.id).values(edit_until=None)
        )
        new = there.get(old.topic_id)
        changes = {} if new is None else await _fold(connection, old, new)
        await connection.execute(
            update(chats).where(chats.c.id == old.id).values(telegram_chat_id=new_chat_id, **changes)
        )
    return len(moving)


async def _fold(connection: Transaction, old: Any, new: Any) -> dict[str, object]:  # noqa: ANN401 - rows of chats
    """Take over what the new chat has, delete it, and return what changes in the old one's row."""
    kept = select(subscriptions.c.kind).where(subscriptions.c.chat_id == old.id)
    await connection.execute(
        update(subscriptions)
        .where(subscriptions.c.chat_id == new.id, subscriptions.c.kind.not_in(kept.scalar_subquery()))
        .values(chat_id=old.id)
    )
    await connection.execute(
        update(subscriptions).where(subscriptions.c.chat_id == old.id).values(is_held=new.pause is not None)
    )
    await _fold_deliveries(connection, old.id, new.id)
    await connection.execute(delete(chats).where(chats.c.id == new.id))
    return {
        "title": new.title or old.title,
        "has_chosen": old.has_chosen or new.has_chosen,
        "pause": new.pause,
        "paused_at": new.paused_at,
        "created_at": min(old.created_at, new.created_at),
    }


async def _fold_deliveries(connection: Transaction, old_id: int, new_id: int) -> None:
    found = await connection.execute(
        select(
            deliveries.c.id, deliveries.c.chat_id, deliveries.c.edition, deliveries.c.part, deliveries.c.state
        )
        .where(deliveries.c.chat_id.in_([old_id, new_id]))
        .order_by(deliveries.c.id)
        .with_for_update()
    )
    best: dict[Any, Any] = {}
    lost: list[int] = []
    # Of two that are equally sure, the one to the new id can arrive; so new ones are looked at last.
    for row in sorted(found, key=lambda one: bool(one.chat_id == new_id)):
        rival = best.get((row.edition, row.part))
        if rival is not None and _CERTAINTY[row.state] < _CERTAINTY[rival.state]:
            lost.append(row.id)
            continue
        if rival is not None:
            lost.append(rival.id)
        best[row.edition, row.part] = row
    if lost:
        await connection.execute(delete(deliveries).where(deliveries.c.id.in_(lost)))
    await connection.execute(update(deliveries).where(deliveries.c.chat_id == new_id).values(chat_id=old_id))
