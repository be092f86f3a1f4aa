import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.extract import SLACK, Brief, Origin, brief, extract, extract_many, readable
from bot.domain.papers import Paper
from bot.domain.sentences import split

LIMIT = 220
BACKGROUND = "Large language models have achieved remarkable progress in many fields."
TROUBLE = "However, existing methods often fail to count beyond ten."
MAIN = "To address this, we introduce TallyNet, a network that counts with its fingers."
HOW = "Specifically, TallyNet grows a finger for each object that it sees."
RESULT = "TallyNet reaches 93.1% on FingerBench, 12 points above the best baseline, at a tenth of the cost."
VAGUE = "Extensive experiments on a wide range of tasks demonstrate the effectiveness of our method."
CODE = "Our code and models are publicly available at https://example.org/tally."
ABSTRACT = f"{BACKGROUND} {TROUBLE} {MAIN} {HOW} {RESULT} {VAGUE} {CODE}"


def test_a_brief_says_what_the_paper_does_and_its_strongest_number() -> None:
    assert extract(ABSTRACT, LIMIT) == f"{MAIN} {RESULT}"


def test_where_two_do_not_fit_one_is_told() -> None:
    assert extract(ABSTRACT, 150) in {MAIN, RESULT}


@pytest.mark.parametrize(
    "poor",
    [
        BACKGROUND,
        TROUBLE,
        VAGUE,
        CODE,
        "These results are new.",
        "It improves them by 40%.",
        "Can a network count at all?",
        "(2) We introduce a second finger.",
        "Project page: https://example.org/tally.",
        "We release our code and data.",
        "\\ours reaches 99.9% on FingerBench.",
        "We further introduce ToeBench, a benchmark of toes.",
        "We make three contributions.",
        "Counting is a fundamental challenge for vision models.",
    ],
)
def test_a_sentence_that_says_little_gives_way(poor: str) -> None:
    good = "We introduce TallyNet, a network that counts with its fingers."
    assert extract(f"{poor} {good}", 80) == good
    assert extract(f"{good} {poor}", 80) == good


def test_a_reference_may_stand_where_its_sentence_is_told_too() -> None:
    main = "We introduce TallyNet, a network that counts."
    result = "It reaches 93.1% on FingerBench."
    assert extract(f"{main} {result}", LIMIT) == f"{main} {result}"
    assert extract(f"{main} Counting is loved. {result}", LIMIT) == main


def test_a_blank_abstract_has_no_brief() -> None:
    assert extract(" \n", LIMIT) == ""
    assert extract_many(" \n", 3) == ()


def test_without_anything_better_the_poor_sentence_is_told() -> None:
    assert extract(CODE, LIMIT) == CODE
    assert extract("Can a network count at all?", LIMIT) == "Can a network count at all?"
    assert extract("no stop", LIMIT) == "no stop"


def test_where_only_background_fits_a_longer_sentence_is_told_whole() -> None:
    long = f"We introduce TallyNet, a network that {'counts and ' * 6}sleeps."
    assert 80 < len(long) < 80 * SLACK
    assert extract(f"{BACKGROUND} {long}", 80) == long


def test_where_nothing_fits_the_shortest_worthy_sentence_is_told_whole() -> None:
    assert extract(f"{BACKGROUND} {MAIN} {VAGUE}", 10) == MAIN


def test_sentences_are_told_in_the_order_of_the_abstract() -> None:
    assert extract_many(ABSTRACT, 3) == (MAIN, HOW, RESULT)
    assert extract_many(ABSTRACT, 2) == (MAIN, RESULT)
    assert extract_many(ABSTRACT, 1) == (MAIN,)
    assert extract_many(ABSTRACT, 0) == ()
    assert CODE not in extract_many(ABSTRACT, 99)


def test_latex_is_made_readable_in_a_brief() -> None:
    assert (
        extract(r"We introduce \textbf{X}, which is 3$\times$ faster.", 90)
        == "We introduce X, which is 3× faster."
    )


def paper(summary: str | None) -> Paper:
    return Paper("2601.00001", "Tallying", ABSTRACT, ai_summary=summary)


