from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.domain.chats import Pause
from bot.domain.deliveries import Gone, Held, Moved, NeverLeft, Refused, Unclear
from bot.tg.leaving import Leaving
from bot.tg.outcomes import TokenRefused, explain, judge
from bot.tg.wire import Flooded, Garbled

NOT_BEGUN = Leaving()
BEGUN = Leaving(has_begun=True)


def answered(status: int) -> Leaving:
    return Leaving(has_begun=True, status=status)


def garbled(status_text: str, kind: type[TelegramError] = NetworkError) -> TelegramError:
    error = kind(f"{status_text}. Parsing the server response b'<html>secret page</html>' failed")
    error.__cause__ = Garbled("the server's answer is not JSON")
    return error


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("Forbidden: bot was blocked by the user", Pause.BLOCKED),
        ("Forbidden: bot can't initiate conversation with a user", Pause.BLOCKED),
        ("Forbidden: user is deactivated", Pause.REMOVED),
        ("Forbidden: bot was kicked from the group chat", Pause.REMOVED),
        ("Forbidden: bot was kicked from the supergroup chat", Pause.REMOVED),
        ("Forbidden: bot was kicked from the channel chat", Pause.REMOVED),
        ("Forbidden: bot is not a member of the channel chat", Pause.REMOVED),
        ("Forbidden: the group chat was deleted", Pause.REMOVED),
        ("Forbidden: CHAT_WRITE_FORBIDDEN", Pause.MUTED),
        ("Forbidden: something Telegram never said before", Pause.MUTED),
    ],
)
def test_a_403_pauses_the_chat_for_what_it_says(text: str, pause: Pause) -> None:
    assert judge(Forbidden(text), answered(403)) == Gone(pause, text)


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("Bad Request: chat not found", Pause.NOT_FOUND),
        ("Bad Request: TOPIC_CLOSED", Pause.TOPIC_CLOSED),
        ("Bad Request: TOPIC_DELETED", Pause.TOPIC_CLOSED),
        ("Bad Request: message thread not found", Pause.TOPIC_CLOSED),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", Pause.MUTED),
        ("Bad Request: not enough rights to send text messages to the chat", Pause.MUTED),
        ("Bad Request: have no rights to send a message", Pause.MUTED),
        ("Bad Request: need administrator rights in the channel chat", Pause.MUTED),
        ("Bad Request: group chat was deactivated", Pause.REMOVED),
    ],
)
def test_a_400_that_concerns_the_chat_pauses_it(text: str, pause: Pause) -> None:
    outcome = judge(BadRequest(text), answered(400))
    assert isinstance(outcome, Gone)
    assert outcome.pause is pause


@pytest.mark.parametrize(
    "text",
    [
        "Bad Request: can't parse entities: unsupported start tag",
        "Bad Request: message is too long",
        "Bad Request: BUTTON_DATA_INVALID",
        "Bad Request: message text is empty",
    ],
)
def test_a_400_that_concerns_the_message_refuses_it(text: str) -> None:
    assert isinstance(judge(BadRequest(text), answered(400)), Refused)


@pytest.mark.parametrize("status", [405, 413, 415])
def test_another_refusal_of_the_request_is_final(status: int) -> None:
    assert judge(NetworkError("Request Entity Too Large (413)"), answered(status)) == Refused(
        "Request Entity Too Large (413)"
    )


def test_a_429_holds_for_as_long_as_telegram_asks() -> None:
    assert judge(Flooded(timedelta(seconds=7)), answered(429)) == Held(timedelta(seconds=7))


def test_a_migrated_group_has_moved() -> None:
    assert judge(ChatMigrated(-100200), answered(400)) == Moved(-100200)


@pytest.mark.parametrize(
    "error",
    [
        NetworkError("httpx.ConnectError: refused"),
        TimedOut(),
        TimedOut("Pool timeout: All connections in the connection pool are occupied."),
        NetworkError("httpx.RemoteProtocolError: Server disconnected without sending a response."),
        garbled("Bad Gateway (502)"),
    ],
)
def test_what_failed_before_the_body_began_never_left(error: TelegramError) -> None:
    assert isinstance(judge(error, NOT_BEGUN), NeverLeft)


@pytest.mark.parametrize(
    ("error", "leaving"),
    [
        (TimedOut(), BEGUN),
        (NetworkError("httpx.ReadError: "), BEGUN),
        (NetworkError("httpx.RemoteProtocolError: Server disconnected"), BEGUN),
        (NetworkError("Internal Server Error (500)"), answered(500)),
        (garbled("Bad Gateway (502)"), answered(502)),
        (garbled("Forbidden (403)", Forbidden), answered(403)),
        (garbled("Bad Request (400)", BadRequest), answered(400)),
        (garbled("Not Found (404)", InvalidToken), answered(404)),
        (Garbled("the server's answer is not JSON"), answered(200)),
        (Conflict("unheard of here"), BEGUN),
    ],
)
def test_what_failed_after_the_body_began_is_unclear(error: TelegramError, leaving: Leaving) -> None:
    assert isinstance(judge(error, leaving), Unclear)


def test_a_wrong_token_is_its_own_error_and_does_not_repeat_the_token() -> None:
    with pytest.raises(TokenRefused) as caught:
        judge(InvalidToken("The token `12345:abcdef` was rejected by the server."), answered(401))
    assert "12345" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_the_page_of_a_middlebox_stays_out_of_the_log() -> None:
    assert explain(garbled("Bad Gateway (502)")) == "Bad Gateway (502): the server's answer is not JSON"
    assert len(explain(NetworkError("x" * 5_000))) <= 160
