"""In groups, settings are for admins; where the digest was subscribed, there it lives."""

import asyncio

import pytest

from bot.domain.answers import Card
from bot.domain.calendar import Kind
from bot.domain.chats import Pause, Place
from bot.tg.handlers import cards
from tests.integration.tg.conversations.conftest import Town


async def test_a_member_of_a_group_cannot_change_its_settings(town: Town) -> None:
    owner = town.playground.person("Olga")
    commands = ("/subscribe", "/unsubscribe", "/settings", "/settings count 3", "/forget")
    members = [town.playground.person(text, language="en") for text in commands]
    group = town.playground.group("Readers", owner=owner, members=members)
    group.add_bot()
    for text, member in zip(commands, members, strict=True):
        said = await group.say(text, by=member)
        (answer,) = await group.wait_for(after=said)
        assert "Only this chat's admins" in answer.text
        assert answer.reply_to == said.id
    assert not (await town.chat(group)).subscriptions


async def test_a_member_who_insists_is_refused_once_in_five_minutes(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, member = town.playground.person("Olga"), town.playground.person("Mo", language="en")
    group = town.playground.group("Readers", owner=owner, members=[member])
    group.add_bot()
    now = 1_000.0
    monkeypatch.setattr(town.desk.admins, "_monotonic", lambda: now)
    for _ in range(3):
        await group.say("/subscribe", by=member)
    said = await group.say("/help", by=member)
    await group.wait_for(lambda one: "/today" in one.text, after=said)
    assert len(group.from_bot) == 2
    now += 301
    said = await group.say("/subscribe", by=member)
    (answer,) = await group.wait_for(after=said)
    assert "Only this chat's admins" in answer.text


async def test_a_member_who_presses_is_refused_in_a_window_that_only_they_see(town: Town) -> None:
    owner, member = town.playground.person("Olga", language="en"), town.playground.person("Mo")
    group = town.playground.group("Readers", owner=owner, members=[member])
    group.add_bot()
    page = await town.ask(group, "/settings")
    answer = await group.press(page, "Papers", by=member)
    assert answer.is_alert
    assert "admins" in str(answer.text)
    assert group.see(page).edits == 0
    assert "How many papers" in (await town.press(group, page, "Papers")).text


async def test_a_group_speaks_the_language_of_the_admin_who_sets_it_up_not_of_who_spoke_first(
    town: Town,
) -> None:
    owner, member = (
        town.playground.person("Olga", language="en"),
        town.playground.person("미나", language="ko"),
    )
    group = town.playground.group("Readers", owner=owner, members=[member])
    group.add_bot()
    said = await group.say("/today", by=member)
    (digest, *_) = await group.wait_for(after=said)
    assert digest.text.startswith("Today's papers")
    assert "The daily digest comes" in (await town.ask(group, "/subscribe")).text
    other = town.playground.group("독자", owner=member, members=[owner])
    other.add_bot()
    said = await other.say("/today", by=owner)
    await other.wait_for(after=said)
    assert "보내드립니다" in (await town.ask(other, "/subscribe")).text
    await town.ask(other, "/settings language en")
    assert "The daily digest comes" in (await town.ask(other, "/subscribe")).text


async def test_anyone_in_a_group_may_ask_for_papers(town: Town) -> None:
    owner, member = town.playground.person("Olga"), town.playground.person("Mo", language="en")
    group = town.playground.group("Readers", owner=owner, members=[member])
    group.add_bot()
    said = await group.say("/today", by=member)
    digest = (await group.wait_for(after=said))[0]
    answer = await group.press(digest, "2", by=member)
    assert not answer.is_alert
    card = (await group.wait_for(after=digest))[0]
    assert card.reply_to == digest.id
    assert "arXiv 2510.00301" in card.text


async def test_a_digest_lives_in_the_topic_where_it_was_subscribed(town: Town) -> None:
    owner = town.playground.person("Olga", language="en")
    forum = town.playground.group("Lab", owner=owner, forum=True)
    forum.add_bot()
    topic = forum.topic("Papers")
    answer = await town.ask(topic, "/subscribe 09:00 Berlin")
    assert answer.thread_id == topic.thread_id
    assert (await town.chat(topic)).subscription(Kind.DAILY) is not None
    assert not (await town.chat_or_none(forum))


async def test_a_topic_that_is_opened_again_has_its_digests_again(town: Town) -> None:
    owner = town.playground.person("Olga", language="en")
    forum = town.playground.group("Lab", owner=owner, forum=True)
    forum.add_bot()
    topic = forum.topic("Papers")
    await town.ask(topic, "/subscribe 09:00 Berlin")
    topic.close()
    await town.store.chats.pause(topic.chat_id, Pause.TOPIC_CLOSED, topic.thread_id)
    topic.reopen()
    async with asyncio.timeout(5):
        while (await town.chat(topic)).pause is not None:
            await asyncio.sleep(0.02)


async def test_a_channel_is_set_up_by_a_post_and_shows_no_settings_to_readers(town: Town) -> None:
    channel = town.playground.channel("News", owner=town.playground.person("Ann"))
    channel.add_bot()
    await town.ask(channel, "/subscribe 09:00 Europe/Berlin weekdays")
    assert (await town.chat(channel)).place is Place.CHANNEL
    digest = await town.ask(channel, "/today")
    assert "Settings" not in digest.labels
    assert digest.labels[:2] == ("1", "2")


async def test_in_a_channel_a_press_is_answered_to_its_reader_alone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "PRESS_PATIENCE_S", 4.0)
    channel = town.playground.channel("News", owner=town.playground.person("Ann"))
    channel.add_bot()
    reader = town.playground.person("Rae")
    channel.join(reader)
    digest = await town.ask(channel, "/today")
    answer = await channel.press(digest, "2", by=reader)
    assert answer.is_alert
    assert "Paper number 301" in str(answer.text)
    assert len(channel.from_bot) == 1


