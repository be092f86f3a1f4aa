import asyncio
from datetime import date

import pytest

from bot.store import SqlStore

TODAY, TOMORROW = date(2026, 6, 12), date(2026, 6, 13)


async def test_a_days_stars_are_taken_until_they_are_spent(store: SqlStore) -> None:
    assert [await store.stars.take(TODAY, 500, 1200) for _ in range(4)] == [500, 500, 200, 0]
    assert await store.stars.take(TOMORROW, 500, 1200) == 500


async def test_a_limit_that_was_lowered_gives_nothing(store: SqlStore) -> None:
    assert await store.stars.take(TODAY, 100, 100) == 100
    assert await store.stars.take(TODAY, 100, 50) == 0
    with pytest.raises(ValueError, match="can't pay"):
        await store.stars.take(TODAY, -1, 50)


async def test_many_at_once_never_take_more_than_there_is(store: SqlStore, replica: SqlStore) -> None:
    books = [store.stars, replica.stars] * 10
    got = await asyncio.gather(*(book.take(TODAY, 7, 100) for book in books))
    assert sum(got) == 100
