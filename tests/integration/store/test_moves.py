from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Pause, Preferences
from bot.domain.deliveries import Settlement, State
from bot.domain.schedule import Subscription
from bot.store import SqlStore
from tests.integration.store.scenes import Scene

OLD, NEW = -77, -1_000_000_077


async def test_a_group_that_became_a_supergroup_keeps_everything(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat(OLD)
    await scene.owe()
    assert await store.chats.move(OLD, NEW) == 1
    moved = await store.chats.find(Address(NEW))
    assert moved is not None
    assert moved.id == chat.id
    assert moved.preferences == chat.preferences
    ((_, target),) = await scene.claim()
    assert target.address == Address(NEW)
    assert await store.chats.find(Address(OLD)) is None


async def test_moving_twice_is_harmless_and_so_is_moving_nowhere(store: SqlStore, scene: Scene) -> None:
    await scene.chat(OLD)
    assert await store.chats.move(OLD, OLD) == 0
    assert [await store.chats.move(OLD, NEW) for _ in range(3)] == [1, 0, 0]
    assert await store.chats.move(404, 405) == 0


async def test_all_topics_move_and_each_to_its_own(store: SqlStore, scene: Scene) -> None:
    before = {topic: await scene.chat(OLD, topic) for topic in (None, 3, 4)}
    await scene.chat(NEW, 4)
    assert await store.chats.move(OLD, NEW) == 3
    for topic, chat in before.items():
        moved = await store.chats.find(Address(NEW, topic))
        assert moved is not None
        assert moved.id == chat.id


async def test_a_chat_that_is_already_there_is_folded_in(store: SqlStore, scene: Scene) -> None:
    old = await scene.chat(OLD)
    await store.chats.prefer(old.id, Preferences(language="ko"))
    new = await scene.chat(NEW, due=scene.now + timedelta(hours=5))
    await store.chats.prefer(new.id, Preferences(language="de"), has_chosen=True)
    weekly = Subscription(Kind.WEEKLY, time(9), next_due_at=scene.now)
    await store.chats.subscribe(new.id, weekly)
    await store.chats.pause(OLD, Pause.REMOVED)
    assert await store.chats.move(OLD, NEW) == 1
    merged = await store.chats.find(Address(NEW))
    assert merged == replace(
        old,
        address=Address(NEW),
        title=new.title,
        preferences=Preferences(language="ko"),
        has_chosen=True,
        subscriptions=(*old.subscriptions, weekly),
    )
    assert await store.chats.get(new.id) is None
    # The old id's pause ended with the old id, and what was held is due again.
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1, Kind.WEEKLY: 1}


async def test_a_pause_of_the_new_chat_holds_what_comes_to_it(store: SqlStore, scene: Scene) -> None:
    await scene.chat(OLD)
    await scene.chat(NEW)
    await store.chats.pause(NEW, Pause.MUTED)
    await store.chats.move(OLD, NEW)
    assert await store.ledger.due(scene.now) == {}
    await store.chats.resume(NEW)
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1}


SURE = [State.SENT, State.AMBIGUOUS, State.SENDING]


@pytest.mark.parametrize("told", SURE)
@pytest.mark.parametrize("is_new_told", [True, False])
async def test_an_edition_that_one_of_two_chats_had_is_not_owed_to_the_merged_one(
    store: SqlStore,
    scene: Scene,
    told: State,
    is_new_told: bool,  # noqa: FBT001 - a parameter of the case
) -> None:
    chats = {OLD: await scene.chat(OLD), NEW: await scene.chat(NEW)}
    await scene.owe()
    ids = {chat.address.chat_id: delivery.id for delivery, chat in await scene.claim("a")}
    had = ids[NEW if is_new_told else OLD]
    assert await store.ledger.mark_sending(had, "a", scene.now)
    if told is not State.SENDING:
        await store.ledger.settle("a", scene.now, {had: Settlement(told)})
    await store.chats.move(OLD, NEW)
    await store.ledger.release("a")
    assert await store.ledger.counts() == {told: 1}
    assert await store.ledger.standing(chats[OLD].id, scene.edition) == (told, scene.now)


async def test_of_two_messages_on_their_way_the_one_to_the_new_id_is_followed(
    store: SqlStore, scene: Scene
) -> None:
    for number in (NEW, OLD):
        await scene.chat(number)
    await scene.owe()
    ids = {chat.address.chat_id: delivery.id for delivery, chat in await scene.claim("a")}
    for one in ids.values():
        assert await store.ledger.mark_sending(one, "a", scene.now)
    await store.chats.move(OLD, NEW)
    # What Telegram says about the old id must not make it owed again.
    await store.ledger.settle("a", scene.now, {ids[OLD]: Settlement(State.PENDING, "moved")})
    assert await store.ledger.counts() == {State.SENDING: 1}
    await store.ledger.settle("a", scene.now, {ids[NEW]: Settlement(State.SENT)})
    assert await store.ledger.counts() == {State.SENT: 1}


async def test_what_only_one_of_two_chats_is_owed_stays_owed(store: SqlStore, scene: Scene) -> None:
    old = await scene.chat(OLD)
    await scene.chat(NEW, kind=Kind.WEEKLY)
    await scene.owe()
    week = type(scene.edition).weekly(scene.edition.first)
    await scene.owe(week)
    await store.chats.move(OLD, NEW)
    taken = await scene.claim()
    assert [(one.edition, chat.id) for one, chat in taken] == [(scene.edition, old.id), (week, old.id)]
    assert {chat.address for _, chat in taken} == {Address(NEW)}
