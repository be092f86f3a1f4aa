import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.papers import Paper
from bot.domain.topics import mentions

PAPER = Paper(
    "2606.00001",
    "RAG-Bench: Text-to-Image Models\n  as World Models",
    "Large language\nmodels (LLMs) write fragments of C++ and C#. We fine‑tune Mamba‑2 with GRPO.",
    keywords=("reinforcement learning", "vision_language models", "강화 학습"),
)


@pytest.mark.parametrize(
    "topic",
    [
        "RAG",
        "rag",
        " Rag ",
        "rag bench",
        "RAG-Bench",
        "text-to-image",
        "text to image",
        "Text to Image models",
        "models as world models",  # over a line break
        "large language models",  # over a line break
        "LLMs",
        "(LLMs)",
        "C++",
        "c#",
        "fine-tune",
        "fine tune",
        "mamba-2",
        "mamba 2",
        "reinforcement  learning",
        "REINFORCEMENT-LEARNING",
        "vision-language models",
        "vision language",
        "강화 학습",
        "ＲＡＧ",
    ],
)
def test_a_topic_is_found_whatever_its_case_hyphens_and_breaks(topic: str) -> None:
    assert mentions(PAPER, topic)


@pytest.mark.parametrize(
    "topic",
    [
        "",
        " ",
        "-",
        "fragment",
        "rags",
        "LLM",
        "ra",
        "image text",
        "language learning",
        "C",
        "+",
        "gen",
        "rag.bench",
        ".*",
        "learning vision",
        "학습 강화",
        "강",
        "GRP",
        "model",
    ],
)
def test_a_part_of_a_word_or_other_words_are_not_found(topic: str) -> None:
    assert not mentions(PAPER, topic)


def test_keywords_do_not_run_into_one_another() -> None:
    paper = Paper("2606.00002", "A title", "An abstract.", keywords=("deep reinforcement", "learning"))
    assert not mentions(paper, "reinforcement learning")
    assert not mentions(paper, "title an abstract")


@pytest.mark.parametrize(
    "text", ["RAG를 쓴다", "새 RAG는", "RAG에서", "RAG으로 답한다", "우리는 RAG, 그리고"]
)
def test_a_korean_particle_does_not_hide_a_word(text: str) -> None:
    assert mentions(Paper("2606.00003", text, "x"), "RAG")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("강화 학습을 쓴다", True),
        ("강화 학습", True),
        ("강화 학습지", False),
        ("비강화 학습", False),
        ("강화학습", False),
    ],
)
def test_korean_words_keep_their_borders(text: str, *, found: bool) -> None:
    assert mentions(Paper("2606.00004", text, "x"), "강화 학습") is found


def test_a_particle_alone_makes_no_word_of_a_latin_one() -> None:
    assert not mentions(Paper("2606.00005", "RAGE", "x"), "RAG")
    assert not mentions(Paper("2606.00005", "RAG를론", "x"), "RAG")


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_topic_can_be_looked_for(topic: str, text: str) -> None:
    mentions(Paper("2606.00006", text, text), topic)


@given(st.from_regex(r"\A[A-Za-z]{2,8}( [A-Za-z]{2,8}){0,2}\Z"), st.sampled_from(["lower", "upper", "title"]))
def test_a_title_mentions_itself_in_any_case(words: str, case: str) -> None:
    paper = Paper("2606.00007", f"On {words}: more", "x")
    assert mentions(paper, getattr(words, case)())
    assert mentions(paper, words.replace(" ", "-"))
    assert not mentions(paper, f"{words}zz")
