"""What is old is forgotten, and what is needed stays."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.calendar import Edition
from bot.domain.chats import Pause
from bot.domain.deliveries import Settlement, State
from bot.domain.editions import NO_REPEAT
from bot.domain.messages import Post
from bot.store import SqlStore
from bot.store.tables import views
from tests.integration.store.scenes import Scene

DAY = timedelta(days=1)


async def live(scene: Scene, days: int, *chats: int) -> None:
    """Send each day's list to chats, and move on to the next day."""
    for n in chats:
        await scene.chat(n)
    for _ in range(days):
        scene.edition = Edition.daily(scene.now.date() - DAY)
        await scene.owe(papers=[f"{scene.edition.period}:{n}" for n in range(2)])
        ids = [delivery.id for delivery, _ in await scene.claim()]
        digest = scene.digest(f"{scene.edition.period}:0")
        await scene.store.ledger.freeze({one: (digest, Post(f"{one % 2}")) for one in ids})
        await scene.store.ledger.settle("a", scene.now, dict.fromkeys(ids, Settlement(State.SENT)))
        scene.now += DAY


async def count_views(store: SqlStore) -> int:
    async with store._database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(views)))


@pytest.mark.parametrize("batch", [3, 500])
async def test_old_deliveries_and_what_they_said_are_forgotten(
    store: SqlStore, scene: Scene, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("bot.store.aftermath.BATCH", batch)
    await live(scene, 6, 1, 2)
    before = scene.now - 2 * DAY
    assert await count_views(store) == 12
    assert await store.ledger.prune(before) == 8
    assert await store.ledger.counts() == {State.SENT: 4}
    assert await count_views(store) == 4
    assert await store.ledger.prune(before) == 0


async def test_nothing_that_keeps_a_paper_from_coming_twice_is_forgotten(
    store: SqlStore, scene: Scene
) -> None:
    await live(scene, 45, 1)
    today = Edition.daily(scene.now.date())
    wanted = await store.ledger.had([1], scene.now - NO_REPEAT, today)
    assert len(wanted[1]) == 30
    assert await store.ledger.prune(scene.now - NO_REPEAT) == 15
    assert await store.ledger.had([1], scene.now - NO_REPEAT, today) == wanted


async def test_with_its_deliveries_a_list_can_be_forgotten(store: SqlStore, scene: Scene) -> None:
    await live(scene, 3, 1)
    first = Edition.daily(scene.now.date() - 4 * DAY)
    await store.snapshots.put(scene.list_of("new", at=scene.now, edition=first))
    assert await store.snapshots.prune(scene.now) == 0
    assert await store.ledger.prune(scene.now - 2 * DAY) == 1
    assert await store.snapshots.prune(scene.now) == 1


async def test_what_is_being_sent_stays_however_old(store: SqlStore, scene: Scene) -> None:
    ids = await scene.claimed(4)
    await store.ledger.mark_sending(ids[0], "a", scene.now)
    await store.ledger.settle("a", scene.now, {ids[2]: Settlement(State.SKIPPED)})
    await store.ledger.settle("a", scene.now, {ids[3]: Settlement(State.PENDING)})
    assert await store.ledger.prune(scene.now + DAY) == 2
    assert await store.ledger.counts() == {State.SENDING: 1, State.CLAIMED: 1}


async def test_what_changed_lately_stays_however_long_it_was_owed(store: SqlStore, scene: Scene) -> None:
    await scene.claimed(2)
    await store.ledger.reap(scene.now + 2 * DAY)
    assert await store.ledger.prune(scene.now + DAY) == 0
    await store.chats.pause(1, Pause.BLOCKED)
    assert await store.ledger.prune(scene.now + 3 * DAY) == 2


async def test_a_view_that_somebody_still_says_stays(store: SqlStore, scene: Scene) -> None:
    one, other = await scene.claimed(2)
    digest = scene.digest("a")
    await store.ledger.freeze(dict.fromkeys((one, other), (digest, Post("same"))))
    await store.ledger.settle("a", scene.now, {one: Settlement(State.SENT)})
    assert await store.ledger.prune(scene.now + DAY) == 1
    assert await store.ledger.views([one, other]) == {other: Post("same")}


async def test_what_nobody_says_any_more_is_kept_while_its_period_is_young(
    store: SqlStore, scene: Scene
) -> None:
    await live(scene, 2, 1)
    await store.chats.forget(1)
    assert await store.ledger.prune(scene.now - 2 * DAY) == 0
    assert await count_views(store) == 1
    assert await store.ledger.prune(scene.now - DAY) == 0
    assert await count_views(store) == 0


async def test_forgetting_beside_work_stops_nobody(store: SqlStore, replica: SqlStore, scene: Scene) -> None:
    await live(scene, 4, *range(1, 21))

    async def work() -> Sequence[int]:
        scene.edition = Edition.daily(scene.now.date())
        await scene.owe()
        ids = [delivery.id for delivery, _ in await scene.claim()]
        await store.ledger.freeze(dict.fromkeys(ids, (scene.digest("a"), Post("new"))))
        await store.ledger.settle("a", scene.now, dict.fromkeys(ids, Settlement(State.SENT)))
        return ids

    async with asyncio.timeout(30):
        ids, *gone = await asyncio.gather(
            work(),
            store.ledger.prune(scene.now - DAY),
            replica.ledger.prune(scene.now - DAY),
            store.chats.forget(20),
        )
    assert sum(gone[:2]) <= 60
    left = await replica.ledger.prune(scene.now - DAY)
    assert sum(gone[:2]) + left in {57, 58, 59, 60}
    kept = await store.ledger.views(ids)
    assert {post.html for post in kept.values()} == {"new"}
    assert len(kept) >= 19
