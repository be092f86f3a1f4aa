"""/subscribe, /unsubscribe and /settings, through real handlers."""

from datetime import time

import pytest

from bot.domain.calendar import Kind
from bot.domain.chats import Style
from bot.domain.schedule import WEEKDAYS
from tests.integration.tg.conversations.conftest import Town


async def test_the_answer_says_what_was_set_when_it_first_comes_and_which_list(town: Town) -> None:
    room = town.reader()
    answer = await town.ask(room, "/subscribe 8:15 seoul weekdays")
    assert "weekdays at 08:15 (Seoul)" in answer.text
    assert "Friday at 08:15: the list of Thursday 2 October" in answer.text
    daily = (await town.chat(room)).subscription(Kind.DAILY)
    assert daily is not None
    assert (daily.at, daily.days) == (time(8, 15), WEEKDAYS)


async def test_words_are_understood_in_korean_and_in_any_order(town: Town) -> None:
    room = town.reader(language="ko")
    answer = await town.ask(room, "/subscribe 평일 서울 오전 8시 15분")
    assert "평일 08:15" in answer.text
    answer = await town.ask(room, "/subscribe 매주")
    assert "매주 한 번 08:15" in answer.text
    assert {one.kind for one in (await town.chat(room)).subscriptions} == {Kind.DAILY, Kind.WEEKLY}


async def test_words_may_stand_on_the_lines_below_the_command(town: Town) -> None:
    room = town.reader()
    assert "at 09:00 (Berlin)" in (await town.ask(room, "/subscribe\n9:00\nBerlin")).text
    assert "at 10:30" in (await town.ask(room, "/settings\ntime\n10:30")).text


async def test_a_word_without_meaning_changes_nothing_and_is_named(town: Town) -> None:
    room = town.reader()
    answer = await town.ask(room, "/subscribe 08:15 <b>soonish</b>")
    assert "“<b>soonish</b>”" in answer.text
    assert not (await town.chat(room)).subscriptions


async def test_unsubscribing_says_how_to_come_back_and_twice_is_harmless(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe")
    await town.ask(room, "/subscribe weekly")
    assert "weekly top 10 has been stopped" in (await town.ask(room, "/unsubscribe weekly")).text
    assert "/subscribe" in (await town.ask(room, "/unsubscribe")).text
    assert not (await town.chat(room)).subscriptions
    assert "nothing to stop" in (await town.ask(room, "/unsubscribe")).text


async def test_a_second_subscription_does_not_promise_a_list_that_may_be_known(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe 09:00")
    assert "if there is a new list" in (await town.ask(room, "/subscribe 10:00")).text


async def test_settings_are_pages_of_one_message(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe 09:00")
    page = await town.ask(room, "/settings")
    page = await town.press(room, page, "Time")
    assert "✓ 09:00" in page.labels
    page = await town.press(room, page, "22:00")
    assert "every day at 22:00" in page.text
    page = await town.press(room, await town.press(room, page, "Papers"), "7")
    page = await town.press(room, await town.press(room, page, "Style"), "in depth")
    page = await town.press(room, await town.press(room, page, "Days"), "weekdays")
    page = await town.press(room, await town.press(room, page, "Zone"), "Tokyo")
    page = await town.press(room, await town.press(room, page, "Language"), "한국어")
    assert page.text.startswith("설정")
    chat = await town.chat(room)
    daily = chat.subscription(Kind.DAILY)
    assert daily is not None
    assert (daily.at, daily.days) == (time(22, 0), WEEKDAYS)
    wishes = chat.preferences
    assert (wishes.count, wishes.style, wishes.zone, wishes.language) == (7, Style.DEEP, "Asia/Tokyo", "ko")
    assert len(room.from_bot) == 2


async def test_digests_are_switched_on_and_off_in_the_settings(town: Town) -> None:
    room = town.reader()
    page = await town.press(room, await town.ask(room, "/settings"), "Digests on or off")
    page = await town.press(room, page, "Start the weekly top 10")
    assert "Weekly top 10: once a week at 08:15" in page.text
    page = await town.press(room, page, "Stop the weekly top 10")
    assert "Weekly top 10: off" in page.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("time 9:30", "at 09:30"),
        ("zone lisbon", "Lisbon"),
        ("zone america/argentina/buenos_aires", "Buenos Aires"),
        ("language ko", "설정"),
        ("count 7", "7 papers a day"),
        ("style deep", "in depth"),
        ("days weekdays", "weekdays at"),
        ("days Mon, Thu", "Mon, Thu at"),
    ],
)
async def test_settings_can_be_typed(town: Town, typed: str, shown: str) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe")
    assert shown in (await town.ask(room, f"/settings {typed}")).text


@pytest.mark.parametrize("typed", ["time", "time 9:30", "days", "days weekdays", "days never"])
async def test_a_time_that_is_typed_starts_no_digest_that_was_stopped(town: Town, typed: str) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe weekly")
    answer = await town.ask(room, f"/settings {typed}")
    assert answer.text == "No daily digest is set up here: /subscribe"
    assert (await town.chat(room)).subscription(Kind.DAILY) is None


async def test_a_button_of_an_older_page_starts_no_digest_that_was_stopped(town: Town) -> None:
    room = town.reader(language="ko")
    await town.ask(room, "/subscribe 09:00")
    page = await town.press(room, await town.ask(room, "/settings"), "시각")
    await town.ask(room, "/unsubscribe")
    answer = await room.press(page, "22:00")
    assert answer.is_alert
    assert "/subscribe" in str(answer.text)
    assert not (await town.chat(room)).subscriptions
    assert room.see(page).edits == 1


@pytest.mark.parametrize(
    "typed",
    [
        "time 25:99",
        "zone Atlantis",
        "language tlh",
        "count 11",
        "count ²",
        "style purple",
        "days never",
        "hue 3",
    ],
)
async def test_a_setting_that_cannot_be_is_answered_with_an_example(town: Town, typed: str) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe 09:00")
    before = await town.chat(room)
    answer = await town.ask(room, f"/settings {typed}")
    assert "/settings" in answer.text or "한국어" in answer.text
    assert not answer.buttons
    assert await town.chat(room) == before