async def test_in_a_channel_a_press_does_not_wait_for_a_slow_feed(town: Town) -> None:
    channel = town.playground.channel("News", owner=town.playground.person("Ann"))
    channel.add_bot()
    reader = town.playground.person("Rae")
    channel.join(reader)
    digest = await town.ask(channel, "/today")
    card, is_ready = town.desk.answers.card, asyncio.Event()

    async def slowly(paper_id: str) -> Card | None:
        await is_ready.wait()
        return await card(paper_id)

    town.desk.answers.card = slowly  # type: ignore[method-assign]
    async with asyncio.timeout(1.5):
        answer = await channel.press(digest, "2", by=reader)
    assert answer.is_alert
    assert "press again" in str(answer.text)
    is_ready.set()
    assert "Paper number 301" in str((await channel.press(digest, "2", by=reader)).text)


async def test_readers_of_a_channel_do_not_wait_for_one_another(town: Town) -> None:
    channel = town.playground.channel("News", owner=town.playground.person("Ann"))
    channel.add_bot()
    readers = [town.playground.person(f"Reader {n}") for n in range(5)]
    for reader in readers:
        channel.join(reader)
    digest = await town.ask(channel, "/today")
    is_ready = asyncio.Event()

    async def slowly(_: str) -> None:
        await is_ready.wait()

    town.desk.answers.card = slowly  # type: ignore[method-assign]
    async with asyncio.timeout(1.5):
        answers = await asyncio.gather(*(channel.press(digest, "2", by=one) for one in readers))
    assert all("press again" in str(one.text) for one in answers)
    # One who presses on and on is told so, and takes no more seats.
    await channel.press(digest, "1", by=readers[0])
    busy = await channel.press(digest, "3", by=readers[0])
    assert "still busy" in str(busy.text)
    is_ready.set()


async def test_in_a_channel_only_admins_can_have_an_older_list_posted(town: Town) -> None:
    channel = town.playground.channel("News", owner=town.playground.person("Ann"))
    channel.add_bot()
    reader = town.playground.person("Rae")
    channel.join(reader)
    silence = await town.ask(channel, "/today 2025-10-04")
    assert silence.labels == ()
    town.clock.set("2025-10-05 12:00")
    silence = await town.ask(channel, "/today 2025-10-04")
    refused = await channel.press(silence, "Show Friday", by=reader)
    assert refused.is_alert
    assert "private chat" in str(refused.text)
    assert len(channel.from_bot) == 2
    await channel.press(silence, "Show Friday")
    await channel.wait_for(lambda one: one.text.startswith("Today's papers · Friday 3 October"))
