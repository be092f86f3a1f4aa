import asyncio
import logging
from datetime import timedelta

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TimedOut

from bot.domain.chats import Address, Pause
from bot.domain.deliveries import Gone, Held, Moved, NeverLeft, Outcome, Refused, Sent, Target, Unclear
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Button, Post
from bot.tg.dispenser import Dispenser
from bot.tg.line import Line
from bot.tg.messenger import TelegramMessenger
from bot.tg.outcomes import TokenRefused
from bot.tg.rates import Rates
from bot.tg.till import Till
from tests.fakes import FakeClock, at
from tests.integration.tg.bot_api import TOKEN, Reply, Server, ok, refused

TARGET = Target(Address(501))
POST = Post("<b>Papers</b>")
Answer = bool | Exception


class Ledger:
    """A mark that remembers when it was asked, and says what it is told to."""

    def __init__(self, server: Server, *answer: Answer) -> None:
        self.server, self.answer = server, answer[0] if answer else True
        self.bodies_before: list[int] = []

    async def mark(self) -> bool:
        await asyncio.sleep(0.02)  # a body that didn't wait would be there by now
        self.bodies_before.append(len([one for one in self.server.calls("sendMessage") if one.is_complete]))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def messenger(line: Line) -> TelegramMessenger:
    return TelegramMessenger(line)


async def deliver(messenger: TelegramMessenger, ledger: Ledger) -> Outcome:
    return await messenger.deliver(TARGET, POST, ledger.mark)


async def test_the_mark_is_asked_once_and_the_body_waits_for_it(
    server: Server, messenger: TelegramMessenger
) -> None:
    ledger = Ledger(server)
    assert await deliver(messenger, ledger) == Sent(7)
    assert ledger.bodies_before == [0]
    (arrived,) = server.calls("sendMessage")
    assert arrived.is_complete


async def test_a_digest_goes_out_as_html_without_a_preview_and_with_its_buttons(
    server: Server, messenger: TelegramMessenger
) -> None:
    post = Post("<i>x</i>", ((Button("1", data="card:1"), Button("arXiv", url="https://arxiv.org/abs/1")),))
    target = Target(Address(-100501, topic_id=9), is_silent=True)
    assert isinstance(await messenger.deliver(target, post, Ledger(server).mark), Sent)
    params = server.calls("sendMessage")[0].params
    assert params["chat_id"] == "-100501"
    assert params["message_thread_id"] == "9"
    assert params["text"] == "<i>x</i>"
    assert params["parse_mode"] == "HTML"
    assert params["disable_notification"] == "true"
    assert params["link_preview_options"] == '{"is_disabled": true}'
    assert '"callback_data": "card:1"' in params["reply_markup"]
    assert '"url": "https://arxiv.org/abs/1"' in params["reply_markup"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [(False, "the claim was lost"), (StoreUnavailable("disk full"), "disk full")],
)
async def test_a_mark_that_says_no_keeps_the_message_here_and_the_next_one_leaves(
    server: Server, messenger: TelegramMessenger, answer: Answer, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = server.connections
    assert await deliver(messenger, Ledger(server, answer)) == NeverLeft(why)
    await asyncio.sleep(0.05)
    assert server.calls("sendMessage") == [], "not even the headers left"
    assert await deliver(messenger, Ledger(server)) == Sent(7)
    (sent,) = server.calls("sendMessage")
    assert sent.is_complete
    assert server.connections == before + 2, "a connection on which a request stayed must not be used again"
    assert not caplog.records


async def test_a_mark_that_breaks_keeps_the_message_here_and_is_told_with_its_traceback(
    server: Server, messenger: TelegramMessenger, caplog: pytest.LogCaptureFixture
) -> None:
    assert await deliver(messenger, Ledger(server, ZeroDivisionError("bug"))) == NeverLeft("bug")
    (record,) = caplog.records
    assert record.exc_info


async def test_without_a_connection_nothing_left(server: Server) -> None:
    line = Line(TOKEN, server.url, Dispenser(Rates.of()))
    await server.stop()
    ledger = Ledger(server)
    assert isinstance(await deliver(TelegramMessenger(line), ledger), NeverLeft)
    assert ledger.bodies_before == []
    await line.express.close()


async def test_a_server_that_hangs_up_after_the_headers_is_in_doubt(
    server: Server, messenger: TelegramMessenger
) -> None:
    server.plan("sendMessage", Reply(drop="before"))
    assert isinstance(await deliver(messenger, Ledger(server)), Unclear)


HTML = b"<html><body>Bad gateway</body></html>"


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(drop="after"), Unclear),
        (refused(500, "Internal Server Error"), Unclear),
        (Reply(502, HTML), Unclear),
        (Reply(403, HTML), Unclear),
        (Reply(200, HTML), Unclear),
        (Reply(200, []), Unclear),
        (Reply(200, {"ok": True}), Unclear),
        (Reply(200, {"result": {}}), Unclear),
        (Reply(200, {"ok": False, "description": "odd"}), Unclear),
        (ok(True), Unclear),
        (ok([]), Unclear),
        (ok({"message_id": "7"}), Unclear),
        (ok({"message_id": True}), Unclear),
        (ok("sent"), Unclear),
        (Reply(200, b'{"ok": true, "result": {"message'), Unclear),
        (Reply(429, b"slow down"), Held),
        (refused(429, "Too Many Requests: retry after 3", retry_after=3), Held),
        (refused(400, "Bad Request: message is too long"), Refused),
        (refused(401, "Unauthorized"), NeverLeft),
    ],
)
async def test_every_answer_has_its_outcome_and_no_traceback(
    server: Server,
    messenger: TelegramMessenger,
    caplog: pytest.LogCaptureFixture,
    reply: Reply,
    outcome: type[Outcome],
) -> None:
    server.plan("sendMessage", reply)
    ledger = Ledger(server)
    assert isinstance(await deliver(messenger, ledger), outcome)
    assert ledger.bodies_before == [0]
    assert len(server.calls("sendMessage")) == 1, "a digest is never sent again by itself"
    assert not any(record.exc_info for record in caplog.records)
    assert all(record.name.startswith("bot.") for record in caplog.records)


