"""Many who want one paper at once, who leave, who repeat, and whose budget is spent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.budgets import Account, budget_day
from bot.domain.readings import Scope
from bot.playground.model.lies import Lie, Step
from bot.playground.rooms import PrivateRoom
from bot.playground.sample.week import Placed
from bot.playground.views import MessageView
from bot.words.texts import texts
from tests.e2e.reading import TUESDAY, House, lay_out, open_house, papers

A_SECOND = 1.0
SLOW_S = 10.0


def placed(number: int = 0) -> Placed:
    return list(papers(1))[number]


def budgets(day: str = "3000000", chat: str = "600000", user: str = "400000") -> str:
    return f"[budget]\nday = {day}\nchat = {chat}\nuser = {user}\n"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, model_settings="read_ahead = 0\n") as house:
        await lay_out(house, papers(2))
        await house.start()
        yield house


async def test_a_crowd_that_wants_one_paper_costs_one_reading(house: House) -> None:
    house.model.lie(Lie.SLOW, Step.NOTES, seconds=2)
    rooms = [house.reader(language) for language in ("en", "ko") * 6]
    asked = f"/summary {placed().id}"
    answers = await asyncio.gather(*(house.ask(room, asked) for room in rooms))
    again = await asyncio.gather(*(house.ask(room, f"/translate {placed().id}") for room in rooms[1::2]))
    assert [one.step for one in house.model.journal] == ["notes", "tell", "translate"]
    assert len({one.text for one in answers}) == 2, "one text a language"
    assert len({one.text for one in again}) == 1
    for room in rooms:
        assert len([one for one in room.from_bot if placed().manuscript.title[:12] in one.text]) <= 2
    house.no_traceback()


async def test_who_leaves_deletes_or_repeats_harms_nobody(house: House) -> None:
    house.model.lie(Lie.SLOW, Step.NOTES, seconds=4)
    asked = f"/summary {placed().id}"
    stays, blocks, deletes, forgets, repeats = rooms = [house.reader() for _ in range(5)]
    progress = []
    for room in (blocks, deletes, forgets, repeats, stays):
        said = await room.say(asked)
        progress.append((await room.wait_for(1, after=said))[0])
    blocks.block()
    await deletes.delete(progress[1])
    question = (await forgets.wait_for(1, after=await forgets.say("/forget")))[0]
    await forgets.press(question, lambda one: (one.data or "").endswith("forget:yes"))
    [told] = await repeats.wait_for(1, after=await repeats.say(asked))
    assert told.text == texts("en").say("trouble.reading_already")
    await house.eventually(lambda: "claims match" in stays.see(progress[4]).text)
    await house.eventually(lambda: "claims match" in repeats.see(progress[3]).text)
    await asyncio.sleep(0.5)
    assert [one.step for one in house.model.journal] == ["notes"]
    assert not [one for one in deletes.from_bot if "claims match" in one.text], "deleted is deleted"
    await house.eventually(lambda: "claims match" in forgets.see(progress[2]).text)
    assert len([one for one in repeats.from_bot if "claims match" in one.text]) == 1
    assert rooms
    house.no_traceback()


async def test_a_stop_in_the_middle_of_a_reading_is_told_and_asked_again_it_comes(house: House) -> None:
    house.model.lie(Lie.SLOW, Step.NOTES, seconds=30)
    room = house.reader()
    said = await room.say(f"/summary {placed().id}")
    await room.wait_for(1, after=said)
    code, took_s = await house.bot.terminate()
    assert (code, took_s < 10) == (0, True)
    [left] = [one for one in room.from_bot if one.id > said.id]
    assert texts("en").say("progress.interrupted") in left.text
    house.model.lies.clear()
    await house.start()
    message = await house.ask(room, f"/summary {placed().id}")
    assert "claims match" in message.text


async def test_presses_are_answered_within_a_second_while_papers_are_read_and_digests_leave(
    house: House,
) -> None:
    due = [house.reader(language) for language in ("en", "ko") * 20]
    for room in due:
        await room.say("/subscribe 07:45 UTC")
    await asyncio.gather(*(room.wait_for(lambda one: "07:45" in one.text, timeout_s=60) for room in due))
    house.model.lie(Lie.SLOW, Step.NOTES, seconds=SLOW_S, times=3)
    pressers = []
    for button in ("sum:", "abs:", "set:open:count", "set:open:zone", "sum:", "set:open:language"):
        room = house.reader("ko")
        message = await house.ask(room, "/settings" if "set" in button else f"/paper {placed(1).id}")
        data = next(str(one.data) for one in message.buttons if (one.data or "").startswith(button))
        pressers.append((room, message, data))
    await house.reader().say(f"/summary {placed().id}")
    house.clock.set(TUESDAY.replace(minute=45))
    took: list[float] = []
    loop = asyncio.get_running_loop()

    async def press(room: PrivateRoom, message: MessageView, data: str) -> None:
        began = loop.time()
        await room.press(message, data)
        took.append(loop.time() - began)

    for room, message, data in pressers:
        await press(room, message, data)
    await asyncio.gather(
        *(room.wait_for(lambda one: one.text.startswith(("Today", "오늘")), timeout_s=60) for room in due)
    )
    assert max(took) < A_SECOND, took
    assert not [one for one in house.model.journal if one.content and one.step == Step.TELL], "it still reads"
    house.no_traceback()


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (budgets(user="0"), "unread.budget_user"),
        (budgets(chat="0"), "unread.budget_chat"),
        (budgets(day="0"), "unread.budget_day"),
    ],
)
async def test_zero_means_zero_and_what_is_on_the_shelf_is_free(
    limits: str, said: str, tmp_path: Path
) -> None:
    async with open_house(tmp_path, settings=limits, model_settings="read_ahead = 0\n") as house:
        await lay_out(house, papers(1))
        await house.start()
        message = await house.ask(house.reader(), f"/summary {placed().id}")
        assert message.text.startswith(texts("en").say(said))
        message = await house.ask(house.reader("ko"), f"/translate {placed().id}")
        assert message.text.startswith(texts("ko").say(said))
        assert house.model.journal == ()
        await house.bot.kill()
        text = house.bot.config.read_text().replace(limits, budgets())
        house.bot.config.write_text(text)
        await house.start()
        assert "claims match" in (await house.ask(house.reader(), f"/summary {placed().id}")).text
        asked = len(house.model.journal)
        await house.bot.kill()
        house.bot.config.write_text(text.replace(budgets(), limits))
        await house.start()
        assert "claims match" in (await house.ask(house.reader(), f"/summary {placed().id}")).text
        assert len(house.model.journal) == asked == 1
        house.no_traceback()


async def test_a_budget_that_is_spent_serves_from_the_shelf_and_refills_at_midnight(tmp_path: Path) -> None:
    async with open_house(
        tmp_path,
        now=TUESDAY.replace(hour=23, minute=55),
        settings=budgets(user="16000"),
        model_settings="read_ahead = 0\nmax_output_tokens = 6000\n",
    ) as house:
        await lay_out(house, papers(1, house.clock.now()))
        await house.start()
        first, second, third = list(papers(1, house.clock.now()))[:3]
        reader, another = house.reader(), house.reader()
        wanted = (first, second, third)
        shown = [(await house.ask(reader, f"/summary {one.id}")).text for one in wanted]
        is_read = ["claims match" in one for one in shown]
        assert is_read[0]
        assert not is_read[-1]
        spent = shown[is_read.index(False)]
        assert spent.startswith(texts("en").say("unread.budget_user"))
        assert "00:00" in spent
        asked = len(house.model.journal)
        assert "claims match" in (await house.ask(reader, f"/summary {first.id}")).text
        assert len(house.model.journal) == asked
        assert "claims match" in (await house.ask(another, f"/summary {third.id}")).text
        house.clock.pass_(minutes=6)
        left = second if not is_read[1] else list(papers(1, TUESDAY))[3]
        assert "claims match" in (await house.ask(reader, f"/summary {left.id}")).text
        async with house.shelf() as store:
            day = budget_day(TUESDAY)
            account = await store.purse.spent(day, Account(Scope.USER, reader.chat_id))
            assert 0 < account.tokens <= 16_000
            assert account.reserved == 0
        house.no_traceback()
