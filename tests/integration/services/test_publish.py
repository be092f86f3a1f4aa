from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Pause, Place, Preferences
from bot.domain.deliveries import Gone, Held, Moved, NeverLeft, State, Unclear
from bot.domain.editions import Digest
from bot.domain.errors import FeedChanged, FeedUnavailable, StoreUnavailable
from bot.domain.messages import Post
from bot.domain.schedule import WEEKDAYS
from tests.fakes import PlainView, papers
from tests.integration.services.conftest import House

SEOUL, BERLIN = 1, 2
DAILY = "daily:2025-10-0"


async def test_seoul_gets_the_open_list_at_its_time_and_berlin_the_closed_one_at_its_own(
    house: House,
) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15), language="ko")
    await house.chat(BERLIN, "Europe/Berlin", time(9, 0))
    assert await house.run("2025-10-02 23:14") == []
    [(chat, said)] = await house.run("2025-10-02 23:15")
    assert chat == SEOUL
    assert said.startswith("daily:2025-10-02 open ko: 2510.00400 2510.00401")
    assert await house.run("2025-10-03 06:59") == []
    [(chat, said)] = await house.run("2025-10-03 07:00")
    assert chat == BERLIN
    assert said.startswith("daily:2025-10-02 closed en:")


async def test_a_week_passes_friday_comes_on_saturday_and_sunday_is_silent(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    told = {}
    for day in (2, 3, 4, 5, 6):
        told[day] = [said[:16] for _, said in await house.run(f"2025-10-0{day} 23:15")]
    assert told == {2: [f"{DAILY}2"], 3: [f"{DAILY}3"], 4: [], 5: [], 6: [f"{DAILY}6"]}


async def test_a_chat_that_wants_weekdays_only_gets_fridays_list_on_monday(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15), WEEKDAYS)
    told = {}
    for day in (2, 3, 4, 5, 6):
        told[day] = [said[:16] for _, said in await house.run(f"2025-10-0{day} 23:15")]
    assert told == {2: [f"{DAILY}2"], 3: [], 4: [], 5: [f"{DAILY}3"], 6: [f"{DAILY}6"]}


async def test_doing_it_again_sends_nothing_again(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    assert len(await house.run("2025-10-02 23:15")) == 1
    assert await house.run() == []
    assert await house.restarted("second").run() == []
    assert await house.restarted("third").run("2025-10-02 23:59") == []


async def test_a_new_time_on_the_same_day_does_not_bring_the_same_list_again(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.run("2025-10-02 23:15")
    await house.reception.subscribe(chat, Kind.DAILY, time(9, 0))
    assert await house.run("2025-10-03 00:00") == []


async def test_a_paper_that_a_chat_had_is_left_out_of_the_next_list(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15), count=3)
    house.feed.lists[Edition.daily(date(2025, 10, 3))] = papers([401, 500, 402, 501, *range(502, 512)])
    await house.run("2025-10-02 23:15")
    [(_, said)] = await house.run("2025-10-03 23:15")
    assert said.endswith(": 2510.00500 2510.00501 2510.00502")


async def test_after_thirty_days_a_paper_may_come_again(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15), count=1)
    await house.run("2025-10-02 23:15")
    house.feed.lists[Edition.daily(date(2025, 11, 5))] = papers([400, *range(1, 12)])
    [(_, said)] = await house.run("2025-11-05 23:15")
    assert said.endswith("2510.00400")


async def test_while_the_feed_is_down_nothing_goes_out_and_it_comes_late_when_it_answers(
    house: House,
) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.trouble = FeedUnavailable("HTTP 500")
    assert await house.run("2025-10-02 23:15") == []
    assert await house.run("2025-10-03 02:00") == []
    house.feed.trouble = None
    [(_, said)] = await house.run("2025-10-03 04:00")
    assert said.startswith(f"{DAILY}2")


