"""What questions to the model cost, by day and account."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import Any

from sqlalchemy import Executable, and_, bindparam, delete, or_, select, update

from bot.domain.budgets import Account, Spending
from bot.domain.readings import Scope
from bot.store.engine import Database, Transaction
from bot.store.tables import spending

_EXACT = Context(prec=100)
_KEY = (spending.c.day, spending.c.scope, spending.c.account_id)
_NAMES = ("of_day", "of_scope", "of_account")
_REMOVE = delete(spending).where(
    *(column == bindparam(name) for column, name in zip(_KEY, _NAMES, strict=True))
)
BATCH = 500
"""How many entries one transaction forgets."""


class SqlPurse:
    """The purse, see the port `Purse`.

    Entries are always locked in the order of their keys, so that two processes never wait for one another
    in a ring.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, day: date, accounts: Mapping[Account, int | None], tokens: int) -> Account | None:
        """Set tokens aside on all accounts at once, or on none.

        Returns:
            The first account whose limit would be passed; None where the tokens were set aside.

        Raises:
            ValueError: the tokens are less than none.
        """
        if tokens < 0:
            raise ValueError(f"can't set {tokens} tokens aside")
        if not accounts:
            return None
        async with self._database.write() as connection:
            await connection.execute(
                _insert(self._database), [_row(day, account) for account in _ordered(accounts)]
            )
            known = await _entries(connection, day, accounts)
            for account, limit in accounts.items():
                if limit is not None and known[account].tokens + known[account].reserved + tokens > limit:
                    await connection.rollback()
                    return account
            await connection.execute(
                update(spending).where(_are(day, accounts)).values(reserved=spending.c.reserved + tokens)
            )
        return None

    async def settle(
        self, day: date, accounts: Iterable[Account], reserved: int, tokens: int, cost: Decimal
    ) -> None:
        """Put what was spent in the place of what was set aside; an account that was forgotten stays so.

        A question that cost nothing is not counted among the requests.

        Raises:
            ValueError: a figure is less than nothing.
        """
        if reserved < 0 or tokens < 0 or not cost.is_finite() or cost < 0:
            raise ValueError(f"can't spend {tokens} tokens of {reserved} for {cost}")
        wanted = list(accounts)
        if not wanted:
            return
        async with self._database.write() as connection:
            for account, before in (await _entries(connection, day, wanted)).items():
                await connection.execute(
                    update(spending)
                    .where(_are(day, [account]))
                    .values(
                        tokens=before.tokens + tokens,
                        # What was forgotten and begun anew meanwhile has less set aside than this.
                        reserved=max(before.reserved - reserved, 0),
                        requests=before.requests + (1 if tokens or cost else 0),
                        cost=_EXACT.add(before.cost, cost),
                    )
                )

    async def spent(self, day: date, account: Account) -> Spending:
        """Return what an account has spent on a day."""
        async with self._database.read() as connection:
            found = await connection.execute(select(spending).where(_are(day, [account])))
            row = found.first()
        return Spending() if row is None else _spending_of(row)

    async def prune(self, before: date) -> int:
        """Forget what was spent before a day, and return how many entries that were."""
        old = (
            select(*_KEY)
            .where(spending.c.day < before)
            .order_by(*_KEY)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        gone = 0
        while True:
            async with self._database.write() as connection:
                rows = (await connection.execute(old)).all()
                if rows:
                    await connection.execute(_REMOVE, [dict(zip(_NAMES, row, strict=True)) for row in rows])
            gone += len(rows)
            if len(rows) < BATCH:
                return gone


async def forget_spending(connection: Transaction, telegram_chat_id: int) -> None:
    """Delete what a chat has spent and, for a private chat has its user's id, what its user has spent."""
    which = spending.c.account_id == telegram_chat_id, spending.c.scope != Scope.DAY
    await connection.execute(select(*_KEY).where(*which).order_by(*_KEY).with_for_update())
    await connection.execute(delete(spending).where(*which))


async def move_spending(
    database: Database, connection: Transaction, old_chat_id: int, new_chat_id: int
) -> None:
    """Add what a group has spent to what it has spent under its new id."""
    if old_chat_id == new_chat_id:
        return
    old, new = Account(Scope.CHAT, old_chat_id), Account(Scope.CHAT, new_chat_id)
    days = select(spending.c.day).where(spending.c.scope == old.scope, spending.c.account_id == old.id)
    for day in (await connection.execute(days.order_by(spending.c.day))).scalars().all():
        await connection.execute(_insert(database), [_row(day, new)])
        entries = await _entries(connection, day, (old, new))
        if old not in entries:
            continue
        moved, there = entries[old], entries[new]
        await connection.execute(
            update(spending)
            .where(_are(day, [new]))
            .values(
                tokens=moved.tokens + there.tokens,
                reserved=moved.reserved + there.reserved,
                requests=moved.requests + there.requests,
                cost=_EXACT.add(moved.cost, there.cost),
            )
        )
        await connection.execute(delete(spending).where(_are(day, [old])))


def _insert(database: Database) -> Executable:
    return database.insert(spending).on_conflict_do_nothing()


async def _entries(
    connection: Transaction, day: date, accounts: Iterable[Account]
) -> Mapping[Account, Spending]:
    """Lock the entries of accounts, those that there are, and return what they say."""
    found = await connection.execute(
        select(spending).where(_are(day, accounts)).order_by(*_KEY).with_for_update()
    )
    return {_account_of(row): _spending_of(row) for row in found}


def _are(day: date, accounts: Iterable[Account]) -> Any:  # noqa: ANN401 - a condition
    which = (and_(spending.c.scope == one.scope, spending.c.account_id == one.id) for one in accounts)
    return and_(spending.c.day == day, or_(*which))


def _ordered(accounts: Iterable[Account]) -> list[Account]:
    return sorted(accounts, key=lambda one: (str(one.scope), one.id))


def _row(day: date, account: Account) -> dict[str, object]:
    return {
        "day": day,
        "scope": account.scope,
        "account_id": account.id,
        "tokens": 0,
        "reserved": 0,
        "requests": 0,
        "cost": Decimal(0),
    }


def _account_of(row: Any) -> Account:  # noqa: ANN401 - a row of spending
    return Account(row.scope, row.account_id)


def _spending_of(row: Any) -> Spending:  # noqa: ANN401 - a row of spending
    return Spending(row.tokens, row.reserved, row.requests, row.cost)
