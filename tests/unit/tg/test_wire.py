from datetime import timedelta

import httpcore
import pytest

from bot.tg.leaving import Leaving, watch, watched
from bot.tg.wire import Flooded, Garbled, Wire, _tracer, environment_proxy, wait_asked_for

BODY_STARTS = "http11.send_request_body.started"
POST = {"request": httpcore.Request("POST", "https://api.telegram.org/bot")}
CONNECT = {"request": httpcore.Request("CONNECT", "https://proxy.example:3128")}


async def test_opening_a_tunnel_through_a_proxy_is_no_departure() -> None:
    leaving = Leaving()
    trace = _tracer(leaving)
    await trace(BODY_STARTS, CONNECT)
    assert not leaving.has_begun
    await trace(BODY_STARTS, POST)
    assert leaving.has_begun


async def test_only_the_moment_before_the_body_counts() -> None:
    leaving = Leaving()
    trace = _tracer(leaving)
    for event in ("connection.connect_tcp.started", "http11.send_request_headers.complete"):
        await trace(event, {})
    assert not leaving.has_begun


async def test_a_body_leaves_once_and_never_without_the_marks_consent() -> None:
    asked = 0

    async def mark() -> bool:
        nonlocal asked
        asked += 1
        return asked == 1

    leaving = Leaving(mark)
    assert await leaving.depart()
    assert not await leaving.depart()
    assert asked == 1
    refused = Leaving(mark)
    assert not await refused.depart()
    assert refused.is_aborted
    assert not refused.has_begun


def test_a_watched_request_is_only_watched_within_its_block() -> None:
    assert watched() is None
    with watch() as outer:
        with watch() as inner:
            assert watched() is inner
        assert watched() is outer
    assert watched() is None


@pytest.mark.parametrize(
    ("payload", "seconds"),
    [
        (b'{"ok": false, "parameters": {"retry_after": 17}}', 17),
        (b'{"ok": false, "parameters": {}}', 5),
        (b'{"ok": false}', 5),
        (b"[]", 5),
        (b"<html>slow down</html>", 5),
        (b'{"parameters": {"retry_after": "soon"}}', 5),
        (b'{"parameters": {"retry_after": 1e400}}', 5),
        (b"\xff\xfe", 5),
    ],
)
def test_a_429_says_how_long_to_wait_or_a_few_seconds_are_assumed(payload: bytes, seconds: float) -> None:
    assert Flooded(wait_asked_for(payload)).wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"7",
        b'{"ok": true}',
        b'{"result": 1}',
        b'{"ok": false}',
        b'{"ok": false, "description": 7}',
        b'{"ok": false, "description": "x", "parameters": [1]}',
        b"\xff\xfe\x00",
    ],
)
def test_an_answer_of_another_shape_is_garbled(payload: bytes) -> None:
    with pytest.raises(Garbled):
        Wire.parse_json_payload(payload)


def test_a_refusal_that_comes_as_a_success_is_garbled_where_its_result_is_wanted() -> None:
    answer = Wire.parse_json_payload(b'{"ok": false, "description": "no"}')
    assert answer.get("description") == "no"
    with pytest.raises(Garbled):
        answer["result"]


def test_the_proxy_of_the_environment_is_used_except_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    assert environment_proxy("https://api.telegram.org") is None
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://other.example:3128")
    assert environment_proxy("https://api.telegram.org") == "http://proxy.example:3128"
    assert environment_proxy("http://bot-api.example:8081") == "http://other.example:3128"
    assert environment_proxy("http://127.0.0.1:8081") is None
    assert environment_proxy("http://localhost:8081") is None
    assert environment_proxy("http://[::1]:8081") is None
    monkeypatch.setenv("NO_PROXY", "telegram.org")
    assert environment_proxy("https://api.telegram.org") is None
