"""Chats, their preferences and subscriptions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, delete, func, select, type_coerce, update

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Chat, Pause, Place, Preferences
from bot.domain.deliveries import State
from bot.domain.schedule import Subscription
from bot.store.chat_rows import NO_TOPIC, chat_with, chats_of, days_mask, preference_columns
from bot.store.columns import clean, present
from bot.store.engine import Database, Transaction
from bot.store.moves import move
from bot.store.purse import forget_spending, move_spending
from bot.store.tables import chats, deliveries, is_awake, subscriptions


class Book:
    """The book of chats, see the port `ChatBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def meet(self, address: Address, place: Place, title: str, preferences: Preferences) -> Chat:
        """Return the chat at an address, made with these preferences where it is new.

        The title is kept fresh; an empty one says nothing.
        """
        known = await self.find(address)
        if known is not None and (not title or known.title == clean(title)):
            return known
        made = self._database.insert(chats).values(
            telegram_chat_id=address.chat_id,
            topic_id=address.topic_id or NO_TOPIC,
            place=place,
            title=title,
            **preference_columns(preferences),
        )
        async with self._database.write() as connection:
            await self._database.lock(connection, _name(address.chat_id))
            await connection.execute(made.on_conflict_do_nothing())
            if title:
                await connection.execute(update(chats).where(_is_at(address)).values(title=title))
            found = await connection.execute(select(chats).where(_is_at(address)))
            return await _only(connection, found.one())

    async def find(self, address: Address) -> Chat | None:
        """Return the chat at an address, or None."""
        return await self._first(_is_at(address))

    async def get(self, chat_id: int) -> Chat | None:
        """Return a chat by our own id."""
        return await self._first(chats.c.id == chat_id)

    async def count_subscribed(self) -> int:
        """Count the chats with a subscription, paused ones too."""
        counted = select(func.count(subscriptions.c.chat_id.distinct()))
        async with self._database.read() as connection:
            return int(await connection.scalar(counted) or 0)

    async def languages(self) -> Mapping[str, int]:
        """Count the chats that get daily digests and are not paused, by language."""
        counted = (
            select(chats.c.language, func.count())
            .join(subscriptions, subscriptions.c.chat_id == chats.c.id)
            .where(subscriptions.c.kind == Kind.DAILY, is_awake())
            .group_by(chats.c.language)
        )
        async with self._database.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(counted)}

    async def subscribed_groups(self, limit: int) -> Sequence[Chat]:
        """Return up to `limit` groups and channels with a subscription, newest first."""
        found = (
            select(chats)
            .where(chats.c.place != Place.PRIVATE, chats.c.id.in_(select(subscriptions.c.chat_id)))
            .order_by(chats.c.id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(found)).all()
            known = await chats_of(connection, rows)
            return [known[row.id] for row in rows]

    async def prefer(self, chat_id: int, preferences: Preferences, *, has_chosen: bool | None = None) -> Chat:
        """Replace a chat's preferences.

        Raises:
            LookupError: there is no such chat.
        """
        changes = preference_columns(preferences)
        if has_chosen is not None:
            changes["has_chosen"] = has_chosen
        async with self._database.write() as connection:
            await connection.execute(update(chats).where(chats.c.id == chat_id).values(**changes))
            return await chat_with(connection, chat_id)

    async def subscribe(self, chat_id: int, subscription: Subscription) -> Chat:
        """Put a subscription in the place of the chat's one of that kind, if any.

        Raises:
            LookupError: there is no such chat.
        """
        wish = {
            "at": subscription.at,
            "days": days_mask(subscription.days),
            "next_due_at": subscription.next_due_at,
        }
        insert = self._database.insert(subscriptions)
        async with self._database.write() as connection:
            # The lock keeps a pause from slipping in between.
            await connection.execute(
                select(chats.c.id).where(chats.c.id == chat_id).with_for_update(key_share=True)
            )
            chat = await chat_with(connection, chat_id)
            wish["is_held"] = chat.pause is not None
            await connection.execute(
                insert.values(chat_id=chat_id, kind=subscription.kind, **wish).on_conflict_do_update(
                    index_elements=["chat_id", "kind"], set_=wish
                )
            )
            return await chat_with(connection, chat_id)

    async def unsubscribe(self, chat_id: int, kind: Kind) -> bool:
        """Remove the chat's subscription of a kind; False where there was none.

        What is owed and has not begun to leave is no longer owed: a claim on it does not pass the fence.
        """
        unsent = (
            delete(deliveries)
            .where(deliveries.c.chat_id == chat_id, deliveries.c.state.in_((State.PENDING, State.CLAIMED)))
            .where(type_coerce(deliveries.c.edition, String).like(f"{kind}:%"))
        )
        async with self._database.write() as connection:
            gone = await connection.execute(
                delete(subscriptions).where(subscriptions.c.chat_id == chat_id, subscriptions.c.kind == kind)
            )
            await connection.execute(unsent)
            return gone.rowcount > 0

    async def pause(self, telegram_chat_id: int, why: Pause, topic_id: int | None = None) -> int:
        """Pause all chats of a Telegram chat, or one topic of it, and return how many."""
        which = _are_of(telegram_chat_id, topic_id)
        async with self._database.write() as connection:
            paused = await connection.execute(
                update(chats)
                .where(which)
                .values(pause=why, paused_at=func.coalesce(chats.c.paused_at, present()))
            )
            await _hold(connection, which, is_held=True)
            return paused.rowcount

    async def resume(self, telegram_chat_id: int, topic_id: int | None = None) -> int:
        """Resume the paused chats of a Telegram chat, or one topic of it, and return how many."""
        which = _are_of(telegram_chat_id, topic_id)
        async with self._database.write() as connection:
            resumed = await connection.execute(
                update(chats).where(which, chats.c.pause.is_not(None)).values(pause=None, paused_at=None)
            )
            await _hold(connection, which, is_held=False)
            return resumed.rowcount

    async def move(self, old_chat_id: int, new_chat_id: int) -> int:
        """Follow a group that became a supergroup and return how many chats moved; twice is harmless."""
        async with self._database.write() as connection:
            # The new id speaks up at the same time as it is announced.
            await self._database.lock(connection, _name(old_chat_id), _name(new_chat_id))
            await move_spending(self._database, connection, old_chat_id, new_chat_id)
            return await move(connection, old_chat_id, new_chat_id)

    async def forget(self, telegram_chat_id: int) -> int:
        """Delete everything about a Telegram chat, in one transaction; return how many chats went.

        Its subscriptions and deliveries go with it; a message that is claimed at that moment does not pass
        the fence any more. What it has spent goes too, and of a private chat what its user has spent.
        """
        async with self._database.write() as connection:
            gone = await connection.execute(delete(chats).where(chats.c.telegram_chat_id == telegram_chat_id))
            await forget_spending(connection, telegram_chat_id)
            return gone.rowcount

    async def _first(self, which: ColumnElement[bool]) -> Chat | None:
        async with self._database.read() as connection:
            found = await connection.execute(select(chats).where(which))
            row = found.first()
            return None if row is None else await _only(connection, row)


def _name(telegram_chat_id: int) -> str:
    return f"chat:{telegram_chat_id}"


def _is_at(address: Address) -> ColumnElement[bool]:
    return (chats.c.telegram_chat_id == address.chat_id) & (
        chats.c.topic_id == (address.topic_id or NO_TOPIC)
    )


def _are_of(telegram_chat_id: int, topic_id: int | None) -> ColumnElement[bool]:
    which = chats.c.telegram_chat_id == telegram_chat_id
    return which if topic_id is None else which & (chats.c.topic_id == topic_id)


async def _only(connection: Transaction, row: Any) -> Chat:  # noqa: ANN401 - a row of chats
    chat: Chat = (await chats_of(connection, [row]))[row.id]
    return chat


async def _hold(connection: Transaction, which: ColumnElement[bool], *, is_held: bool) -> None:
    await connection.execute(
        update(subscriptions)
        .where(subscriptions.c.chat_id.in_(select(chats.c.id).where(which)))
        .values(is_held=is_held)
    )
