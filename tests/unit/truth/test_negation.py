"""Negations that went missing, or came, on the way into another language."""

import pytest

from bot.truth.gate import check_translation
from bot.truth.problems import Kind

DENIED = "The method does not need labels."
SAID = "The method needs labels."
TOLD = {
    "ko": ("이 방법은 레이블이 필요하지 않다.", "이 방법은 레이블이 필요하다."),
    "zh": ("该方法不需要标签。", "该方法需要标签。"),
    "ja": ("この手法はラベルを必要としない。", "この手法はラベルを必要とする。"),
    "es": ("El método no necesita etiquetas.", "El método necesita etiquetas."),
    "de": ("Die Methode braucht keine Labels.", "Die Methode braucht Labels."),
    "fr": ("La méthode n'a pas besoin d'étiquettes.", "La méthode a besoin d'étiquettes."),
    "pt": ("O método não precisa de rótulos.", "O método precisa de rótulos."),
}


@pytest.mark.parametrize("language", TOLD)
def test_a_dropped_or_made_up_not_is_told(language: str) -> None:
    denies, says = TOLD[language]
    assert check_translation(DENIED, denies, language).is_ok
    assert check_translation(SAID, says, language).is_ok
    (dropped,) = check_translation(DENIED, says, language).problems
    assert dropped.kind is Kind.NEGATION
    assert DENIED[slice(*(dropped.source_at or (0, 0)))] == dropped.source == "not"
    (made_up,) = check_translation(SAID, denies, language).problems
    assert made_up.kind is Kind.NEGATION
    assert denies[slice(*(made_up.target_at or (0, 0)))].strip() == made_up.target


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("The model works without fine-tuning.", "이 모델은 미세조정 없이 동작한다.", "ko"),
        ("The model cannot count.", "모델은 수를 세지 못한다.", "ko"),
        ("The model cannot count.", "모델이 수를 세는 것은 불가능하다.", "ko"),
        ("Prior systems fail to scale.", "기존 시스템은 확장에 어려움을 겪는다.", "ko"),
        ("It is unsupervised.", "지도 신호를 쓰지 않는다.", "ko"),
        (
            "It not only speeds up training but also saves memory.",
            "학습을 빠르게 할 뿐 아니라 메모리도 아낀다.",
            "ko",
        ),
        ("It steadily improves.", "끊임없이 나아진다.", "ko"),
        ("A training-free method.", "학습이 필요 없는 방법.", "ko"),
        ("It trails a model with closed data.", "데이터를 공개하지 않은 모델에 뒤진다.", "ko"),
        ("It trails a model with closed data.", "Es liegt hinter einem mit nicht öffentlichen Daten.", "de"),
        ("Performance is preserved.", "성능이 떨어지지 않는다.", "ko"),
        ("Only experts can tell them apart.", "전문가가 아니면 구별할 수 없다.", "ko"),
        ("No more than 5% of the tokens are kept.", "토큰의 5% 이하만 남긴다.", "ko"),
        ("It not only speeds up training but also saves memory.", "它不仅加快训练，还节省内存。", "zh"),
        ("The results keep improving.", "结果不断改善。", "zh"),
        ("It works on different devices.", "它可在不同设备上运行。", "zh"),
        ("Speed is as important as quality.", "速度は品質に劣らず重要である。", "ja"),
        ("It may be a dataset artifact.", "データセットの産物かもしれない。", "ja"),
        ("However, it is fast.", "Sin embargo, es rápido.", "es"),
        ("The gain is unprecedented.", "Der Zugewinn ist ohne Beispiel.", "de"),
        ("The time step is small.", "Le pas de temps est petit.", "fr"),
        ("It uses only two layers.", "Il n'utilise que deux couches.", "fr"),
        ("It is fast, however.", "Não obstante, é rápido.", "pt"),
        ("It has few errors.", "Ha pochi errori e non molto altro.", "it"),
    ],
)
def test_other_ways_to_deny_raise_nothing(source: str, target: str, language: str) -> None:
    assert [
        one for one in check_translation(source, target, language).problems if one.kind is Kind.NEGATION
    ] == []


@pytest.mark.parametrize(
    ("target", "is_faithful"),
    [
        ("평가 과제는 영어와 코드만 다룬다.", True),
        ("평가 과제는 영어와 코드 외의 언어는 다루지 않는다.", True),
        ("평가 과제는 영어와 코드 이외의 언어도 다룬다.", False),
    ],
)
def test_other_than_alone_denies_nothing(target: str, *, is_faithful: bool) -> None:
    source = "The suite does not cover languages other than English and code."
    assert check_translation(source, target, "ko").is_ok is is_faithful
