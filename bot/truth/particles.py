"""Korean particles after a number: their form follows the sound in which the number ends."""

import re
from collections.abc import Mapping

_PAIRS: Mapping[str, tuple[str, str]] = {
    form: pair
    for pair in (
        ("은", "는"),
        ("이", "가"),
        ("을", "를"),
        ("과", "와"),
        ("으로", "로"),
        ("이라", "라"),
        ("이나", "나"),
        ("이며", "며"),
        ("이었", "였"),
        ("이다", "다"),
    )
    for form in pair
}
_FOLLOWING = re.compile(
    r"(?:(으로|이라|이나|이며|은|는|이|가|을|를|과|와|로|라|나|며)(?=\s|[,.!?)]|$|고|는|의|도|서|부터)"
    r"|(이었|였)(?=[다고으지던])|(이다|다)(?=[.,!?)]|$))"
)
_FINAL_DIGITS: Mapping[str, str] = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
# Letters whose Korean names end in a consonant.
_FINAL_LETTERS: Mapping[str, str] = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
_READ_AS: Mapping[str, str] = {
    "%": "퍼센트",
    "%p": "포인트",
    "x": "배",
    "×": "배",
    "ms": "초",
    "s": "초",
    "GB": "트",
    "MB": "트",
}


def final_of(text: str) -> str:
    """Return the final consonant of a text as read aloud: "ㄹ" and other consonants, or "" for a vowel."""
    bare = text.rstrip(" )]\"'”’")
    for sign, reading in _READ_AS.items():
        if re.search(rf"(?<![A-Za-z]){re.escape(sign)}$", bare):
            return final_of(reading)
    last = bare[-1:]
    if "가" <= last <= "힣":
        code = (ord(last) - ord("가")) % 28
        return "" if code == 0 else "ㄹ" if code == 8 else "ㄱ"
    if last.isdigit():
        return _FINAL_DIGITS.get(last, "")
    return _FINAL_LETTERS.get(last.lower(), "")


def mended(before: str, after: str) -> str:
    """Return `after` with the particle at its beginning in the form that the end of `before` asks for."""
    match = _FOLLOWING.match(after)
    if match is None:
        return after
    closed, opened = _PAIRS[match[0]]
    final = final_of(before)
    is_open = not final or (closed == "으로" and final == "ㄹ")
    return (opened if is_open else closed) + after[match.end() :]
