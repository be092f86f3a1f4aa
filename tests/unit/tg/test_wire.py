from datetime import timedelta

import httpcore
import pytest

from bot.tg.leaving import Leaving, watch, watched
from bot.tg.wire import Flooded, Garbled, Wire, _Aborted, _tracer, _wait, environment_proxy

BODY_STARTS = "http11.send_request_body.started"
POST = {"request": httpcore.Request("POST", "https://api.telegram.org/bot")}
CONNECT = {"request": httpcore.Request("CONNECT", "https://proxy.example:3128")}


class Mark:
    def __init__(self, *, says: bool) -> None:
        self.says, self.asked = says, 0

    async def __call__(self) -> bool:
        self.asked += 1
        return self.says


async def test_opening_a_tunnel_through_a_proxy_is_no_departure() -> None:
    mark = Mark(says=True)
    leaving = Leaving(mark)
    trace = _tracer(leaving)
    await trace(BODY_STARTS, CONNECT)
    assert (mark.asked, leaving.has_begun) == (0, False)
    await trace(BODY_STARTS, POST)
    assert (mark.asked, leaving.has_begun) == (1, True)


async def test_only_the_moment_before_the_body_counts() -> None:
    mark = Mark(says=True)
    trace = _tracer(Leaving(mark))
    for event in ("connection.connect_tcp.started", "http11.send_request_headers.complete"):
        await trace(event, {})
    assert mark.asked == 0


async def test_a_body_leaves_once_and_never_without_the_marks_consent() -> None:
    mark = Mark(says=True)
    trace = _tracer(Leaving(mark))
    await trace(BODY_STARTS, POST)
    with pytest.raises(_Aborted):
        await trace(BODY_STARTS, POST)
    assert mark.asked == 1
    refusing = Leaving(Mark(says=False))
    with pytest.raises(_Aborted):
        await _tracer(refusing)(BODY_STARTS, POST)
    assert refusing.is_aborted
    assert not refusing.has_begun


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
    assert Flooded(_wait(payload)).wait == timedelta(seconds=seconds)


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
