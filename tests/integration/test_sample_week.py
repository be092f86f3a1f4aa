"""The sample week over HTTP, as a client sees it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.domain.documents import Document, Table
from bot.domain.plain_text import flatten
from bot.playground.papers import SampleWeek
from bot.sources.latexml import read_latexml

START = datetime(2026, 6, 10, 14, 0, tzinfo=UTC)


class Clock:
    """A time that stands until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def week(clock: Clock) -> AsyncIterator[SampleWeek]:
    week = SampleWeek(clock.now, calls_a_window=60)
    yield week
    await week.stop()


@pytest.fixture
async def client(week: SampleWeek) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=await week.start(), headers={"User-Agent": "reader/1"}) as client:
        yield client


async def test_a_day_is_read_like_the_real_feed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/daily_papers", params={"date": "2026-06-09"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    votes = [one["paper"]["upvotes"] for one in answer.json()]
    assert len(votes) == 5
    assert votes == sorted(votes, reverse=True)
    assert all("upvotes" not in one and "numComments" not in one["paper"] for one in answer.json())


async def test_links_lead_from_page_to_page_until_there_is_no_next(client: httpx.AsyncClient) -> None:
    url: str | None = "/api/daily_papers?week=2026-W23&limit=10"
    ids: list[str] = []
    pages = 0
    while url is not None:
        answer = await client.get(url)
        ids += [one["paper"]["id"] for one in answer.json()]
        url = answer.links["next"]["url"] if "next" in answer.links else None
        pages += 1
    assert pages == 3
    assert len(set(ids)) == len(ids) == 25
    beyond = await client.get("/api/daily_papers?week=2026-W23&limit=10&p=3")
    assert beyond.json() == []


