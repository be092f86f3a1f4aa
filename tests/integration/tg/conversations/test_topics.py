"""Topics and votes set in the chat, and topics of a forum that close and open again."""

from bot.domain.calendar import Kind
from bot.domain.chats import Pause
from tests.integration.tg.conversations.conftest import Town


async def test_topics_are_set_by_typing_and_removed_by_a_button(town: Town) -> None:
    room = town.reader()
    empty = await town.ask(room, "/topics")
    assert "No filter" in empty.text
    page = await town.ask(room, "/topics robot, speech, not crypto, votes 20")
    assert page.text.split("\n")[:4] == [
        "Topics and votes",
        "Only these topics: robot, speech",
        "Without these topics: crypto",
        "From 20 votes",
    ]
    page = await town.press(room, page, "Remove “robot”")
    assert "Only these topics: speech" in page.text
    page = await town.press(room, page, "▲ 5+")
    assert "From 5 votes" in page.text
    wishes = (await town.chat(room)).preferences
    assert (wishes.wanted, wishes.unwanted, wishes.min_votes) == (("speech",), ("crypto",), 5)
    await town.ask(room, "/topics off")
    wishes = (await town.chat(room)).preferences
    assert (wishes.wanted, wishes.unwanted, wishes.min_votes) == ((), (), 0)


async def test_the_settings_lead_to_the_topics_and_take_them_typed(town: Town) -> None:
    room = town.reader(language="ko")
    settings = await town.ask(room, "/settings")
    page = await town.press(room, settings, "주제 · 전체")
    assert page.text.startswith("주제와 추천 수")
    assert "이 주제 제외: crypto" in (await town.ask(room, "/settings 주제 제외 crypto")).text
    assert "주제 · 필터 1개" in [one.text for row in (await town.ask(room, "/settings")).rows for one in row]


async def test_what_is_no_topic_is_told_with_an_example(town: Town) -> None:
    room = town.reader()
    assert "/topics robot, speech" in (await town.ask(room, "/topics !!!")).text
    assert "votes 10" in (await town.ask(room, "/topics votes 5000")).text
    assert "At most 20" in (await town.ask(room, "/topics " + "x" * 41)).text


async def test_in_a_group_only_admins_choose_topics(town: Town) -> None:
    owner, member = town.playground.person("Olga"), town.playground.person("Mina")
    group = town.playground.group("Readers", owner=owner, members=[member])
    group.add_bot()
    said = await group.say("/topics robot", by=member)
    (refusal,) = await group.wait_for(after=said)
    assert "Only this chat's admins" in refusal.text
    said = await group.say("/topics robot", by=owner)
    (page,) = await group.wait_for(after=said)
    assert "Only these topics: robot" in page.text
    answer = await group.press(page, "Remove “robot”", by=member)
    assert answer.is_alert
    assert (await town.chat(group)).preferences.wanted == ("robot",)


async def test_styles_are_called_by_what_they_do_when_papers_are_read(town: Town) -> None:
    room = town.reader()
    page = await town.ask(room, "/settings style")
    assert [one.text for one in page.rows[0]] == ["✓ brief", "summary", "in depth"]
    assert "in seven parts" in page.text
    town.readings.has_model = False
    page = await town.ask(room, "/settings style")
    assert [one.text for one in page.rows[0]] == ["✓ brief", "key sentences", "with abstract"]


async def test_a_topic_that_is_opened_again_wakes_no_other_one(town: Town) -> None:
    owner = town.playground.person("Olga")
    forum = town.playground.group("Lab", owner=owner, forum=True)
    forum.add_bot(as_admin=True)
    rooms = [forum.topic("Papers"), forum.topic("Talk")]
    for room in rooms:
        said = await room.say("/subscribe daily")
        await room.wait_for(after=said)
    for room in rooms:
        chat = await town.chat(room)
        await town.store.chats.pause(chat.address.chat_id, Pause.TOPIC_CLOSED, chat.address.topic_id)
    rooms[0].close()
    rooms[0].reopen()

    await town.playground.until(lambda: None, timeout_s=0.3)
    pauses = [(await town.chat(room)).pause for room in rooms]
    assert pauses == [None, Pause.TOPIC_CLOSED]
    said = await rooms[1].say("/today")
    await rooms[1].wait_for(after=said)
    assert (await town.chat(rooms[1])).pause is None
    assert (await town.chat(rooms[1])).subscription(Kind.DAILY) is not None
