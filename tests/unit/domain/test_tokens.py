import pytest

from bot.domain.tokens import estimate_tokens


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("word", 1), ("four letters a token", 5), ("한국어", 2), ("中文", 1)]
)
def test_tokens_are_estimated_by_script(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def test_a_careful_estimate_counts_every_character() -> None:
    assert estimate_tokens("13억 파라미터", per_character=1) == 6
    assert estimate_tokens("トークン。", per_character=1) == 5
