import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot import __version__
from bot.domain.errors import FeedChanged, FeedUnavailable
from bot.sources import wire as wires
from bot.sources.pace import Pace
from bot.sources.wire import Reply, Wire, user_agent
from tests.integration.sources.loopback import Clock, Request, Stub, reply


@pytest.fixture
async def wire(stub: Stub, clock: Clock) -> AsyncIterator[Wire]:
    pace = Pace(clock.now, sleep=clock.sleep)
    async with Wire(
        stub.url + "/base/",
        contact="me@example.org",
        now=clock.now,
        pace=pace,
        name="Example",
        token=" hf_secret\n",
        sleep=clock.sleep,
    ) as made:
        yield made


async def test_it_says_who_asks(wire: Wire, stub: Stub) -> None:
    await wire.get("/a/b", {"q": "x y"})
    (request,) = stub.requests
    assert request.target == "/base/a/b?q=x+y"
    assert request.headers["user-agent"] == f"Paperboy/{__version__} (+me@example.org)"
    assert request.headers["authorization"] == "Bearer hf_secret"


def test_a_contact_cannot_break_the_user_agent() -> None:
    assert user_agent("") == f"Paperboy/{__version__}"
    assert user_agent("me (really)\r\nX: 1 é") == f"Paperboy/{__version__} (+me reallyX: 1)"


async def test_a_token_that_cannot_be_one_is_refused_without_telling_it(clock: Clock) -> None:
    with pytest.raises(ValueError, match="characters") as raised:
        Wire("http://x", contact="", now=clock.now, pace=Pace(clock.now), name="Example", token="hf_\n_s")
    assert "hf_" not in str(raised.value)


@pytest.mark.parametrize("status", [400, 401, 404, 410])
async def test_refusals_about_the_request_come_back_as_replies(wire: Wire, stub: Stub, status: int) -> None:
    stub.script = lambda _: reply({"error": "no"}, status)
    assert (await wire.get("/")).status == status
    assert len(stub.requests) == 1


async def test_a_stumble_is_forgiven(wire: Wire, stub: Stub, clock: Clock) -> None:
    answers = [None, reply("oops", 502), reply("fine")]
    stub.script = lambda _: answers.pop(0)
    assert (await wire.get("/")).body == b"fine"
    assert clock.slept == [0.5, 2.0]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "Server disconnected"),
        ((500,), "500 Internal Server Error"),
        ((599,), "with 599$"),
        ((408,), "408 Request Timeout"),
        ((503,), "503 Service Unavailable"),
    ],
)
async def test_three_stumbles_are_an_outage_told_once_each(
    *, wire: Wire, stub: Stub, caplog: pytest.LogCaptureFixture, answer: tuple[int] | None, why: str
) -> None:
    stub.script = lambda _: reply("x", *answer) if answer else None
    caplog.set_level(logging.INFO, "bot.sources")
    with pytest.raises(FeedUnavailable, match=why) as raised:
        await wire.get("/list", {"date": "2026-06-12"})
    assert "Example" in str(raised.value)
    assert "/base/list?date=2026-06-12" in str(raised.value)
    assert raised.value.retry_at is None
    assert len(stub.requests) == 3
    told = [one for one in caplog.records if one.name.startswith("bot.")]
    assert [one.getMessage()[-12:] for one in told] == [f"(try {n} of 3)" for n in (1, 2, 3)]
    assert not any(one.exc_info or "hf_secret" in one.getMessage() for one in told)


async def test_nobody_there_is_an_outage(clock: Clock) -> None:
    pace = Pace(clock.now)
    async with Wire(
        "http://127.0.0.1:9", contact="", now=clock.now, pace=pace, name="Example", sleep=clock.sleep
    ) as wire:
        with pytest.raises(FeedUnavailable, match="did not answer /list: All connection attempts failed"):
            await wire.get("/list")


async def test_silence_is_an_outage(clock: Clock) -> None:
    def stay_silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    async with Wire(
        "http://example.org",
        contact="",
        now=clock.now,
        pace=Pace(clock.now),
        name="Example",
        sleep=clock.sleep,
        transport=httpx.MockTransport(stay_silent),
    ) as wire:
        with pytest.raises(FeedUnavailable, match="did not answer /list: ReadTimeout"):
            await wire.get("/list")


async def test_a_body_that_breaks_off_is_asked_for_again(wire: Wire, stub: Stub) -> None:
    answers = [reply("half", length=8), reply(gzip.compress(b"whole"), headers={"Content-Encoding": "gzip"})]
    stub.script = lambda _: answers.pop(0)
    assert (await wire.get("/")).body == b"whole"


async def test_a_damaged_compression_is_an_outage(wire: Wire, stub: Stub) -> None:
    stub.script = lambda _: reply("plain", headers={"Content-Encoding": "gzip"})
    with pytest.raises(FeedUnavailable, match="did not answer"):
        await wire.get("/")


async def test_a_body_without_end_is_cut_off(wire: Wire, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "MAX_BODY", 2**20)
    stub.script = lambda _: reply(gzip.compress(bytes(2**21)), headers={"Content-Encoding": "gzip"})
    with pytest.raises(FeedChanged, match="more than 1 MB"):
        await wire.get("/")
    assert len(stub.requests) == 1, "asking again would be no better"


