"""The feed against recorded days, answered as the services answer."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.calendar import Edition
from bot.domain.errors import FeedChanged, FeedUnavailable, NotOpenYet
from bot.sources.arxiv import ArxivApi
from bot.sources.huggingface import HuggingFaceFeed
from bot.sources.pace import Pace
from tests.conftest import Upstream
from tests.integration.sources.loopback import Clock

pytestmark = pytest.mark.recorded
FRIDAY = Edition.parse("daily:2026-06-12")
RECORDINGS = {"daily-0800utc": time(8, tzinfo=UTC), "daily-1530utc": time(15, 30, tzinfo=UTC)}


@pytest.fixture
async def feed(upstream: Upstream, clock: Clock) -> AsyncIterator[HuggingFaceFeed]:
    arxiv = ArxivApi(
        upstream.url, "me@example.org", clock.now, Pace.for_arxiv(clock.now, clock.sleep), sleep=clock.sleep
    )
    made = HuggingFaceFeed(
        upstream.url, "me@example.org", clock.now, arxiv, sleep=clock.sleep, cached_for=timedelta(0)
    )
    yield made
    await made.close()


def recorded(file: Path) -> dict[str, dict[str, Any]]:
    return {item["paper"]["id"]: item for item in json.loads(file.read_text())}


@pytest.mark.parametrize("folder", RECORDINGS)
async def test_every_recorded_day_is_read_whole_in_order(
    feed: HuggingFaceFeed, upstream: Upstream, clock: Clock, shared: Path, folder: str
) -> None:
    files = sorted((shared / "data" / "hf" / folder).glob("*.json"))
    assert len(files) > 10
    for file in files:
        day = date.fromisoformat(file.stem)
        clock.at = datetime.combine(day, RECORDINGS[folder])
        upstream.set_now(clock.at)
        items = recorded(file)
        snapshot = await feed.read(Edition.daily(day))
        assert {one.paper.id for one in snapshot.listed} == set(items)
        assert len(snapshot.listed) == len(items)
        order = [(-one.votes, -one.comments, one.paper.id) for one in snapshot.listed]
        assert order == sorted(order)
        for one in snapshot.listed:
            item = items[one.paper.id]
            inner = item["paper"]
            assert (one.votes, one.comments) == (inner["upvotes"], item["numComments"])
            assert one.paper.title.split() == inner["title"].split()
            assert one.paper.abstract.split() == inner["summary"].split()
            assert "\n" not in one.paper.title + one.paper.abstract
            assert len(one.paper.authors) == len(inner["authors"])
            assert one.paper.published_at is not None
            assert (one.paper.ai_summary is None) == ("ai_summary" not in inner)
            assert (one.paper.code_url is None) == ("githubRepo" not in inner)
            assert (one.paper.project_url is None) == ("projectPage" not in inner)
            assert one.paper.code_stars == inner.get("githubStars")
            assert (one.paper.organization or "") == inner.get("organization", {"fullname": ""})[
                "fullname"
            ].strip()


async def test_a_week_and_a_month_hold_each_paper_of_their_days(feed: HuggingFaceFeed, shared: Path) -> None:
    files = sorted((shared / "data" / "hf" / "daily-0800utc").glob("2026-06-*.json"))
    june = {paper_id for file in files for paper_id in recorded(file)}
    week = {paper_id for file in files if file.stem >= "2026-06-08" for paper_id in recorded(file)}
    assert len(week) > 100, "more than one page"
    read = await feed.read(Edition.parse("weekly:2026-W24"))
    assert {one.paper.id for one in read.listed} == week
    assert {one.paper.id for one in (await feed.read(Edition.parse("monthly:2026-06"))).listed} == june


async def test_the_week_that_the_service_does_not_know_is_asked_for_by_days(
    feed: HuggingFaceFeed, upstream: Upstream, clock: Clock
) -> None:
    clock.at = datetime(2027, 1, 4, 3, 30, tzinfo=UTC)
    upstream.set_now(clock.at)
    assert (await feed.read(Edition.parse("weekly:2026-W53"))).is_empty
    assert [one["path"].partition("?")[2][:15] for one in upstream.log()] == [
        f"date={day}" for day in ("2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01")
    ]


async def test_weekends_are_empty_and_days_to_come_have_not_begun(
    feed: HuggingFaceFeed, upstream: Upstream, clock: Clock
) -> None:
    assert (await feed.read(Edition.parse("daily:2026-06-07"))).is_empty
    upstream.set_now(FRIDAY.opens_at - timedelta(minutes=2))  # the service's clock is a little late
    clock.at = FRIDAY.opens_at + timedelta(minutes=1)
    with pytest.raises(NotOpenYet):
        await feed.read(FRIDAY)
    with pytest.raises(NotOpenYet):
        await feed.read(FRIDAY.following)


async def test_papers_are_found_and_asked_for_with_an_honest_name(
    feed: HuggingFaceFeed, upstream: Upstream
) -> None:
    paper = await feed.find("2605.14068")
    assert paper is not None
    assert paper.title.startswith("CurveBench")
    assert await feed.find("2605.99999") is None
    assert [one["path"].partition("?")[0] for one in upstream.log()] == [
        "/api/papers/2605.14068",
        "/api/papers/2605.99999",
        "/api/query",
    ]
    assert all(one["user_agent"].endswith("(+me@example.org)") for one in upstream.log())


async def test_what_hugging_face_misses_is_found_at_arxiv(feed: HuggingFaceFeed, upstream: Upstream) -> None:
    known = await feed.find("2605.14068")
    upstream.fault("/api/papers/", status=404)
    found = await feed.find("2605.14068")
    assert known is not None
    assert found is not None
    assert (found.title, found.abstract, found.authors) == (known.title, known.abstract, known.authors)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Retry-After": "2"}, "times": 2},
        {"status": 500, "times": 2},
        {"drop": True, "times": 2},
        {"status": 200, "delay_s": 0.2},
    ],
    ids=["429", "500", "drop", "delay"],
)
async def test_a_passing_fault_is_not_felt(
    feed: HuggingFaceFeed, upstream: Upstream, fault: dict[str, Any]
) -> None:
    upstream.fault("/api/daily_papers", **fault)
    assert len((await feed.read(FRIDAY)).listed) == 35


@pytest.mark.parametrize(
    ("fault", "expected", "why"),
    [
        ({"status": 429, "headers": {"Retry-After": "900"}}, FeedUnavailable, "429"),
        ({"status": 500, "times": 9}, FeedUnavailable, "500"),
        ({"drop": True, "times": 9}, FeedUnavailable, "disconnected"),
        ({"status": 200, "body": "<html>Hello</html>"}, FeedChanged, "found a web page"),
        ({"status": 200, "body": '{"items": []}'}, FeedChanged, "found an object with items"),
        ({"status": 200, "body": '[{"id": "2606.00001"}]'}, FeedChanged, "without a usable paper"),
    ],
    ids=["429", "500", "drop", "html", "object", "shape"],
)
async def test_a_lasting_fault_is_told_and_then_forgotten(
    *,
    feed: HuggingFaceFeed,
    upstream: Upstream,
    clock: Clock,
    fault: dict[str, Any],
    expected: type[FeedUnavailable],
    why: str,
) -> None:
    upstream.fault("/api/daily_papers", **fault)
    with pytest.raises(FeedUnavailable, match=why) as raised:
        await feed.read(FRIDAY)
    assert type(raised.value) is expected
    upstream.reset()
    clock.at = raised.value.retry_at or clock.at
    assert len((await feed.read(FRIDAY)).listed) == 35


async def test_an_empty_answer_is_an_empty_list(feed: HuggingFaceFeed, upstream: Upstream) -> None:
    upstream.fault("/api/daily_papers", status=200, body="[]")
    assert (await feed.read(FRIDAY)).is_empty
