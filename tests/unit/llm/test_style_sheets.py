"""What the style sheets show passes the gate, and they stay short: every telling pays for them."""

import re
from collections.abc import Iterator

import pytest

from bot.domain.tokens import estimate_tokens
from bot.llm.prompt_files import PromptFiles
from bot.services.tell_asks import ABSTRACT, TELLING, Sentence, Sort, first_ask
from bot.truth.gate import check_numbers
from bot.truth.language import is_in_language

PROMPTS = PromptFiles()
LANGUAGES = ("ko", "ja", "zh", "es", "de", "fr", "pt")
_EXAMPLE = re.compile(r"([^;:：→\n]+?) → ([^;→\n]+?)(?=;|。|\. |\.?$)", re.MULTILINE)
MOST_TOKENS = 700


def examples() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for english, told in _EXAMPLE.findall(PROMPTS.style_sheet(language).text):
            yield language, english.strip(), told.strip()


@pytest.mark.parametrize(("language", "english", "told"), list(examples()))
def test_a_number_that_a_style_sheet_shows_passes_the_gate(language: str, english: str, told: str) -> None:
    assert check_numbers(english, told, language).problems == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_style_sheet_shows_numbers_and_is_in_its_language(language: str) -> None:
    assert sum(one == language for one, *_ in examples()) >= 6
    prose = PROMPTS.style_sheet(language).text.partition("→")[0]
    assert is_in_language(prose, language)


@pytest.mark.parametrize("language", [*LANGUAGES, "sw"])
@pytest.mark.parametrize("form", [TELLING, ABSTRACT])
def test_a_prompt_with_its_style_sheet_is_short(language: str, form: object) -> None:
    one = TELLING if form is TELLING else ABSTRACT
    system = first_ask(one, PROMPTS, language, [Sentence(Sort.CLAIM, 1, "It ends.")], 100).system
    assert estimate_tokens(system, per_character=1) <= MOST_TOKENS
