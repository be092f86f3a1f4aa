import asyncio

from bot.domain.chats import Address, Chat, Place, Preferences
from bot.domain.deliveries import Sent
from bot.services.flow import Flow, InHand, Roster

CHAT = Chat(1, Address(501), Place.PRIVATE, "Ann", Preferences())


async def test_a_wave_hands_over_what_is_there_and_ends_when_nothing_is_in_hand() -> None:
    flow = Flow(0, Roster())
    for one in (1, 2, 3):
        flow.hold(one, InHand(CHAT, 1))
    flow.report(1, Sent(7))
    flow.report(2, Sent(8))
    assert sorted(await flow.wave()) == [1, 2]
    flow.end()
    flow.report(3, Sent(9))
    assert list(await flow.wave()) == [3]
    assert await flow.wave() == {}


async def test_what_is_on_its_way_out_is_not_sent_beside_itself() -> None:
    roster = Roster()
    Flow(0, roster).hold(1, InHand(CHAT, 1))
    assert await roster.ready([1, 2]) == {2}
    assert await roster.ready([1]) == frozenset()


async def test_what_is_claimed_while_its_outcome_is_written_waits_for_that() -> None:
    roster = Roster()
    flow = Flow(0, roster)
    flow.hold(1, InHand(CHAT, 1))
    flow.report(1, Sent(7))
    wave = await flow.wave()
    waiting = asyncio.create_task(roster.ready([1, 2]))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    roster.remove(wave)
    assert await waiting == {1, 2}


async def test_room_is_waited_for_and_for_no_longer_than_told() -> None:
    flow = Flow(0, Roster())
    for one in (1, 2):
        flow.hold(one, InHand(CHAT, 1))
    await flow.shrink_to(0, timeout_s=0.01)
    assert len(flow) == 2
    waiting = asyncio.create_task(flow.shrink_to(1))
    await asyncio.sleep(0)
    flow.report(1, Sent(7))
    await flow.wave()
    await waiting
