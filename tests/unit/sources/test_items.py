import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FeedChanged, FeedUnavailable
from bot.domain.papers import Listed, Paper
from bot.sources.items import Broken, describe, judge, read_items, read_json, read_paper

Make = Callable[..., dict[str, Any]]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None))
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


def test_an_item_with_everything_becomes_a_paper_with_everything(item: Make) -> None:
    raw = item(
        votes=31,
        numComments=4,
        paper={
            "ai_summary": "They invent\na paper.",
            "ai_keywords": ["invention", "paper", "invention"],
            "organization": {"_id": "o", "name": "inst", "fullname": "Institute of Examples"},
            "githubRepo": "https://github.com/example/invention",
            "githubStars": 12,
            "projectPage": "https://example.org/invention",
            "authors": [{"name": "Ada Example"}, {"name": " Bo\nSample", "hidden": True}],
        },
    )
    paper = Paper(
        id="2601.00001",
        title="On the Invention of Papers 2601.00001",
        abstract="We invent a paper. It holds 3 claims.",
        authors=("Ada Example", "Bo Sample"),
        published_at=datetime(2026, 1, 2, tzinfo=UTC),
        ai_summary="They invent a paper.",
        keywords=("invention", "paper"),
        organization="Institute of Examples",
        code_url="https://github.com/example/invention",
        code_stars=12,
        project_url="https://example.org/invention",
    )
    assert read_items([raw]) == [Listed(paper, votes=31, comments=4)]


def test_optional_fields_may_be_missing_null_or_odd(item: Make) -> None:
    bare = {"paper": {"id": "2601.00001", "title": "T", "summary": "S"}}
    odd = {
        key: {"nested": ["x"]}
        for key in (
            "authors",
            "ai_summary",
            "ai_keywords",
            "githubRepo",
            "githubStars",
            "projectPage",
            "upvotes",
        )
    } | {"organization": "inst", "publishedAt": 7}
    null = dict.fromkeys([*odd, "organization", "publishedAt"])
    expected = [Listed(Paper("2601.00001", "T", "S"), 0, 0)] * 3
    several = [bare, *({"numComments": "many", "paper": {**bare["paper"], **extra}} for extra in (odd, null))]
    assert read_items(several) == expected


def test_an_organization_outside_the_paper_or_without_a_full_name_will_do(item: Make) -> None:
    outside = item(organization={"name": "inst"})
    (listed,) = read_items([outside])
    assert isinstance(listed, Listed)
    assert listed.paper.organization == "inst"


def test_title_and_abstract_outside_the_paper_will_do(item: Make) -> None:
    raw = item(title="Outer", summary="Outer too", paper={"title": None, "summary": " "})
    (listed,) = read_items([raw])
    assert isinstance(listed, Listed)
    assert (listed.paper.title, listed.paper.abstract) == ("Outer", "Outer too")


@pytest.mark.parametrize(
    ("inner", "lacks"),
    [
        ({"id": None}, "id"),
        ({"id": "2613.00001"}, "id"),
        ({"id": "see 2601.00001"}, "id"),
        ({"title": "\n"}, "title"),
        ({"summary": 7}, "summary"),
    ],
)
def test_an_item_without_id_title_or_summary_is_broken(item: Make, inner: dict[str, Any], lacks: str) -> None:
    assert read_items([item(paper=inner)]) == [Broken(lacks)]


def test_an_item_without_a_paper_is_broken(item: Make) -> None:
    assert read_items([{"id": "2601.00001"}, "text", item(paper={})])[:2] == [
        Broken("paper"),
        Broken("object"),
    ]


def test_a_few_broken_items_are_told_and_left_out(item: Make) -> None:
    items = read_items([item(), item("2601.00002"), item(paper={"id": 5}), item(paper={"title": None})])
    assert judge(items) == "2 of 4 items left out: 1 without a usable id, 1 without a usable title"
    assert judge(items[:2]) is None
    assert judge([]) is None


def test_more_broken_items_than_sound_ones_are_a_changed_shape(item: Make) -> None:
    items = read_items([item(), *(item(paper={"summary": None}) for _ in range(2))])
    with pytest.raises(FeedChanged, match=r"expected a list .* found 3 items, 2 without a usable summary"):
        judge(items)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"error": "secret text", "papers": []}, "found an object with error, papers$"),
        ({}, "found an empty object"),
        (None, "found null"),
        (True, "found a truth value"),
        (1.5, "found a number"),
        ("text", "found a text"),
        (["a", {}][:1], "found a list that holds a text"),
    ],
)
def test_another_shape_is_named_and_not_dumped(answer: object, found: str) -> None:
    with pytest.raises(FeedChanged, match=found) as raised:
        read_items(answer)
    assert "secret text" not in str(raised.value)


def test_long_or_odd_field_names_do_not_flood_the_log() -> None:
    assert len(describe({"x" * 1_000 + str(n): n for n in range(100)})) < 150
    assert describe({"a\nb": 1}) == "an empty object"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "found nothing"),
        (b"<!doctype html><p>Papers</p>", "found a web page"),
        (b'[{"paper": {"id": "26', "cut short"),
        (b"\xff\xfe\xff", "found 3 bytes"),
        (b"[" * 100_000, "found 100000 bytes"),
    ],
)
def test_what_is_no_json_is_a_changed_shape(body: bytes, found: str) -> None:
    with pytest.raises(FeedChanged, match=found):
        read_json(body)


def test_an_outage_told_by_a_web_page_is_no_changed_shape() -> None:
    with pytest.raises(FeedUnavailable, match="web page about an outage") as raised:
        read_json(b"<html><title>502 Bad Gateway</title></html>")
    assert not isinstance(raised.value, FeedChanged)


def test_a_single_paper_is_a_flat_object(item: Make) -> None:
    assert read_paper(item()["paper"]).title == "On the Invention of Papers 2601.00001"
    with pytest.raises(FeedChanged, match="without a usable id"):
        read_paper(item())
    with pytest.raises(FeedChanged, match="expected a paper, found a list"):
        read_paper([])


@given(JSON)
def test_any_json_gives_items_or_a_changed_shape(answer: object) -> None:
    try:
        judge(read_items(answer))
        read_paper(answer)
    except FeedChanged:
        pass


FIELDS = ("id", "title", "summary", "upvotes", "authors", "publishedAt", "ai_summary", "ai_keywords",
          "organization", "githubRepo", "githubStars", "projectPage")  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), JSON)
def test_any_value_in_any_field_gives_storable_papers(inner: dict[str, object], comments: object) -> None:
    sound = {"id": "2601.00001", "title": "T", "summary": "S"}
    for one in read_items([{"paper": {**sound, **inner}, "numComments": comments}]):
        if isinstance(one, Listed):
            assert 0 <= one.votes < 2**31
            assert 0 <= one.comments < 2**31
            json.dumps([one.paper.title, one.paper.abstract, one.paper.authors], ensure_ascii=False).encode()