@pytest.mark.parametrize("query", ["date=2026-06-11", "date=soon", "limit=101", "week=2026-W53", "p=x"])
async def test_what_the_feed_refuses_is_a_400_with_a_reason(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/api/daily_papers?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_the_day_rolls_at_half_past_nine_in_new_york(client: httpx.AsyncClient, clock: Clock) -> None:
    clock.at = datetime(2026, 6, 11, 1, 29, 59, tzinfo=UTC)
    assert (await client.get("/api/daily_papers?date=2026-06-11")).status_code == 400
    clock.at += timedelta(seconds=1)
    answer = await client.get("/api/daily_papers?date=2026-06-11")
    assert (answer.status_code, len(answer.json())) == (200, 5)


async def test_every_paper_of_a_list_has_its_object_its_page_and_its_arxiv_entry(
    client: httpx.AsyncClient,
) -> None:
    listed = (await client.get("/api/daily_papers?week=2026-W23")).json()
    ids = [one["paper"]["id"] for one in listed]
    for one in listed:
        assert (await client.get(f"/api/papers/{one['paper']['id']}")).json() == one["paper"]
    entries = await client.get("/api/query", params={"id_list": ",".join(ids), "max_results": 50})
    assert entries.headers["content-type"].startswith("application/atom+xml")
    assert entries.text.count("<entry>") == 25
    page = await client.get(f"/papers/{ids[0]}")
    assert page.status_code == 200
    assert "<h1>" in page.text


async def test_a_title_is_escaped_on_its_page(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/daily_papers?date=2026-06-09")).json()
    paper_id = next(one["paper"]["id"] for one in listed if "<2" in one["title"])
    assert (
        "Compress &amp; Conquer: Key-Value Caches at &lt;2 Bits"
        in (await client.get(f"/papers/{paper_id}")).text
    )


async def test_unknown_papers_and_all_pdfs_are_not_found(client: httpx.AsyncClient) -> None:
    known = (await client.get("/api/daily_papers")).json()[0]["paper"]["id"]
    unknown = await client.get("/api/papers/2509.22622")
    assert (unknown.status_code, unknown.json()) == (404, {"error": "Paper not found"})
    for path in (
        "/papers/hep-th/9901001",
        f"/html/{known}v2",
        "/html/2509.22622",
        f"/pdf/{known}",
        "/elsewhere",
    ):
        assert (await client.get(path)).status_code == 404, path
    assert "<script" not in (await client.get("/html/<script>")).text


async def test_every_paper_has_a_full_text_that_is_read_like_arxivs(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/daily_papers?week=2026-W23")).json()
    lengths = set()
    for one in listed:
        answer = await client.get(f"/html/{one['paper']['id']}")
        document = read_latexml(answer.content, one["paper"]["id"])
        assert isinstance(document, Document), one["title"]
        titles = " ".join(section.title for section in document.sections)
        assert all(word in titles for word in ("Abstract", "Introduction", "Results", "Limitations"))
        assert (document.version, document.licence) == (1, "CC BY 4.0")
        assert document.dated == datetime.fromisoformat(one["paper"]["publishedAt"]).date()
        assert sum(isinstance(block, Table) for section in document.sections for block in section.blocks) == 1
        assert (await client.get(f"/html/{one['paper']['id']}v1")).content == answer.content
        lengths.add(len(flatten(document).text))
    assert len(lengths) > 20
    assert min(lengths) > 5_200, "arXiv's failed conversions are shorter than that"


async def test_the_maths_and_the_signs_of_an_abstract_survive_its_page(client: httpx.AsyncClient) -> None:
    for one in (await client.get("/api/daily_papers?week=2026-W23")).json():
        page = await client.get(f"/html/{one['paper']['id']}")
        document = read_latexml(page.content, one["paper"]["id"])
        assert isinstance(document, Document)
        assert one["summary"] in flatten(document).text


async def test_arxiv_refuses_a_count_that_is_none(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/query?id_list=9912.12601&max_results=many")).status_code == 400


async def test_calls_are_counted_in_windows_of_five_minutes(client: httpx.AsyncClient, clock: Clock) -> None:
    first = await client.get("/api/daily_papers")
    assert first.headers["ratelimit"] == '"api";r=59;t=300'
    for _ in range(59):
        await client.get("/api/daily_papers?limit=0")
    clock.at += timedelta(seconds=299)
    refused = await client.get("/api/papers/9912.12601")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert (await client.get("/api/query?id_list=9912.12601")).status_code == 200, "arXiv counts apart"
    clock.at += timedelta(seconds=1)
    assert (await client.get("/api/daily_papers")).headers["ratelimit"] == '"api";r=59;t=300'


async def test_a_planted_answer_comes_as_often_as_it_was_planted(
    client: httpx.AsyncClient, week: SampleWeek
) -> None:
    week.plant("/api/daily_papers", status=429, headers={"Retry-After": "2"}, times=2)
    week.plant("/api/daily_papers", body="<html>sorry</html>", headers={"Content-Type": "text/html"})
    for _ in range(2):
        answer = await client.get("/api/daily_papers")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert (await client.get("/api/papers/9912.12601")).status_code == 200, "another path"
    answer = await client.get("/api/daily_papers")
    assert (answer.status_code, answer.text) == (200, "<html>sorry</html>")
    assert answer.headers["content-type"] == "text/html"
    assert len((await client.get("/api/daily_papers")).json()) == 5


async def test_a_planted_drop_hangs_up(client: httpx.AsyncClient, week: SampleWeek) -> None:
    week.plant("/api/", drop=True)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await client.get("/api/daily_papers")
    assert (await client.get("/api/daily_papers")).status_code == 200


async def test_a_planted_delay_is_followed_by_the_true_answer(
    client: httpx.AsyncClient, week: SampleWeek
) -> None:
    week.plant("/api/daily_papers", delay_s=0.3, headers={"X-Late": "yes"}, times=2)
    with pytest.raises(httpx.ReadTimeout):
        await client.get("/api/daily_papers", timeout=0.1)
    answer = await client.get("/api/daily_papers")
    assert (len(answer.json()), answer.headers["x-late"]) == (5, "yes")


async def test_the_journal_tells_who_asked_for_what_and_when(
    client: httpx.AsyncClient, week: SampleWeek
) -> None:
    week.plant("/api/daily_papers", status=503)
    await client.get("/api/daily_papers?date=2026-06-09&limit=5")
    await client.get("/nowhere")
    first, second = week.journal
    assert (first.path, dict(first.query)) == ("/api/daily_papers", {"date": "2026-06-09", "limit": "5"})
    assert (first.user_agent, first.at) == ("reader/1", START)
    assert second.path == "/nowhere"
    week.reset()
    assert week.journal == ()


async def test_a_reset_forgets_the_faults(client: httpx.AsyncClient, week: SampleWeek) -> None:
    week.plant("/", status=500, times=99)
    assert (await client.get("/api/daily_papers")).status_code == 500
    week.reset()
    assert (await client.get("/api/daily_papers")).headers["ratelimit"].startswith('"api";r=59')


async def test_it_starts_once_stops_twice_and_starts_again(week: SampleWeek) -> None:
    first = await week.start()
    with pytest.raises(RuntimeError):
        await week.start()
    port = int(first.rpartition(":")[2])
    other = SampleWeek(Clock().now)
    with pytest.raises(OSError, match="in use"):
        await other.start(port)
    await other.stop()
    await week.stop()
    await week.stop()
    assert await week.start(port) == first


async def test_stopping_does_not_wait_for_a_long_answer() -> None:
    arrived = asyncio.Event()

    def now() -> datetime:
        arrived.set()
        return START

    week = SampleWeek(now)
    week.plant("/api/daily_papers", delay_s=60)
    async with httpx.AsyncClient(base_url=await week.start()) as client, asyncio.timeout(5):
        asked = asyncio.create_task(client.get("/api/daily_papers"))
        await arrived.wait()
        await week.stop()
        with pytest.raises(httpx.TransportError):
            await asked
