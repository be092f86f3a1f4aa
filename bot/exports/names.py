"""Names of authors, as BibTeX sorts them."""

import re
from collections.abc import Callable
from typing import Final

from bot.exports.lines import line

_PARTICLES: Final = frozenset(
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ter", "ten",
     "bin", "al", "el", "zu", "zum"]
)  # fmt: skip
_SUFFIX: Final = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")
_GROUP: Final = re.compile(
    r"\b(?:and|team|group|lab|labs|laboratory|collaboration|consortium|project|institute|university|"
    r"inc|research|ai|contributors?|authors?)\b|[\d&@:/]",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"(?:et\s+al\.?|others)", re.IGNORECASE)
_MOST_COMMAS: Final = 1


def last_first(name: str, escape: Callable[[str], str] = str) -> str:
    """Return a name as `Last, First` (`Last, Jr., First`); one that is no person's in braces.

    Particles such as `van der` belong to the last name. An empty name is empty.
    """
    shown = line(name)
    if not shown:
        return ""
    if _OTHERS.fullmatch(shown):
        return "others"
    first, last, suffix = _parts(shown)
    if not first:
        return f"{{{escape(shown)}}}"
    return ", ".join(escape(one) for one in (last, suffix, first) if one)


def surname(name: str) -> str:
    """Return a person's last name without its particles; the whole name of what is no person."""
    shown = line(name)
    first, last, _ = _parts(shown)
    return last.split()[-1] if first else shown


def _parts(name: str) -> tuple[str, str, str]:
    """Return the first and last name and what follows (`Jr.`); no first name where it is no person's."""
    if _GROUP.search(name):
        return "", name, ""
    if "," in name:
        last, _, first = name.partition(",")
        is_clear = name.count(",") == _MOST_COMMAS and last.strip() and first.strip()
        return (first.strip(), last.strip(), "") if is_clear else ("", name, "")
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004 - First Last Jr.
    begin = len(words) - 1
    while begin > 1 and words[begin - 1].lower() in _PARTICLES:
        begin -= 1
    if begin < 1:
        return "", name, ""
    return " ".join(words[:begin]), " ".join(words[begin:]), suffix
