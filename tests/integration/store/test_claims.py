import asyncio
from datetime import timedelta

from bot.domain.chats import Pause
from bot.domain.deliveries import Settlement, State
from bot.store import SqlStore
from tests.integration.store.scenes import LEASE, Scene

MINUTE = timedelta(minutes=1)


async def test_a_claim_brings_the_delivery_and_its_chat(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat(-5, 7)
    snapshot_id = await scene.owe()
    ((delivery, target),) = await scene.claim(now=scene.now + MINUTE)
    # The chat as it is now: its due time has moved on.
    assert target == await store.chats.get(chat.id)
    assert (delivery.chat_id, delivery.edition, delivery.part) == (chat.id, scene.edition, 0)
    assert (delivery.snapshot_id, delivery.owed_at) == (snapshot_id, scene.now)
    assert (delivery.attempts, delivery.view_id) == (1, None)
    assert await store.ledger.standing(chat.id, scene.edition) == (State.CLAIMED, scene.now + MINUTE)


async def test_what_is_claimed_is_not_claimed_again(scene: Scene) -> None:
    await scene.claimed(3)
    assert await scene.claim("b") == []


async def test_the_oldest_go_first_and_the_limit_holds(store: SqlStore, scene: Scene) -> None:
    for n in (3, 2, 1):
        await scene.chat(n)
        await scene.owe()
        scene.now += MINUTE
    batches = [[chat.address.chat_id for _, chat in await scene.claim(limit=2)] for _ in range(3)]
    assert batches == [[3, 2], [1], []]


async def test_a_paused_chat_is_passed_over_until_it_comes_back(store: SqlStore, scene: Scene) -> None:
    for n in (1, 2):
        await scene.chat(n)
    await scene.owe()
    await store.chats.pause(1, Pause.BLOCKED)
    assert [chat.address.chat_id for _, chat in await scene.claim()] == [2]
    await store.chats.resume(1)
    assert [chat.address.chat_id for _, chat in await scene.claim()] == [1]


async def test_what_waits_is_taken_when_its_time_has_come(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    waits = Settlement(State.PENDING, "held", try_again_at=scene.now + MINUTE)
    await store.ledger.settle("a", scene.now, {one: waits})
    assert await scene.claim("b", now=scene.now + MINUTE - timedelta(microseconds=1)) == []
    ((delivery, _),) = await scene.claim("b", now=scene.now + MINUTE)
    assert (delivery.id, delivery.attempts) == (one, 2)


async def test_two_that_claim_at_once_share_nothing(store: SqlStore, replica: SqlStore, scene: Scene) -> None:
    for n in range(1, 61):
        await scene.chat(n)
    await scene.owe()

    async def take(one: SqlStore, owner: str) -> list[int]:
        taken: list[int] = []
        while got := await one.ledger.claim(owner, scene.now, 7, LEASE):
            taken += [delivery.id for delivery, _ in got]
        return taken

    first, second = await asyncio.gather(take(store, "a"), take(replica, "b"))
    assert len(first) + len(second) == len({*first, *second}) == 60


async def test_the_fence_lets_a_live_claim_pass_once(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    passes = await asyncio.gather(*(store.ledger.mark_sending(one, "a", scene.now) for _ in range(5)))
    assert sum(passes) == 1
    assert await store.ledger.counts() == {State.SENDING: 1}


async def test_the_fence_stops_strangers_the_late_and_the_unknown(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    assert not await store.ledger.mark_sending(one, "b", scene.now)
    assert not await store.ledger.mark_sending(one + 1, "a", scene.now)
    assert not await store.ledger.mark_sending(one, "a", scene.now + LEASE)
    assert await store.ledger.counts() == {State.CLAIMED: 1}
    assert await store.ledger.mark_sending(one, "a", scene.now + LEASE - timedelta(microseconds=1))


async def test_a_mark_is_seen_by_another_process_at_once(
    store: SqlStore, replica: SqlStore, scene: Scene
) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    assert await replica.ledger.counts() == {State.SENDING: 1}


async def test_every_outcome_is_written_down(store: SqlStore, scene: Scene) -> None:
    ends = [State.SENT, State.FAILED, State.AMBIGUOUS, State.SKIPPED, State.PENDING]
    ids = await scene.claimed(len(ends))
    later = scene.now + MINUTE
    settled = {one: Settlement(end, "why", message_id=2**40) for one, end in zip(ids, ends, strict=True)}
    await store.ledger.settle("a", later, settled)
    assert await store.ledger.counts() == dict.fromkeys(ends, 1)
    standings = [await store.ledger.standing(n, scene.edition) for n in range(1, len(ends) + 1)]
    assert standings == [(end, later) for end in ends]


async def test_settling_nothing_and_settling_twice_change_nothing(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.settle("a", scene.now, {})
    await store.ledger.settle("a", scene.now, {one: Settlement(State.SENT)})
    await store.ledger.settle("a", scene.now + MINUTE, {one: Settlement(State.FAILED, "late")})
    assert await store.ledger.standing(1, scene.edition) == (State.SENT, scene.now)


async def test_a_stranger_settles_nothing(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.settle("b", scene.now, {one: Settlement(State.SENT)})
    assert await store.ledger.counts() == {State.CLAIMED: 1}
