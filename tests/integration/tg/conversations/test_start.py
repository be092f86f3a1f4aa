"""First contact, through real handlers."""

from datetime import time

from bot.domain.calendar import Edition, Kind
from bot.domain.papers import Snapshot
from bot.tg.handlers import start
from tests.integration.tg.conversations.conftest import Town


async def test_a_newcomer_sees_the_papers_at_once_and_has_them_daily_after_two_taps(town: Town) -> None:
    room = town.reader(language="ko")
    said = await town.answer(room, "/start", 2)
    # A list that takes a moment comes below the first question.
    digest, step = sorted(said, key=lambda one: "어디에" in one.text)
    assert digest.text.startswith("오늘의 논문 · 10월 1일 수요일")
    assert "어디에" in step.text
    step = await town.press(room, step, "서울")
    assert "몇 시에" in step.text
    done = await town.press(room, step, "08:15")
    assert "매일 08:15에 보내드립니다(서울 시간)" in done.text
    assert "금요일 08:15" in done.text
    assert "10월 2일 목요일" in done.text
    chat = await town.chat(room)
    daily = chat.subscription(Kind.DAILY)
    assert (chat.preferences.language, chat.preferences.zone) == ("ko", "Asia/Seoul")
    assert daily is not None
    assert daily.at == time(8, 15)


async def test_a_language_that_we_do_not_speak_is_asked_for_first(town: Town) -> None:
    room = town.reader(language="fi")
    _, step = await town.answer(room, "/start", 2)
    assert step.labels == ("English", "한국어")
    step = await town.press(room, step, "한국어")
    assert "어디에" in step.text


async def test_any_place_is_at_most_three_taps_away(town: Town) -> None:
    room = town.reader()
    _, step = await town.answer(room, "/start", 2)
    step = await town.press(room, step, "Oceania")
    step = await town.press(room, step, "Perth")
    assert "Perth (UTC+8)" in step.text
    assert (await town.chat(room)).preferences.zone == "Australia/Perth"


async def test_a_place_that_is_typed_leads_to_the_next_step_too(town: Town) -> None:
    room = town.reader()
    await town.answer(room, "/start", 2)
    step = await town.ask(room, "/settings zone Tashkent")
    assert "When should it come? Your time zone: Tashkent (UTC+5)" in step.text
    assert "every day at 20:00 (Tashkent)" in (await town.press(room, step, "20:00")).text


async def test_one_can_go_back_from_a_part_of_the_world(town: Town) -> None:
    room = town.reader()
    _, step = await town.answer(room, "/start", 2)
    step = await town.press(room, await town.press(room, step, "Africa"), "Back")
    assert "Oceania" in step.labels


async def test_who_has_chosen_sees_the_settings_and_not_the_steps_again(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/subscribe 09:00 Europe/Berlin")
    _, settings = await town.answer(room, "/start", 2)
    assert settings.text.startswith("Settings")
    assert "every day at 09:00" in settings.text


async def test_a_slow_feed_does_not_keep_the_first_step_waiting(town: Town) -> None:
    read, room = town.feed.read, town.reader()

    async def slowly(edition: Edition) -> Snapshot:
        import asyncio

        await asyncio.sleep(start.SOON_S + 0.5)
        return await read(edition)

    town.feed.read = slowly  # type: ignore[method-assign]
    step, digest = await town.answer(room, "/start", 2)
    assert "Where are you?" in step.text
    assert digest.text.startswith("Today's papers")


async def test_a_group_is_told_what_its_admins_can_do(town: Town) -> None:
    owner = town.playground.person("Olga", language="en")
    group = town.playground.group("Readers", owner=owner)
    group.add_bot()
    welcome = await town.ask(group, "/start@paperboy_bot")
    assert "/subscribe 09:00 Europe/Berlin" in welcome.text


async def test_a_group_that_is_set_up_is_told_so_instead_of_how(town: Town) -> None:
    ann = town.playground.person("Ann", language="en")
    group = town.playground.group("Lab", owner=ann, supergroup=True)
    group.add_bot(as_admin=True)
    await town.ask(group, "/subscribe@paperboy_bot 09:00 Europe/Berlin")
    told = await town.ask(group, "/start@paperboy_bot")
    assert "every day at 09:00 (Berlin)" in told.text
    assert told.labels == ()
