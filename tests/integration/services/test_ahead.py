import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Pause
from bot.domain.errors import StoreUnavailable
from bot.domain.readings import Asker, Obstacle, Scope, Unread
from bot.services.ahead import GIVE_UP_FOR, ReadAhead
from tests.fakes import at, paper
from tests.integration.services.conftest import House
from tests.integration.services.readings import FakeReadings


@pytest.fixture
def readings(house: House) -> FakeReadings:
    return FakeReadings(house.store.notes, house.clock)


def ahead_of(house: House, readings: FakeReadings, papers: int = 2, *awaited: tuple[str, str]) -> ReadAhead:
    async def waiting(_: datetime) -> Sequence[tuple[str, str]]:
        return awaited

    return ReadAhead(
        house.store.snapshots,
        house.store.chats,
        readings,
        house.clock,
        papers=papers,
        awaited=waiting,
    )


@pytest.fixture
async def chats(house: House) -> None:
    await house.chat(1, "Asia/Seoul", time(8, 15), language="ko")
    await house.chat(2, "Asia/Seoul", time(8, 15), language="ko")
    await house.chat(3, "Asia/Seoul", time(8, 15), language="ja")


async def test_the_best_papers_are_read_first_and_told_in_each_language_that_is_read(
    house: House, readings: FakeReadings, chats: None
) -> None:
    await house.collector.collect()
    assert await ahead_of(house, readings).read_ahead() == 4
    assert readings.asked == [
        (one, language) for one in ("2510.00300", "2510.00301") for language in ("ko", "ja")
    ]
    assert readings.askers == {Asker()}, "it draws on the day's budget alone"


async def test_what_is_known_is_not_read_again(house: House, readings: FakeReadings, chats: None) -> None:
    await house.collector.collect()
    await readings.tell("2510.00300", "ko")
    await readings.tell("2510.00300", "ja")
    assert await ahead_of(house, readings).read_ahead() == 2
    assert readings.asked == [("2510.00301", "ko"), ("2510.00301", "ja")]
    assert await ahead_of(house, readings).read_ahead() == 0


async def test_english_needs_no_telling_of_its_own(house: House, readings: FakeReadings) -> None:
    await house.chat(1, "Asia/Seoul", time(8, 15), language="en")
    await house.collector.collect()
    await readings.tell("2510.00300", "ko")
    assert await ahead_of(house, readings, 1).read_ahead() == 0


async def test_the_open_list_is_read_before_it_may_be_told_and_not_too_early(
    house: House, readings: FakeReadings, chats: None
) -> None:
    ahead = ahead_of(house, readings, 1)
    house.clock.set("2025-10-02 17:20")
    await house.collector.collect()
    await ahead.read_ahead()
    assert {one for one, _ in readings.asked} == {"2510.00300"}
    house.clock.set("2025-10-02 17:40")
    await house.collector.collect()
    await ahead.read_ahead()
    assert {one for one, _ in readings.asked} == {"2510.00300", "2510.00400"}
    [(_, said)] = [one for one in await house.run("2025-10-02 23:15") if one[0] == 1]
    assert "2510.00400=ko brief of 2510.00400" in said


async def test_an_open_list_that_is_too_short_to_be_told_is_left_alone(
    house: House, readings: FakeReadings, chats: None
) -> None:
    thursday = Edition.parse("daily:2025-10-02")
    house.feed.lists[thursday] = house.feed.lists[thursday][:9]
    house.clock.set("2025-10-02 18:00")
    await house.collector.collect()
    await ahead_of(house, readings, 1).read_ahead()
    assert {one for one, _ in readings.asked} == {"2510.00300"}


async def test_what_a_digest_waits_for_comes_first(house: House, readings: FakeReadings, chats: None) -> None:
    await house.collector.collect()
    await house.store.snapshots.keep_paper(paper(777))
    await ahead_of(house, readings, 1, ("2510.00776", "ko"), ("2510.00777", "ko")).read_ahead()
    assert readings.asked[0] == ("2510.00777", "ko")


async def test_only_languages_of_chats_that_get_daily_digests_and_are_not_paused_are_told(
    house: House, readings: FakeReadings
) -> None:
    await house.chat(1, "Asia/Seoul", time(8, 15), language="ko")
    blocked = await house.chat(2, "Asia/Seoul", time(8, 15), language="en")
    await house.store.chats.pause(blocked.address.chat_id, Pause.BLOCKED)
    await house.collector.collect()
    await ahead_of(house, readings, 1).read_ahead()
    assert readings.asked == [("2510.00300", "ko")]


async def test_without_chats_a_model_or_a_wish_for_papers_nothing_is_read(
    house: House, readings: FakeReadings
) -> None:
    await house.collector.collect()
    assert await ahead_of(house, readings).read_ahead() == 0
    await house.chat(1, "Asia/Seoul", time(8, 15))
    assert await ahead_of(house, readings, 0).read_ahead() == 0
    readings.has_model = False
    assert await ahead_of(house, readings).read_ahead() == 0
    assert readings.asked == []


async def test_two_are_read_at_once_and_a_second_call_does_nothing(
    house: House, readings: FakeReadings, chats: None
) -> None:
    await house.collector.collect()
    ahead = ahead_of(house, readings, 4)
    readings.gate.clear()
    first = asyncio.create_task(ahead.read_ahead())
    while readings.at_once < 2:
        await asyncio.sleep(0.01)
    assert await ahead.read_ahead() == 0
    readings.gate.set()
    assert await first == 8
    assert readings.most_at_once == 2
    assert len(readings.asked) == len(set(readings.asked)) == 8


