import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.deliveries import State
from bot.domain.errors import StoreUnavailable
from bot.domain.schedule import Subscription
from bot.store import SqlStore
from tests.integration.store.scenes import Scene, tomorrow

HOUR = timedelta(hours=1)


async def test_the_due_are_counted_by_kind(store: SqlStore, scene: Scene) -> None:
    assert await store.ledger.due(scene.now) == {}
    await scene.chat(1, due=scene.now + HOUR)
    await scene.chat(2, due=scene.now)
    await scene.chat(3, due=scene.now - HOUR, kind=Kind.MONTHLY)
    assert await store.ledger.due(scene.now - 2 * HOUR) == {}
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1, Kind.MONTHLY: 1}


async def test_owing_makes_a_delivery_and_moves_the_clock(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat()
    snapshot_id = await store.snapshots.put(scene.list_of("a"))
    assert await store.ledger.enqueue(scene.edition, snapshot_id, scene.now, tomorrow) == (1, 1)
    assert await store.ledger.enqueue(scene.edition, snapshot_id, scene.now, tomorrow) == (0, 0)
    then = scene.now + timedelta(days=1)
    assert await store.ledger.due(then - timedelta(microseconds=1)) == {}
    assert await store.ledger.due(then) == {Kind.DAILY: 1}
    assert await store.ledger.standing(chat.id, scene.edition) == (State.PENDING, scene.now)
    assert await store.ledger.standing(chat.id, scene.edition.previous) is None


async def test_an_edition_is_never_owed_twice(store: SqlStore, scene: Scene) -> None:
    await scene.chat(1)
    snapshot_id = await scene.owe()
    await scene.chat(1)  # the reader chose another time, and it is due at once
    await scene.chat(2)
    assert await store.ledger.enqueue(scene.edition, snapshot_id, scene.now, tomorrow) == (2, 1)
    assert await store.ledger.counts() == {State.PENDING: 2}


async def test_only_the_editions_own_kind_is_served_longest_due_first(store: SqlStore, scene: Scene) -> None:
    for n in range(1, 6):
        await scene.chat(n, due=scene.now - n * HOUR)
    await scene.chat(9, kind=Kind.WEEKLY)
    snapshot_id = await store.snapshots.put(scene.list_of("a"))
    served: list[datetime | None] = []

    def watch(_: str, subscription: Subscription, now: datetime) -> datetime:
        served.append(subscription.next_due_at)
        return now + HOUR

    steps = [await store.ledger.enqueue(scene.edition, snapshot_id, scene.now, watch, 2) for _ in range(4)]
    assert steps == [(2, 2), (2, 2), (1, 1), (0, 0)]
    assert served == [scene.now - n * HOUR for n in (5, 4, 3, 2, 1)]
    assert await store.ledger.due(scene.now) == {Kind.WEEKLY: 1}


async def test_owing_is_all_or_nothing(store: SqlStore, scene: Scene) -> None:
    for n in range(1, 4):
        await scene.chat(n)
    snapshot_id = await store.snapshots.put(scene.list_of("a"))

    asked: list[str] = []

    def break_at_the_last(zone: str, _: Subscription, now: datetime) -> datetime:
        asked.append(zone)
        if len(asked) == 3:
            raise RuntimeError("the process dies here")
        return now + HOUR

    with pytest.raises(RuntimeError):
        await store.ledger.enqueue(scene.edition, snapshot_id, scene.now, break_at_the_last)
    assert await store.ledger.counts() == {}
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 3}


async def test_a_rule_that_stands_still_is_refused(store: SqlStore, scene: Scene) -> None:
    await scene.chat()
    snapshot_id = await store.snapshots.put(scene.list_of("a"))
    with pytest.raises(ValueError, match="can't be"):
        await store.ledger.enqueue(scene.edition, snapshot_id, scene.now, lambda *_: scene.now)


async def test_a_list_that_is_not_kept_can_not_be_owed(store: SqlStore, scene: Scene) -> None:
    await scene.chat()
    with pytest.raises(StoreUnavailable):
        await store.ledger.enqueue(scene.edition, 404, scene.now, tomorrow)
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1}


async def test_those_who_are_too_late_are_passed_over(store: SqlStore, scene: Scene) -> None:
    await scene.chat(1, due=scene.now - 13 * HOUR)
    await scene.chat(2, due=scene.now - 12 * HOUR)
    await scene.chat(3, due=scene.now - 13 * HOUR, kind=Kind.WEEKLY)
    before = scene.now - 12 * HOUR
    assert await store.ledger.advance_late(Kind.DAILY, before, scene.now, tomorrow) == 1
    assert await store.ledger.advance_late(Kind.DAILY, before, scene.now, tomorrow) == 0
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1, Kind.WEEKLY: 1}
    assert await store.ledger.counts() == {}


async def test_a_crowd_is_passed_over_in_several_steps(
    store: SqlStore, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.ledger.BATCH", 3)
    for n in range(1, 8):
        await scene.chat(n, due=scene.now - HOUR)
    assert await store.ledger.advance_late(Kind.DAILY, scene.now, scene.now, tomorrow) == 7


async def test_two_that_owe_at_once_owe_each_chat_once(
    store: SqlStore, replica: SqlStore, scene: Scene
) -> None:
    for n in range(1, 41):
        await scene.chat(n)
    snapshot_id = await store.snapshots.put(scene.list_of("a"))

    async def owe(one: SqlStore) -> tuple[int, int]:
        advanced = made = 0
        while (step := await one.ledger.enqueue(scene.edition, snapshot_id, scene.now, tomorrow, 7))[0]:
            advanced, made = advanced + step[0], made + step[1]
        return advanced, made

    one, other = await asyncio.gather(owe(store), owe(replica))
    assert one[0] + other[0] == one[1] + other[1] == 40
    assert await store.ledger.counts() == {State.PENDING: 40}


async def test_two_editions_of_a_chat_are_two_deliveries(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat()
    await scene.chat(kind=Kind.WEEKLY)
    week = Edition.weekly(scene.edition.first)
    await scene.owe()
    await scene.owe(week)
    assert [one.edition for one, _ in await scene.claim()] == [scene.edition, week]
    assert await store.ledger.standing(chat.id, week) is not None
