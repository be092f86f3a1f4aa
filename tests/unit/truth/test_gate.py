import json
from pathlib import Path

import pytest

from bot.truth.gate import check_numbers, check_translation
from bot.truth.problems import Kind

SOURCE = "We show that the model is fast, and that it needs no labels at all for training."


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("ko", "번역 중 오류 발생: 다시 시도해 주세요"),
        ("ko", "죄송합니다. 이 문장은 번역할 수 없습니다."),
        ("ko", "```markdown\n모델은 빠르다.\n```"),
        ("ko", "다음은 요청하신 번역입니다: 모델은 빠르다."),
        ("ko", "Error code: 429 - rate limited"),
        ("zh", "抱歉，我无法翻译这段文字。"),
        ("zh", "以下是翻译：该模型很快。"),
        ("ja", "申し訳ありませんが、翻訳できません。"),
        ("ja", "翻訳中にエラーが発生しました。"),
        ("es", "Lo siento, no puedo traducir este texto."),
        ("es", "Aquí está la traducción: el modelo es rápido."),
        ("de", "Es tut mir leid, ich kann diesen Text nicht übersetzen."),
        ("de", "Hier ist die Übersetzung: Das Modell ist schnell."),
        ("fr", "Je suis désolé, je ne peux pas traduire ce texte."),
        ("fr", "Voici la traduction : le modèle est rapide."),
        ("pt", "Desculpe, não posso traduzir este texto."),
        ("pt", "Aqui está a tradução: o modelo é rápido."),
        ("en", "As an AI language model, I cannot do that."),
        ("en", "I'm sorry, but I can't help with that."),
        ("en", "<think>The user wants…</think> The model is fast."),
        ("ko", "…"),
        ("ko", "null"),
    ],
)
def test_what_is_no_translation_is_refused(language: str, target: str) -> None:
    assert Kind.BOILERPLATE in {one.kind for one in check_translation(SOURCE, target, language).problems}


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        (
            "The model answers “I cannot help” to 30% of prompts.",
            "모델은 프롬프트의 30%에 “도와드릴 수 없습니다”라고 답한다.",
            "ko",
        ),
        ("The error rate falls.", "오류율이 떨어진다.", "ko"),
        ("Refusals such as 'I'm sorry' drop.", "'죄송합니다' 같은 거부가 줄어든다.", "ko"),
        ("We study errors in translation.", "我们研究翻译中的错误。", "zh"),
        ("Here we present a method.", "Hier stellen wir eine Methode vor.", "de"),
    ],
)
def test_a_sentence_about_errors_and_refusals_passes(source: str, target: str, language: str) -> None:
    assert check_translation(source, target, language).is_ok


@pytest.mark.parametrize(
    ("target", "language"),
    [
        (SOURCE, "ko"),
        (SOURCE, "ja"),
        (SOURCE, "zh"),
        (SOURCE, "de"),
        (SOURCE, "fr"),
        ("我们证明该模型速度很快，并且在训练时完全不需要标签。", "ja"),
        ("我们证明该模型速度很快，并且在训练时完全不需要标签。", "ko"),
        ("このモデルは高速であり、学習にラベルを必要としないことを示す。", "zh"),
        ("이 모델은 빠르며 학습에 레이블이 전혀 필요하지 않음을 보인다.", "ja"),
        ("이 모델은 빠르며 학습에 레이블이 전혀 필요하지 않음을 보인다.", "en"),
        (
            "Mostramos que el modelo es rápido y que no necesita etiquetas para el entrenamiento en la red.",
            "pt",
        ),
        ("Wir zeigen, dass das Modell schnell ist und für das Training keine Labels braucht.", "fr"),
    ],
)
def test_another_language_is_refused(target: str, language: str) -> None:
    assert [one.kind for one in check_translation(SOURCE, target, language).problems] == [Kind.LANGUAGE]


@pytest.mark.parametrize(
    ("target", "language"),
    [
        ("이 모델은 빠르며 학습에 레이블이 전혀 필요하지 않음을 보인다.", "ko"),
        ("KV cache와 speculative decoding을 쓴 LoRA fine-tuning은 빠르다.", "ko"),
        ("GPT-4o", "ko"),
        ("12억", "ko"),
        ("我们证明该模型速度很快。", "zh-Hans"),
        ("本手法は高速である。", "ja"),
        ("Wir nutzen Chain-of-Thought-Prompting und In-Context-Learning.", "de"),
        ("Mostramos que el modelo es rápido y que no necesita etiquetas.", "es-MX"),
        ("Mostramos que o modelo é rápido e que não precisa de rótulos.", "pt-BR"),
        ("Nous montrons que le modèle est rapide et n'a besoin d'aucune étiquette.", "fr"),
        ("Ní thuigim an abairt seo ar chor ar bith agus mé ag léamh.", "ga"),
    ],
)
def test_the_right_language_passes_with_its_terms_of_art(target: str, language: str) -> None:
    assert Kind.LANGUAGE not in {
        one.kind for one in check_translation("We show it.", target, language).problems
    }


def test_a_source_in_another_language_is_read_in_that_language() -> None:
    assert check_numbers("13억 파라미터 모델이다.", "It is a 1.3B-parameter model.", "en", "ko").is_ok
    assert not check_numbers("1.3억 파라미터 모델이다.", "It is a 1.3B-parameter model.", "en", "ko").is_ok
    assert check_numbers("Es sind 1.234 Bilder.", "1,234장의 이미지다.", "ko", "de").is_ok


def test_a_language_nobody_knows_is_checked_by_its_digits() -> None:
    assert check_numbers("It has 1,234 items and 3 parts.", "Ha 1.234 elementi e tre parti.", "it").is_ok
    assert not check_numbers("It has 1,234 items.", "Ha 1.243 elementi.", "it").is_ok


@pytest.mark.recorded
def test_a_recorded_korean_telling_raises_no_alarm(shared: Path) -> None:
    folder = shared / "data" / "model"
    notes = json.loads((folder / "notes-2501.11120.json").read_text())["claims"]
    telling = json.loads((folder / "telling-ko-2501.11120.json").read_text())["claims"]
    alarms = [
        check_translation(claim["text"], told["text"], "ko").problems
        for claim, told in zip(notes, telling, strict=True)
    ]
    assert [problems for problems in alarms if problems] == []


@pytest.mark.parametrize("language", ["ko", "zh", "ja", "es", "de", "fr", "pt"])
def test_a_sentence_left_in_english_is_no_translation(language: str) -> None:
    for source in (
        "Replicates differ by 0.4 °C in the median.",
        "A single decay shared by all heads reaches 60.4%.",
    ):
        kinds = {one.kind for one in check_translation(source, source, language).problems}
        assert kinds == {Kind.LANGUAGE}


def test_names_alone_may_stay_as_they_are() -> None:
    assert check_translation("GPT-4o, Llama-3 and BERT.", "GPT-4o, Llama-3, BERT.", "ko").is_ok
    assert check_translation("Attention Is All You Need", "Attention Is All You Need", "de").is_ok


def test_chinese_words_stand_in_no_korean_sentence_unless_they_are_quoted() -> None:
    source = "The final loss was forecast weekly by 26 people."
    assert not check_translation(source, "최종 손실은 训练에 参与한 26명이 每周 预测했다.", "ko").is_ok
    assert check_translation(source, "최종 손실(最終損失値)은 26명이 매주 예측했다.", "ko").is_ok
