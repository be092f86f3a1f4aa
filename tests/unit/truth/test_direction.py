"""Numbers that changed places: from 5 to 3, where it was from 3 to 5."""

import pytest

from bot.truth.gate import check_numbers
from bot.truth.problems import Kind
from bot.truth.repair import repair

SOURCE = "Accuracy moves from 57.8% to 72.8%."
TOLD = {
    "en": ("It goes from 57.8% to 72.8%.", "It goes from 72.8% to 57.8%."),
    "ko": ("정확도가 57.8%에서 72.8%로 바뀐다.", "정확도가 72.8%에서 57.8%로 바뀐다."),
    "zh": ("准确率从57.8%变为72.8%。", "准确率从72.8%变为57.8%。"),
    "ja": ("精度は57.8%から72.8%に変わる。", "精度は72.8%から57.8%に変わる。"),
    "es": ("La precisión pasa del 57,8 % al 72,8 %.", "La precisión pasa del 72,8 % al 57,8 %."),
    "de": ("Die Genauigkeit geht von 57,8 % auf 72,8 %.", "Die Genauigkeit geht von 72,8 % auf 57,8 %."),
    "fr": ("La précision passe de 57,8 % à 72,8 %.", "La précision passe de 72,8 % à 57,8 %."),
    "pt": ("A acurácia vai de 57,8% para 72,8%.", "A acurácia vai de 72,8% para 57,8%."),
}


@pytest.mark.parametrize("language", TOLD)
def test_a_change_told_the_other_way_round_is_a_problem(language: str) -> None:
    right, wrong = TOLD[language]
    assert check_numbers(SOURCE, right, language).is_ok
    (problem,) = check_numbers(SOURCE, wrong, language).problems
    assert problem.kind is Kind.DIGIT
    assert problem.source == "57.8% to 72.8%"
    assert wrong[slice(*(problem.target_at or (0, 0)))] == problem.target
    told = repair(SOURCE, wrong, language, (problem,))
    assert told is None or check_numbers(SOURCE, told, language).is_ok


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        (SOURCE, "57.8%이던 정확도가 72.8%로 바뀐다.", "ko"),
        (SOURCE, "정확도는 72.8%로, 기존 57.8%보다 높다.", "ko"),
        (SOURCE, "准确率由57.8%升至72.8%。", "zh"),
        ("It drops from 9 to 5 and rises from 5 to 9.", "9에서 5로 떨어졌다가 5에서 9로 오른다.", "ko"),
        ("Between 5 and 10 models reach 3 to 4 points.", "5개에서 10개 모델이 3~4점에 이른다.", "ko"),
    ],
)
def test_other_orders_raise_nothing(source: str, target: str, language: str) -> None:
    assert check_numbers(source, target, language).is_ok
