import pytest

from bot.truth.filler import is_filler


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Extensive experiments demonstrate the superiority of our method."),
        (
            "en",
            "Extensive experiments demonstrate the effectiveness of the framework across various benchmarks.",
        ),
        ("en", "The hyperparameters are not provided in the paper."),
        ("en", "The paper does not mention any limitations."),
        ("en", "Not specified."),
        ("en", "No information about the masking scheme is given in the paper."),
        ("en", "This work paves the way for future research."),
        ("en", "The proposed method achieves strong performance on various benchmarks."),
        ("ko", "다양한 실험을 통해 우수성을 입증한다."),
        ("ko", "광범위한 실험으로 방법의 효과를 검증하였다."),
        ("ko", "제안한 방법은 우수한 성능을 보인다."),
        ("ko", "정보 부족"),
        ("ko", "논문에 언급 없음"),
        ("ko", "논문에서는 한계점을 언급하지 않았다."),
        ("ko", "구체적인 데이터셋 정보는 제공되지 않았다."),
        ("ko", "논문에서 구체적인 방식에 대한 언급은 확인되지 않는다."),
        ("ko", "이 연구는 해당 분야의 발전에 기여할 것으로 기대된다."),
        ("zh", "大量实验证明了该方法的优越性。"),
        ("zh", "论文中未提及局限性。"),
        ("ja", "広範な実験により提案手法の有効性を示した。"),
        ("ja", "論文には記載されていない。"),
        ("es", "Amplios experimentos demuestran la superioridad del método."),
        ("de", "Umfangreiche Experimente belegen die Überlegenheit der Methode."),
        ("de", "Im Paper wird das nicht angegeben."),
        ("fr", "Non précisé dans l'article."),
        ("pt", "Amplos experimentos demonstram a superioridade do método."),
    ],
)
def test_what_says_nothing_is_filler(language: str, text: str) -> None:
    assert is_filler(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Extensive experiments show that the method outperforms GPT-4o by 3.2 points."),
        ("en", "The dataset does not include personal information."),
        ("en", "The model achieves strong performance on MATH without fine-tuning."),
        ("en", "Prior work does not report latency."),
        ("en", "The work evaluates self-awareness but does not study the mechanisms behind it."),
        ("en", "Results show that larger models are more robust to noise."),
        ("en", "The authors do not release the training data."),
        ("ko", "데이터셋에는 해당 행동에 대한 명시적 설명이 전혀 없는데도 모델은 그 행동을 설명할 수 있다."),
        ("ko", "MATH에서 GPT-4o보다 3.2점 높은 성능을 보인다."),
        ("ko", "이 연구는 모델의 자기 인식을 평가하지만 내부 메커니즘은 연구하지 않는다."),
        ("ko", "기존 데이터셋은 3D 정보가 부족하다."),
        ("ko", "저자들은 학습 데이터를 공개하지 않는다."),
        ("it", "Non lo so."),
    ],
)
def test_what_says_something_is_not(language: str, text: str) -> None:
    assert not is_filler(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("多様なベンチマークでの実験により、提案手法の優位性を実証した。", "ja"),
        ("本手法の有効性を実証した。", "ja"),
        ("在多个数据集上的实验验证了该方法的有效性。", "zh"),
        ("Los experimentos en varios conjuntos de datos confirman la eficacia del enfoque.", "es"),
    ],
)
def test_praise_of_a_method_in_other_languages_is_filler(text: str, language: str) -> None:
    assert is_filler(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("実験により、誤差は3.1%まで低下した。", "ja"),
        ("教師なし事前学習の有効性は小さなモデルでは確認されなかった。", "ja"),
        ("实验表明，该方法在小模型上不如基线。", "zh"),
    ],
)
def test_a_result_in_other_languages_is_no_filler(text: str, language: str) -> None:
    assert not is_filler(text, language)
