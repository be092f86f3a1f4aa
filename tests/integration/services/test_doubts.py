"""A digest that may or may not have arrived: its chat is told of it once, or it is sent once more."""

from datetime import time, timedelta

import pytest

from bot.domain.answers import Reason, Silence
from bot.domain.calendar import Edition
from bot.domain.deliveries import Held, NeverLeft, State, Unclear
from bot.domain.errors import StoreUnavailable
from bot.services.send import Sender
from tests.fakes import PlainView
from tests.integration.services.conftest import House

THURSDAY = Edition.parse("daily:2025-10-02")
LOST = f"maybe_lost {THURSDAY}"


async def lose(house: House, *numbers: int) -> None:
    """Let Thursday's digest be cut off on its way to chats."""
    for number in numbers:
        await house.chat(number, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Unclear("read timeout")] * len(numbers)
    await house.run("2025-10-02 23:15")


async def test_the_next_digest_tells_of_it_and_the_one_after_does_not(house: House) -> None:
    await lose(house, 1)
    await house.chat(2, "Asia/Seoul", time(8, 15))
    friday = dict(await house.run("2025-10-03 23:15"))
    assert friday[1].endswith(LOST)
    assert "maybe_lost" not in friday[2]
    [(_, first), (_, second)] = await house.run("2025-10-06 23:15")
    assert "maybe_lost" not in first + second


async def test_today_tells_of_it_first_and_once(house: House) -> None:
    await lose(house, 1)
    house.clock.set("2025-10-04 05:00")
    chat = await house.store.chats.get(1)
    assert chat
    answer = await house.answers.today(chat)
    assert answer.silences[0] == Silence(Reason.MAYBE_LOST, THURSDAY)
    assert answer.digest
    assert answer.digest.edition == Edition.parse("daily:2025-10-03")
    again = await house.answers.today(chat)
    assert Reason.MAYBE_LOST not in [one.reason for one in again.silences]
    [(_, said)] = await house.run("2025-10-06 23:15")
    assert "maybe_lost" not in said


async def test_today_that_shows_the_very_list_need_not_tell_of_it(house: House) -> None:
    await lose(house, 1)
    chat = await house.store.chats.get(1)
    assert chat
    answer = await house.answers.today(chat)
    assert answer.digest
    assert answer.digest.edition == THURSDAY
    assert Reason.MAYBE_LOST not in [one.reason for one in answer.silences]
    [(_, said)] = await house.run("2025-10-03 23:15")
    assert "maybe_lost" not in said


async def test_it_is_told_again_where_the_telling_did_not_leave(house: House) -> None:
    await lose(house, 1)
    house.messenger.outcomes = [NeverLeft("connection refused")]
    assert await house.run("2025-10-03 23:15") == []
    [(_, said)] = await house.run("2025-10-03 23:16")
    assert said.endswith(LOST)


async def test_what_was_put_off_by_telegram_tells_of_it_once_and_is_not_edited(house: House) -> None:
    house.sender = Sender(
        house.store, house.messenger, PlainView(), clock=house.clock, owner="first", has_model=True
    )
    await lose(house, 1)
    house.messenger.outcomes = [Held(timedelta(minutes=5))]
    [(_, refused)] = await house.run("2025-10-03 23:15")
    [(_, said)] = await house.run("2025-10-03 23:21")
    assert said == refused
    assert said.endswith(LOST)
    assert await house.store.ledger.unfinished(house.clock.now(), 9) == []
    [(_, next_one)] = await house.run("2025-10-06 23:15")
    assert "maybe_lost" not in next_one


async def test_of_several_the_newest_is_told_of(house: House) -> None:
    await lose(house, 1)
    house.messenger.outcomes = [Unclear("reset")]
    await house.run("2025-10-03 23:15")
    [(_, said)] = await house.run("2025-10-06 23:15")
    assert said.endswith("maybe_lost daily:2025-10-03")


async def test_an_old_one_is_not_missed_any_more(house: House) -> None:
    await lose(house, 1)
    house.clock.set("2025-10-13 12:00")
    chat = await house.store.chats.get(1)
    assert chat
    answer = await house.answers.today(chat)
    assert Reason.MAYBE_LOST not in [one.reason for one in answer.silences]


async def test_a_ledger_that_cannot_note_the_telling_cuts_nobody_off(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailable("locked")

    await lose(house, 1, 2)
    monkeypatch.setattr(house.store.ledger, "offered", fail)
    assert len(await house.run("2025-10-03 23:15")) == 2
    assert "could not be noted" in caplog.text
    assert (await house.store.ledger.counts())[State.SENT] == 2


async def test_where_the_operator_wants_it_a_digest_in_doubt_is_sent_once_more_and_no_third_time(
    house: House,
) -> None:
    house.sender = Sender(
        house.store, house.messenger, PlainView(), clock=house.clock, owner="first", may_resend=True
    )
    await house.chat(1, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Unclear("read timeout"), Unclear("read timeout")]
    sent = await house.run("2025-10-02 23:15")
    house.clock.pass_(minutes=10)
    sent += await house.run()
    assert len(sent) == 2
    assert sent[0] == sent[1]
    house.clock.pass_(hours=1)
    assert await house.run() == []
    assert await house.store.ledger.counts() == {State.AMBIGUOUS: 1}


async def test_what_a_dead_process_was_sending_is_sent_once_more_only_where_the_operator_wants_it(
    house: House,
) -> None:
    await house.chat(1, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 23:15")
    await house.publisher.tick()
    [(delivery, _)] = await house.store.ledger.claim("dead", house.clock.now(), 1, timedelta(minutes=5))
    assert await house.store.ledger.mark_sending(delivery.id, "dead", house.clock.now())
    house.sender = Sender(
        house.store, house.messenger, PlainView(), clock=house.clock, owner="next", may_resend=True
    )
    await house.sender.reap(is_alone=True)
    assert len(await house.run()) == 1