async def test_a_flood_says_how_long(server: Server, messenger: TelegramMessenger) -> None:
    server.plan("sendMessage", refused(429, "Too Many Requests: retry after 3", retry_after=3))
    assert await deliver(messenger, Ledger(server)) == Held(timedelta(seconds=3))


async def test_a_migrated_group_and_a_blocked_chat_are_told_apart(
    server: Server, messenger: TelegramMessenger
) -> None:
    server.plan(
        "sendMessage",
        refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=-1001234567890,
        ),
        refused(403, "Forbidden: bot was blocked by the user"),
    )
    assert await deliver(messenger, Ledger(server)) == Moved(-1001234567890)
    server_chat = Target(Address(502))
    outcome = await messenger.deliver(server_chat, POST, Ledger(server).mark)
    assert outcome == Gone(Pause.BLOCKED, "Forbidden: bot was blocked by the user")


async def test_a_silence_after_the_body_is_unclear(server: Server, line: Line) -> None:
    server.plan("sendMessage", Reply(silence_s=5))
    line.express.read_timeout_s = 0.2
    assert isinstance(await deliver(TelegramMessenger(line), Ledger(server)), Unclear)
    assert len(server.calls("sendMessage")) == 1


async def test_a_wrong_token_is_told_once_and_never_shown(
    server: Server, messenger: TelegramMessenger, caplog: pytest.LogCaptureFixture
) -> None:
    server.plan("sendMessage", refused(401, "Unauthorized"))
    outcome = await deliver(messenger, Ledger(server))
    assert outcome == NeverLeft(str(TokenRefused()))
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "12345" not in record.getMessage()


async def test_an_answer_is_tried_again_when_the_server_fails_or_asks_to_wait(
    server: Server, messenger: TelegramMessenger
) -> None:
    server.plan(
        "sendMessage",
        Reply(502, HTML),
        refused(429, "Too Many Requests: retry after 1", retry_after=0.2),
    )
    assert await messenger.send(Address(1), POST, reply_to=5) == 7
    first, _, last = server.calls("sendMessage")
    assert first.params == last.params
    assert '"message_id": 5' in last.params["reply_parameters"]
    assert '"allow_sending_without_reply": true' in last.params["reply_parameters"]


async def test_an_answer_that_may_have_arrived_is_not_sent_again(
    server: Server, line: Line, messenger: TelegramMessenger
) -> None:
    server.plan("sendMessage", Reply(drop="after"))
    with pytest.raises(NetworkError):
        await messenger.send(Address(1), POST)
    assert len(server.calls("sendMessage")) == 1
    server.plan("sendMessage", Reply(silence_s=5))
    line.request._client.timeout.read = 0.2  # type: ignore[attr-defined]
    with pytest.raises(TimedOut):
        await messenger.send(Address(1), POST)
    assert len(server.calls("sendMessage")) == 2


async def test_a_refused_answer_is_not_tried_again(server: Server, messenger: TelegramMessenger) -> None:
    server.plan("sendMessage", refused(403, "Forbidden: bot was blocked by the user"))
    with pytest.raises(Forbidden):
        await messenger.send(Address(1), POST)
    assert len(server.calls("sendMessage")) == 1


async def test_an_edit_that_changes_nothing_is_fine_and_another_refusal_is_not(
    server: Server, messenger: TelegramMessenger
) -> None:
    server.plan(
        "editMessageText",
        refused(400, "Bad Request: message is not modified: specified new message content and …"),
        refused(400, "Bad Request: message to edit not found"),
    )
    await messenger.rewrite(1, 7, POST)
    with pytest.raises(BadRequest):
        await messenger.rewrite(1, 7, POST)


