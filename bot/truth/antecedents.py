"""Which name `it` and `the model` stand for in a quote, where the paper leaves no choice.

Many a paper gives its main result of `the model`, whose name with a number in it stands a sentence before.
"""

import re
from functools import cached_property

from bot.truth.quantities import Identifier
from bot.truth.reader import read

REACH = 600
"""Within how many characters before a quote the name stands that it leaves out."""

_STAND_IN = re.compile(
    r"\b(?:it|its|(?:the|our|this)\s+(?:(?:final|full|trained|resulting|released|proposed)\s+)?"
    r"(?:model|method|system|network|approach|framework))\b",
    re.IGNORECASE,
)
_INTRODUCING = re.compile(
    r"\b(?:we|this\s+(?:paper|report|work))\s+(?:\w+\s+)?"
    r"(?:introduce|present|propose|report|describe|release|train|develop|build)s?\b[^.;]{0,60}",
    re.IGNORECASE,
)


class Antecedents:
    """What names a paper gives to its own things, and where it means one without naming it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def meant(self, start: int, end: int) -> str:
        """Return the name that a stretch of the text means and leaves out, else nothing.

        It is the only name with a number shortly before, the paper introduces it as its own, and the stretch
        has no such name itself.
        """
        if _STAND_IN.search(self._text, start, end) is None or _names(self._text[start:end]):
            return ""
        before = _names(self._text[max(start - REACH, 0) : start])
        keys = {one.key for one in before}
        return before[-1].text if len(keys) == 1 and keys <= self._own else ""

    @cached_property
    def _own(self) -> frozenset[str]:
        found = (_names(match[0]) for match in _INTRODUCING.finditer(self._text))
        return frozenset(one.key for names in found for one in names)


def _names(text: str) -> tuple[Identifier, ...]:
    return read(text, "en").identifiers
