import json
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.latex import readable
from bot.domain.sentences import split


def texts(text: str) -> list[str]:
    return [one.text for one in split(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We test on hard inputs, e.g. long ones, and on others, i.e. short ones.",
        "Prior methods (cf. Sec. 4 and Fig. 2) rely on Eq. 3 alone.",
        "It beats the model of Kim et al. (2020) and that of Lee et al. by far.",
        "Accuracy rises (+6.6 pp vs. Self-Instruct), and so does speed vs. SynthLLM.",
        "Diffusion models, e.g. Stable Diffusion, need approx. 0.1 s resp. 0.2 s.",
        "We compare w.r.t. cost (see App. B) in the U.S. market.",
        "Dr. Smith and J. Doe taught Prof. A. B. Example, Ph.D., to count.",
        "The loss drops from 0.25 to 0.125 with v2.5 of the code.",
        "The server runs on node.js and reads pyproject.toml.",
        "The i.i.d. assumption (a.k.a. the usual one) fails.",
        "Wait... this still holds, and so on... for ever.",
        "We minimise $L = a. B + c$ and call \\cite{doe. New} often.",
        "Our aside (We thank A. It helped. Really.) is part of this.",
        'Does it ask "why? and how?" at all, or what?',
        "It costs $5.50 a run, No. 7 of the table on p. 12 costs more.",
        "Yahoo! search and what not were used.",
        "The task, etc. and so on, is solved by vs. 3 others.",
        "Run it from https://github.com/x/y.git or at www.example.org today.",
        "The best ones are (1) the first; (2) the second; and (3) the third.",
    ],
)
def test_a_sentence_is_not_cut(sentence: str) -> None:
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It works.", "We show how."),
        ("It works!", "Does it?"),
        ("It reaches 62%.", "In short, it wins."),
        ("Code is at https://github.com/x/y.", "We also give the weights."),
        ("We build on OpenVLA, π_{0.5}.", "Our method is faster."),
        ("We say “it works.”", "They say so too."),
        ("It works (as shown in Sec. 4).", "The rest follows."),
        ("We use maths, words, etc.", "Our results hold."),
        ("This is due to Kim et al.", "We differ."),
        ("It was sold in the U.S.", "The price was low."),
        ("Serving takes one GPU.", "vLLM takes two."),
        ("It is small.", "iGPT is large."),
        ("Memory is compressed.", "δ-mem compresses it."),
        ("It uses few tokens.", "short-3@k uses more."),
        ("There is one way.", "3D scenes have more."),
        ("We train it on data.", "\\ours needs none."),
        ("It uses $x = 2.5$.", "$y$ is free."),
        ("We ask one thing...", "Nobody answers."),
        ("We give two.", "(2) The second is new."),
        ("It has three parts.", "(ii) They differ."),
        ("It was written in R.", "This helps."),
        ("The answer is no.", "We say why."),
        ("It leads the state of the art.", "Others follow."),
        ("Is it so?", "**Lean** says yes."),
        ("It has typos.", "we found them."),
        ("Das ist gut.", "논문은 길다."),
        ("All 5 fit on p.", "However, 6 do not."),
        ("Gains reach +5 pp.", "Finally, we stop."),
    ],
)
def test_two_sentences_are_told_apart(first: str, second: str) -> None:
    assert texts(f"{first} {second}") == [first, second]
    assert texts(f"{first}\n{second}") == [first, second]


def test_a_forgotten_space_does_not_join_sentences() -> None:
    assert texts("It drops seven places.Our method does not.") == [
        "It drops seven places.",
        "Our method does not.",
    ]
    assert texts("See numpy.Array and torch.Tensor.") == ["See numpy.Array and torch.Tensor."]


def test_a_numbered_list_keeps_each_number_with_its_item() -> None:
    assert texts("Two ideas. 1. Read less. 2. Write more.") == [
        "Two ideas.",
        "1. Read less.",
        "2. Write more.",
    ]


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    assert texts("A heading\n\nThe text follows here") == ["A heading", "The text follows here"]


def test_a_stop_within_money_is_found() -> None:
    assert texts("It costs $5. We pay $10 for it.") == ["It costs $5.", "We pay $10 for it."]


def test_wide_stops_end_sentences_without_spaces() -> None:
    assert texts("我们提出方法。结果很好！") == ["我们提出方法。", "结果很好！"]


@pytest.mark.parametrize("blank", ["", " ", "\n\n \t"])
def test_nothing_has_no_sentences(blank: str) -> None:
    assert split(blank) == ()


_PIECES = st.sampled_from(
    [
        "We",
        "vLLM",
        "e.g.",
        "et al.",
        "Fig. 2",
        "0.5",
        "$x. Y$",
        "$5",
        "(1)",
        "(",
        ")",
        ".",
        "?",
        "...",
        "\n\n",
        " ",
        " ",
        "\xa0",
        "\\cite{a. B}",
        "https://a.b/c.",
        "“No.”",
        "。",
        "A.",
        "The",
        "1.",
        "논문",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    end = 0
    for sentence in split(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()


@pytest.mark.recorded
def test_recorded_abstracts_fall_into_sentences_of_sound_length(shared: Path) -> None:
    lengths = [
        len(sentence.text) for abstract in _abstracts(shared) for sentence in split(readable(abstract))
    ]
    assert len(lengths) > 5_000
    assert sum(length < 15 for length in lengths) == 0
    assert sum(length > 600 for length in lengths) / len(lengths) < 0.005


def _abstracts(shared: Path) -> set[str]:
    files = sorted((shared / "data" / "hf").rglob("*.json"))
    return {item["paper"]["summary"] for file in files for item in json.loads(file.read_text())}


@pytest.mark.parametrize(
    "text", ["A. " * 7_000, "(a. " * 5_000 + ")" * 5_000, "$x. " * 5_000, "We. " * 5_000]
)
def test_a_hostile_text_is_split_in_no_time(text: str) -> None:
    began = perf_counter()
    split(text)
    assert perf_counter() - began < 1.0
