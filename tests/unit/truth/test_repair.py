import pytest

from bot.truth.gate import check_translation
from bot.truth.repair import repair


def mend(source: str, target: str, language: str) -> str | None:
    return repair(source, target, language, check_translation(source, target, language).problems)


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("A model of 1.2B is used.", "1.2억을 쓴다.", "12억을 쓴다."),
        ("It grew to 3 trillion.", "3억으로 늘었다.", "3조로 늘었다."),
        ("It grew to 40 million.", "4조로 늘었다.", "4000만으로 늘었다."),
        ("The score is 85.2 now.", "점수 85.1은 높다.", "점수 85.2는 높다."),
        ("The score is 85.1 now.", "점수 85.2는 높다.", "점수 85.1은 높다."),
        ("It reached 27.", "72로 올랐다.", "27로 올랐다."),
        ("It reached 13.", "31로 올랐다.", "13으로 올랐다."),
        ("GPT-4o is used.", "GPT-3을 쓴다.", "GPT-4o를 쓴다."),
        ("It is 12.5%.", "12.5%p가 된다.", "12.5%가 된다."),
        ("It is 3x.", "3%가 된다.", "3배가 된다."),
        ("It took 5 hours.", "5일이 걸렸다.", "5시간이 걸렸다."),
        ("The error was 0.011.", "오차는 0.019였다.", "오차는 0.011이었다."),
        ("The error was 0.019.", "오차는 0.011이었다.", "오차는 0.019였다."),
        ("The error is 0.011.", "오차는 0.019다.", "오차는 0.011이다."),
    ],
)
def test_the_korean_particle_follows_the_mended_number(source: str, target: str, told: str) -> None:
    assert mend(source, target, "ko") == told


@pytest.mark.parametrize(
    ("language", "target", "told"),
    [
        ("de", "Das Modell hat 1,2 Billionen Parameter.", "Das Modell hat 1,2 Milliarden Parameter."),
        ("fr", "Le modèle a 1,2 million de paramètres.", "Le modèle a 1,2 milliard de paramètres."),
        (
            "es",
            "El modelo tiene 1,2 billones de parámetros.",
            "El modelo tiene 1.200 millones de parámetros.",
        ),
        ("pt", "O modelo tem 1,2 trilhão de parâmetros.", "O modelo tem 1,2 bilhão de parâmetros."),
        ("ja", "モデルは1.2億パラメータを持つ。", "モデルは12億パラメータを持つ。"),
        ("zh", "该模型有1.2亿参数。", "该模型有12亿参数。"),
    ],
)
def test_a_magnitude_is_told_in_the_words_of_the_language(language: str, target: str, told: str) -> None:
    assert mend("The model has 1.2B parameters.", target, language) == told


def test_two_faults_of_one_sentence_are_both_mended() -> None:
    source = "We train a 3B model on 15 trillion tokens for 5 hours."
    assert (
        mend(source, "3억 모델을 15억 토큰으로 5일 동안 학습한다.", "ko")
        == "30억 모델을 15조 토큰으로 5시간 동안 학습한다."
    )


def test_a_place_in_latex_is_a_place_in_the_sentence_as_it_came() -> None:
    source, target = r"It reaches $62.4\%$ on $10^{4}$ samples.", r"표본 $10^{4}$개에서 $64.2\%$에 도달한다."
    assert mend(source, target, "ko") == r"표본 $10^{4}$개에서 $62.4\%$에 도달한다."


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It has 345 items and 14 topics.", "주제 14개가 있다."),
        ("It is fast.", "3.5배 빠르다."),
        ("It is fast and has 3 layers.", "번역 중 오류 발생: 429"),
        ("It is fast.", "빠르다."),
    ],
)
def test_what_is_missing_made_up_or_right_is_not_mended(source: str, target: str) -> None:
    assert mend(source, target, "ko") is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # Each number has the unit that is right where it stands.
        (
            "It streams 18.4 frames per second with a latency of 0.31 s.",
            "초당 0.31프레임으로 스트리밍하며, 지연은 18.4초다.",
        ),
        # Nobody knows what is counted.
        ("It has 120 prompts.", "영상 120분으로 이루어진다."),
    ],
)
def test_what_tells_something_else_is_not_mended(source: str, target: str) -> None:
    assert check_translation(source, target, "ko").problems
    assert mend(source, target, "ko") is None


def test_a_mended_number_keeps_the_zeros_it_was_written_with() -> None:
    problems = check_translation("Accuracy rises to 66.00%.", "정확도가 65.00%로 오른다.", "ko").problems
    told = repair("Accuracy rises to 66.00%.", "정확도가 65.00%로 오른다.", "ko", problems)
    assert told == "정확도가 66.00%로 오른다."