async def test_a_digest_is_edited_in_its_place_with_its_buttons(
    server: Server, messenger: TelegramMessenger
) -> None:
    server.plan("editMessageText", ok({"message_id": 7, "date": 0, "chat": {"id": 501, "type": "private"}}))
    post = Post("<i>x</i>", ((Button("1", data="card:1"),),))
    assert await messenger.edit(TARGET, 7, post) == Sent(7)
    (arrived,) = server.calls("editMessageText")
    assert (arrived.params["chat_id"], arrived.params["message_id"]) == ("501", "7")
    assert (arrived.params["text"], arrived.params["parse_mode"]) == ("<i>x</i>", "HTML")
    assert '"callback_data": "card:1"' in arrived.params["reply_markup"]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (refused(400, "Bad Request: message is not modified: specified new message content and …"), Sent),
        (refused(400, "Bad Request: message to edit not found"), Refused),
        (refused(400, "Bad Request: message can't be edited"), Refused),
        (refused(400, "Bad Request: chat not found"), Gone),
        (refused(403, "Forbidden: bot was blocked by the user"), Gone),
        (refused(429, "Too Many Requests: retry after 3", retry_after=3), Held),
        (refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005), Moved),
        (refused(401, "Unauthorized"), NeverLeft),
        (refused(500, "Internal Server Error"), Unclear),
        (Reply(drop="after"), Unclear),
        (Reply(200, HTML), Unclear),
    ],
)
async def test_every_answer_to_an_edit_has_its_outcome_and_it_is_tried_once(
    server: Server, messenger: TelegramMessenger, reply: Reply, outcome: type[Outcome]
) -> None:
    server.plan("editMessageText", reply)
    assert isinstance(await messenger.edit(TARGET, 7, POST), outcome)
    assert len(server.calls("editMessageText")) == 1


async def test_an_edit_that_cannot_be_put_together_is_refused(
    server: Server, messenger: TelegramMessenger
) -> None:
    impossible = Post("x", (("no button",),))  # type: ignore[arg-type]
    assert isinstance(await messenger.edit(TARGET, 7, impossible), Refused)
    assert server.calls("editMessageText") == []


async def test_a_hundred_digests_at_once_each_have_their_own_mark(server: Server) -> None:
    line = Line(TOKEN, server.url, Dispenser(Rates.of(1000)))
    await line.initialize()
    marked: list[int] = []

    async def deliver_to(chat_id: int) -> Outcome:
        async def mark() -> bool:
            await asyncio.sleep(0)
            marked.append(chat_id)
            return chat_id % 3 != 0

        return await TelegramMessenger(line).deliver(Target(Address(chat_id)), POST, mark)

    outcomes = await asyncio.gather(*(deliver_to(chat_id) for chat_id in range(1, 101)))
    await line.shutdown()
    assert sorted(marked) == list(range(1, 101))
    sent = {int(one.params["chat_id"]) for one in server.calls("sendMessage") if one.is_complete}
    assert sent == {chat_id for chat_id in range(1, 101) if chat_id % 3}
    assert [isinstance(one, Sent) for one in outcomes] == [bool(n % 3) for n in range(1, 101)]


async def test_the_token_is_not_in_what_the_bot_looks_like(line: Line) -> None:
    assert TOKEN not in repr(line)
    assert TOKEN not in str(line)


async def test_a_digest_cancelled_while_its_mark_is_written_does_not_leave(
    server: Server, messenger: TelegramMessenger
) -> None:
    is_marking = asyncio.Event()

    async def mark() -> bool:
        is_marking.set()
        await asyncio.sleep(60)
        return True

    task = asyncio.create_task(messenger.deliver(TARGET, POST, mark))
    await is_marking.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert isinstance(await deliver(messenger, Ledger(server)), Sent)
    assert [one.is_complete for one in server.calls("sendMessage")] == [True]


async def test_a_post_that_cannot_be_put_together_is_refused_and_told(
    server: Server, messenger: TelegramMessenger, caplog: pytest.LogCaptureFixture
) -> None:
    impossible = Post("x", (("no button",),))  # type: ignore[arg-type]
    assert isinstance(await messenger.deliver(TARGET, impossible, Ledger(server).mark), Refused)
    assert server.calls("sendMessage") == []
    assert "could not be put together" in caplog.text


class Purse:
    """A book of Stars that is never spent."""

    async def take(self, _day: object, messages: int, _most: int) -> int:
        return messages


async def test_only_a_digest_that_may_be_paid_for_says_so_and_a_refusal_over_money_ends_it(
    server: Server,
) -> None:
    dispenser = Dispenser(Rates.of(paid_per_second=1000))
    till = Till(Purse(), 1000, FakeClock(at("2026-06-12 08:15")), dispenser)
    line = Line(TOKEN, server.url, dispenser, till)
    await line.initialize()
    messenger = TelegramMessenger(line)
    assert await deliver(messenger, Ledger(server)) == Sent(7)
    dispenser.credit = 5
    server.plan("sendMessage", ok({"message_id": 8}), refused(400, "Bad Request: BALANCE_TOO_LOW"))
    outcomes = [
        await messenger.deliver(Target(Address(chat)), POST, Ledger(server).mark) for chat in (601, 602, 603)
    ]
    await line.shutdown()
    assert outcomes == [Sent(8), NeverLeft("Bad Request: BALANCE_TOO_LOW"), Sent(7)]
    said = [one.params.get("allow_paid_broadcast") for one in server.calls("sendMessage")]
    assert said == [None, "true", "true", None]
    assert dispenser.credit == 0
