import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FeedChanged
from bot.sources.atom import read_entries

ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/{id}v2</id>
    <title>On the Invention of
  Papers &amp; Claims</title>
    <published>2026-01-02T18:00:00Z</published>
    <summary>  We invent a paper.
It is &lt;short&gt;. </summary>
    <arxiv:comment>3 pages</arxiv:comment>
    <author><name>Ada Example</name></author>
    <author><name>Bo Sample</name><arxiv:affiliation>Nowhere</arxiv:affiliation></author>
  </entry>"""
ERROR = """
  <entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>
  <summary>{why}</summary></entry>"""


def feed(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xmlns:arxiv="http://arxiv.org/schemas/atom"><title>arXiv Query</title>{"".join(entries)}</feed>'
    ).encode()


def test_entries_become_papers() -> None:
    first, second = read_entries(feed(ENTRY.format(id="2601.00001"), ENTRY.format(id="hep-th/9901001")))
    assert (first.id, second.id) == ("2601.00001", "hep-th/9901001")
    assert first.title == "On the Invention of Papers & Claims"
    assert first.abstract == "We invent a paper. It is <short>."
    assert first.authors == ("Ada Example", "Bo Sample")
    assert first.published_at == datetime(2026, 1, 2, 18, tzinfo=UTC)


def test_an_empty_feed_and_an_entry_without_content_hold_no_paper() -> None:
    assert read_entries(feed()) == []
    assert read_entries(feed("<entry><id>http://arxiv.org/abs/2601.00001v1</id></entry>")) == []


def test_an_id_that_arxiv_finds_malformed_is_no_paper() -> None:
    assert read_entries(feed(ERROR.format(why="incorrect id format for x"))) == []


def test_another_error_entry_is_told() -> None:
    with pytest.raises(FeedChanged, match="arXiv reports an error: max_results must be non-negative"):
        read_entries(feed(ERROR.format(why="max_results must be non-negative")))


def test_entities_and_document_types_are_refused() -> None:
    bomb = b'<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'
    with pytest.raises(FeedChanged, match="document type"):
        read_entries(bomb)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Rate exceeded.",
        b"<feed",
        feed(ENTRY)[:200],
        b"<html><p>sorry</p></html>",
        b"<rss/>",
        b'<?xml version="1.0" encoding="klingon"?><feed/>',
    ],
)
def test_what_is_no_feed_is_a_changed_shape(body: bytes) -> None:
    with pytest.raises(FeedChanged, match="expected an Atom feed"):
        read_entries(body)


@given(st.binary() | st.text().map(feed))
def test_any_bytes_give_papers_or_a_changed_shape(body: bytes) -> None:
    with contextlib.suppress(FeedChanged):
        read_entries(body)


@pytest.mark.recorded
def test_the_recorded_answer_is_understood(shared: Path) -> None:
    (file,) = shared.glob("data/arxiv/query_*.xml")
    (paper,) = read_entries(file.read_bytes())
    assert paper.id == "2605.08083"
    assert len(paper.authors) == 2
    assert paper.published_at == datetime(2026, 5, 10, 12, tzinfo=UTC)
