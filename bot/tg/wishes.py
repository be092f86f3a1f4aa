"""Wishes as people type them: what, when, where and on which days, in any order and language of ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import cache

from bot.domain.calendar import Kind
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, parse_time
from bot.tg.zones import find_zone
from bot.words.texts import languages, texts

_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("daily", "day", "일간", "하루"), Kind.DAILY),
    **dict.fromkeys(("weekly", "week", "every week", "매주", "주간"), Kind.WEEKLY),
    **dict.fromkeys(("monthly", "month", "every month", "매달", "매월", "월간"), Kind.MONTHLY),
}
_DAYS: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("every day", "everyday", "all days", "매일"), EVERY_DAY),
    **dict.fromkeys(
        ("weekdays", "weekday", "every weekday", "on weekdays", "weekdays only", "workdays", "평일", "주중"),
        WEEKDAYS,
    ),
}
_FILLERS = frozenset(["at", "in", "on", "and", "the", "digest", "time", "please", "에", "시간"])
_LONGEST = 4  # words that can belong together, as in "오전 8시 15분" or "every weekday"


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone asked for; None where it wasn't named. `unknown` is the first word without a meaning."""

    kind: Kind | None = None
    at: time | None = None
    days: frozenset[int] | None = None
    zone: str | None = None
    unknown: str | None = None


def read_wish(text: str) -> Wish:
    """Read a wish such as `weekly 9:00 Europe/Berlin` or `평일 오전 8시 15분 서울`; never raises."""
    words = [word for word in (one.strip(",;") for one in text.split()) if word]
    wish, begin = Wish(), 0
    while begin < len(words):
        size = next(
            (size for size in range(_LONGEST, 0, -1) if _read(wish, words[begin : begin + size]) is not None),
            0,
        )
        if not size:
            if words[begin].casefold() not in _FILLERS:
                return replace(wish, unknown=words[begin])
            size = 1
        else:
            wish = _read(wish, words[begin : begin + size]) or wish
        begin += size
    return wish


def read_kind(text: str) -> Kind | None:
    """Return the kind of digest that a text names."""
    return _KINDS.get(" ".join(text.split()).casefold())


def read_days(text: str) -> frozenset[int] | None:
    """Return the days that a text names: all, the weekdays, or single ones such as `Mon, Thu`."""
    said = " ".join(text.split()).casefold()
    if said in _DAYS:
        return _DAYS[said]
    named = [_weekdays().get(word) for word in said.replace(",", " ").split()]
    days = frozenset(day for day in named if day is not None)
    return days if days and None not in named else None


def _read(wish: Wish, words: list[str]) -> Wish | None:
    """Return a wish with one more thing known, or None where these words name no such thing."""
    said = " ".join(words)
    kind = read_kind(said)
    if kind is not None:
        return replace(wish, kind=kind)
    days = read_days(said)
    if days is not None:
        before = wish.days if wish.days and wish.days != EVERY_DAY else frozenset()
        return replace(wish, days=days | before)
    at = parse_time(said)
    if at is not None:
        return replace(wish, at=at)
    zone = find_zone(said)
    return None if zone is None else replace(wish, zone=zone)


@cache
def _weekdays() -> Mapping[str, int]:
    """Return the names of the days of the week in every language, with their ISO numbers."""
    return dict(_named_weekdays())


def _named_weekdays() -> Iterator[tuple[str, int]]:
    for language in languages():
        for width in ("abbreviated", "wide"):
            for number, name in texts(language).locale.days["format"][width].items():
                yield name.casefold(), number + 1
                yield f"{name.casefold()}s", number + 1
