"""The invented week on the calendar: pure, for any instant."""

import json
import re
import xml.etree.ElementTree as ET  # the text parsed is our own
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import calendar
from bot.domain.arxiv_ids import parse_id
from bot.playground.sample.atom import query_feed
from bot.playground.sample.item import item, paper
from bot.playground.sample.manuscripts import Manuscript, read_week
from bot.playground.sample.query import BadQueryError, read_page
from bot.playground.sample.week import Placed, feed_day, find, open_days, opens_at, place

NOW = datetime(2026, 6, 10, 14, 0, tzinfo=UTC)  # a Wednesday
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"

instants = st.datetimes(datetime(2025, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def everyone() -> list[Manuscript]:
    return [one for day in read_week() for one in day]


def items(now: datetime = NOW, **query: str) -> list[dict[str, object]]:
    return [item(one, now) for one in read_page(query, now).placed]


def titled(part: str) -> Placed:
    return next(one for n in range(5) for one in place(date(2026, 6, 1 + n)) if part in one.manuscript.title)


def test_the_week_has_five_papers_a_day_and_no_title_twice() -> None:
    assert [len(day) for day in read_week()] == [5, 5, 5, 5, 5]
    assert len({one.title for one in everyone()}) == 25


def test_every_abstract_is_as_long_as_a_real_one_and_carries_figures() -> None:
    for one in everyone():
        assert 90 <= len(one.abstract.split()) <= 220, one.title
        assert len(re.findall(r"\d[\d.,]*", one.abstract)) >= 6, one.title


def test_the_one_line_summary_is_short_and_says_no_number_that_the_abstract_lacks() -> None:
    def numbers(text: str) -> set[str]:
        return set(re.findall(r"\d+(?:[.,]\d+)*", text))

    told = [one for one in everyone() if one.ai_summary]
    assert len(told) == 17
    for one in told:
        assert one.ai_summary is not None
        assert len(one.ai_summary) <= 220
        assert numbers(one.ai_summary) <= numbers(one.abstract) | numbers(one.title), one.title


def test_some_papers_lack_what_is_optional() -> None:
    assert sum(one.code is not None for one in everyone()) == 12
    assert sum(one.organization is not None for one in everyone()) == 14


def test_the_hard_spellings_are_all_there() -> None:
    text = " ".join(f"{one.title} {one.abstract}" for one in everyone())
    for spelling in (
        *("1.3B", "120K examples", "62.4%", "3.1x faster", "±", "41–58%", "twelve languages"),
        *(r"$O(n \log n)$", "Kestrel-7B-v2", "et al.", "e.g.,", "i.e.,", "vs.", "&", "<2 Bits", "écriture"),
    ):
        assert spelling in text, spelling
    assert re.search(r"\d\.\d+\. [A-Z]", text), "no decimal at the end of a sentence"
    assert sorted(len(one.authors) for one in everyone())[::24] == [1, 40]
    assert max(len(one.title) for one in everyone()) > 200


def test_some_votes_are_tied_inside_a_day_and_stay_tied_while_they_grow() -> None:
    tied = [place(date(2026, 6, 2))[n] for n in (0, 1)]
    assert {one.votes(NOW) for one in tied} == {tied[0].votes(NOW)}
    assert tied[0].manuscript.comments < tied[1].manuscript.comments


def test_links_lead_nowhere_real() -> None:
    for one in everyone():
        if one.code:
            assert one.code.url.startswith("https://github.com/paperboy--sample/")
        if one.project_url:
            assert re.match(r"https://[a-z-]+\.example/", one.project_url)


def test_an_item_has_the_shape_of_the_real_feed() -> None:
    one = items(date="2026-06-08")[0]
    inner = one["paper"]
    assert isinstance(inner, dict)
    assert set(one) == {
        *("paper", "publishedAt", "title", "summary", "mediaUrls", "thumbnail", "numComments"),
        *("submittedBy", "organization", "isAuthorParticipating"),
    }
    assert set(inner) == {
        *("id", "authors", "mediaUrls", "publishedAt", "submittedOnDailyAt", "title", "submittedOnDailyBy"),
        *("summary", "upvotes", "discussionId", "projectPage", "githubRepo", "githubRepoAddedBy"),
        *("ai_summary", "ai_keywords", "githubStars", "organization"),
    }
    assert len(inner["authors"]) == 40
    assert inner["submittedOnDailyAt"] == "2026-06-08T01:30:00.000Z"
    assert inner["publishedAt"] == "2026-06-06T00:00:00.000Z"
    assert one["publishedAt"] == "2026-06-05T20:00:00.000Z", "the outer one is wrong by New York's four hours"


def test_what_a_paper_lacks_is_absent_and_not_null() -> None:
    inner = paper(titled("Exact Top-$k$"), NOW)
    assert not {
        "ai_summary",
        "ai_keywords",
        "githubRepo",
        "githubStars",
        "projectPage",
        "organization",
    } & set(inner)
    assert None not in inner.values()


@pytest.mark.recorded
def test_no_field_is_unknown_to_the_recorded_feed(recorded_items: list[dict[str, object]]) -> None:
    def fields(many: list[dict[str, object]], inner: str) -> set[str]:
        found: set[str] = set()
        for one in many:
            part = one[inner] if inner else one
            assert isinstance(part, dict)
            found |= set(part)
        return found

    ours = items(week="2026-W22")
    for part in ("", "paper", "submittedBy"):
        assert fields(ours, part) <= fields(recorded_items, part), part


@pytest.fixture
def recorded_items() -> list[dict[str, object]]:
    folder = Path(__file__).parents[4] / "shared/data/hf/daily-1530utc"
    files = sorted(folder.glob("2026-05-*.json"))
    if not files:
        pytest.skip("the recorded days are not here")
    return [one for file in files for one in json.loads(file.read_text())]


def test_every_week_of_the_past_year_has_twenty_five_papers() -> None:
    for back in range(1, 53):
        year, week, _ = (NOW - timedelta(weeks=back)).isocalendar()
        ids = {one.id for one in read_page({"week": f"{year}-W{week:02d}", "limit": "100"}, NOW).placed}
        assert len(ids) == 25, (year, week)


def test_no_two_lists_of_a_year_share_an_id_and_every_id_is_one_of_arxivs_form() -> None:
    placed = [one for day in open_days(NOW) for one in place(day)]
    ids = {one.id for one in placed}
    assert len(ids) == len(placed) > 1300
    assert all((found := parse_id(one)) and found.base == one and found.version is None for one in ids)


def test_an_id_is_stable_while_time_passes() -> None:
    day = {"date": "2026-06-08"}
    assert {one.id for one in read_page(day, NOW).placed} == {
        one.id for one in read_page(day, NOW + timedelta(days=200)).placed
    }


def test_the_same_text_comes_back_next_week_under_another_id() -> None:
    one, other = place(date(2026, 6, 1))[0], place(date(2026, 6, 8))[0]
    assert one.manuscript is other.manuscript
    assert one.id != other.id


@given(instants)
def test_the_open_day_is_answered_and_the_day_after_refused(now: datetime) -> None:
    newest = feed_day(now)
    expected = 5 if newest.isoweekday() <= 5 else 0
    assert len(read_page({"date": newest.isoformat()}, now).placed) == expected
    assert read_page({}, now) == read_page({"date": newest.isoformat()}, now)
    with pytest.raises(BadQueryError):
        read_page({"date": (newest + timedelta(days=1)).isoformat()}, now)


@given(instants)
def test_the_stand_in_and_the_bot_agree_about_the_feeds_day(now: datetime) -> None:
    assert feed_day(now) == calendar.feed_day(now)
    assert opens_at(feed_day(now)) == calendar.opens_at(feed_day(now)) <= now


@given(instants, st.integers(0, 371))
def test_a_listed_paper_was_submitted_on_its_day_and_before_now(now: datetime, back: int) -> None:
    day = feed_day(now) - timedelta(days=back)
    for one in place(day):
        inner = item(one, now)["paper"]
        assert inner["submittedOnDailyAt"][:10] == day.isoformat()
        assert one.published_at < one.submitted_at <= now
        assert find(one.id, now) == one


@given(
    instants, st.timedeltas(timedelta(), timedelta(days=20)), st.timedeltas(timedelta(), timedelta(days=5))
)
def test_votes_never_fall_and_settle_after_two_weeks(now: datetime, age: timedelta, more: timedelta) -> None:
    for one in place(feed_day(now)):
        at = one.submitted_at + age
        assert one.votes(at) <= one.votes(at + more) <= one.manuscript.votes
        assert one.votes(one.submitted_at + timedelta(days=14)) == one.manuscript.votes


def test_an_afternoon_has_about_half_as_many_votes_again_as_the_morning() -> None:
    morning, afternoon = (
        sum(one.votes(datetime(2026, 6, 10, *at, tzinfo=UTC)) for one in place(date(2026, 6, 10)))
        for at in ((8, 0), (15, 30))
    )
    assert 1.2 < afternoon / morning < 1.8


def test_saturday_and_sunday_are_empty() -> None:
    assert items(date="2026-06-06") == items(date="2026-06-07") == []


def test_days_out_of_reach_are_empty() -> None:
    assert items(date="2023-06-07") == items(week="2023-W20") == items(month="2022-01") == []


def test_an_open_week_and_month_end_with_the_open_day() -> None:
    assert len(items(week="2026-W24")) == 15
    assert len(items(month="2026-06", limit="100")) == 25, "each paper once"
    assert items(week="2026-W25") == []


def test_a_year_of_fifty_three_weeks_has_its_last_week_by_days_only() -> None:
    later = datetime(2027, 1, 20, tzinfo=UTC)
    with pytest.raises(BadQueryError):
        read_page({"week": "2026-W53"}, later)
    days = [f"2026-12-{n}" for n in (28, 29, 30, 31)] + ["2027-01-01"]
    assert len({one.id for day in days for one in read_page({"date": day}, later).placed}) == 25


def test_lists_are_sorted_by_votes() -> None:
    votes = [one.votes(NOW) for one in read_page({"week": "2026-W23"}, NOW).placed]
    assert votes == sorted(votes, reverse=True)
    assert len(set(votes)) < len(votes)


def test_a_weeks_order_is_not_the_order_of_its_first_days() -> None:
    early, late = (
        [one.id for one in read_page({"week": "2026-W23"}, at).placed]
        for at in (datetime(2026, 6, 6, 8, tzinfo=UTC), datetime(2026, 6, 25, tzinfo=UTC))
    )
    assert set(early) == set(late)
    assert early != late


@given(st.integers(1, 100))
def test_pages_add_up_to_the_list(limit: int) -> None:
    whole = read_page({"week": "2026-W23"}, NOW).placed
    found: list[Placed] = []
    for number in range(30):
        page = read_page({"week": "2026-W23", "p": str(number), "limit": str(limit)}, NOW)
        assert page.has_next == (len(found) + len(page.placed) < len(whole))
        found += page.placed
        if not page.placed:
            break
    assert tuple(found) == whole


@pytest.mark.parametrize(
    "query",
    [
        {"date": "yesterday"},
        {"date": "20260608"},
        {"date": "2026-W24-1"},
        {"date": "2026-02-30"},
        {"date": ""},
        {"date": "0000-01-01"},
        {"date": "9999-12-31"},
        {"date": "２０２６-06-08"},
        {"week": "2026-W00"},
        {"week": "2026-W53"},
        {"week": "2026-24"},
        {"month": "2026-13"},
        {"month": "2026-6"},
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "ten"},
        {"limit": "-1"},
        {"p": "-1"},
        {"p": "1.5"},
    ],
)
def test_a_malformed_query_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadQueryError):
        read_page(query, NOW)


