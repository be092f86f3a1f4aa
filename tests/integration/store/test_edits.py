"""Digests that are edited after they were sent."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.chats import Pause
from bot.domain.deliveries import Frozen, Settlement, State
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Post
from bot.store import SqlStore
from tests.integration.store.scenes import LEASE, NOW, Scene

HOUR = timedelta(hours=1)


async def sent(scene: Scene, count: int = 1, *, until: datetime | None = None) -> list[int]:
    """Send as many digests, each with a message id of its own, that may be edited."""
    ids = await scene.claimed(count)
    until = until or scene.now + 3 * HOUR
    await scene.store.ledger.settle(
        "a", scene.now, {one: Settlement(State.SENT, message_id=100 + one, edit_until=until) for one in ids}
    )
    return ids


async def looked_at(scene: Scene, limit: int = 100) -> list[int]:
    return [delivery.id for delivery, _, _ in await scene.store.ledger.unfinished(scene.now, limit)]


async def test_what_may_be_edited_comes_with_its_chat_and_message(store: SqlStore, scene: Scene) -> None:
    await scene.chat(-5, 7)
    snapshot_id = await scene.owe()
    ((claimed, _),) = await scene.claim()
    until = scene.now + HOUR
    await store.ledger.freeze({claimed.id: (scene.digest("a"), Post("half"))})
    done = Settlement(State.SENT, message_id=2**40, edit_until=until)
    await store.ledger.settle("a", scene.now, {claimed.id: done})
    ((delivery, chat, message_id),) = await store.ledger.unfinished(scene.now, 10)
    assert (delivery.id, delivery.chat_id, delivery.edition) == (claimed.id, chat.id, scene.edition)
    assert (delivery.snapshot_id, delivery.owed_at, delivery.attempts) == (snapshot_id, scene.now, 1)
    assert (delivery.edit_until, delivery.view_id is None, message_id) == (until, False, 2**40)
    assert chat == await store.chats.get(chat.id)


@pytest.mark.parametrize(
    "settlement",
    [
        Settlement(State.SENT, message_id=1),
        Settlement(State.SENT, edit_until=NOW + HOUR),
        Settlement(State.AMBIGUOUS, message_id=1),
        Settlement(State.FAILED),
        Settlement(State.PENDING),
    ],
)
async def test_what_has_nothing_to_come_or_no_message_is_not_edited(
    store: SqlStore, scene: Scene, settlement: Settlement
) -> None:
    (one,) = await scene.claimed()
    await store.ledger.settle("a", scene.now, {one: settlement})
    assert await looked_at(scene) == []


async def test_a_message_without_an_id_is_sent_all_the_same(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.settle("a", scene.now, {one: Settlement(State.SENT, edit_until=scene.now + HOUR)})
    assert await store.ledger.counts() == {State.SENT: 1}
    assert await looked_at(scene) == []


async def test_a_late_answer_lets_its_message_be_edited(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.mark_sending(one, "a", scene.now)
    scene.now += LEASE
    await store.ledger.reap(scene.now)
    late = Settlement(State.SENT, message_id=5, edit_until=scene.now + HOUR)
    await store.ledger.settle("a", scene.now, {one: late})
    assert await looked_at(scene) == [one]


async def test_those_looked_at_longest_ago_come_first(scene: Scene) -> None:
    first, second, third, fourth = await sent(scene, 4)
    looks = []
    for _ in range(4):
        scene.now += timedelta(minutes=1)
        looks.append(await looked_at(scene, 3))
    assert looks == [
        [first, second, third],
        [fourth, first, second],
        [third, first, second],
        [fourth, first, second],
    ]


async def test_looking_twice_in_one_moment_finds_the_same(scene: Scene) -> None:
    ids = await sent(scene, 3)
    assert await looked_at(scene) == await looked_at(scene) == ids


async def test_what_is_over_is_finished_and_stands_in_nobodys_place(store: SqlStore, scene: Scene) -> None:
    over = await sent(scene, 7, until=scene.now + HOUR)
    scene.edition = scene.edition.following
    scene.now += timedelta(days=1)
    await scene.owe()
    rest = [delivery.id for delivery, _ in await scene.claim()]
    until = scene.now + HOUR
    settled = {one: Settlement(State.SENT, message_id=one, edit_until=until) for one in rest}
    await store.ledger.settle("a", scene.now, settled)
    await store.chats.pause(1, Pause.BLOCKED)
    assert await looked_at(scene, 3) == rest[1:4]
    async with store._database.read() as connection:
        found = await connection.run(
            lambda plain: plain.exec_driver_sql(
                "SELECT id FROM deliveries WHERE edit_until IS NOT NULL ORDER BY id"
            ).scalars()
        )
        left = list(found)
    # All that is over left the index, that of the paused chat too.
    assert left == rest
    scene.now = until
    assert await looked_at(scene) == []
    assert over != rest


async def test_a_paused_chat_is_passed_over_until_it_comes_back(store: SqlStore, scene: Scene) -> None:
    first, second = await sent(scene, 2)
    await store.chats.pause(1, Pause.BLOCKED)
    assert await looked_at(scene) == [second]
    await store.chats.resume(1)
    assert await looked_at(scene) == [first, second]


async def test_an_edit_changes_what_is_said_and_finishes_what_is_whole(store: SqlStore, scene: Scene) -> None:
    half, whole, other = await sent(scene, 3)
    digest = scene.digest("a", "b")
    await store.ledger.freeze(dict.fromkeys((half, whole, other), (digest, Post("nothing read"))))
    await store.ledger.refreeze(
        {half: (digest, Post("a read")), whole: (digest, Post("all read"))}, finished=[whole, 404]
    )
    posts = await store.ledger.views([half, whole, other])
    assert {one: post.html for one, post in posts.items()} == {
        half: "a read",
        whole: "all read",
        other: "nothing read",
    }
    assert await looked_at(scene) == [half, other]
    await store.ledger.refreeze({}, finished=[half, other])
    assert await looked_at(scene) == []
    await store.ledger.refreeze({}, finished=[])
    assert (await store.ledger.views([half]))[half].html == "a read"


async def test_what_a_chat_had_stays_known_after_an_edit(store: SqlStore, scene: Scene) -> None:
    (one,) = await sent(scene)
    digest = scene.digest("a", "b")
    await store.ledger.freeze({one: (digest, Post("nothing read"))})
    await store.ledger.refreeze({one: (digest, Post("all read"))}, finished=[one])
    had = await store.ledger.had([1], scene.now, scene.edition.previous)
    assert had == {1: frozenset({"a", "b"})}


@pytest.mark.parametrize("state", [State.PENDING, State.CLAIMED, State.SENDING, State.AMBIGUOUS])
async def test_what_is_not_sent_stays_as_it_is_frozen(store: SqlStore, scene: Scene, state: State) -> None:
    (one,) = await scene.claimed()
    await store.ledger.freeze({one: (scene.digest("a"), Post("first"))})
    if state in {State.SENDING, State.AMBIGUOUS}:
        await store.ledger.mark_sending(one, "a", scene.now)
    if state in {State.PENDING, State.AMBIGUOUS}:
        await store.ledger.settle("a", scene.now, {one: Settlement(state)})
    await store.ledger.refreeze({one: (scene.digest("a"), Post("second"))}, finished=[])
    assert await store.ledger.views([one]) == {one: Post("first")}


async def test_a_view_remembers_what_it_was_made_of(store: SqlStore, scene: Scene) -> None:
    one, other = await scene.claimed(2)
    digest, post = scene.digest("b", "a"), Post("the same words")
    told = replace(digest, told=frozenset("a"))
    await store.ledger.freeze({one: (digest, post), other: (told, post)})
    assert await store.ledger.frozen([one, other, 404]) == {
        one: Frozen(post, ("b", "a"), frozenset()),
        other: Frozen(post, ("b", "a"), frozenset("a")),
    }


async def test_many_that_look_and_edit_at_once_do_no_harm(
    store: SqlStore, replica: SqlStore, scene: Scene
) -> None:
    ids = await sent(scene, 30)
    digest = scene.digest("a")
    await store.ledger.freeze(dict.fromkeys(ids, (digest, Post("first"))))

    async def improve(one: SqlStore, number: int) -> None:
        for _ in range(4):
            found = [delivery.id for delivery, _, _ in await one.ledger.unfinished(scene.now, 12)]
            order = found if number % 2 else found[::-1]
            told = {one: (digest, Post("second")) for one in order}
            await one.ledger.refreeze(told, finished=order[::2])

    async with asyncio.timeout(30):
        await asyncio.gather(*(improve((store, replica)[n % 2], n) for n in range(6)))
    posts = await store.ledger.views(ids)
    assert {post.html for post in posts.values()} <= {"first", "second"}
    while left := await looked_at(scene):
        await store.ledger.refreeze({}, finished=left)
    assert await store.ledger.counts() == {State.SENT: 30}


async def test_a_message_of_a_group_that_moved_is_not_edited_for_its_number_is_anothers(
    store: SqlStore, scene: Scene
) -> None:
    await scene.chat(-5)
    await scene.chat(-100_200)
    await scene.owe()
    settled = {
        delivery.id: Settlement(State.SENT, message_id=9, edit_until=scene.now + HOUR)
        for delivery, _ in await scene.claim()
    }
    await store.ledger.settle("a", scene.now, settled)
    assert len(await looked_at(scene)) == 2
    await store.chats.move(-5, -100_200)
    ((delivery, chat, _),) = await store.ledger.unfinished(scene.now, 10)
    # What was sent to the new id is still what it was.
    assert (delivery.id, chat.address.chat_id) == (max(settled), -100_200)


async def test_forgetting_a_chat_forgets_what_was_to_be_edited(store: SqlStore, scene: Scene) -> None:
    one, other = await sent(scene, 2)
    await store.chats.forget(1)
    assert await looked_at(scene) == [other]
    await store.ledger.refreeze({one: (scene.digest("a"), Post("late"))}, finished=[one])
    assert await store.ledger.views([one]) == {}


async def test_only_what_was_sent_can_be_meant_to_be_edited(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    with pytest.raises(StoreUnavailable, match="ck_deliveries_edit"):
        async with store._database.write() as connection:
            await connection.run(
                lambda plain: plain.exec_driver_sql(
                    f"UPDATE deliveries SET edit_until = '2026-06-13 09:00:00.000000' WHERE id = {one}"  # noqa: S608 - a number
                )
            )
