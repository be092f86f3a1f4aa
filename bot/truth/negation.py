"""Whether a translation denies what its source says, or says what it denies. Only what is clear is told.

Dropped: the source denies, and nothing in the target could stand for that. Put in: the target denies in
plain grammar, and nothing in the source could be the cause. Where several things are denied, and one of
them is not any more, is not noticed.
"""

import re

from bot.truth.lexicon.negations import CAUSE, DENYING, NO_CAUSE
from bot.truth.lexicon.shelf import language_of
from bot.truth.polarity import denials
from bot.truth.problems import Kind, Problem

_UNSURE = frozenset(
    "hardly barely scarcely lack lacks lacked lacking absence absent failure failures impossible".split()
)
_SEEMING = re.compile(
    r"\b(?:no|not|nor)\s+(?:more|less|fewer|later|greater|longer)\s+than\b|\bnothing\s+but\b"
    r"|\bcannot\s+(?:help|but)\b"
    r"|\bno[- ](?:op|one|code)\b|\b(?:until|why)\b.{0,30}\bnot\b"
    r"|\bnot\s+until\b|\bdo(?:es)?\s+not\s+exceed|\bif\s+not\b",
    re.IGNORECASE,
)


def check_negation(source: str, target: str, language: str) -> Problem | None:
    """Return what is denied on one side only; None where both deny, or neither, or it is not clear.

    For an English source and the languages whose negations are known.
    """
    denying = DENYING.get(language_of(language))
    if denying is None:
        return None
    told = denying.idioms.sub(lambda match: "\x00" * len(match[0]), target)
    denied = [one for one in denials(source) if one[0].lower().split()[0] not in _UNSURE]
    if denied and denying.any.search(target) is None and _SEEMING.search(source) is None:
        first = denied[0]
        return Problem(Kind.NEGATION, source=first[0], source_at=first.span())
    cue = denying.plain.search(told)
    if cue is None or CAUSE.search(NO_CAUSE.sub("\x00", source)) is not None:
        return None
    return Problem(Kind.NEGATION, target=cue[0].strip(), target_at=cue.span())
