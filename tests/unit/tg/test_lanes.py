from collections import defaultdict
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.lanes import CUT, Lane, Lanes, Ticket
from bot.tg.rates import Rate, Rates

BULK, INTERACTIVE = Lane.BULK, Lane.INTERACTIVE
Arrival = tuple[float, Lane, int]
Departure = tuple[float, Ticket]


def simulate(lanes: Lanes, arrivals: list[Arrival]) -> list[Departure]:
    """Let tickets join at their times, and grant at each moment that the lanes ask for."""
    waiting, out, now = sorted(arrivals, key=lambda one: one[0])[::-1], [], 0.0
    while True:
        while waiting and waiting[-1][0] <= now:
            _, lane, chat = waiting.pop()
            lanes.join(lane, chat)
        while (ticket := lanes.grant(now)) is not None:
            out.append((now, ticket))
        times = [at for at in (lanes.next_at(now), waiting[-1][0] if waiting else None) if at is not None]
        if not times:
            return out
        assert min(times) > now, "a time to look again lies ahead, or the caller would spin"
        now = min(times)


def most_within(times: list[float], period_s: float) -> int:
    """Return the most departures in any period, by a sliding window."""
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= period_s - 1e-6:
            first += 1
        most = max(most, last - first + 1)
    return most


def waits(out: list[Departure], arrivals: list[Arrival], lane: Lane) -> list[float]:
    """Return how long each ticket of a lane waited; tickets of a lane keep the order of their arrival."""
    came = [at for at, one, _ in sorted(arrivals, key=lambda one: one[0]) if one is lane]
    tickets = sorted((ticket.seq, at) for at, ticket in out if ticket.lane is lane)
    return [left - at for at, (_, left) in zip(came, tickets, strict=True)]


arrivals_of_any_kind = st.lists(
    st.tuples(
        st.floats(0, 20, allow_nan=False),
        st.sampled_from(Lane),
        st.sampled_from([1, 2, 3, 4, 5, -1, -2]),
    ),
    max_size=120,
)


@given(arrivals_of_any_kind)
def test_no_limit_is_passed_in_any_window_and_nobody_is_forgotten(arrivals: list[Arrival]) -> None:
    out = simulate(Lanes(Rates.of()), arrivals)
    assert len(out) == len(arrivals)
    assert most_within([at for at, _ in out], 1) <= 30
    assert most_within([at for at, ticket in out if ticket.lane is BULK], 1) <= 24
    by_chat = defaultdict(list)
    for at, ticket in out:
        by_chat[ticket.chat].append(at)
    for chat, times in by_chat.items():
        assert most_within(times, 1) <= 3
        assert most_within(times, 60) <= (20 if isinstance(chat, int) and chat < 0 else 62)


@given(arrivals_of_any_kind)
def test_within_a_chat_each_lane_keeps_its_order(arrivals: list[Arrival]) -> None:
    out = simulate(Lanes(Rates.of()), arrivals)
    for lane in Lane:
        for chat in {ticket.chat for _, ticket in out}:
            seqs = [ticket.seq for _, ticket in out if (ticket.lane, ticket.chat) == (lane, chat)]
            assert seqs == sorted(seqs)


@given(arrivals_of_any_kind, st.sets(st.integers(0, 119)))
def test_who_leaves_is_never_served_and_holds_nobody_up(arrivals: list[Arrival], gone: set[int]) -> None:
    lanes = Lanes(Rates.of())
    tickets = [lanes.join(lane, chat) for _, lane, chat in arrivals]
    for number in gone & set(range(len(tickets))):
        lanes.leave(tickets[number])
    out = simulate(lanes, [])
    staying = [ticket for number, ticket in enumerate(tickets) if number not in gone]
    assert {id(ticket) for _, ticket in out} == {id(ticket) for ticket in staying}
    assert len(lanes) == 0
    assert lanes.grant(1e9) is None
    assert lanes.next_at(1e9) is None


def test_answers_leave_at_once_while_900_digests_wait() -> None:
    digests = [(0.0, BULK, 10_000 + n) for n in range(900)]
    answers = [(0.013 + 0.37 * n, INTERACTIVE, 1 + n) for n in range(80)]
    out = simulate(Lanes(Rates.of()), digests + answers)
    waited = waits(out, digests + answers, INTERACTIVE)
    assert median(waited) < 0.08
    assert max(waited) < 0.15
    last = max(at for at, ticket in out if ticket.lane is BULK)
    assert 980 / 30 <= last + 1 <= 980 / 29.1 + 1, "digests take all that answers leave"


def test_digests_are_served_in_the_order_in_which_they_came() -> None:
    digests = [(0.0, BULK, 10_000 + n) for n in range(200)]
    out = simulate(Lanes(Rates.of()), digests)
    assert [ticket.chat for _, ticket in out] == [10_000 + n for n in range(200)]


