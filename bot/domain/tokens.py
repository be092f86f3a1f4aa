"""How many tokens a text is, estimated: tokenizers are large, differ by model, and none is at hand.

Rules of thumb for the vocabularies of 2024 and later (o200k and its like): four letters of European text a
token, and seven tokens for ten Korean, Chinese or Japanese characters. OpenAI's own samples at the release of
that vocabulary gave 0.6 to 0.75 a character.
"""

import re

_CHARACTERS_A_TOKEN = 4
_TOKENS_A_CHARACTER = 0.7
_DENSE = re.compile("[ᄀ-ᇿ\u3000-ヿ㄰-㆏㐀-鿿가-힣豈-﫿！-｠]")


def estimate_tokens(text: str, *, per_character: float = _TOKENS_A_CHARACTER) -> int:
    """Return about how many tokens a text is.

    Args:
        text: any text.
        per_character: tokens of a Korean, Chinese or Japanese character; 1 is the careful choice.
    """
    dense = len(_DENSE.findall(text))
    return round(dense * per_character + (len(text) - dense) / _CHARACTERS_A_TOKEN)
