"""Whether a number was told to lie on the other side: `1.9 points above` as 1.9 below.

Also what cannot be: a change from 14.9 to 6.2 that is an increase, and 256 of 38. Only words right beside a
number count, and only of numbers that stand once on each side.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.truth.lexicon.shelf import language_of
from bot.truth.problems import Kind, Problem
from bot.truth.quantities import Quantity, Reading

_REACH = 24
_Sides = tuple[re.Pattern[str], re.Pattern[str]]


def _sides(up: str, down: str) -> _Sides:
    return re.compile(up, re.IGNORECASE), re.compile(down, re.IGNORECASE)


_KO = r"\s?(?:만큼|이나|가량|정도)?\s?(?:더\s)?"
_JA = r"\s?(?:も|ほど|だけ)?を?"
_BESIDE: dict[str, _Sides] = {
    "en": _sides(r"\s(?:above|higher|ahead|more)\b", r"\s(?:below|lower|behind|less|fewer)\b"),
    "ko": _sides(rf"{_KO}(?:높|앞서|앞섰|앞선|웃돌|많|상회)", rf"{_KO}(?:낮|뒤지|뒤처|뒤졌|뒤진|밑돌|하회)"),
    "ja": _sides(rf"{_JA}(?:上回|高|多く)", rf"{_JA}(?:下回|低|少な)"),
    "zh": _sides(r"(?:高出?|领先|領先|多)了?约?\s?$", r"(?:低|落后|落後|少)了?约?\s?$"),
    "de": _sides(r"\s(?:über|mehr|höher|voraus)\b", r"\s(?:unter|weniger|niedriger|hinter)\b"),
    "es": _sides(r"\s(?:más|por\sencima|superior)\b", r"\s(?:menos|por\sdebajo|inferior)\b"),
    "fr": _sides(r"\s(?:de\splus|au-dessus|supérieur)", r"\s(?:de\smoins|au-dessous|en\sdessous|inférieur)"),
    "pt": _sides(r"\s(?:acima|a\smais|superior)\b", r"\s(?:abaixo|a\smenos|inferior)\b"),
}
_BEFORE = frozenset({"zh"})
"""Languages that say it before the number."""
_CHANGE: dict[str, tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]] = {
    # What stands between both numbers, and behind the second where the change is an increase, or a decrease.
    "ko": (
        re.compile(r"[가-힣]{0,3}에서\s(?:약\s)?"),
        re.compile(r"(?:\s?[가-힣]{1,3})?(?:으)?로\s(?:늘|증가|올라|올랐|오른|높아|상승|커[지졌진])"),
        re.compile(r"(?:\s?[가-힣]{1,3})?(?:으)?로\s(?:줄|감소|떨어|낮아|낮추|하락|내려|작아)"),
    ),
    "ja": (
        re.compile(r"[^\d、。]{0,4}から約?"),
        re.compile(r"[^\d、。]{0,4}[にへ](?:増|上が|上昇|高ま|向上)"),
        re.compile(r"[^\d、。]{0,4}[にへ](?:減|下が|低下|落ち|短縮)"),
    ),
}
_RANK = re.compile(r"\s?(?:위|등|位)")
_OF = {
    "ko": re.compile(r"(?:이고|이며)?,?\s?(?:중|중에서|가운데|그중|그\s중)(?:에서)?\s"),
    "ja": re.compile(r"[^\d、。]{0,2}(?:のうち|中)、?"),
    "zh": re.compile(r"[^\d，。]{0,2}(?:中有?|中的)"),
}


def check_bearing(source: Reading, target: Reading) -> Iterator[Problem]:
    """Tell numbers that lie on the other side, or cannot lie where they are told to lie."""
    if not source.quantities or not target.quantities:
        return
    yield from _turned(source, target)
    for one, other in pairwise(target.quantities):
        if _cannot_be(one, other, target):
            at = target.original(one.start, other.end)
            yield Problem(Kind.NEGATION, target=target.text[one.start : other.end].strip(), target_at=at)


def _turned(source: Reading, target: Reading) -> Iterator[Problem]:
    ours, theirs = _borne(source), list(_borne(target))
    for one, is_up in ours:
        if _count(one, source.quantities) > 1 or _count(one, target.quantities) > 1:
            continue
        for other, is_told_up in theirs:
            if is_up is not is_told_up and set(one.values) & set(other.values):
                yield Problem(
                    Kind.NEGATION,
                    source.text[one.start : one.end].strip(),
                    target.text[other.start : other.end].strip(),
                    source.original(one.start, one.end),
                    target.original(other.start, other.end),
                )


def _borne(reading: Reading) -> Iterator[tuple[Quantity, bool]]:
    """Yield the numbers that lie clearly above, or below, something."""
    code = language_of(reading.language)
    sides = _BESIDE.get(code)
    if sides is None:
        return
    for one in reading.quantities:
        stretch = reading.text[one.end : one.end + _REACH]
        found = [side.match(stretch) for side in sides]
        if code in _BEFORE:
            stretch = reading.text[max(one.start - _REACH, 0) : one.start]
            found = [side.search(stretch) for side in sides]
        if (found[0] is None) is not (found[1] is None):
            yield one, found[0] is not None


def _count(one: Quantity, others: Iterable[Quantity]) -> int:
    return sum(bool(set(one.values) & set(other.values)) for other in others)


def _cannot_be(one: Quantity, other: Quantity, reading: Reading) -> bool:
    code, text = language_of(reading.language), reading.text
    first, second = one.values[0], other.values[0]
    # Behind a number stands what it counts: `256개`, `412건`.
    between = text[one.end : other.start]
    part = _OF.get(code)
    if part is not None and second > first and one.unit == other.unit:
        counted = re.sub(r"^\s?[가-힣]{0,2}(?=(?:이고|이며|,|\s))", "", between) if code == "ko" else between
        return part.fullmatch(counted) is not None
    change = _CHANGE.get(code)
    if change is None or first == second or (one.unit or one.lent or other.unit) != other.unit:
        return False
    if change[0].fullmatch(between) is None or _RANK.match(text, other.end):
        return False
    contrary = change[1] if second < first else change[2]
    return contrary.match(text, other.end) is not None
