import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.tg import limiter as module
from bot.tg.dispenser import Dispenser
from bot.tg.lanes import Lane
from bot.tg.leaving import watched
from bot.tg.limiter import Limiter, counted_chat
from bot.tg.rates import Rates
from bot.tg.wire import Flooded


class Wire:
    """Answers calls by a script of errors and results, as the real wire does under the library."""

    def __init__(self, *script: Callable[[], Any]) -> None:
        self.script, self.calls = list(script), 0

    async def post(self, *_: object, **__: object) -> Any:  # noqa: ANN401 - the library's own signature
        self.calls += 1
        return self.script.pop(0)()


def fails(error: TelegramError, *, has_begun: bool = False, status: int | None = None) -> Callable[[], Any]:
    def call() -> None:
        if (leaving := watched()) is not None:
            leaving.has_begun, leaving.status = has_begun, status
        raise error

    return call


def succeeds() -> bool:
    return True


async def send(limiter: Limiter, wire: Wire, lane: Lane | None = None) -> Any:  # noqa: ANN401
    return await limiter.process_request(
        wire.post, ("sendMessage", {}), {}, "sendMessage", {"chat_id": 1}, lane
    )


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_PAUSES_S", (0.0, 0.0, 0.0))


@pytest.fixture
def limiter() -> Limiter:
    return Limiter(Dispenser(Rates.of(1000)))


async def test_an_answer_that_never_left_is_tried_again(limiter: Limiter) -> None:
    wire = Wire(fails(NetworkError("refused")), fails(NetworkError("refused")), succeeds)
    assert await send(limiter, wire) is True


async def test_an_answer_is_tried_four_times_at_most(limiter: Limiter) -> None:
    wire = Wire(*[fails(NetworkError("refused"))] * 9)
    with pytest.raises(NetworkError):
        await send(limiter, wire)
    assert wire.calls == 4


async def test_an_answer_is_tried_again_after_a_5xx_and_not_after_a_silence(limiter: Limiter) -> None:
    wire = Wire(fails(NetworkError("bad gateway"), has_begun=True, status=502), succeeds)
    assert await send(limiter, wire) is True
    wire = Wire(fails(NetworkError("read error"), has_begun=True), succeeds)
    with pytest.raises(NetworkError):
        await send(limiter, wire)
    assert wire.calls == 1


async def test_an_answer_waits_as_telegram_asks_and_so_does_everyone_else() -> None:
    dispenser = Dispenser(Rates.of(1000))
    limiter = Limiter(dispenser)
    start = asyncio.get_running_loop().time()
    first = asyncio.create_task(send(limiter, Wire(fails(Flooded(timedelta(seconds=0.4))), succeeds)))
    await asyncio.sleep(0.1)
    await send(limiter, Wire(succeeds))
    assert asyncio.get_running_loop().time() - start >= 0.4
    assert await first is True


async def test_an_answer_does_not_wait_longer_than_somebody_would(limiter: Limiter) -> None:
    wire = Wire(fails(Flooded(timedelta(seconds=40))), succeeds)
    with pytest.raises(Flooded) as flooded:
        await asyncio.wait_for(send(limiter, wire), 1)
    assert wire.calls == 1
    assert flooded.value.wait > timedelta(seconds=39)


@pytest.mark.parametrize(
    "failure",
    [
        fails(Flooded(timedelta(seconds=0.1))),
        fails(NetworkError("refused")),
        fails(NetworkError("bad gateway"), has_begun=True, status=502),
    ],
)
async def test_a_digest_is_tried_once(limiter: Limiter, failure: Callable[[], Any]) -> None:
    wire = Wire(failure, succeeds)
    with pytest.raises(TelegramError):
        await send(limiter, wire, Lane.BULK)
    assert wire.calls == 1


@pytest.mark.parametrize("error", [BadRequest("message is too long"), InvalidToken()])
async def test_a_refusal_is_not_argued_with(limiter: Limiter, error: TelegramError) -> None:
    wire = Wire(fails(error, has_begun=True, status=400), succeeds)
    with pytest.raises(type(error)):
        await send(limiter, wire)
    assert wire.calls == 1


@pytest.mark.parametrize(
    ("endpoint", "data", "chat"),
    [
        ("sendMessage", {"chat_id": 5}, 5),
        ("sendRichMessage", {"chat_id": "-1005"}, -1005),
        ("editMessageText", {"chat_id": 5}, 5),
        ("editMessageText", {"inline_message_id": "x"}, None),
        ("copyMessage", {"chat_id": "@news"}, "@news"),
        ("sendChatAction", {"chat_id": 5}, None),
        ("answerCallbackQuery", {"callback_query_id": "1"}, None),
        ("getChatMember", {"chat_id": 5}, None),
    ],
)
def test_only_what_puts_messages_into_chats_counts(
    endpoint: str, data: dict[str, Any], chat: int | str | None
) -> None:
    assert counted_chat(endpoint, data) == chat
