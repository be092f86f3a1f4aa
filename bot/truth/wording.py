"""Whether two texts that should be word for word the same agree where a letter decides."""

import re
import unicodedata

from bot.truth.polarity import denied

_WHITESPACE = re.compile(r"\s")
_NUMERAL = re.compile(
    r"(?P<sign>(?<![\w.)\]}])[-−]\s?)?(?P<number>[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+)?)"
    r"(?P<share>\s?%)?"
)
_TEX = (
    ("\\leq", "≤"),
    ("\\geq", "≥"),
    ("\\le", "≤"),
    ("\\ge", "≥"),
    ("\\lt", "<"),
    ("\\gt", ">"),
    ("\\%", "%"),
    ("\\times", "×"),
    ("\\pm", "±"),
    ("\\cdot", "·"),
)
_RELATION = re.compile(r"[<>≤≥≪≫]")
_COMMAND = re.compile(r"\\[A-Za-z]+\s?|\\[,;:! ]|[$\\{}]")


def says_the_same(said: str, quote: str) -> bool:
    """Whether two texts have the same numbers, shares, signs, relations and negations, in the same order."""
    one, other = _plain(said), _plain(quote)
    return (
        _numerals(one) == _numerals(other)
        and _RELATION.findall(one) == _RELATION.findall(other)
        and denied(one) == denied(other)
    )


def _plain(text: str) -> str:
    for command, sign in _TEX:
        text = re.sub(re.escape(command) + r"(?![A-Za-z])", sign, text) if command in text else text
    text = _COMMAND.sub(lambda match: " " if len(match[0]) > 1 else "", text)
    text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return _WHITESPACE.sub(" ", re.sub(r"(?<=[a-z])[-‐]\s*\n\s*(?=[a-z])", "", text))


def _numerals(text: str) -> list[tuple[bool, str, bool]]:
    return [
        (match["sign"] is not None, re.sub("[, ]", "", match["number"]), match["share"] is not None)
        for match in _NUMERAL.finditer(text)
    ]
