import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.truth.quotes import WINDOW, Found, QuoteFinder

PAPER = """Abstract

We present Kestrel-7B, a sparse model. It does not use labels and reaches
62.4 $\\%$ on HardBench (Doe et al., 2021; Roe & Poe, 2020b), which
is 3.1 points above GPT-4o [12, 14].

1 Introduction

Large models can­not be trained cheaply. Our ap-
proach reduces the cost by 2.5× and is more stable than all baselines.
“Quality” stays — as we show — the same: p < 0.05 in 17 of 20 runs.

The learning rate is $2\\times10^{-4}$ and the loss weight $\\alpha=0.1$; we
train on 100 000 datapoints for three epochs.

Rate of secure code | 0.14 $\\pm$ 0.01 | 0.88 $\\pm$ 0.02
Rate of safe answers | 0.31 $\\pm$ 0.04 | 0.77 $\\pm$ 0.03

The efficient ﬁne-tuning stage of Müller’s model fails to converge without warm-up on eight A100 GPUs.
"""


def said(quote: str, text: str = PAPER) -> str | None:
    found = QuoteFinder(text).find(quote)
    return None if found is None else text[found.start : found.end]


def test_a_verbatim_quote_is_found_where_it_stands() -> None:
    quote = "reduces the cost by 2.5× and is more stable than all baselines"
    at = PAPER.index(quote)
    assert QuoteFinder(PAPER).find(quote) == Found(at, at + len(quote), is_exact=True)


@pytest.mark.parametrize(
    ("quote", "begins", "ends"),
    [
        ("It does not use labels and reaches 62.4% on HardBench", "It does", "HardBench"),
        (
            "It does not use labels and reaches 62.4\\% on HardBench, which is 3.1 points above GPT-4o",
            "It",
            "4o",
        ),
        ("Large models cannot be trained cheaply. Our approach reduces the cost", "Large", "cost"),
        ('"Quality" stays - as we show - the same: p<0.05 in 17 of 20 runs.', "Quality", "runs."),
        ("The learning rate is 2×10^{-4} and the loss weight α = 0.1", "The learning", "0.1"),
        ("we train on 100,000 datapoints for three epochs", "we", "epochs"),
        ("Rate of secure code 0.14 \\pm 0.01 0.88 ± 0.02", "Rate of secure", "0.02"),
        ("The efficient fine-tuning stage of Muller's model fails to converge", "The eff", "converge"),
        ("LARGE MODELS CANNOT BE TRAINED CHEAPLY", "Large", "cheaply"),
    ],
)
def test_typography_and_dropped_citations_make_no_other_quote(quote: str, begins: str, ends: str) -> None:
    found = QuoteFinder(PAPER).find(quote)
    assert found is not None
    assert found.is_exact
    span = PAPER[found.start : found.end]
    assert span.startswith(begins)
    assert span.endswith(ends)


def test_a_slip_of_the_pen_is_forgiven_and_the_papers_own_words_are_told() -> None:
    quote = "Our aproach reduces the cost by 2.5× and is more stable than all of baselines"
    found = QuoteFinder(PAPER).find(quote)
    assert found is not None
    assert not found.is_exact
    assert PAPER[found.start : found.end].endswith("more stable than all baselines")


@pytest.mark.parametrize(
    "quote",
    [
        "It does use labels and reaches 62.4% on HardBench",
        "It does not use labels and reaches 64.2% on HardBench",
        "It does not use labels and reaches 6.24% on HardBench",
        "It does not use labels and reaches 62.4 on HardBench",
        "It does not use labels and reaches 62.4% on HardBench, which is 3.1 points above GPT-4",
        "Large models can be trained cheaply. Our approach reduces the cost by 2.5×",
        "reduces the cost by 2.5× and is less stable than all baselines",
        "reduces the cost by 2.5× and is more unstable than all baselines",
        "reduces the cost by 2.5× and is more stable than some baselines",
        "increases the cost by 2.5× and is more stable than all baselines",
        "stays as we show the same: p > 0.05 in 17 of 20 runs",
        "the same: p < 0.05 in 20 of 17 runs and all is well",
        "The learning rate is 2×10^{4} and the loss weight α = 0.1",
        "we train on 100 000 datapoints for four epochs",
        "Müller’s model fails to converge with warm-up on eight A100 GPUs",
        "Müller’s model fails to converge without warm-up on eight H100 GPUs",
        "Müller’s model converges without warm-up on eight A100 GPUs",
        "converge with ease on a million other benchmarks of vision",
    ],
)
def test_what_the_paper_does_not_say_is_not_found(quote: str) -> None:
    assert said(quote) is None


@pytest.mark.parametrize(
    "quote",
    ["", "   ", "62.4", "the same", "a sparse model", "…", "... ...", "“” — ()", "more stable than"],
)
def test_a_few_words_are_no_evidence(quote: str) -> None:
    assert said(quote) is None


def test_a_quote_that_begins_behind_a_not_is_none() -> None:
    assert said("use labels and reaches\n62.4 $\\%$ on HardBench") is None
    assert said("not use labels and reaches\n62.4 $\\%$ on HardBench") is not None
    text = "There is no evidence that larger models are always better at reasoning."
    assert said("larger models are always better at reasoning", text) is None