def test_the_feeds_own_sentence_is_preferred() -> None:
    own = "TallyNet counts with its fingers and reaches 93.1\\% on FingerBench."
    assert brief(paper(own), LIMIT) == Brief(own.replace("\\", ""), Origin.HUGGINGFACE)


@pytest.mark.parametrize("last", ["the state of the art", "fingers, toes, etc", "things in the U.S", "6 min"])
def test_a_sentence_may_end_in_a_word_that_is_an_abbreviation_elsewhere(last: str) -> None:
    own = f"TallyNet counts {last}."
    assert brief(paper(own), LIMIT) == Brief(own, Origin.HUGGINGFACE)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "",
        " \n ",
        "...",
        "TallyNet counts with its",
        "TALLYING OF THINGS WITH FINGERS.",
        "Error: rate limit exceeded.",
        "Summary generation failed.",
        "I'm sorry, but I cannot summarise this paper.",
        "N/A.",
        "TallyNet counts with its fingers and...",
        "TallyNet counts with its fingers and…",
        'TallyNet counts "with its fingers and …"',
        "TallyNet counts with its fingers, as shown in Fig.",
        "TallyNet counts with limbs (e.g.",
        "TallyNet counts as proposed by Smith et al.",
        "A sentence that goes on. " * 20,
    ],
)
def test_where_the_feed_has_no_sentence_the_abstract_serves(odd: str | None) -> None:
    assert brief(paper(odd), LIMIT) == Brief(extract(ABSTRACT, LIMIT), Origin.ABSTRACT)


_SENTENCES = st.sampled_from(
    [BACKGROUND, TROUBLE, MAIN, HOW, RESULT, VAGUE, CODE, "(1) One?", "$x$ is.", "No stop"]
)


@given(st.lists(_SENTENCES, min_size=1, max_size=9).map(" ".join), st.integers(-1, 400), st.integers(1, 9))
def test_a_pick_is_always_whole_sentences(abstract: str, limit: int, count: int) -> None:
    whole = [one.text for one in split(readable(abstract))]
    assert any(extract(abstract, limit) in {one, f"{one} {two}"} for one in whole for two in whole)
    picked = extract_many(abstract, count)
    assert 0 < len(picked) <= count
    rest = iter(whole)
    assert all(any(one == other for other in rest) for one in picked)


@given(st.text(max_size=300), st.integers(0, 300))
def test_any_text_gives_a_brief(text: str, limit: int) -> None:
    assert bool(extract(text, limit)) == bool(readable(text)) == bool(extract_many(text, 2))


@pytest.mark.recorded
def test_recorded_abstracts_all_have_a_brief_of_whole_sentences(shared: Path) -> None:
    abstracts = _abstracts(shared)
    assert len(abstracts) > 1_000
    over = 0
    for abstract in abstracts:
        whole = [one.text for one in split(readable(abstract))]
        picked = extract(abstract, LIMIT)
        chosen = [
            one
            for one in whole
            if picked in {one, f"{one} "} or picked.startswith(one) or picked.endswith(one)
        ]
        assert picked in {*chosen, *(f"{one} {two}" for one in chosen for two in chosen)}
        assert picked.rstrip("\"'”’)")[-1] in ".!"
        over += len(picked) > LIMIT
        several = extract_many(abstract, 3)
        assert several
        assert all(whole.index(one) < whole.index(two) for one, two in pairwise(several))
    assert over / len(abstracts) < 0.2


@pytest.mark.recorded
def test_recorded_briefs_rarely_begin_with_the_state_of_the_world(shared: Path) -> None:
    abstracts = _abstracts(shared)
    told = [extract(abstract, LIMIT) for abstract in abstracts]
    openers = (
        "Recent",
        "Large language models have",
        "Existing",
        "Despite",
        "However",
        "These",
        "This ",
        "It ",
    )
    stale = [
        one for one in told if one.startswith(openers) and not one.startswith(("This paper", "This work"))
    ]
    assert len(stale) / len(told) < 0.04


def _abstracts(shared: Path) -> set[str]:
    files = sorted((shared / "data" / "hf").rglob("*.json"))
    return {item["paper"]["summary"] for file in files for item in json.loads(file.read_text())}
