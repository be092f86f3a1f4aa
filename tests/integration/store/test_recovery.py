"""What dead, frozen and late processes leave behind."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Settlement, State
from bot.store import SqlStore
from tests.integration.store.scenes import LEASE, Scene

MINUTE = timedelta(minutes=1)


async def test_a_dead_process_gives_its_claims_back_when_the_lease_ran_out(
    store: SqlStore, scene: Scene
) -> None:
    await scene.claimed(2)
    assert await store.ledger.reap(scene.now + LEASE - MINUTE) == (0, 0)
    assert await store.ledger.reap(scene.now + LEASE) == (2, 0)
    again = await scene.claim("b", now=scene.now + LEASE)
    assert [delivery.attempts for delivery, _ in again] == [2, 2]


async def test_what_was_leaving_is_ambiguous_and_never_sent_again(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    assert await store.ledger.reap(scene.now + LEASE) == (0, 1)
    assert await store.ledger.standing(1, scene.edition) == (State.AMBIGUOUS, scene.now + LEASE)
    assert await scene.claim("b", now=scene.now + 2 * LEASE) == []


async def test_a_process_that_knows_it_is_alone_waits_for_no_lease(store: SqlStore, scene: Scene) -> None:
    leaving, _ = await scene.claimed(2, "dead")
    await store.ledger.mark_sending(leaving, "dead", scene.now)
    assert await store.ledger.reap(scene.now, alive=["dead", "new"]) == (0, 0)
    assert await store.ledger.reap(scene.now, alive=["new"]) == (1, 1)
    assert await store.ledger.reap(scene.now, alive=[]) == (0, 0)


async def test_with_nobody_alive_everything_was_left(store: SqlStore, scene: Scene) -> None:
    await scene.claimed(2)
    assert await store.ledger.reap(scene.now, alive=[]) == (2, 0)


async def test_a_frozen_process_that_wakes_up_does_not_pass_the_fence(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed(owner="frozen")
    late = scene.now + LEASE
    await store.ledger.reap(late)
    ((again, _),) = await scene.claim("other", now=late)
    assert again.id == one
    assert not await store.ledger.mark_sending(one, "frozen", late)
    await store.ledger.settle("frozen", late, {one: Settlement(State.FAILED, "lost the wire")})
    assert await store.ledger.mark_sending(one, "other", late)


async def test_an_answer_after_the_reaper_corrects_ambiguous_to_sent(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    await store.ledger.reap(scene.now + LEASE)
    await store.ledger.settle("b", scene.now + LEASE, {one: Settlement(State.SENT, message_id=4)})
    assert await store.ledger.counts() == {State.AMBIGUOUS: 1}
    await store.ledger.settle("a", scene.now + LEASE, {one: Settlement(State.SENT, message_id=4)})
    assert await store.ledger.counts() == {State.SENT: 1}


@pytest.mark.parametrize("state", [State.PENDING, State.FAILED, State.SKIPPED, State.AMBIGUOUS])
async def test_any_other_late_answer_leaves_ambiguous_alone(
    store: SqlStore, scene: Scene, state: State
) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    await store.ledger.reap(scene.now + LEASE)
    await store.ledger.settle("a", scene.now + 2 * LEASE, {one: Settlement(state)})
    assert await store.ledger.standing(1, scene.edition) == (State.AMBIGUOUS, scene.now + LEASE)


async def test_a_late_sent_does_not_touch_what_was_failed_or_taken_by_another(
    store: SqlStore, scene: Scene
) -> None:
    failed, taken = await scene.claimed(2)
    await store.ledger.settle("a", scene.now, {failed: Settlement(State.FAILED)})
    await store.ledger.reap(scene.now + LEASE)
    await scene.claim("b", now=scene.now + LEASE)
    late = dict.fromkeys((failed, taken), Settlement(State.SENT))
    await store.ledger.settle("a", scene.now + LEASE, late)
    assert await store.ledger.counts() == {State.FAILED: 1, State.CLAIMED: 1}


async def test_a_process_that_stops_gives_back_only_what_has_not_left(store: SqlStore, scene: Scene) -> None:
    leaving, _, _ = await scene.claimed(3)
    await store.ledger.mark_sending(leaving, "a", scene.now)
    assert await store.ledger.release("b") == 0
    assert await store.ledger.release("a") == 2
    assert await store.ledger.counts() == {State.SENDING: 1, State.PENDING: 2}
    assert len(await scene.claim("b")) == 2


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "mark", "sent", "unclear", "never left", "release", "reap", "reap alone"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 4),
    ),
    min_size=5,
    max_size=40,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
async def test_in_no_order_of_events_does_a_message_leave_twice(steps: list[tuple[str, str, int]]) -> None:
    store = await SqlStore.open("sqlite://")
    scene = Scene(store)
    held: dict[str, list[int]] = {"a": [], "b": [], "c": []}
    left: list[int] = []
    for n in range(1, 4):
        await scene.chat(n)
    await scene.owe()
    for what, owner, minutes in steps:
        scene.now += minutes * MINUTE
        mine = held[owner]
        match what:
            case "claim":
                mine += [delivery.id for delivery, _ in await scene.claim(owner, limit=2)]
            case "mark":
                left += [one for one in mine if await store.ledger.mark_sending(one, owner, scene.now)]
            case "release":
                await store.ledger.release(owner)
            case "reap":
                await store.ledger.reap(scene.now)
            case "reap alone":
                await store.ledger.reap(scene.now, alive=[owner])
            case "never left":
                # Only what did not pass the fence is said never to have left.
                unsent = [one for one in mine if one not in left]
                await store.ledger.settle(owner, scene.now, dict.fromkeys(unsent, Settlement(State.PENDING)))
            case _:
                state = State.SENT if what == "sent" else State.AMBIGUOUS
                mine_left = [one for one in mine if one in left]
                await store.ledger.settle(owner, scene.now, dict.fromkeys(mine_left, Settlement(state)))
    counts = await store.ledger.counts()
    await store.close()
    assert len(left) == len(set(left)) <= sum(counts.values()) == 3
    told = counts.get(State.SENDING, 0) + counts.get(State.SENT, 0) + counts.get(State.AMBIGUOUS, 0)
    assert told == len(left)
