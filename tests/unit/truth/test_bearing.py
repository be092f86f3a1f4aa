"""Numbers that were told to lie on the other side of what they are compared with."""

import pytest

from bot.truth.gate import check_translation
from bot.truth.problems import Kind

ABOVE = "It is 1.9 points above the best open model and 4.3 points below the best closed one."
TOLD = {
    "ko": ("가장 좋은 공개 모델보다 {}점 높고, 가장 좋은 비공개 모델보다 {}점 낮다."),
    "ja": ("最良の公開モデルを{}ポイント上回り、最良の非公開モデルを{}ポイント下回る。"),
    "zh": ("比最好的开放模型高{}分，比最好的封闭模型低{}分。"),
    "de": ("Es liegt {} Punkte über dem besten offenen Modell und {} Punkte unter dem besten geschlossenen."),
    "es": ("Logra {} puntos más que el mejor modelo abierto y {} puntos menos que el mejor cerrado."),
    "fr": ("Il est {} points au-dessus du meilleur modèle ouvert et {} points au-dessous du meilleur fermé."),
    "pt": ("Fica {} pontos acima do melhor modelo aberto e {} pontos abaixo do melhor fechado."),
}


def figures(language: str) -> tuple[str, str]:
    return ("1,9", "4,3") if language in {"de", "es", "fr", "pt"} else ("1.9", "4.3")


@pytest.mark.parametrize("language", TOLD)
def test_what_lies_above_is_not_told_to_lie_below(language: str) -> None:
    above, below = figures(language)
    assert check_translation(ABOVE, TOLD[language].format(above, below), language).is_ok
    problems = check_translation(ABOVE, TOLD[language].format(below, above), language).problems
    assert {one.kind for one in problems} == {Kind.NEGATION}


@pytest.mark.parametrize(
    ("source", "right", "wrong", "language"),
    [
        (
            "The error falls from 14.9 to 6.2 units.",
            "오차가 14.9에서 6.2 단위로 줄어든다.",
            "오차가 14.9에서 6.2 단위로 늘어난다.",
            "ko",
        ),
        (
            "Throughput rises from 212 to 655 tokens.",
            "처리량이 212에서 655 토큰으로 늘어난다.",
            "처리량이 212에서 655 토큰으로 줄어든다.",
            "ko",
        ),
        (
            "Throughput rises from 212 to 655 tokens.",
            "処理量は212から655トークンに増加する。",
            "処理量は212から655トークンに減少する。",
            "ja",
        ),
        (
            "In it, 38 of 256 heads never forget.",
            "헤드 256개 중 38개는 잊지 않는다.",
            "헤드 38개 중 256개는 잊지 않는다.",
            "ko",
        ),
        (
            "The record has 412 entries, of which 31 were abandoned.",
            "기록은 412건이며, 그중 31건은 포기했다.",
            "기록은 31건이며, 그중 412건은 포기했다.",
            "ko",
        ),
    ],
)
def test_what_cannot_be_is_told(source: str, right: str, wrong: str, language: str) -> None:
    assert check_translation(source, right, language).is_ok
    assert not check_translation(source, wrong, language).is_ok


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It climbs from rank 5 to rank 2.", "순위가 5위에서 2위로 올라갔다."),
        ("It grew from 900 MB to 1.2 GB.", "900 MB에서 1.2 GB로 늘었다."),
        ("Of 12 tasks, it wins 9.", "과제 12개 중 9개에서 이긴다."),
        ("The latency is 3 points lower, at 12 ms.", "지연은 3점 낮은 12 ms다."),
        ("It is 2 points above A and 2 points below B.", "A보다 2점 높고 B보다 2점 낮다."),
        ("It needs 3 more steps than 5 shots in 8 tasks.", "과제 8개에서 5-shot보다 3단계가 더 필요하다."),
    ],
)
def test_other_ways_to_tell_numbers_raise_nothing(source: str, target: str) -> None:
    assert [
        one for one in check_translation(source, target, "ko").problems if one.kind is Kind.NEGATION
    ] == []