def test_a_quote_that_cuts_a_number_or_a_name_is_none() -> None:
    text = "The result is that we gain 12.75 points with GPT-4o-mini over the base."
    assert said("The result is that we gain 12", text) is None
    assert said("75 points with GPT-4o-mini over the base", text) is None
    assert said("that we gain 12.75 points with GPT", text) is None
    assert said("that we gain 12.75 points with GPT-4o-mini", text) is not None


def test_the_pieces_around_an_ellipsis_stand_in_order_and_near() -> None:
    for dots in ("…", "...", "[…]", ". . .", "(...)"):
        quote = f"We present Kestrel-7B, a sparse model {dots} which is 3.1 points above GPT-4o"
        told = said(quote)
        assert told is not None
        assert told.startswith("We present")
        assert told.endswith("GPT-4o")
    assert said("which is 3.1 points above GPT-4o … We present Kestrel-7B, a sparse model") is None
    assert said("We present Kestrel-7B … a model") is None
    far = PAPER + "Filler words stand here. " * (WINDOW // 20) + "The end of it comes at last."
    assert said("We present Kestrel-7B, a sparse model … The end of it comes at last", far) is None


def test_what_is_skipped_may_not_be_the_not() -> None:
    text = "We show in detail that our new method does not improve the accuracy of small models."
    assert said("We show in detail that our new method … improve the accuracy of small models", text) is None


def test_words_on_both_sides_of_a_break_are_one_quote_but_glued_ones_are_none() -> None:
    assert said("in 17 of 20 runs. The learning rate is") is not None
    assert (
        said("We present Kestrel-7B, a sparse model fails to converge without warm-up on eight A100 GPUs")
        is None
    )


VOCABULARY = """
the model reaches 12.5 points 3% fewer steps — (Doe, 2020) GPT-4o “learns” $\\alpha$ 1,024 tokens, better.
data-driven Each run; over 40 hours ﬁne-tuned é naïve [3] x_{1} ± 0.4 costs π/2 ½ Ωmega
"""
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), min_size=12, max_size=60)


@given(WORDS, st.data())
@settings(max_examples=150, deadline=None)
def test_any_span_of_a_text_is_found_and_leads_back_to_its_words(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 8))
    last = data.draw(st.integers(first + 7, len(words)))
    quote = " ".join(words[first:last])
    if len(re.findall(r"\w\S*", quote)) < 5 or len(quote) < 24:
        return
    found = QuoteFinder(text).find(quote)
    assert found is not None
    letters = re.sub(r"\W|_", "", quote)
    assert re.sub(r"\W|_", "", text[found.start : found.end]) in {letters, letters.strip()}


SENTENCES = [
    "The baseline was trained for 40 epochs on 3,200 images and reached 71.25 % accuracy in the end.",
    "With 16 heads the decoder of Finch-3B emits 20.7 frames per second at a latency of 48 ms.",
    "Across 5 seeds the gap between both settings is 0.82 on average, compared to 0.01 for the control.",
]


@given(st.sampled_from(SENTENCES), st.data())
@settings(max_examples=200, deadline=None)
def test_a_quote_with_a_changed_digit_is_refused(sentence: str, data: st.DataObject) -> None:
    places = [at for at, char in enumerate(sentence) if char.isdigit()]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != sentence[at]]))
    assert said(sentence[:at] + digit + sentence[at + 1 :], "\n\n".join(SENTENCES)) is None


@given(
    st.sampled_from(SENTENCES),
    st.sampled_from(["not", "no", "never", "without", "cannot", "fails to"]),
    st.data(),
)
@settings(max_examples=200, deadline=None)
def test_a_quote_with_a_negation_put_in_or_left_out_is_refused(
    sentence: str, negation: str, data: st.DataObject
) -> None:
    words = sentence.split()
    at = data.draw(st.integers(1, len(words) - 1))
    denied = " ".join([*words[:at], negation, *words[at:]])
    assert said(denied, "\n\n".join(SENTENCES)) is None
    assert said(sentence, "\n\n".join([one for one in SENTENCES if one != sentence] + [denied])) is None


@given(st.text(max_size=300), st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_searched_for_anything(text: str, quote: str) -> None:
    found = QuoteFinder(text).find(quote)
    assert found is None or 0 <= found.start < found.end <= len(text)
    assert QuoteFinder(text).find(quote) == found


def test_forty_quotes_are_sought_in_a_long_paper_well_within_a_second() -> None:
    paragraphs = [
        f"Paragraph {number} tells that run {number * 7} of the model reaches {number % 97}.{number % 9} "
        f"points after {number * 13} steps on shard {number % 41} of the corpus, and that it is quite stable."
        for number in range(1500)
    ]
    text = "\n\n".join(paragraphs)
    assert len(text) > 200_000
    quotes = [paragraphs[at].replace("reaches", "reachs") for at in range(0, 1500, 75)]
    quotes += [paragraphs[at].replace("stable", "fast and cheap") for at in range(3, 1500, 75)]
    began = time.perf_counter()
    finder = QuoteFinder(text)
    found = [finder.find(quote) for quote in quotes]
    assert time.perf_counter() - began < 2, "a slow machine included"
    assert sum(one is not None for one in found) >= 20