@pytest.mark.parametrize(("month", "count"), [("2026-05", 25), ("2026-06", 25), ("2025-02", 0)])
def test_a_month_names_no_paper_twice_and_each_with_its_most_votes(month: str, count: int) -> None:
    listed = [one for day in open_days(NOW) if f"{day}".startswith(month) for one in place(day)]
    told = read_page({"month": month, "limit": "100"}, NOW).placed
    assert len(told) == count == len({one.manuscript.title for one in told})
    assert set(told) <= set(listed)
    for one in told:
        others = [other for other in listed if other.manuscript is one.manuscript]
        best = max(others, key=lambda other: (other.votes(NOW), other.day))
        assert one == best
    assert [one.votes(NOW) for one in told] == sorted((one.votes(NOW) for one in told), reverse=True)


@given(st.dictionaries(st.sampled_from(["date", "week", "month", "p", "limit"]), st.text(max_size=12)))
def test_no_query_is_answered_with_anything_but_a_page_or_a_refusal(query: dict[str, str]) -> None:
    with suppress(BadQueryError):
        assert len(read_page(query, NOW).placed) <= 100


@pytest.mark.parametrize(
    "paper_id", ["", "9912.1", "9912.12626", "9912.12600", "2509.22622", "hep-th/9901001"]
)
def test_an_id_that_no_list_had_is_not_found(paper_id: str) -> None:
    assert find(paper_id, NOW) is None


