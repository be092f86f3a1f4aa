import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.domain.calendar import Edition
from bot.domain.errors import FeedChanged, FeedUnavailable, NotOpenYet
from bot.sources import huggingface
from bot.sources.arxiv import ArxivApi
from bot.sources.huggingface import HuggingFaceFeed
from bot.sources.pace import Pace
from tests.integration.sources.loopback import Clock, Request, Stub, reply

Make = Callable[..., dict[str, Any]]
FRIDAY = Edition.parse("daily:2026-06-12")
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/2601.00009v1</id><title>Only at arXiv</title><summary>Found there.</summary>
</entry></feed>"""


@pytest.fixture
async def feed(stub: Stub, clock: Clock) -> AsyncIterator[HuggingFaceFeed]:
    arxiv = ArxivApi(stub.url, "", clock.now, Pace.for_arxiv(clock.now, clock.sleep), sleep=clock.sleep)
    made = HuggingFaceFeed(stub.url, "", clock.now, arxiv, source="invented", sleep=clock.sleep)
    yield made
    await made.close()


class Pages:
    """A service that lists items by period, in pages of its own size."""

    def __init__(self, *, cap: int = 100, tells_next: bool = False) -> None:
        self.cap, self.tells_next = cap, tells_next
        self.lists: dict[str, list[dict[str, Any]] | None] = {}

    def __call__(self, request: Request) -> bytes:
        period = next(request.query[name] for name in ("date", "week", "month") if name in request.query)
        items = self.lists.get(period, [])
        if items is None:
            return reply({"error": "Invalid period"}, 400)
        limit, number = min(int(request.query["limit"]), self.cap), int(request.query["p"])
        page = items[number * limit : (number + 1) * limit]
        is_more = self.tells_next and len(items) > (number + 1) * limit
        return reply(page, headers={"Link": '</x>; rel="next"'} if is_more else {})


def ids(count: int, start: int = 1) -> list[str]:
    return [f"2601.{n:05d}" for n in range(start, start + count)]


async def test_a_list_comes_ranked_with_its_capture_time_and_source(
    feed: HuggingFaceFeed, stub: Stub, clock: Clock, item: Make
) -> None:
    pages = stub.script = Pages()
    pages.lists["2026-06-12"] = [
        item("2601.00003", 5, numComments=1),
        item("2601.00002", 5, numComments=1),
        item("2601.00004", 5, numComments=9),
        item("2601.00001", 80),
    ]
    snapshot = await feed.read(FRIDAY)
    assert [one.paper.id[-1] for one in snapshot.listed] == ["1", "4", "2", "3"]
    assert (snapshot.edition, snapshot.captured_at, snapshot.source) == (FRIDAY, clock.at, "invented")
    assert snapshot.is_open
    assert stub.requests[0].query == {"date": "2026-06-12", "limit": "100", "p": "0"}


@pytest.mark.parametrize(("cap", "calls"), [(100, 4), (50, 6), (7, 37)])
async def test_all_pages_are_read_whatever_limit_the_service_keeps(
    *, feed: HuggingFaceFeed, stub: Stub, item: Make, cap: int, calls: int
) -> None:
    pages = stub.script = Pages(cap=cap)
    pages.lists["2026-06"] = [item(one) for one in ids(250)]
    snapshot = await feed.read(Edition.parse("monthly:2026-06"))
    assert [one.paper.id for one in snapshot.listed] == ids(250)
    assert len(stub.requests) == calls


async def test_a_service_that_tells_of_next_pages_is_not_asked_past_the_last(
    feed: HuggingFaceFeed, stub: Stub, item: Make
) -> None:
    pages = stub.script = Pages(tells_next=True)
    pages.lists["2026-W24"] = [item(one) for one in ids(250)]
    assert len((await feed.read(Edition.parse("weekly:2026-W24"))).listed) == 250
    assert len(stub.requests) == 3


async def test_a_paper_met_twice_counts_once_with_its_higher_votes(
    feed: HuggingFaceFeed, stub: Stub, item: Make
) -> None:
    pages = [
        [item("2601.00001", 9), item("2601.00002", 5)],
        [item("2601.00002", 6), item("2601.00003", 1)],
        [],
    ]
    stub.script = lambda request: reply(pages[int(request.query["p"])])
    snapshot = await feed.read(FRIDAY)
    assert [(one.paper.id, one.votes) for one in snapshot.listed] == [
        ("2601.00001", 9),
        ("2601.00002", 6),
        ("2601.00003", 1),
    ]


async def test_a_service_that_ignores_the_page_number_is_not_asked_for_ever(
    feed: HuggingFaceFeed, stub: Stub, item: Make
) -> None:
    stub.script = lambda _: reply([item()])
    assert len((await feed.read(FRIDAY)).listed) == 1
    assert len(stub.requests) == 2


async def test_a_list_without_end_is_a_changed_shape(feed: HuggingFaceFeed, stub: Stub, item: Make) -> None:
    stub.script = lambda request: reply([item(ids(1, start=int(request.query["p"]))[0])])
    with pytest.raises(FeedChanged, match="goes on after 40 pages"):
        await feed.read(FRIDAY)
    assert len(stub.requests) == huggingface.MAX_PAGES


async def test_a_day_without_papers_is_an_empty_list(feed: HuggingFaceFeed, stub: Stub) -> None:
    assert (await feed.read(Edition.parse("daily:2026-06-06"))).is_empty
    assert len(stub.requests) == 1


async def test_broken_items_are_left_out_with_one_warning(
    *, feed: HuggingFaceFeed, stub: Stub, item: Make, caplog: pytest.LogCaptureFixture
) -> None:
    pages = stub.script = Pages(cap=2)
    pages.lists["2026-06-12"] = [*(item(one) for one in ids(3)), item(paper={"summary": None}), {"a": 1}]
    caplog.set_level(logging.WARNING)
    assert len((await feed.read(FRIDAY)).listed) == 3
    (told,) = caplog.messages
    assert told == (
        "feed: daily:2026-06-12: 2 of 5 items left out: 1 without a usable paper, 1 without a usable summary"
    )


@pytest.mark.parametrize(("votes", "warnings"), [(None, 1), (0, 1), (1, 0)])
async def test_a_list_without_any_votes_is_told_to_the_operator(
    *,
    feed: HuggingFaceFeed,
    stub: Stub,
    item: Make,
    caplog: pytest.LogCaptureFixture,
    votes: int | None,
    warnings: int,
) -> None:
    pages = stub.script = Pages()
    pages.lists["2026-06-12"] = [item(one, 0) for one in ids(9)] + [item("2601.00099", votes)]
    caplog.set_level(logging.WARNING)
    assert len((await feed.read(FRIDAY)).listed) == 10
    assert caplog.text.count("none of 10 papers has a vote") == warnings


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([{"arxiv": 1}, {"arxiv": 2}], "2 items, 2 without a usable paper"),
        ({"papers": [], "next": None}, "found an object with papers, next"),
        ("<html><body>Welcome</body></html>", "found a web page"),
        ('[{"paper": {"id"', "found 16 bytes of something else, or cut short"),
        ("", "found nothing"),
    ],
)
async def test_another_shape_is_told_clearly(
    *, feed: HuggingFaceFeed, stub: Stub, answer: object, why: str
) -> None:
    stub.script = lambda _: reply(answer)
    with pytest.raises(FeedChanged, match=why):
        await feed.read(FRIDAY)


@pytest.mark.parametrize(
    ("status", "why"), [(401, "is the token still valid"), (404, "with 404"), (418, "with 418")]
)
async def test_a_refusal_is_told_clearly(feed: HuggingFaceFeed, stub: Stub, status: int, why: str) -> None:
    stub.script = lambda _: reply("", status)
    with pytest.raises(FeedUnavailable, match=why):
        await feed.read(FRIDAY)


@pytest.mark.parametrize("key", ["daily:2026-06-13", "weekly:2026-W25", "monthly:2026-07", "weekly:2026-W53"])
async def test_a_period_that_has_not_begun_is_not_asked_for(
    feed: HuggingFaceFeed, stub: Stub, key: str
) -> None:
    with pytest.raises(NotOpenYet):
        await feed.read(Edition.parse(key))
    assert not stub.requests


async def test_a_refused_day_is_early_right_after_its_beginning_and_strange_later(
    feed: HuggingFaceFeed, stub: Stub, clock: Clock
) -> None:
    stub.script = lambda _: reply({"error": "too early"}, 400)
    clock.at = FRIDAY.opens_at + timedelta(minutes=5)
    with pytest.raises(NotOpenYet):
        await feed.read(FRIDAY)
    clock.at = FRIDAY.opens_at + timedelta(minutes=20)
    with pytest.raises(FeedChanged, match="refused to list daily:2026-06-12, though the day has begun"):
        await feed.read(FRIDAY)


async def test_a_fifty_third_week_is_put_together_from_its_days(
    feed: HuggingFaceFeed, stub: Stub, clock: Clock, item: Make
) -> None:
    clock.at = datetime(2026, 12, 31, 16, tzinfo=UTC)
    pages = stub.script = Pages()
    pages.lists |= {
        "2026-W53": None,
        "2026-12-28": [item("2601.00001", 3), item("2601.00002", 90)],
        "2026-12-30": [item("2601.00003", 50), item("2601.00001", 4)],
        "2026-12-31": [item("2601.00004", 1)],
        "2027-01-01": [item("2601.00005", 99)],
    }
    snapshot = await feed.read(Edition.parse("weekly:2026-W53"))
    assert [(one.paper.id[-1], one.votes) for one in snapshot.listed] == [
        ("2", 90),
        ("3", 50),
        ("1", 4),
        ("4", 1),
    ]
    asked = {request.query.get("date") for request in stub.requests}
    assert asked == {"2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"}, "only days that have begun"


@pytest.mark.parametrize("key", ["weekly:2026-W24", "monthly:2026-06"])
async def test_a_refused_period_that_has_begun_is_put_together_from_its_days(
    *, feed: HuggingFaceFeed, stub: Stub, item: Make, key: str
) -> None:
    pages = stub.script = Pages()
    edition = Edition.parse(key)
    pages.lists |= {
        edition.period: None,
        "2026-06-08": [item("2601.00001")],
        "2026-06-12": [item("2601.00002", 8)],
    }
    assert [one.paper.id[-1] for one in (await feed.read(edition)).listed] == ["2", "1"]


async def test_a_week_with_a_day_that_fails_fails(feed: HuggingFaceFeed, stub: Stub, item: Make) -> None:
    stub.script = lambda request: (
        reply([], 400) if request.query.get("date", "2026-06-10") == "2026-06-10" else reply([])
    )
    with pytest.raises(FeedUnavailable, match="2026-06-10"):
        await feed.read(Edition.parse("weekly:2026-W24"))


async def test_a_burst_of_readers_costs_one_reading(
    feed: HuggingFaceFeed, stub: Stub, clock: Clock, item: Make
) -> None:
    stub.delay_s = 0.02
    stub.script = lambda request: reply([item()] if request.query["p"] == "0" else [])
    snapshots = await asyncio.gather(*(feed.read(FRIDAY) for _ in range(50)))
    assert len(stub.requests) == 2
    clock.at += timedelta(seconds=59)
    assert await feed.read(FRIDAY) == snapshots[49]
    assert len(stub.requests) == 2
    clock.at += timedelta(seconds=1)
    assert (await feed.read(FRIDAY)).captured_at == clock.at
    assert len(stub.requests) == 4


async def test_a_reader_who_leaves_takes_nobody_along(feed: HuggingFaceFeed, stub: Stub, item: Make) -> None:
    stub.delay_s = 0.05
    stub.script = lambda request: reply([item()] if request.query["p"] == "0" else [])
    first, second = (asyncio.create_task(feed.read(FRIDAY)) for _ in range(2))
    await asyncio.wait_for(stub.arrived.wait(), 5)
    first.cancel()
    assert len((await second).listed) == 1


async def test_a_failure_is_not_remembered(feed: HuggingFaceFeed, stub: Stub, item: Make) -> None:
    stub.script = lambda _: reply({})
    with pytest.raises(FeedChanged):
        await feed.read(FRIDAY)
    stub.script = lambda _: reply([item()])
    assert len((await feed.read(FRIDAY)).listed) == 1


async def test_an_answer_that_drips_is_given_up(
    feed: HuggingFaceFeed, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface, "LIST_DEADLINE_S", 0.05)
    stub.delay_s = 0.3
    with pytest.raises(FeedUnavailable, match="no complete answer about the list of daily:2026-06-12"):
        await feed.read(FRIDAY)


async def test_a_paper_is_found_where_hugging_face_knows_it(
    feed: HuggingFaceFeed, stub: Stub, item: Make
) -> None:
    stub.script = lambda _: reply(item("hep-th/9901001")["paper"])
    paper = await feed.find("hep-th/9901001")
    assert paper is not None
    assert paper.authors == ("Ada Example",)
    assert [one.path for one in stub.requests] == ["/api/papers/hep-th/9901001"]


async def test_a_paper_that_only_arxiv_knows_is_found_there(feed: HuggingFaceFeed, stub: Stub) -> None:
    stub.script = lambda request: reply(ATOM) if request.path == "/api/query" else reply("", 404)
    paper = await feed.find("2601.00009")
    assert paper is not None
    assert paper.title == "Only at arXiv"
    assert stub.requests[-1].query == {"id_list": "2601.00009", "max_results": "1"}
    assert await feed.find("2601.00010") is None


async def test_without_arxiv_an_unknown_paper_is_unknown(stub: Stub, clock: Clock) -> None:
    feed = HuggingFaceFeed(stub.url, "", clock.now, None)
    stub.script = lambda _: reply("", 404)
    assert await feed.find("2601.00009") is None
    await feed.close()


@pytest.mark.parametrize("text", ["", "hello", "../models", "2601.00001/../../x"])
async def test_what_is_no_id_is_not_asked_for(feed: HuggingFaceFeed, stub: Stub, text: str) -> None:
    assert await feed.find(text) is None
    assert not stub.requests


@pytest.mark.parametrize("status", [400, 401, 500])
async def test_a_failure_is_no_absence(feed: HuggingFaceFeed, stub: Stub, status: int) -> None:
    stub.script = lambda _: reply("", status)
    with pytest.raises(FeedUnavailable):
        await feed.find("2601.00009")
    assert all(one.path.startswith("/api/papers/") for one in stub.requests)


async def test_a_failure_of_arxiv_is_no_absence(feed: HuggingFaceFeed, stub: Stub) -> None:
    stub.script = lambda request: reply("Rate exceeded.", 404 if "papers" in request.path else 429)
    with pytest.raises(FeedUnavailable, match=r"arXiv answered .* with 429") as raised:
        await feed.find("2601.00009")
    assert raised.value.retry_at is not None


async def test_arxiv_is_asked_once_in_three_seconds_over_all_its_hosts(stub: Stub, clock: Clock) -> None:
    pace = Pace.for_arxiv(clock.now, clock.sleep)
    hosts = [ArxivApi(stub.url, "", clock.now, pace, sleep=clock.sleep) for _ in range(2)]
    stub.script = lambda _: reply(ATOM)
    stub.delay_s = 0.01
    found = await asyncio.gather(
        *(host.find("2601.00009") for host in hosts), *(host.find("2601.00009") for host in hosts)
    )
    assert all(found)
    assert stub.open_most == 1
    assert clock.slept == [3, 3, 3]
    assert await hosts[0].find_all([]) == {}
    for host in hosts:
        await host.close()


async def test_many_papers_are_looked_up_with_one_request(stub: Stub, clock: Clock) -> None:
    api = ArxivApi(stub.url, "", clock.now, Pace.for_arxiv(clock.now))
    stub.script = lambda _: reply(ATOM)
    assert list(await api.find_all(["2601.00009", "2601.00010"])) == ["2601.00009"]
    assert stub.requests[0].query == {"id_list": "2601.00009,2601.00010", "max_results": "2"}
    await api.close()


async def test_a_token_goes_to_hugging_face_and_not_to_arxiv(clock: Clock) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(404 if request.url.host == "hf.example" else 200, text=ATOM)

    transport = httpx.MockTransport(answer)
    arxiv = ArxivApi("https://arxiv.example", "", clock.now, Pace.for_arxiv(clock.now), transport=transport)
    feed = HuggingFaceFeed("https://hf.example", "", clock.now, arxiv, token="hf_secret", transport=transport)
    assert await feed.find("2601.00009") is not None
    assert [("authorization" in one.headers) for one in seen] == [True, False]
    assert "hf_secret" not in repr(vars(feed))
    await feed.close()
