"""Headings among the lines of a PDF, told by their numbers and names, for their looks are not known."""

import re
from dataclasses import dataclass

from bot.domain.documents import Why
from bot.sources.headings import left_out_under

MAX_TITLE = 110
_NUMBERED = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])(.{2,})")
_ROMAN = re.compile(r"([IVX]{1,5})\.\s+([A-Z][A-Z0-9 :,&/()’'–-]{2,})")
_APPENDIX = re.compile(
    r"(?:(?:Technical |Supplementary |Online )?(?:Appendix|Appendices|APPENDIX|APPENDICES)"
    r"|Supplement(?:ary|al)?(?: [Mm]aterials?| [Ii]nformation)?|SUPPLEMENTARY MATERIALS?)"
    r"(?:\s+([A-Z]))?\s*[.:]?(?:\s+[A-Z][^.;()]{2,70})?"
)
_NAMED = frozenset({
    "abstract", "introduction", "background", "related work", "related works", "method", "methods",
    "methodology", "approach", "preliminaries", "experiments", "experimental setup", "experimental results",
    "evaluation", "results", "discussion", "conclusion", "conclusions", "conclusion and future work",
    "conclusions and future work", "limitations", "limitation", "future work", "ethics statement",
    "ethical considerations", "broader impact", "impact statement", "reproducibility statement",
    "keywords", "author contributions", "data availability",
})  # fmt: skip
_RUN_IN = re.compile(r"(Abstract|Acknowledge?ments?|ACKNOWLEDGE?MENTS?)\s*[.:—–-]?\s+(?=[A-Z“\"])(.{20,})")
_RUN_IN_DASH = re.compile(r"(Abstract|ABSTRACT)\s*[.:—–-]\s*(?=\S)(.{20,})")
_TITLE = re.compile(r"[A-Z][a-z]{2,}(?: (?:[A-Z][\w-]*|of|and|the|for|in|on|with|to|a)){1,7}")
_ROMAN_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_ENDS = (".", ",", ";", ":", "-", "/")
_ENTRY = re.compile(r"\. |\b(?:19|20)\d\d\b|\bet al\b")
_LEADERS = re.compile(r"(?:\. ?){4,}")
_PAGE_AT_END = re.compile(r"\s\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its title with its number, its level from 1, and the words that follow on its line."""

    title: str
    level: int
    is_appendix: bool = False
    rest: str = ""


class Numbering:
    """Recognises headings in their order: a number that can't follow the last one begins no section."""

    def __init__(self) -> None:
        self._last: tuple[int, ...] = ()
        self._letters: tuple[int, ...] | None = None
        self._roman = 0
        self._has_references = False
        self._is_in_contents = False

    def read(self, text: str, *, is_top: bool) -> Heading | None:
        """Return the heading that a line is; None where it is none. `is_top`: it is a page's first."""
        if self._is_in_contents and _PAGE_AT_END.search(text):
            return None
        heading = self._named(text) or self._numbered(text) or self._of_roman(text) or _run_in(text)
        if heading is None and self._has_references and is_top and _TITLE.fullmatch(text):
            heading = Heading(text, 1, is_appendix=True)
        if heading is not None:
            why = left_out_under(heading.title)
            self._has_references |= why is Why.REFERENCES
            self._is_in_contents = why is Why.CONTENTS
        return heading

    def _named(self, text: str) -> Heading | None:
        if len(text) > MAX_TITLE:
            return None
        bare = text.rstrip(".:").strip()
        if bare[:1].isupper() and (bare.lower() in _NAMED or left_out_under(bare) is not None):
            return Heading(bare, 1)
        found = _APPENDIX.fullmatch(text)
        if not found or text.endswith(_ENDS) or not (found[1] or self._has_references):
            return None
        number = (ord(found[1]) - ord("A") + 1,) if found[1] else ()
        if number and not follows(number, self._letters or ()):
            return None
        self._letters = number or self._letters or ()
        return Heading(bare, 1, is_appendix=True)

    def _numbered(self, text: str) -> Heading | None:
        found = _NUMBERED.fullmatch(text)
        if not found or len(text) > MAX_TITLE or text.endswith(_ENDS) or _LEADERS.search(text):
            return None
        title, parts = found[2], found[1].split(".")
        if (
            not (title[0].isupper() or not title[0].isascii())
            or sum(map(str.isalpha, title)) < len(title) / 2
        ):
            return None
        if parts[0].isdigit():
            number = tuple(map(int, parts))
            if self._letters is not None or not follows(number, self._last):
                return None
            self._last = number
            return Heading(f"{found[1]} {title}", len(number))
        return self._lettered(found[1], title)

    def _lettered(self, label: str, title: str) -> Heading | None:
        """Read the heading of an appendix; there is none before the references."""
        if not self._has_references and self._letters is None:
            return None
        if _ENTRY.search(title):
            return None
        first, *rest = label.split(".")
        number = (ord(first) - ord("A") + 1, *map(int, rest))
        if not follows(number, self._letters or ()):
            return None
        self._letters = number
        return Heading(f"{label} {title}", len(number), is_appendix=True)

    def _of_roman(self, text: str) -> Heading | None:
        found = _ROMAN.fullmatch(text)
        if not found or self._roman >= len(_ROMAN_NUMERALS) or found[1] != _ROMAN_NUMERALS[self._roman]:
            return None
        self._roman += 1
        return Heading(text, 1)


def follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Return whether a section number can come right after another: 3.1 and 4 after 3, not 5."""
    if len(number) > len(last) + 1:
        return False
    depth = len(number) - 1
    if depth == len(last):
        return number[:-1] == last and number[-1] == 1
    return number[:depth] == last[:depth] and number[depth] == last[depth] + 1


def _run_in(text: str) -> Heading | None:
    found = _RUN_IN.fullmatch(text) or _RUN_IN_DASH.fullmatch(text)
    return Heading(found[1], 1, rest=found[2]) if found else None