def test_a_paper_is_not_found_before_its_day() -> None:
    tomorrow = place(date(2026, 6, 11))[0]
    assert find(tomorrow.id, NOW) is None
    assert find(tomorrow.id, NOW + timedelta(days=1)) == tomorrow


def test_arxiv_tells_the_same_paper_in_its_own_form() -> None:
    one, other = titled("Parole"), titled("Compress & Conquer")
    feed = ET.fromstring(query_feed({"id_list": f"{one.id}v1,{other.id},2509.22622,{one.id}v2"}, NOW))  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"http://arxiv.org/abs/{one.id}v1",
        f"http://arxiv.org/abs/{other.id}v1",
    ]
    assert entries[1].findtext(f"{ATOM}title") == other.manuscript.title
    assert entries[1].findtext(f"{ATOM}summary") == other.manuscript.abstract
    assert [a.findtext(f"{ATOM}name") for a in entries[0].findall(f"{ATOM}author")] == list(
        one.manuscript.authors
    )
    assert entries[0].find(f"{ARXIV}primary_category") is not None


def test_arxiv_answers_with_ten_unless_told_otherwise() -> None:
    ids = ",".join(one.id for n in range(5) for one in place(date(2026, 6, 1 + n)))
    assert query_feed({"id_list": ids}, NOW).count("<entry>") == 10
    assert query_feed({"id_list": ids, "max_results": "100"}, NOW).count("<entry>") == 25
    assert query_feed({"id_list": ids, "max_results": "100", "start": "20"}, NOW).count("<entry>") == 5
