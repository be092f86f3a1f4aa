"""Sentences that say nothing that could be checked.

Two sorts: that something is not said (`not provided in the paper`), and praise without a fact (`extensive
experiments demonstrate the superiority of the method`). Praise with a number, a name to compare with or
a stated condition is a fact.
"""

import re

from bot.truth.lexicon.fillers import PRAISE, UNSAID
from bot.truth.lexicon.shelf import language_of
from bot.truth.quantities import Weight
from bot.truth.reader import read

_SAYS_NOTHING = {code: [re.compile(one, re.IGNORECASE) for one in some] for code, some in UNSAID.items()}
_SAYS_PRAISE = {code: [re.compile(one, re.IGNORECASE) for one in some] for code, some in PRAISE.items()}


_LONGEST = 120
"""A praising phrase within a longer sentence does not make all of it praise; in dense scripts half of it."""
_DENSE = frozenset({"ko", "zh", "ja"})


def is_filler(text: str, language: str) -> bool:
    """Whether a sentence says nothing that could be checked; only what clearly says nothing is."""
    code = language_of(language)
    if any(pattern.search(text) for pattern in _SAYS_NOTHING.get(code, ())):
        return True
    is_short = len(text) <= (_LONGEST // 2 if code in _DENSE else _LONGEST)
    praises = (pattern for pattern in _SAYS_PRAISE.get(code, ()) if is_short or pattern.pattern[0] == "^")
    if not any(pattern.search(text) for pattern in praises):
        return False
    said = read(text, language)
    return not any(one.weight is Weight.HARD and one.unit != "D" for one in said.quantities)
