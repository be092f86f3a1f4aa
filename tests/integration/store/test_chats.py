from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Pause, Place, Preferences, Style
from bot.domain.schedule import WEEKDAYS, Subscription
from bot.store import SqlStore
from tests.integration.store.scenes import Scene

CHOICE = Preferences(
    "ko", "Asia/Seoul", 7, Style.DEEP, 12, ("강화 학습", 'a "b"'), ("video",), is_silent=True
)


async def test_a_chat_is_met_once_and_keeps_its_preferences(store: SqlStore) -> None:
    met = await store.chats.meet(Address(5), Place.PRIVATE, "Ada", CHOICE)
    again = await store.chats.meet(Address(5), Place.PRIVATE, "Ada", Preferences())
    assert met == again == await store.chats.find(Address(5)) == await store.chats.get(met.id)
    assert (met.preferences, met.address, met.place, met.title) == (CHOICE, Address(5), Place.PRIVATE, "Ada")
    assert (met.has_chosen, met.pause, met.subscriptions) == (False, None, ())


async def test_a_title_is_kept_fresh_and_an_empty_one_says_nothing(store: SqlStore) -> None:
    await store.chats.meet(Address(-5), Place.GROUP, "Old \ud800 name", Preferences())
    assert (await store.chats.meet(Address(-5), Place.GROUP, "New", Preferences())).title == "New"
    assert (await store.chats.meet(Address(-5), Place.GROUP, "", Preferences())).title == "New"


async def test_a_topic_is_a_chat_of_its_own_and_no_topic_is_one_too(store: SqlStore, scene: Scene) -> None:
    ids = {(await scene.chat(-5, topic)).id for topic in (None, 7, 8, None, 7)}
    assert len(ids) == 3
    found = await store.chats.find(Address(-5, 7))
    assert found is not None
    assert found.address == Address(-5, 7)
    assert await store.chats.find(Address(-5, 9)) is None


async def test_ids_of_telegram_are_larger_than_32_bits(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat(-1_002_147_483_648, 4_294_967_296)
    assert await store.chats.find(Address(-1_002_147_483_648, 4_294_967_296)) == chat


async def test_preferences_are_replaced_and_having_chosen_is_remembered(
    store: SqlStore, scene: Scene
) -> None:
    chat = await scene.chat()
    assert await store.chats.prefer(chat.id, CHOICE) == replace(chat, preferences=CHOICE)
    assert (await store.chats.prefer(chat.id, CHOICE, has_chosen=True)).has_chosen
    assert (await store.chats.prefer(chat.id, Preferences())).has_chosen


async def test_a_subscription_takes_the_place_of_the_one_of_its_kind(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat(due=None)
    daily = Subscription(Kind.DAILY, time(8, 15), WEEKDAYS, scene.now)
    weekly = Subscription(Kind.WEEKLY, time(0, 0), frozenset({7}))
    await store.chats.subscribe(chat.id, replace(daily, at=time(23, 59)))
    await store.chats.subscribe(chat.id, weekly)
    assert (await store.chats.subscribe(chat.id, daily)).subscriptions == (daily, weekly)
    assert await store.chats.unsubscribe(chat.id, Kind.DAILY)
    assert not await store.chats.unsubscribe(chat.id, Kind.DAILY)
    left = await store.chats.get(chat.id)
    assert left is not None
    assert left.subscriptions == (weekly,)


async def test_a_chat_that_was_forgotten_is_not_written_to(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat()
    assert await store.chats.forget(1) == 1
    with pytest.raises(LookupError):
        await store.chats.prefer(chat.id, CHOICE)
    with pytest.raises(LookupError):
        await store.chats.subscribe(chat.id, Subscription(Kind.DAILY, time(8)))


async def test_a_paused_chat_is_neither_due_nor_lost(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat()
    assert await store.chats.pause(1, Pause.BLOCKED) == 1
    paused = await store.chats.get(chat.id)
    assert paused == replace(chat, pause=Pause.BLOCKED)
    assert await store.ledger.due(scene.now) == {}
    assert await store.chats.resume(1) == 1
    assert await store.chats.resume(1) == 0
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1}
    assert await store.chats.get(chat.id) == chat


async def test_one_topic_is_paused_alone_and_all_are_resumed(store: SqlStore, scene: Scene) -> None:
    for topic in (None, 7, 8):
        await scene.chat(-5, topic)
    await scene.chat(-6, 7)
    assert await store.chats.pause(-5, Pause.TOPIC_CLOSED, 7) == 1
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 3}
    assert await store.chats.pause(-5, Pause.REMOVED) == 3
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1}
    assert await store.chats.resume(-5) == 3
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 4}


