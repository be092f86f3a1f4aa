"""BibTeX that a reader of BibTeX understands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.publications import Commission, Form
from bot.exports.bibtex import tex, write, year
from bot.exports.names import last_first, surname
from bot.exports.printer import Printer
from tests.unit.exports.readers import PAPER, entry, publication
from tests.unit.tg.views.hostile import papers


def parse(text: str) -> dict[str, dict[str, str]]:
    """Read entries as BibTeX does: by their braces, whatever stands before them."""
    found: dict[str, dict[str, str]] = {}
    begin = text.find("@misc{")
    while begin >= 0:
        end = closing(text, begin + len("@misc"))
        key, _, fields = text[begin + len("@misc{") : end].partition(",")
        assert key not in found, f"{key} twice"
        found[key] = dict(read_fields(fields))
        begin = text.find("@misc{", end)
    return found


def closing(text: str, opened: int) -> int:
    depth = 0
    for index in range(opened, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise AssertionError("a brace is not closed")


def read_fields(text: str) -> list[tuple[str, str]]:
    fields = []
    while "=" in text:
        name, _, rest = text.partition("=")
        opened = rest.index("{")
        end = closing(rest, opened)
        fields.append((name.strip(" ,\n"), rest[opened + 1 : end]))
        text = rest[end + 1 :]
    assert not text.strip(" ,\n")
    return fields


def test_a_paper_becomes_an_entry_with_its_eprint() -> None:
    file = Printer().file(publication(entry(1)), Commission(Form.BIBTEX))
    assert file.name == "papers-2025-09-29.bib"
    assert parse(file.text) == {
        "example2025longvideo": {
            "title": "{LongVideo: Real-time Generation of 10²-minute Films}",
            "author": "van der Example, Ada and Min-su, Kim and {The LongVideo Team}",
            "year": "2025",
            "eprint": "2509.22622",
            "archivePrefix": "arXiv",
            "url": "https://arxiv.org/abs/2509.22622",
            "abstract": " ".join(PAPER.abstract.split()),
        }
    }


def test_an_old_id_names_its_class_and_its_year() -> None:
    old = replace(PAPER, id="hep-th/9901001", published_at=None)
    [fields] = parse(write(publication(entry(1, old)), has_evidence=False)).values()
    assert (fields["eprint"], fields["primaryClass"], fields["year"]) == ("hep-th/9901001", "hep-th", "1999")
    assert year(replace(old, id="math/0309136")) == 2003
    assert year(replace(PAPER, published_at=None)) == 2025
    assert year(replace(PAPER, published_at=datetime(2024, 1, 1, tzinfo=UTC))) == 2024


def test_two_papers_of_one_name_year_and_word_have_two_keys() -> None:
    both = publication(entry(1), entry(2, replace(PAPER, id="2509.00001")))
    assert list(parse(write(both, has_evidence=False))) == [
        "example2025longvideo",
        "example2025longvideo-arxiv250900001",
    ]


@given(st.lists(papers(), min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_whatever_papers_are_called_every_entry_can_be_read_back(found: list) -> None:  # type: ignore[type-arg]
    told = publication(*(entry(place, one) for place, one in enumerate(found, start=1)))
    entries = parse(write(told, has_evidence=False))
    assert [one["eprint"] for one in entries.values()] == [one.id for one in found]
    for key, fields in entries.items():
        assert key.isascii()
        assert key.replace("-", "").isalnum()
        assert {"title", "year", "url"} <= fields.keys()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("50% & more_or #1", r"50\% \& more\_or \#1"),
        ("a {b", r"a \textbraceleft{}b"),
        (r"a\b", r"a\textbackslash{}b"),
        ("~30 < x", r"\textasciitilde{}30 \textless{} x"),
        ("costs 5$ flat", r"costs 5\$ flat"),
        ("Erdős", "Erdős"),
    ],
)
def test_tex_shows_what_was_written(text: str, told: str) -> None:
    assert tex(text) == told


@pytest.mark.parametrize(
    ("name", "told", "last"),
    [
        ("Ada Lovelace", "Lovelace, Ada", "Lovelace"),
        ("Joseph E. Gonzalez", "Gonzalez, Joseph E.", "Gonzalez"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig", "Beethoven"),
        ("Laurens van der Maaten", "van der Maaten, Laurens", "Maaten"),
        ("Sammy Davis Jr.", "Davis, Jr., Sammy", "Davis"),
        ("Henry Ford III", "Ford, III, Henry", "Ford"),
        ("Lovelace, Ada", "Lovelace, Ada", "Lovelace"),
        ("김민수", "{김민수}", "김민수"),
        ("Plato", "{Plato}", "Plato"),
        ("Qwen Team", "{Qwen Team}", "Qwen Team"),
        ("DeepSeek-AI", "{DeepSeek-AI}", "DeepSeek-AI"),
        ("Barnes and Noble", "{Barnes and Noble}", "Barnes and Noble"),
        ("et al.", "others", "al."),
        ("Van Nguyen", "Nguyen, Van", "Nguyen"),
        ("  ", "", ""),
    ],
)
def test_names_are_sorted_by_the_last(name: str, told: str, last: str) -> None:
    assert last_first(name, str) == told
    assert surname(name) == last