async def test_a_model_that_is_down_is_asked_less_and_less_often_and_told_of_once(
    house: House, readings: FakeReadings, chats: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await house.collector.collect()
    caplog.clear()
    ahead = ahead_of(house, readings, 1)
    readings.be_down()
    asked_at: list[int] = []
    for minute in range(60):
        before = len(readings.asked)
        await ahead.read_ahead()
        if len(readings.asked) > before:
            asked_at.append(minute)
        house.clock.pass_(minutes=1)
    assert asked_at == [0, 1, 3, 7, 15, 25, 35, 45, 55]
    assert [one.levelname for one in caplog.records] == ["WARNING", "ERROR"]
    assert "the model does not answer" in caplog.text
    readings.be_down(is_down=False)
    house.clock.pass_(minutes=10)
    assert await ahead.read_ahead() == 2
    assert caplog.records[-1].getMessage().endswith("read again after 9 failures")


async def test_papers_over_which_the_model_always_fails_keep_no_other_from_being_read(
    house: House, readings: FakeReadings
) -> None:
    await house.chat(1, "Asia/Seoul", time(8, 15), language="ko")
    await house.collector.collect()
    readings.troubles = dict.fromkeys(("2510.00300", "2510.00301"), Unread(Obstacle.MODEL_DOWN))
    ahead = ahead_of(house, readings, 4)
    assert await ahead.read_ahead() == 0
    house.clock.pass_(minutes=2)
    assert await ahead.read_ahead() == 2
    assert {one for one, _ in readings.asked[2:4]} == {"2510.00302", "2510.00303"}


async def test_a_model_that_says_when_it_is_back_is_believed(
    house: House, readings: FakeReadings, chats: None
) -> None:
    await house.collector.collect()
    ahead = ahead_of(house, readings, 1)
    readings.trouble = Unread(Obstacle.MODEL_DOWN, again_at=house.clock.now() + timedelta(minutes=7))
    await ahead.read_ahead()
    readings.trouble = None
    house.clock.pass_(minutes=6)
    assert await ahead.read_ahead() == 0
    house.clock.pass_(minutes=1)
    assert await ahead.read_ahead() == 2


async def test_a_spent_budget_is_waited_out_and_alerts_once_a_day(
    house: House, readings: FakeReadings, chats: None, caplog: pytest.LogCaptureFixture
) -> None:
    await house.collector.collect()
    caplog.clear()
    ahead = ahead_of(house, readings, 1)
    for day in (3, 4):
        readings.trouble = Unread(Obstacle.BUDGET, Scope.DAY, at(f"2025-10-0{day} 00:00"))
        for _ in range(9):
            await ahead.read_ahead()
            house.clock.pass_(minutes=10)
        house.clock.set(f"2025-10-0{day} 00:00")
    assert len(readings.asked) == 4, "two readings are on their way when the first is refused"
    assert [one.levelname for one in caplog.records] == ["ERROR", "ERROR"]
    assert "next try at 00:00:00 UTC" in caplog.text


@pytest.mark.parametrize(
    "unread",
    [
        Unread(Obstacle.UNPROVEN),
        Unread(Obstacle.GARBLED),
        Unread(Obstacle.OUT_OF_TIME, again_at=at("2025-10-03 12:00")),
    ],
)
async def test_a_paper_that_cannot_be_told_stops_no_other_and_is_left_alone_for_hours(
    house: House, readings: FakeReadings, chats: None, unread: Unread
) -> None:
    await house.collector.collect()
    readings.troubles["2510.00300"] = unread
    ahead = ahead_of(house, readings)
    assert await ahead.read_ahead() == 2
    assert await ahead.read_ahead() == 0
    assert readings.asked.count(("2510.00300", "ko")) == 1
    readings.troubles.clear()
    house.clock.pass_(seconds=GIVE_UP_FOR.total_seconds() - 1)
    await ahead.read_ahead()
    assert readings.asked.count(("2510.00300", "ko")) == 1
    house.clock.pass_(seconds=1)
    assert await ahead.read_ahead() == 2
    assert readings.asked.count(("2510.00300", "ko")) == 2


async def test_a_fault_of_ours_over_one_paper_is_told_and_stops_no_other(
    house: House, readings: FakeReadings, chats: None, caplog: pytest.LogCaptureFixture
) -> None:
    await house.collector.collect()
    readings.faults["2510.00300"] = ZeroDivisionError("bug")
    ahead = ahead_of(house, readings)
    assert await ahead.read_ahead() == 2
    assert await ahead.read_ahead() == 0
    assert [one.exc_info is not None for one in caplog.records if one.levelno == logging.ERROR] == [True] * 2


async def test_a_store_that_fails_is_told_as_what_it_is_and_reading_goes_on_later(
    house: House, readings: FakeReadings, chats: None
) -> None:
    await house.collector.collect()
    readings.faults["2510.00300"] = StoreUnavailable("locked")
    ahead = ahead_of(house, readings)
    with pytest.raises(StoreUnavailable):
        await ahead.read_ahead()
    readings.faults.clear()
    assert await ahead.read_ahead() == 4


async def test_weekly_lists_need_no_reading(house: House, readings: FakeReadings) -> None:
    chat = await house.chat(1, "Asia/Seoul", time(8, 15))
    await house.reception.unsubscribe(chat)
    await house.reception.subscribe(chat, Kind.WEEKLY)
    await house.collector.collect()
    assert await ahead_of(house, readings).read_ahead() == 0
    assert chat.address == Address(1)
