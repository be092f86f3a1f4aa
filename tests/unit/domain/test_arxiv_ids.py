import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.arxiv_ids import ArxivId, exact_id, find_ids, parse_id

PAPER = ArxivId("2509.22622")


@pytest.mark.parametrize(
    "text",
    [
        "2509.22622",
        "arXiv:2509.22622",
        "arxiv: 2509.22622 [cs.CL]",
        "https://arxiv.org/abs/2509.22622",
        "http://www.arxiv.org/abs/2509.22622?context=cs.LG",
        "https://arxiv.org/pdf/2509.22622",
        "https://arxiv.org/pdf/2509.22622.pdf",
        "https://arxiv.org/html/2509.22622#S3.p1",
        "https://export.arxiv.org/abs/2509.22622",
        "https://doi.org/10.48550/arXiv.2509.22622",
        "https://huggingface.co/papers/2509.22622#community",
        "https://www.alphaxiv.org/abs/2509.22622",
        "https://alphaxiv.org/overview/2509.22622",
        "https://www.alphaxiv.org/ko/overview/2509.22622",
        "https://example.org/away?to=https%3A%2F%2Farxiv.org%2Fabs%2F2509.22622",
        "read (2509.22622).",
        "_2509.22622_",
        "2509.22622을 요약해줘",
        "논문2509.22622, 부탁해요",
        "\n2509.22622\n",
    ],
)
def test_every_spelling_of_a_paper_is_understood(text: str) -> None:
    assert parse_id(text) == PAPER


@pytest.mark.parametrize(
    ("text", "base", "version"),
    [
        ("2509.22622v2", "2509.22622", 2),
        ("https://arxiv.org/pdf/2509.22622v12.pdf", "2509.22622", 12),
        ("2509.22622V3", "2509.22622", 3),
        ("0704.0001", "0704.0001", None),
        ("1412.6980v9", "1412.6980", 9),
        ("1501.00001", "1501.00001", None),
        ("hep-th/9901001v3", "hep-th/9901001", 3),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001", None),
        ("https://example.org/?u=arxiv.org%2Fabs%2Fhep-th%2F9901001", "hep-th/9901001", None),
        ("arXiv:math.GT/0309136", "math/0309136", None),
        ("cond-mat.mes-hall/0309136", "cond-mat/0309136", None),
        ("CS/0309136", "cs/0309136", None),
    ],
)
def test_versions_and_old_forms_are_understood(text: str, base: str, version: int | None) -> None:
    assert parse_id(text) == ArxivId(base, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "2513.12345",  # no thirteenth month
        "2500.12345",
        "2509.2262",  # a digit too few for its year
        "1412.69801",  # and too many
        "0703.0001",  # before the new form began
        "2509.226221",
        "12509.22622",
        "1.2509.22622",
        "2509.22622.1",
        "2509.22622%",
        "2509.22622v0",
        "2509.22622v2nd",
        "2509.22622kg",
        "hep-th/9900001",
        "hep-th/5001001",
        "xhep-th/9901001",
        "nothing/9901001",
        "２５０９.２２６２２",
        "2026-06-12",
        "12.06.2026 at 10:30",
    ],
)
def test_what_only_resembles_an_id_is_left_alone(text: str) -> None:
    assert parse_id(text) is None


def test_each_work_is_found_once_in_order_with_its_first_version() -> None:
    text = "2510.00001v2 and 2509.22622, then https://arxiv.org/abs/2510.00001v1"
    assert list(find_ids(text)) == [ArxivId("2510.00001", 2), PAPER]


@pytest.mark.parametrize("text", [" 2509.22622", "2509.22622\n", "see 2509.22622", "arXiv:2509.22622", ""])
def test_an_exact_id_has_nothing_besides(text: str) -> None:
    assert exact_id(text) is None
    assert exact_id("2509.22622v2") == ArxivId("2509.22622", 2)


def test_an_id_writes_itself_as_it_is_read() -> None:
    assert [str(one) for one in find_ids("hep-th/9901001v3 2509.22622")] == ["hep-th/9901001v3", "2509.22622"]


@given(
    year=st.integers(15, 99),
    month=st.integers(1, 12),
    number=st.integers(0, 99_999),
    version=st.none() | st.integers(1, 999),
)
def test_every_id_of_the_present_form_survives_the_way_there_and_back(
    year: int, month: int, number: int, version: int | None
) -> None:
    one = ArxivId(f"{year:02d}{month:02d}.{number:05d}", version)
    assert exact_id(str(one)) == one
    assert parse_id(f"https://arxiv.org/abs/{one}") == one


@given(st.text())
def test_any_text_gives_only_ids_that_read_as_themselves(text: str) -> None:
    for one in find_ids(text):
        assert exact_id(str(one)) == one


@pytest.mark.recorded
def test_every_recorded_paper_has_an_exact_id(shared: Path) -> None:
    files = sorted(shared.glob("data/hf/*/*.json"))
    assert files
    for file in files:
        for item in json.loads(file.read_text()):
            paper_id = item["paper"]["id"]
            assert exact_id(paper_id) == ArxivId(paper_id)
            assert parse_id(f"https://huggingface.co/papers/{paper_id}") == ArxivId(paper_id)
