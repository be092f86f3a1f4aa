import asyncio
from datetime import date, time
from typing import NoReturn

import pytest

from bot.domain.answers import HiddenPapers, Reason, Silence
from bot.domain.calendar import Edition, Kind
from bot.domain.errors import FeedUnavailable
from tests.fakes import at, papers
from tests.integration.services.conftest import House

SEOUL = 1


async def test_today_shows_the_newest_mature_list_and_what_is_still_open(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15), count=2)
    answer = await house.answers.today(chat)
    assert answer.digest
    assert answer.digest.edition == Edition.daily(date(2025, 10, 1))
    [silence] = answer.silences
    assert silence.reason is Reason.STILL_OPEN
    assert (silence.papers, silence.edition) == (15, Edition.daily(date(2025, 10, 2)))
    assert silence.arrives_at == at("2025-10-02 23:15")


async def test_asking_does_not_count_as_having_had_it(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 23:14")
    before = await house.answers.today(chat)
    assert before.digest
    assert before.digest.edition == Edition.daily(date(2025, 10, 2))
    assert before.digest.is_open
    assert len(await house.run("2025-10-02 23:15")) == 1


async def test_today_shows_what_came_this_morning_again(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.run("2025-10-02 23:15")
    house.clock.set("2025-10-03 05:00")
    answer = await house.answers.today(chat)
    assert answer.digest
    assert answer.digest.edition == Edition.daily(date(2025, 10, 2))


async def test_on_sunday_today_says_why_and_what_comes_next_and_offers_fridays_list(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.run("2025-10-02 23:15")
    await house.run("2025-10-03 23:15")
    assert await house.run("2025-10-04 23:15") == []
    answer = await house.answers.today(chat)
    assert answer.digest is None
    assert answer.silences == (
        Silence(
            Reason.WEEKEND,
            Edition.daily(date(2025, 10, 4)),
            next_edition=Edition.daily(date(2025, 10, 6)),
            arrives_at=at("2025-10-06 23:15"),
            again=Edition.daily(date(2025, 10, 3)),
        ),
    )


async def test_a_list_that_is_shown_before_it_was_sent_is_still_what_comes_next(house: House) -> None:
    house.clock.set("2025-10-05 12:00")
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    answer = await house.answers.today(chat)
    friday = Edition.daily(date(2025, 10, 3))
    assert answer.digest
    assert answer.digest.edition == friday
    [silence] = answer.silences
    assert (silence.next_edition, silence.arrives_at) == (friday, at("2025-10-05 23:15"))
    [(_, said)] = await house.run("2025-10-05 23:15")
    assert said.startswith(str(friday))


async def test_on_monday_morning_in_berlin_the_open_list_is_told_with_its_count(house: House) -> None:
    chat = await house.chat(SEOUL, "Europe/Berlin", time(9, 0))
    await house.run("2025-10-04 07:00")
    assert await house.run("2025-10-06 07:00") == []
    [silence] = (await house.answers.today(chat)).silences
    assert silence.reason is Reason.STILL_OPEN
    assert silence.papers == 15
    assert silence.arrives_at == at("2025-10-07 07:00")
    assert silence.again == Edition.daily(date(2025, 10, 3))


async def test_without_a_subscription_no_time_is_promised(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.reception.unsubscribe(chat)
    chat = await house.store.chats.get(chat.id) or chat
    [silence] = (await house.answers.today(chat)).silences
    assert silence.arrives_at is None


async def test_a_down_feed_is_told_and_yesterdays_list_not_repeated(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.trouble = FeedUnavailable("HTTP 500")
    answer = await house.answers.today(chat)
    assert answer.digest is None
    assert [one.reason for one in answer.silences] == [Reason.FEED_DOWN]


async def test_a_list_on_the_shelf_serves_when_the_feed_is_down(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 22:00")
    await house.collector.collect()
    house.clock.set("2025-10-02 23:15")
    house.feed.trouble = FeedUnavailable("HTTP 500")
    answer = await house.answers.today(chat)
    assert answer.digest
    assert answer.digest.captured_at == at("2025-10-02 22:00")


async def test_a_day_that_is_named_is_shown_whether_open_or_closed(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    still_open = await house.answers.day(chat, date(2025, 10, 2))
    assert still_open.digest
    assert still_open.digest.is_open
    closed = await house.answers.day(chat, date(2025, 9, 29))
    assert closed.digest
    assert not closed.digest.is_open


async def test_a_weekend_a_future_day_and_a_holiday_are_each_told_as_what_they_are(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    reasons = {
        day: [one.reason for one in (await house.answers.day(chat, day)).silences]
        for day in (date(2025, 9, 28), date(2025, 10, 6), date(2025, 9, 26))
    }
    assert reasons == {
        date(2025, 9, 28): [Reason.WEEKEND],
        date(2025, 10, 6): [Reason.FUTURE],
        date(2025, 9, 26): [Reason.HOLIDAY],
    }


async def test_the_weekly_list_is_that_of_the_last_finished_week(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-06 04:00")
    answer = await house.answers.period(chat, Kind.WEEKLY)
    assert answer.digest
    assert answer.digest.edition == Edition.weekly(date(2025, 10, 1))
    assert len(answer.digest.chosen) == 10


async def test_filters_that_leave_nothing_are_told_with_their_count(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15), wanted=("basket weaving",))
    answer = await house.answers.day(chat, date(2025, 10, 1))
    assert answer.digest is None
    assert [(one.reason, one.papers) for one in answer.silences] == [(Reason.ALL_HIDDEN, 15)]
    hidden = await house.answers.hidden(chat, Edition.daily(date(2025, 10, 1)))
    assert isinstance(hidden, HiddenPapers)
    assert len(hidden.papers) == 15


async def test_a_card_knows_where_its_paper_stands(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.answers.day(chat, date(2025, 10, 1))
    card = await house.answers.card("2510.00301")
    assert card
    assert [(one.edition, one.place, one.votes) for one in card.standings] == [
        (Edition.daily(date(2025, 10, 1)), 2, 99)
    ]


async def test_a_paper_outside_the_lists_is_looked_up_once(house: House) -> None:
    [listed] = papers([77])
    house.feed.known["2510.00077"] = listed.paper
    assert await house.answers.card("2510.00077")
    house.feed.trouble = FeedUnavailable("HTTP 500")
    card = await house.answers.card("2510.00077")
    assert card
    assert (card.paper, card.votes) == (listed.paper, None)


async def test_an_unknown_paper_is_none(house: House) -> None:
    assert await house.answers.card("2510.99999") is None


async def test_a_reader_does_not_wait_for_a_slow_feed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 22:00")
    await house.collector.collect()
    house.clock.set("2025-10-02 23:15")

    async def hang(_: Edition) -> NoReturn:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(house.feed, "read", hang)
    monkeypatch.setattr("bot.services.answer.PATIENCE_S", 0.05)
    slow = await house.answers.today(chat)
    assert slow.digest
    assert slow.digest.captured_at == at("2025-10-02 22:00")
    nothing = await house.answers.day(chat, date(2025, 9, 30))
    assert [one.reason for one in nothing.silences] == [Reason.FEED_DOWN]


async def test_nobody_asks_for_lists_from_before_there_were_any(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.asked.clear()
    answer = await house.answers.day(chat, date(2011, 3, 1))
    assert [one.reason for one in answer.silences] == [Reason.HOLIDAY]
    assert house.feed.asked == []


async def test_many_who_ask_at_once_cost_the_feed_one_question(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.asked.clear()
    await asyncio.gather(*(house.answers.day(chat, date(2025, 10, 1)) for _ in range(20)))
    assert len(house.feed.asked) == 1
