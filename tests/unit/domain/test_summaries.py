from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chats import Style
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes
from bot.domain.summaries import LAYOUTS, Heading, Summary, Telling, arrange, brief_limit, lead
from tests.fakes_telling import BRIEF, CLAIMS, DROPPED, IDEA, notes

NOTES = notes()
TELLING = Telling(
    NOTES.key, "ko", BRIEF[1], {n: korean for n, (*_, korean) in enumerate(CLAIMS, 1)}, (IDEA[1],)
)


def headings(summary: Summary) -> list[Heading]:
    return [one.heading for one in summary.parts]


def texts(summary: Summary, heading: Heading) -> list[str]:
    (part,) = (one for one in summary.parts if one.heading is heading)
    return [one.text for one in part.lines]


def many(facet: Facet, count: int) -> Notes:
    """Return notes with many claims of one facet."""
    claims = tuple(Claim(n, facet, f"Claim {n}.", (Evidence("q", n, n + 1),)) for n in range(1, count + 1))
    return replace(NOTES, claims=claims)


def test_a_brief_is_one_sentence_and_no_parts() -> None:
    summary = arrange(NOTES, TELLING, Style.BRIEF)
    assert summary.brief is not None
    assert (summary.brief.text, summary.brief.claim) == (BRIEF[1], NOTES.brief)
    assert summary.parts == ()
    assert summary.shown == (summary.brief,)


def test_sections_have_their_headings_in_order_each_once() -> None:
    summary = arrange(NOTES, TELLING, Style.SECTIONS)
    assert headings(summary) == [
        Heading.GOAL, Heading.MOTIVATION, Heading.CONTRIBUTION, Heading.METHOD, Heading.RESULTS,
        Heading.LIMITATIONS, Heading.CONCLUSION,
    ]  # fmt: skip
    assert texts(summary, Heading.METHOD) == [CLAIMS[1][2], CLAIMS[2][2]]
    assert texts(summary, Heading.RESULTS) == [CLAIMS[3][2], CLAIMS[4][2]]


def test_deep_has_six_headings_and_the_ideas_apart_and_without_evidence() -> None:
    summary = arrange(NOTES, TELLING, Style.DEEP)
    assert headings(summary) == [
        Heading.PROBLEM, Heading.NOVELTY, Heading.BUILD, Heading.SETUP, Heading.FIGURES,
        Heading.LIMITATIONS, Heading.IDEAS,
    ]  # fmt: skip
    assert summary.parts[-1].lines[0].claim is None
    assert IDEA[1] not in [one.text for one in summary.shown]
    without = arrange(NOTES, replace(TELLING, ideas=()), Style.DEEP)
    assert Heading.IDEAS not in headings(without)


@pytest.mark.parametrize("style", [Style.SECTIONS, Style.DEEP])
def test_a_facet_without_a_claim_is_an_empty_part_once_and_not_called_unproven(style: Style) -> None:
    summary = arrange(NOTES, TELLING, style)
    empty = [one for one in summary.parts if not one.lines]
    assert empty
    assert not any(one.is_unproven for one in empty)
    assert len(set(headings(summary))) == len(summary.parts)


def test_a_facet_whose_claims_did_not_pass_is_unproven_whether_in_english_or_in_the_telling() -> None:
    offered = replace(NOTES, dropped=(DROPPED, Dropped(Flaw.NUMBER, Facet.MOTIVATION)))
    parts = {one.heading: one for one in arrange(offered, TELLING, Style.SECTIONS).parts}
    assert parts[Heading.MOTIVATION].is_unproven
    untold = replace(TELLING, claims={n: text for n, text in TELLING.claims.items() if n != 6})
    parts = {one.heading: one for one in arrange(NOTES, untold, Style.SECTIONS).parts}
    assert parts[Heading.LIMITATIONS].is_unproven
    assert not parts[Heading.MOTIVATION].is_unproven


def test_sections_hold_a_few_claims_of_a_facet_and_deep_all() -> None:
    plenty = many(Facet.RESULT, 12)
    telling = Telling.in_english(plenty)
    assert len(texts(arrange(plenty, telling, Style.SECTIONS), Heading.RESULTS)) == 4
    assert len(texts(arrange(plenty, telling, Style.DEEP), Heading.FIGURES)) == 12


def test_what_was_kept_is_counted_whether_the_style_shows_it_or_not() -> None:
    offered = replace(NOTES, dropped=(DROPPED,))
    for style in Style:
        summary = arrange(offered, TELLING, style)
        assert (summary.kept, summary.offered) == (6, 7)


def test_every_facet_has_a_place_in_deep() -> None:
    placed = {facet for layout in LAYOUTS[Style.DEEP] for facet in layout.facets}
    assert placed == set(Facet)


def test_without_a_brief_the_best_claim_stands_for_the_paper_in_the_style_brief_alone() -> None:
    untold = replace(TELLING, brief=None)
    summary = arrange(NOTES, untold, Style.BRIEF)
    assert summary.brief is not None
    assert summary.brief.text == CLAIMS[3][2], "a result with a figure"
    assert summary.brief.claim == NOTES.claims[3]
    assert arrange(NOTES, untold, Style.SECTIONS).brief is None


def test_a_claim_that_is_too_long_for_a_brief_leads_only_where_none_is_shorter() -> None:
    long = {n: text * (12 if n in {4, 5} else 1) for n, text in TELLING.claims.items()}
    line = lead(NOTES, replace(TELLING, brief=None, claims=long))
    assert line is not None
    assert line.text == CLAIMS[1][2], "then the method"


def test_where_nothing_was_told_nothing_leads() -> None:
    nothing = Telling(NOTES.key, "ko", None, {})
    assert lead(NOTES, nothing) is None
    assert arrange(NOTES, nothing, Style.BRIEF).is_empty


@pytest.mark.parametrize(
    ("language", "characters"), [("ko", 160), ("zh-Hant", 160), ("ja", 160), ("de", 220), ("pt-BR", 220)]
)
def test_a_brief_has_room_by_language(language: str, characters: int) -> None:
    assert brief_limit(language) == characters


@given(
    told=st.dictionaries(st.integers(0, 9), st.text(min_size=1, max_size=9)),
    brief=st.none() | st.just("b"),
    ideas=st.lists(st.text(min_size=1, max_size=9), max_size=3),
    style=st.sampled_from(Style),
)
def test_a_summary_holds_nothing_but_what_was_told_each_with_its_own_claim(
    told: dict[int, str], brief: str | None, ideas: list[str], style: Style
) -> None:
    summary = arrange(NOTES, Telling(NOTES.key, "ko", brief, told, tuple(ideas)), style)
    claims = {one.number: one for one in NOTES.claims}
    for line in summary.shown:
        assert line.claim is not None
        assert line.text == (brief if line.claim is NOTES.brief else told[line.claim.number])
        assert line.claim is NOTES.brief or line.claim is claims[line.claim.number]
    shown = [line.claim.number for part in summary.parts for line in part.lines if line.claim]
    assert len(set(shown)) == len(shown)
