"""Summaries and translations in the chat: how far they are, what comes of them, that nothing does harm."""

import asyncio

import pytest

from bot.domain.chats import Style
from bot.domain.documents import Source
from bot.domain.errors import FeedUnavailable
from bot.domain.messages import Post
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Checking, Obstacle, ReadingNow, Scope, Unread, Wording
from bot.domain.summaries import Summary
from bot.playground import faults
from bot.playground.errors import Answer
from bot.playground.views import MessageView
from bot.services.reading_ports import Watch
from bot.tg.handlers import reading
from bot.tg.handlers import summary as summary_handlers
from bot.tg.handlers.conversation import Visit
from bot.tg.handlers.reading import Showing
from bot.tg.whereabouts import Whereabouts
from tests.fakes import at, paper
from tests.integration.tg.conversations.conftest import Town

ONE = "2510.00300"
"""The first paper of a list that the feed knows."""


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch, town: Town) -> None:
    monkeypatch.setattr(reading, "PACE_S", 0.05)
    monkeypatch.setattr(reading, "SOON_S", 4.0)
    town.feed.known = {ONE: paper(300), "2510.00301": paper(301)}


@pytest.fixture
def held(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have readings last until they are let go."""
    monkeypatch.setattr(reading, "SOON_S", 0.15)
    town.readings.go_on.clear()


async def until_text(town: Town, room: object, message: MessageView, part: str) -> MessageView:
    def look() -> MessageView | None:
        view = room.see(message)  # type: ignore[attr-defined]
        return view if part in view.text else None

    seen = await town.playground.until(look)
    assert seen is not None, room.see(message).text  # type: ignore[attr-defined]
    return seen


@pytest.mark.usefixtures("held")
async def test_progress_is_one_message_that_becomes_the_summary(town: Town) -> None:
    room = town.reader(language="ko")
    town.readings.stages = [ReadingNow(Source.PDF, 31, 9_000), Checking(24), Wording(20)]
    said = await room.say(f"/summary {ONE}")
    (progress,) = await room.wait_for(after=said)
    assert progress.reply_to is not None
    await until_text(town, room, progress, "한국어로 옮기는 중 · 20문장")
    town.readings.go_on.set()
    done = await until_text(town, room, progress, "주장 7개 중 5개가 원문과 일치")
    assert done.text.startswith("Paper number 300: counting what counts · 요약")
    assert len(room.from_bot) == 1
    [(_, language, asker)] = town.readings.asked
    assert (language, asker) == ("ko", Asker(room.chat_id, room.chat_id))


async def test_what_comes_at_once_has_no_progress(town: Town) -> None:
    room = town.reader()
    message = await town.ask(room, f"/summary https://arxiv.org/abs/{ONE}v2 deep")
    assert "1 · Motivation and problem" in message.text
    assert message.edits == 0


async def test_a_card_leads_to_a_summary_to_its_evidence_and_back(town: Town) -> None:
    room = town.reader(language="ko")
    card = await town.ask(room, f"/paper {ONE}")
    said = card
    assert not (await room.press(card, "요약")).is_alert
    (summary,) = await room.wait_for(after=said)
    assert summary.reply_to is not None
    evidence = await town.press(room, summary, "근거")
    assert "[6] 9초 걸리던 접안을 3.2초에 끝낸다." in evidence.text
    back = await town.press(room, evidence, "요약으로")
    assert back.text == summary.text
    deep = await town.press(room, back, "더 자세히")
    assert "1 · 동기와 문제" in deep.text
    english = await town.press(room, deep, "English")
    assert "1 · Motivation and problem" in english.text
    assert len(room.from_bot) == 2
    assert len(town.readings.asked) == 1


async def test_what_is_not_known_yet_comes_as_a_message_of_its_own_and_spoils_nothing(town: Town) -> None:
    room = town.reader()
    summary = await town.ask(room, f"/summary {ONE}")
    town.readings.unread = Unread(Obstacle.MODEL_DOWN)
    answer = await room.press(summary, "한국어")
    assert answer.is_alert
    assert "isn't answering" in str(answer.text)
    town.readings.unread = None
    await room.press(summary, "한국어")
    (other,) = await room.wait_for(after=summary)
    assert "주장 7개 중 5개" in other.text
    assert room.see(summary).edits == 0


@pytest.mark.usefixtures("held")
async def test_asking_twice_costs_one_reading_and_is_told(town: Town) -> None:
    room = town.reader()
    said = await room.say(f"/summary {ONE}")
    (progress,) = await room.wait_for(after=said)
    again = await town.ask(room, f"/summary {ONE}")
    assert "already reading" in again.text
    card = await town.ask(room, f"/paper {ONE}")
    answer = await room.press(card, "Summary")
    assert "already reading" in str(answer.text)
    town.readings.go_on.set()
    await until_text(town, room, progress, "claims match")
    assert len(town.readings.asked) == 1


@pytest.mark.usefixtures("held")
async def test_progress_that_cannot_be_shown_costs_nobody_the_result(town: Town) -> None:
    room = town.reader()
    refused = faults.refusal(Answer(400, description="Bad Request: something is odd today"))
    town.playground.faults.plant(refused, "sendMessage", times=1)
    said = await room.say(f"/summary {ONE}")
    await town.playground.until(lambda: town.readings.asked or None)
    await asyncio.sleep(0.4)
    town.readings.go_on.set()
    (summary,) = await room.wait_for(after=said)
    await until_text(town, room, summary, "claims match")
    assert len(room.from_bot) == 1


@pytest.mark.usefixtures("held")
async def test_a_message_deleted_meanwhile_is_not_put_back(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    room = town.reader()
    said = await room.say(f"/summary {ONE}")
    await room.wait_for(after=said)
    gone = faults.refusal(Answer(400, description="Bad Request: message to edit not found"))
    town.playground.faults.plant(gone, "editMessageText", times=9)
    town.readings.go_on.set()
    await town.playground.until(lambda: ONE in [one for one, _ in town.readings.shelf] or None)
    await asyncio.sleep(0.2)
    assert len(room.from_bot) == 1
    assert not [one for one in caplog.records if one.levelname in ("WARNING", "ERROR")]


@pytest.mark.usefixtures("held")
async def test_a_message_that_cannot_be_edited_is_followed_by_the_result(town: Town) -> None:
    room = town.reader()
    said = await room.say(f"/summary {ONE}")
    await room.wait_for(after=said)
    stuck = faults.refusal(Answer(400, description="Bad Request: message can't be edited"))
    town.playground.faults.plant(stuck, "editMessageText", times=9)
    town.readings.go_on.set()
    _, result = await room.wait_for(2, after=said)
    assert "claims match" in result.text


@pytest.mark.usefixtures("held")
async def test_a_press_is_answered_within_a_second_and_the_reading_goes_on(town: Town) -> None:
    room = town.reader()
    card = await town.ask(room, f"/paper {ONE}")
    async with asyncio.timeout(1):
        assert not (await room.press(card, "Summary")).is_alert
    (progress,) = await room.wait_for(after=card)
    town.readings.go_on.set()
    await until_text(town, room, progress, "claims match")


async def test_a_feed_that_is_down_is_told_where_the_summary_would_be(town: Town) -> None:
    town.feed.trouble = FeedUnavailable("no answer")
    assert "Hugging Face isn't answering" in (await town.ask(town.reader(), f"/summary {ONE}")).text


@pytest.mark.usefixtures("held")
async def test_long_readings_keep_nobodys_list_waiting(town: Town) -> None:
    room = town.reader()
    for one in (ONE, "2510.00301"):
        said = await room.say(f"/summary {one}")
        await room.wait_for(after=said)
    assert (await town.ask(room, "/today")).text.startswith("Today's papers")
    town.readings.go_on.set()


@pytest.mark.usefixtures("held")
async def test_a_reading_that_takes_too_long_is_given_up_kindly(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = town.reader()
    monkeypatch.setattr(reading, "LONGEST_S", 0.4)
    said = await room.say(f"/summary {ONE}")
    (progress,) = await room.wait_for(after=said)
    given_up = await until_text(town, room, progress, "takes longer than I can wait")
    assert "from the abstract" in given_up.text


@pytest.mark.usefixtures("held")
async def test_a_reading_that_is_cut_off_says_so(town: Town) -> None:
    room = town.reader()
    await town.ask(room, "/help")
    chat = await town.chat(room)
    visit = Visit(chat, Whereabouts(chat.address, chat.place, "Ann"), town.desk)

    async def work(_: Paper, watch: Watch) -> Summary | Unread:
        await watch(Checking(3))
        await asyncio.sleep(60)
        return Unread(Obstacle.NO_TEXT)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await Showing[Summary](visit, ONE, "en", None).show("summary", work, lambda *_: Post("never"))
    assert room.from_bot[-1].text.endswith("I was interrupted while reading. Please ask again.")


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        (Unread(Obstacle.NO_MODEL), "No reading model is set up"),
        (Unread(Obstacle.BUDGET, Scope.USER, at("2025-10-03 00:00")), "It refills on Friday at 00:00."),
        (Unread(Obstacle.REFUSED), "declined"),
        (Unread(Obstacle.UNPROVEN), "could be confirmed"),
    ],
)
async def test_what_cannot_be_read_is_told_with_what_can_be_had_instead(
    town: Town, unread: Unread, said: str
) -> None:
    town.readings.unread = unread
    room = town.reader()
    for command in ("/summary", "/translate"):
        message = await town.ask(room, f"{command} {ONE}")
        assert said in message.text
        assert "It reaches 300.5%" in message.text
        assert message.text.endswith("from the abstract")


async def test_what_was_read_before_is_told_when_nothing_new_can_be(town: Town) -> None:
    town.readings.shelve(ONE)
    town.readings.unread = Unread(Obstacle.BUDGET, Scope.DAY)
    assert "claims match" in (await town.ask(town.reader(), f"/summary {ONE}")).text


async def test_a_translation_counts_what_it_could_not_prove(town: Town) -> None:
    town.readings.untold = frozenset({2})
    room = town.reader()
    message = await town.ask(room, f"/translate {ONE} 한국어")
    assert "1번째 문장이다. It reaches 300.5% on an invented benchmark." in message.text
    assert "2문장 중 1문장을 번역하고 확인함 · 나머지는 원문 그대로" in message.text
    await room.press(message, "English")
    (original,) = await room.wait_for(after=message)
    assert original.text.startswith("Paper number 300: counting what counts · Abstract\n")


async def test_a_summary_is_asked_for_by_a_reply(town: Town) -> None:
    room = town.reader()
    card = await town.ask(room, f"/paper {ONE}")
    said = await room.reply("/summary", to=card)
    (message,) = await room.wait_for(after=said)
    assert "claims match" in message.text
    assert "can't find a paper id" in (await town.ask(room, "/summary")).text


async def test_a_paper_that_nobody_knows_and_a_button_of_nothing_are_told_kindly(town: Town) -> None:
    room = town.reader()
    assert "knows this paper" in (await town.ask(room, "/summary 2510.09999")).text
    summary = await town.ask(room, f"/summary {ONE}")
    town.readings.shelf.clear()
    answer = await room.press(summary, "Evidence")
    assert answer.is_alert
    assert "no longer kept" in str(answer.text)


async def test_what_was_told_and_is_not_kept_has_its_evidence_in_the_language_of_the_notes(
    town: Town,
) -> None:
    room = town.reader(language="ko")
    summary = await town.ask(room, f"/summary {ONE}")
    del town.readings.shelf[ONE, "ko"]
    evidence = await town.press(room, summary, "근거")
    assert "The paper's own words" in evidence.text


async def test_in_a_group_the_reader_pays_and_the_group_and_the_answer_goes_to_who_asked(town: Town) -> None:
    owner, member = town.playground.person("Olga"), town.playground.person("Mina")
    group = town.playground.group("Readers", owner=owner)
    group.add_bot()
    group.join(member)
    said = await group.say(f"/summary {ONE}", by=member)
    (message,) = await group.wait_for(after=said)
    assert message.reply_to == said.id
    assert town.readings.asked[0][2] == Asker(member.id, group.chat_id)


async def test_in_a_channel_a_press_tells_the_brief_to_the_one_who_pressed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_handlers, "PRESS_PATIENCE_S", 4.0)
    owner, reader = town.playground.person("Olga"), town.playground.person("Mina")
    channel = town.playground.channel("Papers", owner=owner)
    channel.add_bot(as_admin=True)
    channel.join(reader)
    said = await channel.say(f"/paper {ONE}", by=owner)
    (card,) = await channel.wait_for(after=said)
    answer = await channel.press(card, "Summary", by=reader)
    assert answer.is_alert
    assert str(answer.text).startswith("Moors a boat in 3.2 seconds")
    assert len(str(answer.text)) <= 200
    monkeypatch.setattr(summary_handlers, "PRESS_PATIENCE_S", 0.2)
    town.readings.shelf.clear()
    town.readings.go_on.clear()
    late = await channel.press(card, "Summary", by=reader)
    assert "press again" in str(late.text)
    town.readings.go_on.set()
    assert len(channel.from_bot) == 1


async def test_digests_and_cards_tell_what_was_read(town: Town) -> None:
    town.readings.shelve("2510.00300")
    room = town.reader()
    digest = await town.ask(room, "/today 2025-10-01")
    assert "Moors a boat in 3.2 seconds with one camera." in digest.text
    assert "4 of 5 have not been read yet" in digest.text
    chat = await town.chat(room)
    await town.desk.reception.prefer(chat, style=Style.SECTIONS)
    assert "Goal: Knot moors a boat" in (await town.ask(room, "/today 2025-10-01")).text
    card = await town.ask(room, f"/paper {ONE}")
    assert "Read: the full text (v1)" in card.text
