"""What the bot's wall makes of a Telegram that behaves like the real one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.chats import Address, Pause
from bot.domain.deliveries import Gone, Moved, NeverLeft, Outcome, Refused, Sent, Target, Unclear
from bot.domain.messages import Button, Post
from bot.playground import faults
from bot.playground.playground import Playground
from bot.playground.rates import RateRules
from bot.tg.dispenser import Dispenser
from bot.tg.line import Line
from bot.tg.messenger import TelegramMessenger
from bot.tg.rates import Rate, Rates

POST = Post("<b>Five papers</b>\n<i>today</i>", ((Button("1", data="card:1"),),))


class Sender:
    def __init__(self, line: Line) -> None:
        self.messenger, self.marks = TelegramMessenger(line), 0

    async def mark(self) -> bool:
        self.marks += 1
        return True

    async def deliver(self, chat_id: int, topic_id: int | None = None, post: Post = POST) -> Outcome:
        return await self.messenger.deliver(Target(Address(chat_id, topic_id)), post, self.mark)


@asynccontextmanager
async def sending(playground: Playground, rates: Rates) -> AsyncIterator[Sender]:
    line = Line(playground.token, playground.base_url, Dispenser(rates))
    await line.initialize()
    yield Sender(line)
    await line.shutdown()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest.fixture
async def sender(playground: Playground) -> AsyncIterator[Sender]:
    often = Rate(1000)
    async with sending(playground, Rates(often, often, often, often)) as sender:
        yield sender


def pause_of(outcome: Outcome) -> Pause | None:
    return outcome.pause if isinstance(outcome, Gone) else None


async def test_a_private_chat_that_goes_away_is_paused_for_the_right_reason(
    playground: Playground, sender: Sender
) -> None:
    ann = playground.private(playground.person("Ann"), is_started=True)
    assert isinstance(await sender.deliver(ann.chat_id), Sent)
    assert ann.from_bot[0].text == "Five papers\ntoday"
    ann.block()
    assert pause_of(await sender.deliver(ann.chat_id)) is Pause.BLOCKED
    ann.unblock()
    assert isinstance(await sender.deliver(ann.chat_id), Sent)
    ann.deactivate()
    assert pause_of(await sender.deliver(ann.chat_id)) is Pause.REMOVED
    stranger = playground.private(playground.person("Stranger"))
    assert pause_of(await sender.deliver(stranger.chat_id)) in {Pause.BLOCKED, Pause.NOT_FOUND}
    assert pause_of(await sender.deliver(999_999)) is Pause.NOT_FOUND


async def test_a_group_that_changes_is_followed_or_paused(playground: Playground, sender: Sender) -> None:
    owner = playground.person("Owner")
    group = playground.group("Lab", owner=owner)
    group.add_bot()
    old = group.chat_id
    assert isinstance(await sender.deliver(old), Sent)
    new = group.migrate()
    assert await sender.deliver(old) == Moved(new)
    assert isinstance(await sender.deliver(new), Sent)
    group.permit(())
    assert pause_of(await sender.deliver(new)) is Pause.MUTED
    group.permit()
    group.remove_bot()
    assert pause_of(await sender.deliver(new)) is Pause.REMOVED


async def test_topics_and_channels_are_told_apart_from_their_chats(
    playground: Playground, sender: Sender
) -> None:
    owner = playground.person("Owner")
    forum = playground.group("Forum", owner=owner, forum=True)
    forum.add_bot()
    topic, gone = forum.topic("Papers"), forum.topic("Old")
    assert isinstance(await sender.deliver(forum.chat_id, topic.thread_id), Sent)
    assert len(topic.from_bot) == 1
    topic.close()
    gone.delete_topic()
    assert pause_of(await sender.deliver(forum.chat_id, topic.thread_id)) is Pause.TOPIC_CLOSED
    assert pause_of(await sender.deliver(forum.chat_id, gone.thread_id)) is Pause.TOPIC_CLOSED
    channel = playground.channel("News", owner=owner)
    channel.add_bot(rights=("can_post_messages",))
    assert isinstance(await sender.deliver(channel.chat_id), Sent)
    channel.promote(playground.bot, rights=())
    assert pause_of(await sender.deliver(channel.chat_id)) is Pause.MUTED
    channel.remove_bot()
    assert pause_of(await sender.deliver(channel.chat_id)) is Pause.REMOVED


async def test_a_message_that_telegram_cannot_take_is_refused_for_itself(
    playground: Playground, sender: Sender
) -> None:
    ann = playground.private(playground.person("Ann"), is_started=True)
    for post in (Post("<b>open"), Post("x" * 5000), Post("x", ((Button("b", data="d" * 65),),))):
        assert isinstance(await sender.deliver(ann.chat_id, post=post), Refused)


@pytest.mark.parametrize(
    ("fault", "outcome", "arrives"),
    [
        (faults.drop(is_accepted=True), Unclear, 1),
        (faults.reset(is_accepted=True), Unclear, 1),
        (faults.truncate(), Unclear, 1),
        (faults.server_error(is_accepted=True), Unclear, 1),
        (faults.server_error(), Unclear, 0),
        (faults.bad_gateway(), Unclear, 0),
        (faults.html(), Unclear, 0),
        (faults.drop(), Unclear, 0),
        (faults.with_result(True), Unclear, 1),
    ],
)
async def test_what_may_have_arrived_is_in_doubt_and_is_not_sent_again(
    playground: Playground, sender: Sender, fault: faults.Fault, outcome: type[Outcome], arrives: int
) -> None:
    ann = playground.private(playground.person("Ann"), is_started=True)
    playground.faults.plant(fault, "sendMessage")
    assert isinstance(await sender.deliver(ann.chat_id), outcome)
    assert len(ann.from_bot) == arrives
    assert sender.marks == 1
    assert isinstance(await sender.deliver(ann.chat_id), Sent), "the line works on"


async def test_a_broadcast_with_answers_in_between_never_goes_too_fast() -> None:
    async with Playground(rates=RateRules()) as playground, sending(playground, Rates.of()) as sender:
        rooms = [playground.private(playground.person(f"P{n}"), is_started=True) for n in range(80)]
        askers = [playground.private(playground.person(f"A{n}"), is_started=True) for n in range(8)]
        digests = asyncio.gather(*(sender.deliver(room.chat_id) for room in rooms))
        waited = []
        for asker in askers:
            await asyncio.sleep(0.15)
            start = asyncio.get_running_loop().time()
            await sender.messenger.send(Address(asker.chat_id), Post("here"))
            waited.append(asyncio.get_running_loop().time() - start)
        assert {type(one) for one in await digests} == {Sent}
        assert sorted(waited)[len(waited) // 2] < 0.15
        assert {call.status for call in playground.journal.calls("sendMessage")} == {200}
        assert len(playground.journal.sent()) == 88


async def test_a_mark_that_says_no_delivers_nothing(playground: Playground, sender: Sender) -> None:
    ann = playground.private(playground.person("Ann"), is_started=True)

    async def no() -> bool:
        return False

    outcome = await sender.messenger.deliver(Target(Address(ann.chat_id)), POST, no)
    assert isinstance(outcome, NeverLeft)
    assert isinstance(await sender.deliver(ann.chat_id), Sent)
    assert len(playground.journal.sent(ann.chat_id)) == 1


async def test_a_digest_is_edited_in_place_and_the_same_again_changes_nothing(
    playground: Playground, sender: Sender
) -> None:
    ann = playground.private(playground.person("Ann"), is_started=True)
    sent = await sender.deliver(ann.chat_id)
    assert isinstance(sent, Sent)
    better = Post("<b>Five papers</b>\nall read", ((Button("2", data="card:2"),),))
    target = Target(Address(ann.chat_id))
    for _ in range(2):
        assert await sender.messenger.edit(target, sent.message_id, better) == sent
    (message,) = ann.from_bot
    assert message.text == "Five papers\nall read"
    assert isinstance(await sender.messenger.edit(target, 9_999, better), Refused)
    ann.block()
    assert pause_of(await sender.messenger.edit(target, sent.message_id, POST)) is Pause.BLOCKED
