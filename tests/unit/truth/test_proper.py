"""Names without a number: which of them nothing bears out."""

import pytest

from bot.truth.claims import check_claim
from bot.truth.proper import Names, made_up, unknown_names

PAPER = "We train FernNet, a transformer, on the Moss Atlas (MA), and use reinforcement learning and LeafQA."
QUOTE = "It reaches the best result on all leaves."


@pytest.mark.parametrize(
    "claim",
    [
        "FernNet reaches the best result on all leaves.",
        "The Transformer reaches the best result on Moss Atlas.",
        "RL reaches the best result on LEAF-QA.",
        "Finetuned LLMs reach the best result on a GPU.",
        "Best results are reached in May.",
    ],
)
def test_names_that_the_paper_has_pass_in_any_spelling(claim: str) -> None:
    assert check_claim(claim, [QUOTE], known=Names(PAPER).knows) == ()


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        ("It reaches the best result on ImageNet.", "ImageNet"),
        ("It reaches the best result on Stanford leaves.", "Stanford"),
        ("BERT reaches the best result on all leaves.", "BERT"),
        ("It reaches the best result on Prairie Bench.", "Prairie Bench"),
    ],
)
def test_a_name_that_neither_the_quote_nor_the_paper_has_is_refused(claim: str, name: str) -> None:
    (fault,) = check_claim(claim, [QUOTE], known=Names(PAPER).knows)
    assert fault.detail == f"no such name in the paper: {name}"
    assert check_claim(claim, [QUOTE]) == (), "nothing is said where the paper is not at hand"


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Reinforcement learning helps.", "강화 학습(RL)이 도움이 된다.", "ko"),
        ("Chain-of-thought prompting helps.", "사고 사슬(CoT) 프롬프팅이 도움이 된다.", "ko"),
        ("RoPE helps.", "회전 위치 임베딩(Rotary Position Embedding)이 도움이 된다.", "ko"),
        ("Knowledge distillation helps.", "지식 증류(Knowledge Distillation)가 도움이 된다.", "ko"),
        ("Large language models help.", "Los grandes modelos de lenguaje (GML) ayudan.", "es"),
        ("It uses 30 kilowatt-hours.", "30 kWh를 쓴다.", "ko"),
        ("Wikipedia helps.", "Wikipédia aide.", "fr"),
    ],
)
def test_glosses_and_abbreviations_are_no_inventions(source: str, target: str, language: str) -> None:
    assert list(made_up(source, target, language)) == []


def test_a_name_made_up_in_a_telling_is_found_in_its_place() -> None:
    target = "이 모델은 CIFAR에서 Bernoulli 분포를 쓴다."
    assert [one[0] for one in made_up("The model uses a distribution.", target, "ko")] == [
        "CIFAR",
        "Bernoulli",
    ]


def test_a_word_at_the_beginning_of_a_sentence_is_no_name() -> None:
    assert list(unknown_names("Seaweed grows. Kelp grows, too.", [Names(PAPER).knows])) == []