async def test_a_short_wait_is_sat_out(wire: Wire, stub: Stub, clock: Clock) -> None:
    answers = [
        reply("", 429, {"Retry-After": "7"}),
        reply("", 429, {"RateLimit": '"api";r=0;t=4'}),
        reply("now"),
    ]
    stub.script = lambda _: answers.pop(0)
    assert (await wire.get("/")).body == b"now"
    assert clock.slept == [7, 5]


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "120"}, timedelta(seconds=120)),
        (429, {"Retry-After": "Fri, 12 Jun 2026 16:05:00 GMT"}, timedelta(minutes=5)),
        (429, {}, wires.UNSPOKEN_WAIT),
        (503, {"Retry-After": "300"}, timedelta(minutes=5)),
        (403, {}, wires.BARRED_WAIT),
    ],
)
async def test_a_long_wait_is_told_and_nothing_leaves_before_its_end(
    *, wire: Wire, stub: Stub, clock: Clock, status: int, headers: dict[str, str], wait: timedelta
) -> None:
    stub.script = lambda _: reply("", status, headers)
    started = clock.at
    for path in ("/", "/other"):
        with pytest.raises(FeedUnavailable) as raised:
            await wire.get(path)
        assert raised.value.retry_at == started + wait
    assert len(stub.requests) == 1
    assert not clock.slept
    stub.script = lambda _: reply("again")
    clock.at = started + wait
    assert (await wire.get("/")).body == b"again"


async def test_the_refusal_that_began_a_wait_is_named(wire: Wire, stub: Stub) -> None:
    stub.script = lambda _: reply("", 429, {"Retry-After": "120"})
    with pytest.raises(FeedUnavailable, match="429 Too Many Requests: on hold until 16:02:00 UTC"):
        await wire.get("/")
    with pytest.raises(FeedUnavailable, match="asked us to wait before: on hold until 16:02:00 UTC"):
        await wire.get("/")


async def test_a_redirect_at_home_is_followed(wire: Wire, stub: Stub) -> None:
    stub.script = lambda request: (
        reply("there") if request.path == "/new" else reply("", 308, {"Location": "/new?p=1"})
    )
    assert (await wire.get("/old")).body == b"there"
    assert [one.target for one in stub.requests] == ["/base/old", "/new?p=1"]


@pytest.mark.parametrize(
    "location",
    [
        "http://elsewhere.example/",
        "//elsewhere.example/",
        "http://127.0.0.1:1/",
        "ftp://127.0.0.1/",
        "",
        "http://[",
    ],
)
async def test_a_redirect_elsewhere_is_not_followed(wire: Wire, stub: Stub, location: str) -> None:
    stub.script = lambda _: reply("", 302, {"Location": location})
    with pytest.raises(FeedChanged, match="with 302, leading to"):
        await wire.get("/old")
    assert len(stub.requests) == 1


async def test_a_redirect_to_the_safe_form_of_the_same_host_is_followed(clock: Clock) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(200, text="safe")
        return httpx.Response(301, headers={"Location": "https://example.org/a"})

    async with Wire(
        "http://example.org",
        contact="",
        now=clock.now,
        pace=Pace(clock.now),
        name="Example",
        transport=httpx.MockTransport(answer),
    ) as wire:
        assert (await wire.get("/a")).body == b"safe"


async def test_redirects_in_a_circle_end(wire: Wire, stub: Stub) -> None:
    stub.script = lambda request: reply("", 302, {"Location": "/b" if request.path == "/a" else "/a"})
    with pytest.raises(FeedChanged, match="without end"):
        await wire.get("/a")
    assert len(stub.requests) == wires.MAX_REDIRECTS + 1


async def test_what_has_not_changed_is_not_sent_again(wire: Wire, stub: Stub) -> None:
    def answer(request: Request) -> bytes:
        if request.headers.get("if-none-match") == 'W/"1"':
            return reply("", 304)
        return reply("long", headers={"ETag": 'W/"1"', "Link": '<x?p=1>; rel="next"'})

    stub.script = answer
    first, second = await wire.get("/a"), await wire.get("/a")
    assert first == second
    assert second.has_next
    assert "if-none-match" not in stub.requests[0].headers
    await wire.get("/b")
    assert "if-none-match" not in stub.requests[2].headers, "each address has its own"


async def test_a_changed_answer_replaces_the_remembered_one(wire: Wire, stub: Stub) -> None:
    stub.script = lambda _: reply("old", headers={"Last-Modified": "Fri, 12 Jun 2026 16:00:00 GMT"})
    await wire.get("/a")
    stub.script = lambda _: reply("new")
    assert (await wire.get("/a")).body == b"new"
    assert stub.requests[1].headers["if-modified-since"] == "Fri, 12 Jun 2026 16:00:00 GMT"
    await wire.get("/a")
    assert "if-modified-since" not in stub.requests[2].headers


async def test_little_is_remembered(wire: Wire, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "_REMEMBERED_BYTES", 1_000)
    stub.script = lambda request: reply("x" * int(request.query["size"]), headers={"ETag": '"1"'})
    for size in (1_001, 400, 401, 402):
        await wire.get("/", {"size": str(size)})
    assert [len(one.body) for one in wire._known.values()] == [401, 402]


async def test_few_requests_are_under_way_at_once(wire: Wire, stub: Stub) -> None:
    stub.delay_s = 0.02
    await asyncio.gather(*(wire.get("/", {"n": str(n)}) for n in range(12)))
    assert stub.open_most == 4


@pytest.mark.parametrize(
    ("link", "has_next"),
    [
        ('<https://x/?p=1>; rel="next"', True),
        ("<https://x/?p=1>; rel=next", True),
        ("<https://x/?p=1>; rel='next'", True),
        ('<https://x/?p=0>; rel="prev", <https://x/?p=2>; rel="next"', True),
        ('<https://x/?p=0>; rel="prev"', False),
        ("", False),
    ],
)
def test_a_next_page_is_announced_in_each_form(link: str, has_next: bool) -> None:  # noqa: FBT001 - a column
    assert Reply(200, {"link": link}, b"").has_next is has_next
