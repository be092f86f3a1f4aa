"""The feed reads the invented week of the playground like the real service."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.calendar import Edition
from bot.playground.papers import SampleWeek
from bot.sources.arxiv import ArxivApi
from bot.sources.huggingface import HuggingFaceFeed
from bot.sources.pace import Pace
from tests.integration.sources.loopback import Clock


@pytest.fixture
async def feed(clock: Clock) -> AsyncIterator[HuggingFaceFeed]:
    week = SampleWeek(clock.now)
    url = await week.start()
    arxiv = ArxivApi(url, "", clock.now, Pace.for_arxiv(clock.now, clock.sleep))
    made = HuggingFaceFeed(url, "", clock.now, arxiv, source="sample")
    yield made
    await made.close()
    await week.stop()


@pytest.mark.parametrize("key", ["daily:2026-06-11", "weekly:2026-W24", "monthly:2026-06"])
async def test_lists_of_the_sample_week_are_whole(feed: HuggingFaceFeed, clock: Clock, key: str) -> None:
    clock.at = datetime(2026, 6, 12, 16, tzinfo=UTC)
    snapshot = await feed.read(Edition.parse(key))
    assert len(snapshot.listed) >= 5
    assert snapshot.source == "sample"
    paper = snapshot.listed[0].paper
    found = await feed.find(paper.id)
    assert found == paper


async def test_the_sample_week_has_a_fifty_third_week(feed: HuggingFaceFeed, clock: Clock) -> None:
    clock.at = datetime(2027, 1, 4, 4, tzinfo=UTC)
    week = await feed.read(Edition.parse("weekly:2026-W53"))
    clock.at += timedelta(minutes=1)
    friday = await feed.read(Edition.parse("daily:2027-01-01"))
    assert {one.paper.id for one in friday.listed} <= {one.paper.id for one in week.listed}
    assert not week.is_open
