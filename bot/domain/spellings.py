"""Days, weeks, months and times of day as people write them.

Nothing here raises: what cannot be read is None.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time

YEARS = range(1991, 2200)
"""The years that a list of papers can have: arXiv opened in 1991."""

_DAY = re.compile(
    r"(?P<y>[0-9]{4})(?: (?P<m2>[0-9]{2})(?P<d2>[0-9]{2})"
    r"| \s?(?P<mark>[-./])\s?(?P<m>[0-9]{1,2})\s?(?P=mark)\s?(?P<d>[0-9]{1,2})\.?"
    r"| [년年]\s?(?P<m3>[0-9]{1,2})[월月]\s?(?P<d3>[0-9]{1,2})[일日号號]?)",
    re.VERBOSE,
)
_WEEK = re.compile(
    r"(?P<y>[0-9]{4})(?: -?\s?[Ww]\s?(?P<w>[0-9]{1,2}) | -(?P<w2>[0-9]{1,2})"
    r"| [년年]\s?제?\s?(?P<w3>[0-9]{1,2})\s?[주週周]차? )",
    re.VERBOSE,
)
_MONTH = re.compile(
    r"(?P<y>[0-9]{4})(?: \s?[-./]\s?(?P<m>[0-9]{1,2})\.? | [년年]\s?(?P<m2>[0-9]{1,2})[월月] )", re.VERBOSE
)
_HALVES = {
    **dict.fromkeys(("오전", "午前", "上午", "am", "a.m."), "am"),
    **dict.fromkeys(("오후", "午後", "下午", "pm", "p.m."), "pm"),
}
_HALF = "|".join(map(re.escape, _HALVES))
_CLOCK = re.compile(
    rf"(?P<before>{_HALF})?\s*"
    r"(?: (?P<h2>[0-9]{2})(?P<m2>[0-9]{2})"
    r"| (?P<h>[0-9]{1,2}) (?: \s*[:.]\s*(?P<m>[0-9]{1,2})"
    r"   | \s*(?:h|uhr|시|時|时|点|點)\s*(?: (?P<m3>[0-9]{1,2})\s*(?:분|分|m)? | (?P<past>반|半) )? )? )"
    rf"\s*(?P<after>{_HALF})?",
    re.VERBOSE,
)
_HALF_DAY, _HALF_HOUR = 12, 30


def parse_day(text: str) -> date | None:
    """Read `2026-06-12`, also with dots, slashes or nothing between, or as `2026년 6월 12일`."""
    return _read(_DAY, text, date)


def parse_week(text: str) -> date | None:
    """Read `2026-W24` (also `2026W24`, `2026-24`, `2026년 24주`) and return its Monday."""
    return _read(_WEEK, text, lambda year, week: date.fromisocalendar(year, week, 1))


def parse_month(text: str) -> date | None:
    """Read `2026-06` (also `2026.6`, `2026년 6월`) and return its first day."""
    return _read(_MONTH, text, lambda year, month: date(year, month, 1))


def parse_time(text: str) -> time | None:
    """Read a time of day: `8:15`, `08.15`, `0815`, `8h`, `8시 반`, `오후 9시`, `9 pm`."""
    match = _CLOCK.fullmatch(_plain(text).lower())
    if match is None or (match["before"] and match["after"]):
        return None
    half = _HALVES.get(match["before"] or match["after"] or "")
    hour = int(match["h"] or match["h2"])
    minute = _HALF_HOUR if match["past"] else int(match["m"] or match["m2"] or match["m3"] or 0)
    if half is not None:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _read(pattern: re.Pattern[str], text: str, build: Callable[..., date]) -> date | None:
    match = pattern.fullmatch(_plain(text))
    if match is None or int(match["y"]) not in YEARS:
        return None
    numbers = [int(said) for name, said in match.groupdict().items() if said is not None and name != "mark"]
    try:
        return build(*numbers)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return a text with full-width digits and marks made plain."""
    return unicodedata.normalize("NFKC", text).strip()
