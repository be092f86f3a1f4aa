"""Chats and subscriptions between rows and values."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import select

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Chat, Preferences
from bot.domain.schedule import Subscription
from bot.store.engine import Transaction
from bot.store.tables import chats, subscriptions

NO_TOPIC = 0
MANY = 500
"""How many values one statement names at most."""

_T = TypeVar("_T")
_KINDS = list(Kind)


def runs(values: Iterable[_T]) -> Iterator[Sequence[_T]]:
    """Cut values into runs that one statement can name."""
    rest = list(values)
    for start in range(0, len(rest), MANY):
        yield rest[start : start + MANY]


async def chats_of(connection: Transaction, rows: Collection[Any]) -> Mapping[int, Chat]:
    """Return the chats of rows of their table, by id, with their subscriptions."""
    held: dict[int, list[Subscription]] = defaultdict(list)
    for ids in runs(row.id for row in rows):
        found = await connection.execute(select(subscriptions).where(subscriptions.c.chat_id.in_(ids)))
        for row in found:
            held[row.chat_id].append(subscription_of(row))
    return {row.id: _chat_of(row, held[row.id]) for row in rows}


async def chat_with(connection: Transaction, chat_id: int) -> Chat:
    """Return a chat that must be there.

    Raises:
        LookupError: it is not, for example after /forget.
    """
    found = await connection.execute(select(chats).where(chats.c.id == chat_id))
    row = found.first()
    if row is None:
        raise LookupError(f"no chat {chat_id}")
    return (await chats_of(connection, [row]))[chat_id]


def subscription_of(row: Any) -> Subscription:  # noqa: ANN401 - a row of subscriptions
    """Return the value of a row."""
    return Subscription(row.kind, row.at, _days(row.days), row.next_due_at)


def days_mask(days: Iterable[int]) -> int:
    """Return ISO weekdays (Monday 1) as bits, Monday the lowest."""
    return sum(1 << (day - 1) for day in set(days))


@cache
def _days(mask: int) -> frozenset[int]:
    return frozenset(day for day in range(1, 8) if mask & 1 << (day - 1))


def preference_columns(preferences: Preferences) -> dict[str, object]:
    """Return what a chat's row says of its preferences."""
    return {
        "language": preferences.language,
        "zone": preferences.zone,
        "count": preferences.count,
        "style": preferences.style,
        "min_votes": preferences.min_votes,
        "wanted": list(preferences.wanted),
        "unwanted": list(preferences.unwanted),
        "is_silent": preferences.is_silent,
    }


def _place(subscription: Subscription) -> int:
    return _KINDS.index(subscription.kind)


def _chat_of(row: Any, held: Sequence[Subscription]) -> Chat:  # noqa: ANN401 - a row of chats
    return Chat(
        id=row.id,
        address=Address(row.telegram_chat_id, row.topic_id or None),
        place=row.place,
        title=row.title,
        preferences=Preferences(
            language=row.language,
            zone=row.zone,
            count=row.count,
            style=row.style,
            min_votes=row.min_votes,
            wanted=tuple(row.wanted),
            unwanted=tuple(row.unwanted),
            is_silent=row.is_silent,
        ),
        has_chosen=row.has_chosen,
        pause=row.pause,
        subscriptions=tuple(sorted(held, key=_place) if len(held) > 1 else held),
    )
