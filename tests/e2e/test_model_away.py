"""A model that is down while digests are due: they leave in time, say so, and are edited when it is back."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.playground.model.lies import Lie
from bot.playground.rooms import PrivateRoom
from bot.playground.views import MessageView
from tests.e2e.reading import TUESDAY, House, false_sentences, lay_out, open_house, papers, plain, shown

DUE = TUESDAY.replace(hour=8, minute=0)
TITLES = {"en": "Today's papers", "ko": "오늘의 논문"}
LABELS = {"en": "Hugging Face's summary", "ko": "Hugging Face 요약"}
AWAITED = {"en": "this message changes when", "ko": "이 메시지가 바뀝니다"}
ERRORS = ("error code", "traceback", "internal server", "오류 발생", "cannot be reached", "hung up")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, model_settings="timeout_s = 1\ntotal_s = 3\n") as house:
        await lay_out(house, papers(1))
        yield house


async def subscribed(house: House) -> Sequence[tuple[str, PrivateRoom]]:
    rooms = [(language, house.reader(language)) for language in ("en", "ko", "en")]
    for _, room in rooms:
        await room.wait_for(lambda one: "08:00" in one.text, after=await room.say("/subscribe 08:00 UTC"))
    return rooms


async def digests(house: House, rooms: Sequence[tuple[str, PrivateRoom]]) -> list[MessageView]:
    """Let the digests become due, and return them; they come at once, and only once."""
    house.clock.set(DUE)
    found = [
        await room.wait_for(lambda one, title=TITLES[language]: one.text.startswith(title), timeout_s=20)
        for language, room in rooms
    ]
    assert all((one.at - DUE).total_seconds() < 20 for one in found)
    await asyncio.sleep(0.6)  # until it is written down
    return found


def check_feed_speaks(language: str, digest: MessageView) -> None:
    """Check that a digest is told by what the feed says, and says so."""
    assert LABELS[language] in digest.text
    assert AWAITED[language] in digest.text
    assert "(예시 번역)" not in digest.text


def check_notes_speak(language: str, digest: MessageView) -> None:
    assert LABELS[language] not in digest.text
    assert AWAITED[language] not in digest.text
    assert ("(예시 번역)" in digest.text) is (language == "ko")


def check_told_once(house: House, rooms: Sequence[tuple[str, PrivateRoom]]) -> None:
    """Check that no chat got a second digest, and nobody an error's text."""
    for language, room in rooms:
        sent = [str(one.text) for one in house.playground.journal.sent(room.chat_id)]
        assert len([one for one in sent if one.startswith(TITLES[language])]) == 1
    said = "\n".join(shown(house)).casefold()
    assert [one for one in ERRORS if one in said] == []
    house.no_traceback()


async def pass_an_hour(house: House) -> None:
    """Let an hour go by in which papers are tried to be read, again and again."""
    for _ in range(4):
        tries = len([line for line in house.bot.log if "no answer, the model" in line])
        house.clock.pass_(minutes=15)
        await house.eventually(
            lambda tries=tries: [line for line in house.bot.log if "no answer, the model" in line][tries:]
        )


async def edited(house: House, rooms: Sequence[tuple[str, PrivateRoom]], sent: Sequence[MessageView]) -> None:
    """Wait until all digests are told by notes, with the minutes going by."""
    async with asyncio.timeout(30):
        while any(
            LABELS[language] in room.see(one).text for (language, room), one in zip(rooms, sent, strict=True)
        ):
            house.clock.pass_(minutes=3)
            await asyncio.sleep(0.5)


@pytest.mark.parametrize("how", ["gone", "deaf", "failing"])
async def test_an_hour_without_a_model_delays_no_digest_and_is_made_good(how: str, house: House) -> None:
    if how == "gone":
        await house.model_falls()
    else:
        lie = Lie.SLOW if how == "deaf" else Lie.SERVER_ERROR
        house.model.lie(lie, times=1_000, seconds=60)
    await house.start()
    rooms = await subscribed(house)
    sent = await digests(house, rooms)
    for (language, _), digest in zip(rooms, sent, strict=True):
        check_feed_speaks(language, digest)
    await pass_an_hour(house)
    assert [room.see(one).edits for (_, room), one in zip(rooms, sent, strict=True)] == [0, 0, 0]
    assert [line for line in house.bot.log if "reading ahead: the model does not answer" in line]
    assert [line for line in house.bot.log if " ERROR " in line], "an alert for the operator"
    if how == "gone":
        await house.model_rises()
    house.model.lies.clear()
    await edited(house, rooms, sent)
    for (language, room), digest in zip(rooms, sent, strict=True):
        check_notes_speak(language, room.see(digest))
        assert room.see(digest).edits <= 3
    check_told_once(house, rooms)


async def test_a_model_that_stays_away_leaves_digests_as_they_were_without_a_promise(house: House) -> None:
    await house.model_falls()
    await house.start()
    rooms = await subscribed(house)
    sent = await digests(house, rooms)
    for minutes in (60, 60, 55):
        house.clock.pass_(minutes=minutes)
        await asyncio.sleep(0.7)
    for (language, room), digest in zip(rooms, sent, strict=True):
        await house.eventually(lambda one=digest, room=room: room.see(one).edits)
        text = room.see(digest).text
        assert LABELS[language] in text
        assert AWAITED[language] not in text
        assert text.split("\n\n")[:-1] == digest.text.split("\n\n")[: len(text.split("\n\n")) - 1]
    await house.model_rises()
    for _ in range(4):
        house.clock.pass_(minutes=30)
        await asyncio.sleep(0.5)
    assert [room.see(one).edits for (_, room), one in zip(rooms, sent, strict=True)] == [1, 1, 1]
    check_told_once(house, rooms)


async def test_a_model_that_comes_back_with_lies_brings_none_into_digests(house: House) -> None:
    await house.model_falls()
    await house.start()
    rooms = await subscribed(house)
    sent = await digests(house, rooms)
    for lie in (
        Lie.DIGIT,
        Lie.SCALE,
        Lie.LINK,
        Lie.ERROR_TEXT,
        Lie.APOLOGY,
        Lie.FILLER,
        Lie.UNSUPPORTED,
        Lie.QUOTE,
    ):
        house.model.lie(lie, times=2)
    await house.model_rises()
    for _ in range(4):
        house.clock.pass_(minutes=10)
        await asyncio.sleep(0.7)
    house.clock.set(DUE.replace(hour=10, minute=55))
    await house.eventually(
        lambda: all(room.see(one).edits for (_, room), one in zip(rooms, sent, strict=True))
    )
    seen = plain("\n".join(shown(house)))
    assert len(false_sentences(house.model)) > 20
    assert [one for one in false_sentences(house.model) if plain(one) in seen] == []
    check_told_once(house, rooms)


async def test_kills_between_sending_and_editing_repeat_nothing(house: House) -> None:
    await house.model_falls()
    await house.start()
    rooms = await subscribed(house)
    sent = await digests(house, rooms)
    await house.restart(minutes_later=30)
    await house.model_rises()
    await house.restart(minutes_later=3)
    async with asyncio.timeout(30):
        while not house.playground.journal.calls("editMessageText"):
            house.clock.pass_(minutes=3)
            await asyncio.sleep(0.5)
    await house.restart(minutes_later=3)  # perhaps before the edit is written down
    await edited(house, rooms, sent)
    await house.restart(minutes_later=5)
    await asyncio.sleep(1)
    for (language, room), digest in zip(rooms, sent, strict=True):
        check_notes_speak(language, room.see(digest))
    check_told_once(house, rooms)
