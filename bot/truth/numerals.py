"""Numbers in digits: groups of thousands, decimal marks, powers of ten."""

import re
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from enum import Enum

from bot.truth.lexicon.shape import Lexicon

# One group sign throughout, so that `1,234.5` and `1.234,5` are told apart by what follows.
_NUMERAL = re.compile(
    r"""
      (?P<grouped> [1-9][0-9]{0,2} (?P<mark>[,.'\u00b7 ]) [0-9]{3} (?: (?P=mark)[0-9]{3} )* (?![0-9]) )
      (?P<rest> [.,][0-9]+ (?![0-9]|[.,][0-9]) )?
    | (?P<whole>[0-9]+) (?: (?P<point>[.,]) (?P<part>[0-9]+) )?
    """,
    re.VERBOSE,
)
_POWER = re.compile(
    r"""
      (?P<times> \s?[×xX*·]\s? (?=10\s?[\^⁻⁺⁰¹²³⁴-⁹*{]) 10 )?
      (?: \s?\^\s? \{?\s?(?P<caret>[-+–]?[0-9]{1,3})\s?\}? | \*\*(?P<stars>[-+]?[0-9]{1,3})
        | (?P<raised>[⁻⁺]?[⁰¹²³⁴-⁹]{1,3}) )
    | [eE](?P<e>[-+–]?[0-9]{1,3})(?![0-9A-Za-z])
    """,
    re.VERBOSE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_DIMENSION = re.compile(r"-?\s?[x×X]\s?[0-9]|-[A-Za-z]+")
_UNAMBIGUOUS_POINT = re.compile(
    r"(?<![0-9.,])(?:0\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,}))(?![0-9.,]*[0-9])"
)
_UNAMBIGUOUS_COMMA = re.compile(r"(?<![0-9.,])(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))(?![0-9.,]*[0-9])")

MAX_EXPONENT = 400
"""Greater powers are told as they stand, never worked out."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in digits: its readings, likeliest first, and where it ends."""

    values: tuple[Decimal, ...]
    end: int


class Marks(Enum):
    """How a sentence marks decimals and thousands."""

    POINT = "1,234.5"
    COMMA = "1.234,5"
    EITHER = "1,234 and 1.234 may each be both"


def marks_of(text: str, lexicon: Lexicon) -> Marks:
    """Tell how a sentence marks numbers: by its language, and by numbers that can be read one way only."""
    if lexicon.decimal == ".":
        return Marks.POINT if lexicon.is_known else Marks.EITHER
    has_point = "." in text and _UNAMBIGUOUS_POINT.search(text) is not None
    has_comma = "," in text and _UNAMBIGUOUS_COMMA.search(text) is not None
    if has_comma and not has_point:
        return Marks.COMMA
    if has_point and not has_comma:
        # English decimals left in a German sentence make its other numbers doubtful.
        return Marks.POINT if lexicon.is_mark_free else Marks.EITHER
    return Marks.EITHER if lexicon.is_mark_free else Marks.COMMA


def numeral_at(text: str, at: int, lexicon: Lexicon, marks: Marks) -> Numeral:
    """Read the digits at `at`."""
    match = _NUMERAL.match(text, at)
    if match is None:
        raise ValueError(f"no digit at {at}")
    if match["grouped"] is None:
        return _ungrouped(match, marks)
    mark, rest = match["mark"], match["rest"]
    if mark == " " and (rest is None or rest[0] != lexicon.decimal) and _DIMENSION.match(text, match.end()):
        # `32 128-dimensional vectors` are two numbers.
        first = match["grouped"].partition(" ")[0]
        return Numeral((Decimal(first),), at + len(first))
    bare = match["grouped"].replace(mark, "")
    if rest is not None:
        if rest[0] == mark:  # 1,234,56: a list, or a date
            return Numeral(_readings(match["grouped"], mark, lexicon, marks), match.end("grouped"))
        return Numeral((Decimal(f"{bare}.{rest[1:]}"),), match.end())
    return Numeral(_readings(match["grouped"], mark, lexicon, marks), match.end())


def _readings(grouped: str, mark: str, lexicon: Lexicon, marks: Marks) -> tuple[Decimal, ...]:
    thousands = Decimal(grouped.replace(mark, ""))
    if mark not in ".," or grouped.count(mark) > 1:
        return (thousands,)
    decimal = Decimal(grouped.replace(mark, "."))
    if marks is Marks.EITHER:
        if grouped.endswith("000"):  # no decimals are all zeros
            return (thousands,)
        return (decimal, thousands) if mark == lexicon.decimal else (thousands, decimal)
    if (mark == ".") == (marks is Marks.POINT):
        return (decimal,)
    is_unsure = lexicon.language == "fr" and mark == "."  # the French group by spaces
    return (thousands, decimal) if is_unsure else (thousands,)


def _ungrouped(match: re.Match[str], marks: Marks) -> Numeral:
    whole, point, part = match["whole"], match["point"], match["part"]
    if point is None:
        return Numeral((Decimal(whole),), match.end())
    if point == "," and marks is Marks.POINT and whole != "0":
        return Numeral((Decimal(whole),), match.end("whole"))  # `3,6, and 9 views`: no decimal mark
    return Numeral((Decimal(f"{whole}.{part}"),), match.end())


def power_at(text: str, numeral: Numeral) -> Numeral | None:
    """Read a power after a number: `×10^-3`, `⁻⁴`, `e-4`; None if there is none."""
    match = _POWER.match(text, numeral.end)
    if match is None:
        return None
    raw = match["caret"] or match["stars"] or match["e"] or (match["raised"] or "").translate(_RAISED)
    try:
        exponent = int(raw.replace("–", "-"))
    except ValueError:
        return None
    if abs(exponent) > MAX_EXPONENT:
        return Numeral(numeral.values, match.end())
    try:
        if match["times"] is not None or match["e"] is not None:
            values = tuple(value.scaleb(exponent) for value in numeral.values)
        else:
            values = tuple(Decimal(value) ** exponent for value in numeral.values)
    except DecimalException:
        return Numeral(numeral.values, match.end())
    return Numeral(values, match.end())
