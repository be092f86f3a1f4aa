"""Digests whose papers were not all read in time are edited when they are, and never sent again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta

import pytest

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Chat, Pause
from bot.domain.deliveries import (
    EDIT_FOR,
    Gone,
    Held,
    Moved,
    NeverLeft,
    Outcome,
    Refused,
    State,
    Target,
    Unclear,
)
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Post
from bot.services.ahead import ReadAhead
from bot.services.improve import AT_ONCE, NEAR_END, STEADY, TURN, Improver
from bot.services.send import Sender
from tests.fakes import FakeMessenger, PlainView
from tests.integration.services.conftest import House
from tests.integration.services.readings import FakeReadings

DUE = "2025-10-02 23:15"
IDS = ("2510.00400", "2510.00401", "2510.00402")


@dataclass
class Reader:
    """A house with a model."""

    house: House
    readings: FakeReadings
    improver: Improver
    ahead: ReadAhead
    messenger: FakeMessenger

    async def minute(self, count: int = 1) -> None:
        """Let minutes pass, with what the timers do in them."""
        for _ in range(count):
            self.house.clock.pass_(minutes=1)
            await self.house.run()
            await self.ahead.read_ahead()
            await self.look()

    async def look(self) -> None:
        while await self.improver.improve(2):
            pass

    async def tell(self, *paper_ids: str, language: str = "ko") -> None:
        for paper_id in paper_ids:
            await self.readings.tell(paper_id, language)

    async def run(self, minutes: float, step: Callable[[], Awaitable[None]] | None = None) -> None:
        """Let minutes pass in which nothing is read, looking every two."""
        until = self.house.clock.now() + timedelta(minutes=minutes)
        while self.house.clock.now() < until:
            self.house.clock.pass_(minutes=2)
            await (step or self.look)()

    def restarted(self) -> "Reader":
        improver = Improver(self.house.store, self.messenger, PlainView(), self.house.clock)
        return replace(self, improver=improver)

    @property
    def says(self) -> list[str]:
        return list(self.messenger.shown.values())


@pytest.fixture
def reader(house: House) -> Reader:
    store, clock, view = house.store, house.clock, PlainView()
    house.sender = Sender(store, house.messenger, view, clock=clock, owner="first", has_model=True)
    readings = FakeReadings(store.notes, clock)
    improver = Improver(store, house.messenger, view, clock)
    ahead = ReadAhead(store.snapshots, store.chats, readings, clock, papers=10, awaited=store.ledger.awaited)
    return Reader(house, readings, improver, ahead, house.messenger)


async def korean(reader: Reader, number: int = 1, **wishes: object) -> Chat:
    wishes = {"language": "ko", "count": 3, **wishes}
    return await reader.house.chat(number, "Asia/Seoul", time(8, 15), **wishes)  # type: ignore[arg-type]


def told(*paper_ids: str, of: tuple[str, ...] = IDS) -> str:
    return "daily:2025-10-02 open ko: " + " ".join(
        f"{one}=ko brief of {one}" if one in paper_ids else one for one in of
    )


async def sent_half(reader: Reader, *paper_ids: str, **wishes: object) -> Chat:
    """Send a digest of which only some papers are told."""
    chat = await korean(reader, **wishes)
    await reader.tell(*paper_ids)
    await reader.house.run(DUE)
    return chat


async def test_a_digest_that_tells_of_one_that_may_be_lost_stays_as_it_was_sent(reader: Reader) -> None:
    await korean(reader)
    reader.messenger.outcomes = [Unclear("read timeout")]
    await reader.house.run(DUE)
    [(_, said)] = await reader.house.run("2025-10-03 23:15")
    assert said.endswith("maybe_lost daily:2025-10-02")
    assert "more comes" not in said
    await reader.tell("2510.00500", "2510.00501", "2510.00502")
    await reader.run(20)
    assert reader.messenger.edited == []


async def test_a_model_that_is_down_for_an_hour_costs_no_punctuality_and_the_digests_catch_up(
    reader: Reader,
) -> None:
    house = reader.house
    for number in (1, 2, 3):
        await korean(reader, number)
    house.clock.set("2025-10-02 22:30")
    await house.collector.collect()
    reader.readings.be_down()
    await reader.minute(45)
    assert [post.html for _, post in reader.messenger.sent] == [told() + "\nmore comes"] * 3
    await reader.minute(30)
    assert reader.messenger.edited == []
    reader.readings.be_down(is_down=False)
    await reader.minute(15)
    assert reader.says == [told(*IDS)] * 3
    assert len(reader.messenger.edited) == len(reader.messenger.sent) == 3
    await reader.minute(60)
    assert len(reader.messenger.edited) == len(reader.messenger.sent) == 3


async def test_a_digest_that_is_told_whole_is_not_looked_at_again(reader: Reader) -> None:
    await sent_half(reader, *IDS)
    assert reader.says == [told(*IDS)]
    reader.house.clock.pass_(minutes=2)
    assert await reader.improver.improve() == 0


async def test_without_a_model_nothing_is_promised_and_nothing_edited(house: House) -> None:
    await house.chat(1, "Asia/Seoul", time(8, 15), count=3)
    [(_, said)] = await house.run(DUE)
    assert "more comes" not in said
    house.clock.pass_(minutes=2)
    assert await Improver(house.store, house.messenger, PlainView(), house.clock).improve() == 0


async def test_a_shelf_that_fails_keeps_no_digest_back(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailable("damaged")

    with monkeypatch.context() as patch:
        patch.setattr(reader.house.store.notes, "told", fail)
        await sent_half(reader, *IDS)
    assert reader.says == [told() + "\nmore comes"]
    assert "damaged" in caplog.text
    await reader.run(2)
    assert reader.says == [told(*IDS)]


async def test_part_of_it_is_edited_in_when_nothing_more_came_for_a_while(reader: Reader) -> None:
    await sent_half(reader)
    await reader.tell(IDS[1])
    await reader.run(4)
    assert reader.messenger.edited == []
    await reader.run(4)
    assert reader.says == [told(IDS[1]) + "\nmore comes"]
    await reader.run(20)
    assert len(reader.messenger.edited) == 1


async def test_a_digest_is_edited_three_times_at_most_and_its_last_state_promises_nothing(
    reader: Reader,
) -> None:
    await sent_half(reader, count=8)
    ids = tuple(f"2510.004{number:02}" for number in range(8))
    for paper_id in ids[:7]:
        await reader.tell(paper_id)
        await reader.run(STEADY.total_seconds() / 60 + 4)
    assert len(reader.messenger.edited) == 2
    await reader.run(EDIT_FOR.total_seconds() / 60)
    assert len(reader.messenger.edited) == 3
    assert reader.says == [told(*ids[:7], of=ids)]


async def test_a_promise_that_was_not_kept_is_taken_back_at_the_end(reader: Reader) -> None:
    await sent_half(reader)
    await reader.run((EDIT_FOR - NEAR_END).total_seconds() / 60 - 4)
    assert reader.messenger.edited == []
    await reader.run(10)
    assert reader.says == [told()]
    await reader.tell(*IDS)
    await reader.run(60)
    assert len(reader.messenger.edited) == 1


async def test_what_is_told_after_the_end_is_left_as_it_is(reader: Reader) -> None:
    await sent_half(reader)
    reader.house.clock.pass_(hours=3)
    await reader.tell(*IDS)
    await reader.look()
    assert reader.messenger.edited == []


async def test_a_crash_between_the_edit_and_its_record_edits_to_the_same_again(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object, **__: object) -> None:
        raise StoreUnavailable("the disk is gone")

    await sent_half(reader)
    await reader.tell(*IDS)
    reader.house.clock.pass_(minutes=2)
    with monkeypatch.context() as patch:
        patch.setattr(reader.house.store.ledger, "refreeze", crash)
        with pytest.raises(StoreUnavailable):
            await reader.improver.improve()
    again = reader.restarted()
    await again.run(10, again.look)
    first, second = reader.messenger.edited
    assert first == second
    assert reader.says == [told(*IDS)]
    assert len(reader.messenger.sent) == 1


async def test_who_wishes_for_other_papers_by_now_keeps_what_was_sent(reader: Reader) -> None:
    chat = await sent_half(reader)
    await reader.house.reception.prefer(chat, count=2)
    await reader.tell(*IDS)
    await reader.run(200)
    assert reader.messenger.edited == []


async def test_a_new_language_in_which_less_is_told_changes_nothing(reader: Reader) -> None:
    chat = await sent_half(reader, IDS[0])
    await reader.house.reception.prefer(chat, language="ja")
    await reader.run(200)
    assert reader.messenger.edited == []


async def test_a_new_language_in_which_more_is_told_is_taken(reader: Reader) -> None:
    chat = await sent_half(reader, IDS[0])
    await reader.house.reception.prefer(chat, language="en")
    await reader.tell(*IDS)
    await reader.run(2)
    assert reader.says == [told(*IDS).replace("=ko ", "=").replace(" ko:", " en:")]


async def test_a_paused_chat_is_passed_over_until_it_is_back(reader: Reader) -> None:
    chat = await sent_half(reader)
    await reader.tell(*IDS)
    await reader.house.store.chats.pause(chat.address.chat_id, Pause.BLOCKED)
    await reader.run(10)
    assert reader.messenger.edited == []
    await reader.house.reception.resume(chat.address.chat_id)
    await reader.run(2)
    assert reader.says == [told(*IDS)]


async def test_a_chat_that_is_gone_is_paused_and_the_others_are_edited(reader: Reader) -> None:
    chats = [await korean(reader, number) for number in (1, 2)]
    await reader.house.run(DUE)
    await reader.tell(*IDS)
    reader.messenger.edit_outcomes = [Gone(Pause.BLOCKED, "bot was blocked by the user")]
    await reader.run(10)
    found = [await reader.house.store.chats.get(chat.id) for chat in chats]
    assert sorted(str(one.pause) for one in found if one) == ["None", "blocked"]
    assert len(reader.messenger.edited) == 1


async def test_a_group_that_moved_keeps_what_was_sent_for_its_messages_have_other_numbers_now(
    reader: Reader,
) -> None:
    await korean(reader, -5)
    await reader.house.run(DUE)
    await reader.tell(*IDS)
    reader.messenger.edit_outcomes = [Moved(-1005)]
    await reader.run(10)
    assert reader.messenger.edited == []
    assert await reader.house.store.chats.find(Address(-1005))


@pytest.mark.parametrize(
    "outcome", [Held(timedelta(seconds=30)), NeverLeft("connection refused"), Unclear("read timeout")]
)
async def test_what_may_be_tried_again_is(reader: Reader, outcome: Outcome) -> None:
    await sent_half(reader)
    await reader.tell(*IDS)
    reader.messenger.edit_outcomes = [outcome]
    await reader.run(2)
    await reader.run(2)
    await reader.run(20)
    assert reader.says == [told(*IDS)]
    assert reader.messenger.edited[-1:] == reader.messenger.edited[int(isinstance(outcome, Unclear)) :]


async def test_a_message_that_is_gone_is_let_go(reader: Reader) -> None:
    await sent_half(reader)
    await reader.tell(*IDS)
    reader.messenger.edit_outcomes = [Refused("Bad Request: message to edit not found")]
    await reader.run(60)
    assert reader.messenger.edited == []
    assert await reader.house.store.ledger.counts() == {State.SENT: 1}


async def test_three_processes_that_improve_at_once_edit_each_digest_once(reader: Reader) -> None:
    class Slow(FakeMessenger):
        async def edit(self, target: Target, message_id: int, post: Post) -> Outcome:
            await asyncio.sleep(0.01)
            return await super().edit(target, message_id, post)

    for number in range(1, 8):
        await korean(reader, number)
    await reader.house.run(DUE)
    await reader.tell(*IDS)
    messenger = Slow()
    house = reader.house
    improvers = [Improver(house.store, messenger, PlainView(), house.clock) for _ in range(3)]
    house.clock.pass_(minutes=2)
    for _ in range(4):
        await asyncio.gather(*(one.improve(3) for one in improvers))
    assert sorted(target.address.chat_id for target, _, _ in messenger.edited) == list(range(1, 8))
    assert {post.html for _, _, post in messenger.edited} == {told(*IDS)}


async def test_digests_that_are_due_never_stand_behind_many_edits(reader: Reader) -> None:
    class Slow(FakeMessenger):
        at_once = most_at_once = 0

        async def edit(self, target: Target, message_id: int, post: Post) -> Outcome:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await asyncio.sleep(0)
            self.at_once -= 1
            house.clock.pass_(seconds=TURN.total_seconds() / AT_ONCE)
            return await super().edit(target, message_id, post)

    for number in range(1, AT_ONCE + 3):
        await korean(reader, number)
    await reader.house.run(DUE)
    await reader.tell(*IDS)
    house, messenger = reader.house, Slow()
    improver = Improver(house.store, messenger, PlainView(), house.clock)
    house.clock.pass_(minutes=2)
    assert await improver.improve() == AT_ONCE + 2
    assert messenger.most_at_once == len(messenger.edited) == AT_ONCE
    house.clock.pass_(minutes=2)
    await improver.improve()
    assert len(messenger.edited) == AT_ONCE + 2


async def test_a_digest_that_was_frozen_before_a_restart_is_finished_too(reader: Reader) -> None:
    await korean(reader)
    reader.messenger.outcomes = [NeverLeft("connection refused")]
    await reader.house.run(DUE)
    await reader.tell(*IDS)
    reader.house.clock.pass_(seconds=10)
    await reader.house.run()
    assert reader.says == [told() + "\nmore comes"], "what was frozen leaves as it is"
    await reader.run(2)
    assert reader.says == [told(*IDS)]


async def test_weekly_digests_are_never_edited(reader: Reader) -> None:
    chat = await korean(reader)
    await reader.house.reception.unsubscribe(chat)
    await reader.house.reception.subscribe(chat, Kind.WEEKLY)
    [(_, said)] = await reader.house.run("2025-10-06 07:00") or await reader.house.run("2025-10-06 23:15")
    assert said.startswith("weekly")
    assert "more comes" not in said
    await reader.run(10)
    assert reader.messenger.edited == []


async def test_what_is_awaited_is_forgotten_when_it_is_told_or_too_late(reader: Reader) -> None:
    await sent_half(reader, IDS[0])
    ledger, clock = reader.house.store.ledger, reader.house.clock
    assert await ledger.awaited(clock.now()) == [(IDS[1], "ko"), (IDS[2], "ko")]
    await reader.tell(IDS[1])
    await reader.run(8)
    assert await ledger.awaited(clock.now()) == [(IDS[2], "ko")]
    clock.pass_(hours=3)
    assert await ledger.awaited(clock.now()) == []


async def test_a_process_that_sent_and_edits_nothing_reads_what_others_digests_wait_for(
    reader: Reader,
) -> None:
    await sent_half(reader, IDS[0])
    store, clock = reader.house.store, reader.house.clock
    elsewhere = ReadAhead(
        store.snapshots, store.chats, reader.readings, clock, papers=0, awaited=store.ledger.awaited
    )
    assert await elsewhere.read_ahead() == 2
    assert reader.readings.asked == [(IDS[1], "ko"), (IDS[2], "ko")]
