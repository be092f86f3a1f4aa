from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Document, Paragraph, Section, Source, Table
from bot.domain.tokens import estimate_tokens
from bot.services.note_parts import split, write
from tests.fakes_reading import document

SMALL = document(
    "2601.00001",
    ("Abstract", "Ferns are counted."),
    ("1 Introduction", "Why ferns?", "Because they stand still."),
    ("2 Results", "There are 17."),
)


def words(parts: tuple[str, ...]) -> list[str]:
    return " ".join(parts).split()


def test_a_document_is_written_with_its_title_and_headings() -> None:
    assert write(SMALL) == (
        "# The paper 2601.00001\n\n## Abstract\n\nFerns are counted.\n\n"
        "## 1 Introduction\n\nWhy ferns?\n\nBecause they stand still.\n\n## 2 Results\n\nThere are 17."
    )


def test_what_fits_is_one_part_and_the_same_as_the_whole() -> None:
    assert split(SMALL, 1_000) == (write(SMALL),)


def test_an_appendix_is_not_read_and_a_table_is() -> None:
    rows = Table((("fern", "17"), ("moss", "4")), "T1", "Counts")
    sections = (
        Section("Results", 1, "S1", (rows,)),
        Section("Proofs", 1, "A1", (Paragraph("Long.", "A1.p1"),), is_appendix=True),
    )
    made = Document("2601.00001", Source.HTML, sections)
    assert write(made) == "## Results\n\nCounts\nfern | 17\nmoss | 4"
    assert split(made, 1_000) == (write(made),)


def test_parts_end_between_sections_and_each_begins_with_the_title() -> None:
    parts = split(SMALL, 20)
    assert [part.split("\n\n")[1] for part in parts] == ["## Abstract", "## 1 Introduction", "## 2 Results"]
    assert all(part.startswith("# The paper 2601.00001\n\n") for part in parts)


def test_a_section_that_is_too_long_goes_on_under_its_heading() -> None:
    texts = tuple(f"Paragraph {number} tells of ferns. " * 12 for number in range(6))
    parts = split(document("2601.00001", ("1 Ferns", *texts)), 150)
    assert len(parts) > 3
    assert all("## 1 Ferns\n\n" in part for part in parts)


def test_a_text_without_paragraphs_is_cut_between_sentences() -> None:
    text = " ".join(f"Sentence {number} counts ferns." for number in range(200))
    parts = split(document("2601.00001", ("1 Ferns", text)), 200)
    assert len(parts) > 5
    assert all(part.endswith("ferns.") for part in parts)


texts = st.lists(st.text(st.sampled_from("abc def. 한글\n"), max_size=400), max_size=4)
sections = st.lists(st.tuples(st.sampled_from(["", "1 Ferns", "2.1 Mosses"]), texts), max_size=6)


@given(sections, st.integers(60, 400))
def test_no_word_is_lost_or_told_twice_however_small_the_parts(
    given_sections: list[tuple[str, list[str]]], most: int
) -> None:
    made = document("2601.00001", *((title, *paragraphs) for title, paragraphs in given_sections))
    parts = split(made, most)
    told = [line for part in parts for line in part.split("\n\n") if not line.startswith("#")]
    whole = [line for line in write(made).split("\n\n") if not line.startswith("#")]
    assert "".join("".join(told).split()) == "".join("".join(whole).split())
    assert all(estimate_tokens(part) <= most + 60 for part in parts)
