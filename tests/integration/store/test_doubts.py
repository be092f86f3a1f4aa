"""What may not have arrived: told to its reader once, or sent once more by a setting."""

from datetime import timedelta

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.deliveries import Settlement, State
from bot.store import SqlStore
from tests.integration.store.scenes import LEASE, Scene


async def doubt(scene: Scene, *, edition: Edition | None = None) -> list[int]:
    """Leave an edition to all that are due in doubt."""
    await scene.owe(edition)
    ids = [delivery.id for delivery, _ in await scene.claim()]
    for one in ids:
        await scene.store.ledger.mark_sending(one, "a", scene.now)
    await scene.store.ledger.settle("a", scene.now, dict.fromkeys(ids, Settlement(State.AMBIGUOUS, "cut")))
    return ids


async def test_each_chats_newest_doubt_is_offered_until_it_was_told(store: SqlStore, scene: Scene) -> None:
    for n in (1, 2, 3):
        await scene.chat(n)
    first = await doubt(scene)
    old = scene.edition
    scene.edition, scene.now = old.following, scene.now + timedelta(days=1)
    await store.chats.unsubscribe(2, Kind.DAILY)
    second = await doubt(scene)
    assert await store.ledger.doubtful([1, 2, 404, 1]) == {
        1: (second[0], scene.edition),
        2: (first[1], old),
    }
    await store.ledger.offered([second[0], first[1]], scene.now)
    await store.ledger.offered([second[0], 404], scene.now)
    # The reader never heard of the one before.
    assert await store.ledger.doubtful([1, 2, 3]) == {1: (first[0], old), 3: (second[1], scene.edition)}
    await store.ledger.offered([], scene.now)
    assert await store.ledger.doubtful([]) == {}


@pytest.mark.parametrize("state", [state for state in State if state is not State.AMBIGUOUS])
async def test_where_there_is_no_doubt_none_is_told(store: SqlStore, scene: Scene, state: State) -> None:
    (one,) = await scene.claimed()
    if state is State.SENDING:
        await store.ledger.mark_sending(one, "a", scene.now)
    elif state is not State.CLAIMED:
        await store.ledger.settle("a", scene.now, {one: Settlement(state)})
    assert await store.ledger.doubtful([1]) == {}


async def test_a_late_answer_takes_the_doubt_away(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    await store.ledger.reap(scene.now + LEASE)
    assert await store.ledger.doubtful([1]) == {1: (one, scene.edition)}
    await store.ledger.settle("a", scene.now + LEASE, {one: Settlement(State.SENT, message_id=4)})
    assert await store.ledger.doubtful([1]) == {}


async def test_a_setting_sends_what_was_cut_off_once_more_and_not_twice(
    store: SqlStore, scene: Scene
) -> None:
    one, unsent = await scene.claimed(2)
    await store.ledger.mark_sending(one, "a", scene.now)
    assert await store.ledger.reap(scene.now + LEASE, may_resend=True) == (2, 0)
    scene.now += LEASE
    assert [delivery.id for delivery, _ in await scene.claim("b")] == [one, unsent]
    assert not await store.ledger.mark_sending(one, "a", scene.now)
    assert await store.ledger.mark_sending(one, "b", scene.now)
    scene.now += LEASE
    assert await store.ledger.reap(scene.now, may_resend=True) == (1, 1)
    assert await store.ledger.counts() == {State.AMBIGUOUS: 1, State.PENDING: 1}


async def test_a_setting_sends_what_got_no_answer_once_more_and_not_twice(
    store: SqlStore, scene: Scene
) -> None:
    one, well = await scene.claimed(2)
    unclear = {one: Settlement(State.AMBIGUOUS, "no answer"), well: Settlement(State.SENT, message_id=1)}
    for n in (1, 2):
        await store.ledger.mark_sending(one, "a", scene.now)
        await store.ledger.settle("a", scene.now, unclear, may_resend=True)
        if n == 1:
            ((again, _),) = await scene.claim()
            assert (again.id, again.attempts) == (one, 2)
    assert await store.ledger.counts() == {State.AMBIGUOUS: 1, State.SENT: 1}
    assert await store.ledger.doubtful([1]) == {1: (one, scene.edition)}


async def test_one_resend_is_all_there_is_whichever_way_it_was_lost(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    await store.ledger.settle("a", scene.now, {one: Settlement(State.AMBIGUOUS)}, may_resend=True)
    await scene.claim()
    await store.ledger.mark_sending(one, "a", scene.now)
    assert await store.ledger.reap(scene.now + LEASE, may_resend=True) == (0, 1)


async def test_without_the_setting_nothing_is_sent_again(store: SqlStore, scene: Scene) -> None:
    one, other = await scene.claimed(2)
    for each in (one, other):
        await store.ledger.mark_sending(each, "a", scene.now)
    await store.ledger.settle("a", scene.now, {one: Settlement(State.AMBIGUOUS)})
    assert await store.ledger.reap(scene.now + LEASE) == (0, 1)
    assert await scene.claim(now=scene.now + 2 * LEASE) == []


async def test_a_stranger_can_not_have_a_message_sent_again(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    await store.ledger.settle("b", scene.now, {one: Settlement(State.AMBIGUOUS)}, may_resend=True)
    assert await store.ledger.counts() == {State.SENDING: 1}


async def test_the_ledger_is_counted_by_state(store: SqlStore, scene: Scene) -> None:
    assert await store.ledger.counts() == {}
    ends = [State.SENT, State.SENT, State.SENT, State.FAILED, State.AMBIGUOUS, State.SKIPPED, State.PENDING]
    ids = await scene.claimed(len(ends) + 2)
    await store.ledger.settle(
        "a", scene.now, {one: Settlement(end) for one, end in zip(ids, ends, strict=False)}
    )
    await store.ledger.mark_sending(ids[-1], "a", scene.now)
    assert await store.ledger.counts() == dict.fromkeys(State, 1) | {State.SENT: 3}
