from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import (
    Caption,
    Document,
    Lack,
    Paragraph,
    Role,
    Section,
    Shortfall,
    Source,
    Table,
    Why,
    gather,
)
from bot.domain.papers import Paper
from bot.domain.plain_text import Place, flatten
from bot.sources.document_json import dump, load

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
ANCHOR = st.sampled_from(["", "S1", "S1.T2", "page=3"])
PARAGRAPH = st.builds(
    lambda text, anchor, role, at: Paragraph(
        text, anchor, role, ((at, "page=9"),) if 0 < at < len(text) else ()
    ),
    TEXT,
    ANCHOR,
    st.sampled_from(Role),
    st.integers(0, 40),
)
BLOCK = st.one_of(
    PARAGRAPH,
    st.builds(Caption, TEXT, ANCHOR),
    st.builds(Table, st.lists(st.lists(TEXT, max_size=3).map(tuple), max_size=3).map(tuple), ANCHOR, TEXT),
)
SECTION = st.builds(
    Section, TEXT, st.integers(0, 5), ANCHOR, st.lists(BLOCK, max_size=4).map(tuple), st.booleans()
)
DOCUMENT = st.builds(
    Document,
    paper_id=st.just("2606.01234"),
    source=st.sampled_from(Source),
    sections=st.lists(SECTION, max_size=4).map(tuple),
    version=st.none() | st.integers(1, 9),
    title=TEXT,
    licence=st.none() | TEXT,
    dated=st.none() | st.dates(),
    left_out=st.lists(st.tuples(st.sampled_from(Why), TEXT), max_size=5).map(gather),
    shortfalls=st.lists(
        st.builds(Shortfall, st.sampled_from(Source), st.sampled_from(Lack), TEXT), max_size=2
    ).map(tuple),
)


@given(DOCUMENT)
def test_a_document_survives_being_kept(document: Document) -> None:
    assert load(dump(document)) == document


@given(DOCUMENT)
def test_spans_cover_all_text_but_the_gaps_and_never_overlap(document: Document) -> None:
    plain = flatten(document)
    end = 0
    for span in plain.spans:
        assert plain.text[end : span.start].strip("\n") == ""
        assert end <= span.start < span.end
        end = span.end
    assert plain.text[end:].strip("\n") == ""


@given(DOCUMENT)
def test_every_character_of_a_span_leads_to_its_section(document: Document) -> None:
    plain = flatten(document)
    for span in plain.spans:
        expected = Place(document.sections[span.section].title, span.anchor)
        assert plain.place(span.start) == expected
        assert plain.place(span.end - 1) == expected
    assert plain.place(len(plain.text)) is None


def test_an_abstract_alone_is_a_document_that_says_so() -> None:
    document = Document.of_abstract(Paper("2606.01234", "Pebbles", "We count 7.5 pebbles."))
    assert document.source is Source.ABSTRACT
    plain = flatten(document)
    assert plain.text == "Abstract\n\nWe count 7.5 pebbles.\n\n"
    assert plain.place(plain.text.index("7.5")) == Place("Abstract", "abstract")


def test_a_paper_without_an_abstract_has_an_empty_document() -> None:
    assert Document.of_abstract(Paper("2606.01234", "Pebbles", "")).sections[0].blocks == ()


def test_a_document_is_final_unless_something_better_may_come() -> None:
    def lacking(lack: Lack) -> Document:
        return Document("2606.01234", Source.PDF, (), shortfalls=(Shortfall(Source.HTML, lack),))

    assert lacking(Lack.ABSENT).is_final
    assert lacking(Lack.FAILED).is_final
    assert not lacking(Lack.UNAVAILABLE).is_final


def test_what_was_left_out_is_summed_up_by_reason() -> None:
    found = gather([(Why.HIDDEN, "one two"), (Why.INVISIBLE, ""), (Why.HIDDEN, "three"), (Why.INVISIBLE, "")])
    assert [(one.why, one.pieces, one.words) for one in found] == [(Why.HIDDEN, 2, 3), (Why.INVISIBLE, 2, 0)]


def test_an_anchor_that_only_begins_like_a_page_is_none() -> None:
    assert Place("1 Beaches", "page=x").page is None
    assert Place("1 Beaches", "p1").page is None
    assert Place("1 Beaches", "page=12").page == 12