def test_a_flood_of_answers_does_not_starve_the_digests() -> None:
    answers = [(n / 100, INTERACTIVE, n + 1) for n in range(1200)]
    digests = [(0.0, BULK, 10_000 + n) for n in range(20)]
    out = simulate(Lanes(Rates.of()), answers + digests)
    left = [at for at, ticket in out if ticket.lane is BULK]
    assert len(left) == 20
    assert max(left) < 10
    assert most_within([at for at, _ in out], 1) <= 30


def test_a_chat_that_is_not_ready_does_not_block_digests_to_others() -> None:
    lanes = Lanes(Rates.of())
    group = [(0.0, BULK, -5) for _ in range(10)]
    others = [(0.0, BULK, 100 + n) for n in range(20)]
    out = simulate(lanes, group + others)
    assert max(at for at, ticket in out if ticket.chat != -5) < 1.0
    assert [at for at, ticket in out if ticket.chat == -5][-1] == pytest.approx(9 * 60 / 18)


def test_a_person_gets_three_answers_at_once_and_then_one_a_second() -> None:
    out = simulate(Lanes(Rates.of()), [(0.0, INTERACTIVE, 1)] * 6)
    assert [at for at, _ in out] == pytest.approx([0, 0, 0, 1, 2, 3], abs=0.15)


def test_digests_leave_a_chats_burst_to_its_answers() -> None:
    out = simulate(Lanes(Rates.of()), [(0.0, BULK, 1)] * 3)
    assert [at for at, _ in out] == pytest.approx([0, 1, 2])


def test_a_group_gets_twenty_messages_a_minute() -> None:
    out = simulate(Lanes(Rates.of()), [(0.0, INTERACTIVE, -7)] * 60)
    times = [at for at, _ in out]
    assert most_within(times, 60) == 20
    assert times[-1] < 60 * 3.3


def test_a_channel_named_by_its_username_has_the_rate_of_a_group() -> None:
    lanes = Lanes(Rates.of())
    for _ in range(60):
        lanes.join(INTERACTIVE, "@news")
    assert most_within([at for at, _ in simulate(lanes, [])], 60) == 20


def test_after_a_429_nothing_leaves_until_then_and_the_speed_is_cut_once_and_recovers() -> None:
    lanes = Lanes(Rates.of())
    assert lanes.speed(0) == 1
    lanes.hold(3, now=10)
    lanes.hold(3, now=10.1)  # the other messages in flight are answered alike
    assert lanes.speed(10.1) == pytest.approx(CUT)
    lanes.join(INTERACTIVE, 1)
    assert lanes.grant(13.0) is None
    assert lanes.next_at(10.2) == pytest.approx(13.1)
    assert lanes.held_for(12.1) == pytest.approx(1)
    assert lanes.grant(13.1) is not None
    assert lanes.speed(13 + 100) == pytest.approx(CUT + 0.1)
    assert lanes.speed(13 + 301) == 1
    lanes.hold(1, now=20)
    assert lanes.speed(20) == pytest.approx((CUT + 0.007) * CUT), "another one later cuts again"


def test_after_a_429_messages_leave_more_slowly() -> None:
    lanes = Lanes(Rates.of())
    lanes.hold(1, now=0)
    out = simulate(lanes, [(1.0, INTERACTIVE, n + 1) for n in range(100)])
    times = [at for at, _ in out]
    assert len([at for at in times if 2 <= at < 4]) == pytest.approx(29.4 * CUT * 2, abs=2)


def test_however_often_telegram_asks_to_wait_something_still_moves() -> None:
    lanes = Lanes(Rates.of())
    for n in range(50):
        lanes.hold(1, now=n * 3.0)
    out = simulate(lanes, [(200.0, INTERACTIVE, n + 1) for n in range(30)])
    assert out[-1][0] < 215


def test_idle_chats_are_forgotten() -> None:
    lanes = Lanes(Rates.of(1000))
    simulate(lanes, [(n / 100, INTERACTIVE, n + 1) for n in range(5_000)])
    assert len(lanes._chats) < 700


@pytest.mark.parametrize("per_second", [0.5, 1, 5, 30, 1000])
def test_digests_by_themselves_take_nearly_all_of_any_limit(per_second: float) -> None:
    rates = Rates.of(per_second)
    out = simulate(Lanes(rates), [(0.0, BULK, n + 1) for n in range(300)])
    seconds = out[-1][0]
    assert (300 - rates.bulk.burst) / seconds == pytest.approx(per_second * 0.98, rel=0.01)


@pytest.mark.parametrize(("limit", "burst"), [(0, 1), (2, 3), (3, 0), (-1, 1)])
def test_a_rate_that_could_never_be_kept_is_refused(limit: float, burst: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        Rate(limit, burst=burst)
