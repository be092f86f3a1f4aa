import pytest

from bot.llm.prompt_files import PromptFiles
from bot.llm.shapes import check_schema, faults
from bot.services.tell_asks import (
    ABSTRACT,
    TELLING,
    Mistold,
    Sentence,
    Sort,
    again_ask,
    first_ask,
    language_name,
    sentences_of,
)
from tests.fakes_telling import BRIEF, CLAIMS, IDEA, notes, right

PROMPTS = PromptFiles()


def test_sentences_are_listed_under_what_they_are_with_their_numbers() -> None:
    ask = first_ask(TELLING, PROMPTS, "de", sentences_of(notes(), "de"), 2_000)
    expected = "\n\n".join(
        (
            f"Brief:\n1. {BRIEF[0]}",
            "Claims:\n" + "\n".join(f"{n}. {english}" for n, (_, english, _) in enumerate(CLAIMS, 1)),
            f"Ideas:\n1. {IDEA[0]}",
        )
    )
    assert ask.user == expected
    assert ask.max_output_tokens == 2_000
    assert ask.estimate_tokens == pytest.approx((len(ask.system) + len(ask.user)) / 4, rel=0.1)


def test_what_there_is_none_of_has_no_heading() -> None:
    claims = [one for one in sentences_of(notes(), "ko") if one.sort is Sort.CLAIM]
    assert first_ask(TELLING, PROMPTS, "ko", claims, 2_000).user.startswith("Claims:\n1. ")


def test_an_abstract_is_listed_sentence_by_sentence() -> None:
    sentences = [Sentence(Sort.SENTENCE, n, text) for n, text in enumerate(("One.", "Two."), 1)]
    ask = first_ask(ABSTRACT, PROMPTS, "fr", sentences, 2_000)
    assert ask.user == "1. One.\n2. Two."
    assert "French" in ask.system


def test_schemas_are_strict_and_take_the_answers_they_are_for() -> None:
    for form in (TELLING, ABSTRACT):
        check_schema(form.schema)
    assert list(faults(right(), TELLING.schema)) == []
    assert list(faults(right() | {"brief": None}, TELLING.schema)) == []
    assert list(faults(right() | {"title": "?"}, TELLING.schema)) != []


def test_what_is_asked_again_has_numbers_of_its_own_and_is_read_back() -> None:
    mistold = [
        Mistold(Sentence(Sort.CLAIM, 17, "It has 12 layers."), "층이 21개다.", ("21 for 12",)),
        Mistold(Sentence(Sort.BRIEF, 1, "It is fast."), "", ("you did not tell it",)),
    ]
    ask, form = again_ask(PROMPTS, "ko", mistold, 2_000)
    assert ask.user == (
        "1. English: It has 12 layers.\nYours: 층이 21개다.\nWrong: 21 for 12.\n\n"
        "2. English: It is fast.\nWrong: you did not tell it."
    )
    answer = {
        "sentences": [{"n": 2, "text": "빠르다."}, {"n": 1, "text": "층이 12개다."}, {"n": 17, "text": "?"}]
    }
    assert list(form.read(answer)) == [
        (Sort.BRIEF, 1, "빠르다."),
        (Sort.CLAIM, 17, "층이 12개다."),
        (Sort.SENTENCE, 17, "?"),
    ]


def test_a_long_lie_does_not_make_a_long_question() -> None:
    mistold = [Mistold(Sentence(Sort.CLAIM, 1, "It ends."), "가" * 10_000, ("나" * 10_000,))]
    assert len(again_ask(PROMPTS, "ko", mistold, 2_000)[0].user) < 1_000


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ko", "Korean"),
        ("ko-KR", "Korean"),
        ("pt", "Portuguese"),
        ("pt-BR", "Brazilian Portuguese"),
        ("pt_br", "Brazilian Portuguese"),
        ("zh", "Chinese"),
        ("zh-Hant-TW", "Traditional Chinese"),
        ("de-AT", "German"),
        ("sw", 'the language with the code "sw"'),
    ],
)
def test_a_language_is_called_by_its_name_where_it_has_one_here(code: str, name: str) -> None:
    assert language_name(code) == name
