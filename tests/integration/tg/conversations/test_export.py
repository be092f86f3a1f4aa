"""Files, asked for in a chat."""

import asyncio
import json

import pytest

from bot.domain.calendar import Edition
from bot.domain.errors import FeedUnavailable
from bot.domain.readings import Asker, Obstacle, Unread
from bot.playground.people import Room
from bot.playground.views import MessageView
from bot.tg.handlers import export
from tests.integration.tg.conversations.conftest import Town


async def file_of(town: Town, room: Room, text: str) -> MessageView:
    said = await room.say(text)
    found = await town.playground.until(
        lambda: next((one for one in room.messages if one.document and one.id > said.id), None)
    )
    assert found is not None, [one.text for one in room.messages]
    return found


def text_of(view: MessageView) -> str:
    assert view.document is not None
    return view.document.data.decode("utf-8")


async def test_export_sends_the_newest_list_as_markdown(town: Town) -> None:
    room = town.reader()
    view = await file_of(town, room, "/export")
    assert view.document is not None
    assert view.document.name == "papers-2025-10-01.md"
    assert view.text == "Daily papers · Wednesday 1 October 2025"
    text = text_of(view)
    assert text.startswith("# Daily papers · Wednesday 1 October 2025\n")
    assert text.count("\n## ") == 10
    assert "### 7. Follow-up ideas (the model's own, not the paper's)" in text


@pytest.mark.parametrize(
    ("text", "name", "begins"),
    [
        ("/export 2025-10-02 text", "papers-2025-10-02.txt", "오늘의 논문 · 2025년 10월 2일 목요일\n===="),
        ("/export bibtex 2025-W40", "papers-2025-W40.bib", "% 주간 인기 논문 톱 10 · 2025년 40주\n"),
        ("/export 2025-09-30 블로그 sections", "2025-09-30-daily-papers.md", '---\nlayout: "post"\n'),
    ],
)
async def test_period_form_and_style_are_understood_in_any_order(
    town: Town, text: str, name: str, begins: str
) -> None:
    view = await file_of(town, town.reader(language="ko"), text)
    assert view.document is not None
    assert view.document.name == name
    assert text_of(view).startswith(begins)


async def test_an_abstract_stands_beside_its_translation(town: Town) -> None:
    view = await file_of(town, town.reader(language="ko"), "/export 2025-10-02 텍스트")
    assert "  It reaches 400.5% on an invented benchmark.\n  → 2번째 문장이다.\n" in text_of(view)


async def test_json_is_whole_and_who_asked_pays(town: Town) -> None:
    room = town.reader()
    view = await file_of(town, room, "/export today json brief")
    assert len(json.loads(text_of(view))["papers"]) == 10
    assert {asker for *_, asker in town.readings.asked} == {Asker(room.chat_id, room.chat_id)}


async def test_a_long_reading_tells_how_far_it_is_and_leaves_nothing_but_the_file(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PACE_S", 0.05)
    monkeypatch.setattr(export, "SOON_S", 0.05)
    town.readings.go_on.clear()
    room = town.reader()
    progress = await town.ask(room, "/export")
    assert progress.text == "Writing the file · 0 of 10 papers read"
    assert (await town.ask(room, "/export")).text == ("I'm already writing this file. It will appear here.")
    town.readings.go_on.set()
    view = await town.playground.until(lambda: next((one for one in room.messages if one.document), None))
    assert view is not None
    assert "Writing the file" not in "\n".join(one.text for one in room.messages)
    assert not [one for one in room.messages if one.id == progress.id]


async def test_what_could_not_be_read_now_is_told_below_the_file(town: Town) -> None:
    town.readings.unread = Unread(Obstacle.BUDGET)
    view = await file_of(town, town.reader(), "/export")
    assert view.text.endswith("Not all of it could be read now. Ask again later for the rest.")
    assert text_of(view).count("the day's reading budget was used up") == 1


async def test_without_a_model_there_is_a_file_all_the_same(town: Town) -> None:
    town.readings.has_model = False
    view = await file_of(town, town.reader(), "/export")
    assert view.text == "Daily papers · Wednesday 1 October 2025"
    assert text_of(view).count("no reading model is set up") == 1


async def test_a_word_without_a_meaning_is_answered_with_an_example(town: Town) -> None:
    view = await town.ask(town.reader(), "/export pdf")
    assert view.text.startswith("I don't understand “pdf”. Write it like this: /export 2026-W24 markdown")


async def test_a_sunday_and_a_feed_that_is_down_are_told_as_anywhere(town: Town) -> None:
    room = town.reader()
    assert (await town.ask(room, "/export 2025-09-28")).text.startswith("There is no list for Sunday")
    town.feed.trouble = FeedUnavailable("no answer")
    assert "isn't answering" in (await town.ask(room, "/export 2025-09-26")).text


async def test_in_a_topic_the_file_comes_to_the_topic(town: Town) -> None:
    ann = town.playground.person("Ann", language="en")
    forum = town.playground.group("Readers", owner=ann, forum=True)
    forum.add_bot()
    topic = forum.topic("Papers")
    view = await file_of(town, topic, "/export@paperboy_bot text")
    assert view.thread_id == topic.thread_id


async def test_a_list_without_papers_makes_no_file(town: Town) -> None:
    town.feed.lists[Edition.parse("daily:2025-09-30")] = ()
    view = await town.ask(town.reader(), "/export 2025-09-30")
    assert view.document is None


async def test_in_a_group_the_member_who_asks_and_the_group_pay(town: Town) -> None:
    ann = town.playground.person("Ann", language="en")
    group = town.playground.group("Readers", owner=ann)
    group.add_bot()
    await file_of(town, group, "/export 2025-09-29 brief")
    assert {asker for *_, asker in town.readings.asked} == {Asker(ann.id, group.chat_id)}


async def test_in_a_channel_there_is_the_file_and_nothing_else(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "SOON_S", 0.01)
    channel = town.playground.channel("News", owner=town.playground.person("Ann"))
    channel.add_bot()
    town.readings.go_on.clear()
    said = await channel.say("/export")
    await town.playground.until(lambda: town.readings.asked)
    await asyncio.sleep(0.1)
    assert [one.id for one in channel.messages if one.id > said.id] == []
    town.readings.go_on.set()
    view = await town.playground.until(lambda: next((one for one in channel.messages if one.document), None))
    assert view is not None
