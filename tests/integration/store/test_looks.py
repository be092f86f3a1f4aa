"""Digests that may be edited are left alone for a while after each look."""

import asyncio
from datetime import timedelta

from bot.domain.deliveries import Settlement, State
from bot.store import SqlStore
from tests.integration.store.scenes import Scene

MINUTE = timedelta(minutes=1)


async def test_what_was_looked_at_lately_is_left_to_whoever_looked(store: SqlStore, scene: Scene) -> None:
    first, second = await scene.claimed(2)
    until = scene.now + timedelta(hours=1)
    for delivery_id, at in ((first, scene.now), (second, scene.now + MINUTE)):
        sent = Settlement(State.SENT, message_id=1, edit_until=until)
        await store.ledger.settle("a", at, {delivery_id: sent})

    async def look(minutes: int) -> list[int]:
        now = scene.now + minutes * MINUTE
        return [one.id for one, _, _ in await store.ledger.unfinished(now, 9, now - 2 * MINUTE)]

    assert [await look(minutes) for minutes in (1, 2, 2, 3, 3, 4, 5)] == [
        [],
        [first],
        [],
        [second],
        [],
        [first],
        [second],
    ]


async def test_of_several_that_look_at_once_one_gets_each(store: SqlStore, scene: Scene) -> None:
    ids = await scene.claimed(6)
    sent = Settlement(State.SENT, message_id=1, edit_until=scene.now + timedelta(hours=1))
    await store.ledger.settle("a", scene.now, dict.fromkeys(ids, sent))
    now = scene.now + 2 * MINUTE
    looks = await asyncio.gather(*(store.ledger.unfinished(now, 4, scene.now) for _ in range(3)))
    found = [delivery.id for look in looks for delivery, _, _ in look]
    assert len(found) == len(set(found))
    rest = await store.ledger.unfinished(now, 9, scene.now)
    assert {*found, *(delivery.id for delivery, _, _ in rest)} == set(ids)
