"""A recorded week, lived by three chats, with a kill between any two moments."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.playground.rooms import ChannelRoom, PrivateRoom
from bot.playground.views import MessageView
from tests.e2e.conftest import Town

pytestmark = pytest.mark.recorded


def is_digest(message: MessageView) -> bool:
    return message.text.startswith(("Today's papers", "오늘의 논문"))


def best(shared: Path, folder: str, day: date, count: int) -> list[str]:
    """The titles that the recording of a day has on top."""
    items = json.loads((shared / "data" / "hf" / folder / f"{day}.json").read_text())
    ranked = sorted(
        items, key=lambda one: (-one["paper"]["upvotes"], -one.get("numComments", 0), one["paper"]["id"])
    )
    return [one["paper"]["id"] for one in ranked[:count]]


def told(message: MessageView) -> list[str]:
    """The arXiv ids that a digest links to, in order."""
    links = [entity.url or "" for entity in message.entities]
    return [link.rpartition("/")[2] for link in links if "arxiv.org/abs/" in link]


async def subscribed_in_seoul(town: Town) -> PrivateRoom:
    seoul = town.playground.private(town.playground.person("Minji", language="ko"))
    said = await seoul.say("/subscribe 08:15 Asia/Seoul")
    await seoul.wait_for(lambda one: "08:15" in one.text, after=said)
    return seoul


async def subscribed_in_berlin(town: Town) -> PrivateRoom:
    berlin = town.playground.private(town.playground.person("Jonas", language="en"))
    said = await berlin.say("/subscribe 09:00 Europe/Berlin")
    await berlin.wait_for(lambda one: "09:00" in one.text, after=said)
    return berlin


async def subscribed_channel(town: Town) -> ChannelRoom:
    channel = town.playground.channel("Paper news", owner=town.playground.person("Ann", language="en"))
    channel.add_bot(as_admin=True)
    said = await channel.say("/subscribe 09:00 Europe/Berlin weekdays")
    await channel.wait_for(lambda one: "09:00" in one.text, after=said)
    return channel


async def test_three_chats_get_their_digest_at_their_time_and_nothing_twice(town: Town, shared: Path) -> None:
    await town.wake("2025-10-02T23:14:50Z")
    seoul, berlin, channel = (
        await subscribed_in_seoul(town),
        await subscribed_in_berlin(town),
        await subscribed_channel(town),
    )

    # Thursday's list at 08:15 on Friday in Seoul: open, and marked so.
    digest = await seoul.wait_for(is_digest, timeout_s=40)
    assert told(digest) == best(shared, "daily-1530utc", date(2025, 10, 2), 5)
    assert "10월 2일 목요일" in digest.text
    assert "마감 전" in digest.text or "열려" in digest.text

    # A second run and a kill send nothing twice.
    await town.wake("2025-10-02T23:16:00Z")
    await town.wake("2025-10-03T06:59:57Z")
    english = await berlin.wait_for(is_digest)
    assert "Thursday 2 October" in english.text
    assert "closed" in english.text
    assert told(english) == told(digest)
    assert told(await channel.wait_for(is_digest)) == told(digest)

    # Friday's list on Saturday morning; not in the channel, which wants weekdays only.
    await town.wake("2025-10-03T23:14:57Z")
    await seoul.wait_for(lambda one: is_digest(one) and "10월 3일 금요일" in one.text)
    await town.wake("2025-10-04T06:59:57Z")
    friday = await berlin.wait_for(lambda one: is_digest(one) and "Friday 3 October" in one.text)
    assert (
        told(friday)
        == [one for one in best(shared, "daily-1530utc", date(2025, 10, 3), 20) if one not in told(digest)][
            :5
        ]
    )

    # Sunday is silent, and /today says why and what comes next.
    await town.wake("2025-10-04T23:14:57Z")
    await town.bot.says("owed to 0 of 1 due chats", since=len(town.bot.log) - 1)
    question = await seoul.say("/today")
    answer = await seoul.wait_for(after=question)
    assert "주말" in answer[0].text
    assert "화요일" in answer[0].text
    assert "08:15" in answer[0].text
    assert "/today 2025-10-03" in answer[0].text

    # Monday: the channel that wants weekdays only gets Friday's list, the others hear nothing.
    await town.wake("2025-10-06T06:59:57Z")
    monday = await channel.wait_for(lambda one: is_digest(one) and "Friday 3 October" in one.text)
    assert told(monday) == told(friday)

    await town.bot.kill()
    counts = {
        "Seoul": [len(town.digests(seoul.chat_id, title)) for title in ("10월 2일", "10월 3일")],
        "Berlin": [len(town.digests(berlin.chat_id, title)) for title in ("2 October", "3 October")],
        "channel": [len(town.digests(channel.chat_id, title)) for title in ("2 October", "3 October")],
    }
    assert counts == {"Seoul": [1, 1], "Berlin": [1, 1], "channel": [1, 1]}
    assert not [line for line in town.bot.log if "Traceback" in line]


async def test_the_weekly_command_lists_the_ten_most_upvoted_of_the_recorded_week(
    town: Town, shared: Path
) -> None:
    await town.wake("2025-10-06T09:00:00Z")
    berlin = town.playground.private(town.playground.person("Jonas", language="en"))
    [answer] = await berlin.wait_for(after=await berlin.say("/weekly 2025-W40"))
    week: dict[str, tuple[int, int]] = {}
    for day in range(5):
        name = date.fromordinal(date(2025, 9, 29).toordinal() + day)
        for item in json.loads((shared / f"data/hf/daily-1530utc/{name}.json").read_text()):
            week[item["paper"]["id"]] = (-item["paper"]["upvotes"], -item.get("numComments", 0))
    ranked = sorted(week, key=lambda one: (*week[one], one))
    assert told(answer) == ranked[:10]
    assert "2025-W40" in answer.text or "week 40" in answer.text.lower()
