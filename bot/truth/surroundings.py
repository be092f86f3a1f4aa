"""What stands around digits: list markers, signs, currencies; and what only digits have: `3rd`, `15:30`."""

import re

from bot.truth.quantities import Quantity, Weight
from bot.truth.units import ANY

ORDINALS = {
    "en": re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])"),
    "fr": re.compile(r"(?:er|re|ère|e|ème|es|èmes|nde?)(?![A-Za-zÀ-ÿ])"),
    "es": re.compile(r"(?:\.?[ºª°]|[oa](?:\s|$)|er(?![A-Za-z]))"),
    "pt": re.compile(r"(?:\.?[ºª°])"),
}
"""What makes a number in digits an ordinal, by language."""

_DIGITS = re.compile(r"[0-9]+")
_DECADE = re.compile(r"(?:'?s|er)(?![A-Za-z0-9])")
_SPATIAL = re.compile(r"-?D(?![A-Za-z0-9])")
_CLOCK = re.compile(r":[0-5]?[0-9](?![0-9])")
_BRACKETED = re.compile(r"\[[0-9]{1,3}(?:\s?[,;–-]\s?[0-9]{1,3})*\]")
_MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "", "₩": "KRW"}
_BEFORE_SIGN = frozenset(" (±~:=,[<>/→「（")
_BRACKET_REACH = 300
_MARKERS = 20
"""Numbers in brackets up to here count a list: `(1) …; (2) …`."""


def marker_end(text: str, at: int) -> int | None:
    """Return the end of a list marker or a citation, which need not be told: `(2)`, `2)`, `[12]`."""
    before = text[at - 1] if at else ""
    if before == "[" and (bracketed := _BRACKETED.match(text, at - 1)) is not None:
        return bracketed.end()
    match = _DIGITS.match(text, at)
    if match is None or len(match[0]) > 2 or int(match[0]) > _MARKERS:
        return None
    end, after = match.end(), text[match.end() : match.end() + 1]
    if after == ")":
        if before == "(":
            is_list = at == 1 or not text[at - 2].isascii() or not text[at - 2].isalnum()
        else:
            floor = max(at - _BRACKET_REACH, 0)
            is_open = text.rfind("(", floor, at) > text.rfind(")", floor, at)
            is_list = (not before or before.isspace()) and not is_open
        return end if is_list else None
    is_first = at == 0 and after == "." and text[end + 1 : end + 2] == " "
    return end if is_first else None


def sign_before(text: str, at: int, floor: int) -> tuple[int, str, str | None]:
    """Return where a number begins with its sign and currency, and these; no currency is None."""
    start = at
    money = None
    gap = 1 if start - 1 > floor and text[start - 1] == " " else 0
    if start - gap > floor and text[start - gap - 1] in _MONEY:
        money = _MONEY[text[start - gap - 1]]
        start -= gap + 1
    sign = ""
    if start > floor and text[start - 1] in "+-" and (start == 1 or text[start - 2] in _BEFORE_SIGN):
        sign = text[start - 1]
    return start, sign, money


def unit_of_digits(text: str, at: int, end: int, language: str) -> Quantity | None:
    """Read what only digits have: `3rd`, `1990s`, `15:30`, `3D`; the values are the caller's."""
    ordinal = ORDINALS.get(language)
    if ordinal is not None and end < len(text) and (match := ordinal.match(text, end)) is not None:
        return Quantity(at, end, match.end(), ())
    if end - at == 4 and text[end - 1] == "0" and (match := _DECADE.match(text, end)) is not None:
        return Quantity(at, end, match.end(), ())
    if end - at == 1 and _SPATIAL.match(text, end):  # 3D may be told as space, or not at all
        return Quantity(at, end, text.index("D", end) + 1, (), "D", Weight.SOFT)
    if _CLOCK.match(text, end) or (at > 1 and text[at - 1] == ":" and text[at - 2].isdigit()):
        return Quantity(at, end, end, (), ANY)
    return None