async def test_a_feed_that_failed_is_left_alone_for_a_while(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.trouble = FeedChanged("an object instead of a list")
    await house.run("2025-10-02 23:15")
    for _ in range(4):
        house.clock.pass_(seconds=1)
        await house.run()
    assert len(house.feed.asked) == 1
    house.clock.pass_(seconds=2)
    await house.run()
    assert len(house.feed.asked) == 2


async def test_a_feed_that_asks_to_wait_is_obeyed(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 23:15")
    house.feed.trouble = FeedUnavailable("HTTP 429", house.clock.now() + timedelta(minutes=7))
    await house.run()
    house.feed.trouble = None
    assert await house.run("2025-10-02 23:21") == []
    assert len(await house.run("2025-10-02 23:23")) == 1


async def test_after_twelve_hours_the_next_time_serves_what_was_missed(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.trouble = FeedUnavailable("HTTP 500")
    await house.run("2025-10-02 23:15")
    assert await house.run("2025-10-03 11:16") == []
    house.feed.trouble = None
    assert await house.run("2025-10-03 12:00") == []
    [(_, said)] = await house.run("2025-10-03 23:15")
    assert said.startswith(f"{DAILY}3")


async def test_a_bot_that_comes_back_minutes_after_a_due_time_still_serves_it(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    [(_, said)] = await house.run("2025-10-06 23:20")
    assert said.startswith(f"{DAILY}6")


async def test_one_empty_answer_does_not_bring_an_older_list(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    thursday = house.feed.lists.pop(Edition.daily(date(2025, 10, 2)))
    assert await house.run("2025-10-02 23:15") == []
    house.feed.lists[Edition.daily(date(2025, 10, 2))] = thursday
    [(_, said)] = await house.run("2025-10-02 23:31")
    assert said.startswith(f"{DAILY}2")


async def test_a_real_holiday_is_silent_for_who_had_the_list_before(house: House) -> None:
    house.clock.set("2025-10-01 14:00")
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    assert len(await house.run("2025-10-01 23:15")) == 1
    del house.feed.lists[Edition.daily(date(2025, 10, 2))]
    assert await house.run("2025-10-02 23:15") == []
    assert await house.run("2025-10-03 00:16") == []
    [(_, said)] = await house.run("2025-10-03 23:15")
    assert said.startswith(f"{DAILY}3")


async def test_an_open_list_with_too_few_papers_waits_for_its_closing(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.lists[Edition.daily(date(2025, 10, 2))] = papers(range(400, 409))
    [(_, said)] = await house.run("2025-10-02 23:15")
    assert said.startswith(f"{DAILY}1 closed")


async def test_a_digest_with_nothing_left_is_skipped_and_counted(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15), wanted=("quantum basket weaving",))
    assert await house.run("2025-10-02 23:15") == []
    assert await house.store.ledger.counts() == {State.SKIPPED: 1}


async def test_the_weekly_list_comes_on_the_first_occasion_after_monday_three_utc(house: House) -> None:
    seoul = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    berlin = await house.chat(BERLIN, "Europe/Berlin", time(9, 0))
    for chat in (seoul, berlin):
        await house.reception.unsubscribe(chat)
        await house.reception.subscribe(chat, Kind.WEEKLY)
    assert await house.run("2025-10-05 23:15") == []
    [(chat_id, said)] = await house.run("2025-10-06 07:00")
    assert chat_id == BERLIN
    assert said.startswith("weekly:2025-W40 closed")
    assert len(said.split(": ")[1].split()) == 10
    [(chat_id, said)] = await house.run("2025-10-06 23:15")
    assert chat_id == SEOUL
    assert said.startswith("weekly:2025-W40")
    assert await house.run("2025-10-07 23:15") == []


async def test_what_never_left_is_tried_again(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [NeverLeft("connection refused")]
    assert await house.run("2025-10-02 23:15") == []
    house.clock.pass_(seconds=10)
    assert len(await house.run()) == 1


async def test_what_may_have_arrived_is_never_sent_again(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Unclear("read timeout")]
    assert len(await house.run("2025-10-02 23:15")) == 1
    house.clock.pass_(hours=2)
    assert await house.run() == []
    assert await house.store.ledger.counts() == {State.AMBIGUOUS: 1}


async def test_a_429_is_waited_out_and_the_message_is_the_same(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Held(timedelta(seconds=30))]
    [first] = await house.run("2025-10-02 23:15")
    house.feed.lists[Edition.daily(date(2025, 10, 2))] = papers(range(430, 445))
    assert await house.run("2025-10-02 23:15:29") == []
    assert await house.run("2025-10-02 23:15:31") == [first]


async def test_a_blocked_chat_is_paused_not_deleted_and_the_others_are_served(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.chat(3, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Gone(Pause.BLOCKED, "bot was blocked by the user")]
    assert len(await house.run("2025-10-02 23:15")) == 2
    blocked = house.messenger.sent[0][0].address
    chat = await house.store.chats.find(blocked)
    assert chat
    assert chat.pause is Pause.BLOCKED
    told = [chat_id for chat_id, _ in await house.run("2025-10-03 23:15")]
    assert told == [SEOUL + 3 - blocked.chat_id]


async def test_a_chat_that_comes_back_is_served_again_from_its_next_time(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Gone(Pause.BLOCKED, "blocked")]
    await house.run("2025-10-02 23:15")
    await house.run("2025-10-03 23:15")
    house.clock.set("2025-10-05 12:00")
    chat = await house.reception.meet(Address(SEOUL), Place.PRIVATE, "again", "en")
    assert chat.pause is None
    assert await house.run() == []
    assert [said[:16] for _, said in await house.run("2025-10-06 23:15")] == [f"{DAILY}6"]


async def test_a_group_that_became_a_supergroup_gets_its_digest_under_the_new_id(house: House) -> None:
    await house.chat(-5, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Moved(-1005)]
    await house.run("2025-10-02 23:15")
    assert [target.address.chat_id for target, _ in house.messenger.sent] == [-5, -1005]


async def test_a_closed_sender_lets_nothing_leave_and_gives_everything_back(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 23:15")
    await house.publisher.tick()
    house.sender.close()
    assert await house.sender.send_batch() == 0
    await house.sender.release()
    assert len(await house.restarted("second").run()) == 1


async def test_what_a_dead_process_had_claimed_goes_out_and_what_was_leaving_does_not(house: House) -> None:
    for number in (1, 2, 3):
        await house.chat(number, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 23:15")
    await house.publisher.tick()
    claimed = await house.store.ledger.claim("dead", house.clock.now(), 3, timedelta(minutes=5))
    leaving = claimed[0][0].id
    assert await house.store.ledger.mark_sending(leaving, "dead", house.clock.now())
    second = house.restarted("second")
    await second.sender.reap(is_alone=True)
    assert len(await second.run()) == 2
    assert await house.store.ledger.counts() == {State.AMBIGUOUS: 1, State.SENT: 2}


async def test_a_message_that_cannot_be_rendered_fails_alone(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    class Picky(PlainView):
        def digest(self, digest: Digest, preferences: Preferences, place: Place, **rest: Any) -> Post:  # noqa: ANN401 - the rest of the port
            if preferences.language == "ko":
                raise ZeroDivisionError
            return super().digest(digest, preferences, place, **rest)

    await house.chat(1, "Asia/Seoul", time(8, 15), language="ko")
    await house.chat(2, "Asia/Seoul", time(8, 15))
    house.sender._composer._view = Picky()
    assert [chat for chat, _ in await house.run("2025-10-02 23:15")] == [2]
    assert await house.store.ledger.counts() == {State.FAILED: 1, State.SENT: 1}
    assert "cannot be rendered" in caplog.text


async def test_a_store_that_fails_while_a_blocked_chat_is_paused_cuts_nobody_else_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> int:
        raise StoreUnavailable("locked")

    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    await house.chat(BERLIN, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [Gone(Pause.BLOCKED, "bot was blocked by the user")]
    monkeypatch.setattr(house.store.chats, "pause", fail)
    await house.run("2025-10-02 23:15")
    assert await house.store.ledger.counts() == {State.FAILED: 1, State.SENT: 1}


async def test_what_is_owed_does_not_arrive_after_an_unsubscribe(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.messenger.outcomes = [NeverLeft("connection refused")]
    await house.run("2025-10-02 23:15")
    await house.reception.unsubscribe(chat)
    assert await house.run("2025-10-02 23:20") == []
    await house.reception.subscribe(chat, Kind.DAILY, time(8, 30))
    assert len(await house.run("2025-10-02 23:30")) == 1


async def test_an_unsubscribe_stops_what_is_already_claimed(house: House) -> None:
    chat = await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.clock.set("2025-10-02 23:15")
    await house.publisher.tick()
    [(delivery, _)] = await house.store.ledger.claim("first", house.clock.now(), 3, timedelta(minutes=5))
    await house.reception.unsubscribe(chat)
    assert not await house.store.ledger.mark_sending(delivery.id, "first", house.clock.now())


async def test_trouble_with_one_old_list_keeps_no_other_from_being_read(house: House) -> None:
    await house.chat(SEOUL, "Asia/Seoul", time(8, 15))
    house.feed.trouble = FeedChanged("an object instead of a list")
    house.clock.set("2025-10-02 23:14:58")
    await house.collector.read(Edition.daily(date(2025, 8, 1)))
    house.feed.trouble = None
    assert len(await house.run("2025-10-02 23:15")) == 1


async def test_chats_with_the_same_wishes_get_the_same_message_made_once(house: House) -> None:
    made: list[Place] = []

    class Counting(PlainView):
        def digest(self, digest: Digest, preferences: Preferences, place: Place, **rest: Any) -> Post:  # noqa: ANN401 - the rest of the port
            made.append(place)
            return super().digest(digest, preferences, place, **rest)

    for number in range(1, 6):
        await house.chat(number, "Asia/Seoul", time(8, 15), language="ko" if number == 5 else "en")
    house.sender._composer._view = Counting()
    assert len(await house.run("2025-10-02 23:15")) == 5
    assert len(made) == 2