async def test_one_topic_is_resumed_alone(store: SqlStore, scene: Scene) -> None:
    for topic in (None, 7, 8):
        await scene.chat(-5, topic)
    await store.chats.pause(-5, Pause.MUTED)
    assert await store.chats.resume(-5, 7) == 1
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1}
    pauses = [one.pause for topic in (None, 7, 8) if (one := await store.chats.find(Address(-5, topic)))]
    assert pauses == [Pause.MUTED, None, Pause.MUTED]
    assert await store.chats.resume(-5, 7) == 0
    assert await store.chats.resume(-5) == 2


async def test_subscribing_while_paused_waits_for_the_chat_to_come_back(
    store: SqlStore, scene: Scene
) -> None:
    await scene.chat(due=None)
    await store.chats.pause(1, Pause.MUTED)
    await scene.chat(due=scene.now)
    assert await store.ledger.due(scene.now) == {}
    await store.chats.resume(1)
    assert await store.ledger.due(scene.now) == {Kind.DAILY: 1}


async def test_forgetting_leaves_nothing_of_the_chat_and_all_of_the_others(
    store: SqlStore, scene: Scene
) -> None:
    for topic in (None, 7):
        await scene.chat(-5, topic)
    other = await scene.chat(-6)
    await scene.owe()
    taken = await scene.claim()
    assert await store.chats.forget(-5) == 2
    assert await store.chats.forget(-5) == 0
    assert await store.chats.find(Address(-5)) is None
    assert sum((await store.ledger.counts()).values()) == 1
    passed = [await store.ledger.mark_sending(one.id, "a", scene.now) for one, _ in taken]
    assert passed == [chat.id == other.id for _, chat in taken]


async def test_ids_of_the_forgotten_are_not_used_again(store: SqlStore, scene: Scene) -> None:
    chat = await scene.chat(1)
    await scene.owe()
    ((delivery, _),) = await scene.claim("a")
    await store.chats.forget(1)
    newcomer = await scene.chat(2)
    await store.ledger.enqueue(
        scene.edition, delivery.snapshot_id, scene.now, lambda *_: scene.now + timedelta(1)
    )
    ((fresh, _),) = await scene.claim("a")
    assert newcomer.id != chat.id
    assert fresh.id != delivery.id


async def test_those_who_subscribed_are_counted_and_the_groups_among_them_listed(
    store: SqlStore, scene: Scene
) -> None:
    await scene.chat(1)
    first, last = await scene.chat(-5), await scene.chat(-6, 7)
    await scene.chat(-5, kind=Kind.WEEKLY)
    await scene.chat(-8, due=None)
    await store.chats.pause(-6, Pause.MUTED)
    assert await store.chats.count_subscribed() == 3
    groups = await store.chats.subscribed_groups(9)
    assert [one.id for one in groups] == [last.id, first.id]
    assert [one.id for one in await store.chats.subscribed_groups(1)] == [last.id]


async def test_languages_are_counted_over_chats_that_get_daily_digests(store: SqlStore, scene: Scene) -> None:
    daily = Subscription(Kind.DAILY, time(8, 15), WEEKDAYS, scene.now)
    for number, language in enumerate(("ko", "en", "ko", "ja", "de", "fr"), start=50):
        chat = await scene.chat(number, due=None)
        await store.chats.prefer(chat.id, Preferences(language))
        if language == "de":
            await store.chats.subscribe(chat.id, replace(daily, kind=Kind.WEEKLY))
        elif language != "fr":
            await store.chats.subscribe(chat.id, daily)
    await store.chats.pause(53, Pause.BLOCKED)
    assert await store.chats.languages() == {"ko": 2, "en": 1}
