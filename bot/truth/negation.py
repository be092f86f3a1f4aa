"""Whether a translation denies what its source says, or says what it denies. Only what is clear is told.

Dropped: the source denies, and nothing in the target could stand for that. Put in: the target denies in
plain grammar, and nothing in the source could be the cause. Where several things are denied, and one of
them is not any more, is not noticed.
"""

import re
from collections import Counter, defaultdict
from functools import lru_cache

from bot.truth.lexicon.causes import LICENSED, SPENT
from bot.truth.lexicon.negations import CAUSE, DENYING, NO_CAUSE, Denying
from bot.truth.lexicon.shelf import language_of
from bot.truth.polarity import denials
from bot.truth.problems import Kind, Problem

_UNSURE = frozenset(
    "hardly barely scarcely lack lacks lacked lacking absence absent failure failures impossible".split()
)
_COPIED = 4
"""Shorter words may be words of the other language."""
_SEEMING = re.compile(
    r"\b(?:no|not|nor)\s+(?:more|less|fewer|later|greater|longer)\s+than\b|\bnothing\s+but\b"
    r"|\bcannot\s+(?:help|but)\b"
    r"|\bnot\s+(?:un|in|im|ir|il|non-?|dis)(?!creas|clud|form|deed|prov|ply|plies)[a-z]{4,}|\bnot\s+surprising\w*|\bwithout\s+exception\b"
    r"|\bcannot\s+be\s+over|\bno\s+wonder\b|\bnothing\s+short\b|\bnot\s+far\b"
    r"|\bno[- ](?:op|one|code)\b|\b(?:until|why)\b.{0,30}\bnot\b"
    r"|\bnot\s+until\b|\bdo(?:es)?\s+not\s+exceed|\bif\s+not\b",
    re.IGNORECASE,
)

_EXCEPTING = re.compile(r"\b(?:other\s+than|except|besides|apart\s+from)\b", re.IGNORECASE)
_EXCEPT = re.compile(
    r"이외|외에|외의|以外|除了?|之外|\b(?:außer|salvo|excepto|exceto|sauf|hors|aparte|além)\b", re.IGNORECASE
)
_ONLY = re.compile(
    r"[가-힣A-Za-z]만(?=\s)|뿐|한정|국한|のみ|だけ|限|只|仅|僅"
    r"|\b(?:s[oó]lo|solamente|únicamente|nur|ausschließlich|lediglich|seuls?|seulement|uniquement|apenas|só|somente)\b",
    re.IGNORECASE,
)
"""`Covers nothing other than` is `covers only`; and `other than` alone denies nothing."""


def check_negation(source: str, target: str, language: str) -> Problem | None:
    """Return what is denied on one side only; None where both deny, or neither, or it is not clear.

    For an English source and the languages whose negations are known.
    """
    denying = DENYING.get(language_of(language))
    if denying is None:
        return None
    told = denying.idioms.sub(lambda match: "\x00" * len(match[0]), target)
    denied = _denials(source)
    if denied and not _may_deny(source, target, denying.any) and _SEEMING.search(source) is None:
        first = denied[0]
        return Problem(Kind.NEGATION, source=first[0], source_at=first.span())
    cue = denying.plain.search(told)
    if cue is None or _is_caused(NO_CAUSE.sub("\x00", source), target, denying):
        return None
    return Problem(Kind.NEGATION, target=cue[0].strip(), target_at=cue.span())


def _may_deny(source: str, target: str, deniers: re.Pattern[str]) -> bool:
    """Whether anything in a target may stand for a denial of its source."""
    if _EXCEPTING.search(source) is None:
        return deniers.search(target) is not None
    return deniers.search(_EXCEPT.sub("\x00", target)) is not None or _ONLY.search(target) is not None


def _is_caused(source: str, target: str, denying: Denying) -> bool:
    """Whether anything in a source may be why its telling denies something.

    What stands in the telling as it was, or was told by its own word, is not.
    """
    causes = Counter(match[0].lower() for match in CAUSE.finditer(source))
    if not causes:
        return False
    low = target.casefold()
    for cause, count in causes.items():
        if len(cause) >= _COPIED and (told := low.count(cause)):
            causes[cause] = count - told
    for cause, count in causes.items():
        needed = _needed(cause)
        if needed and count > 0 and not any(one.search(target) for one in needed):
            causes[cause] = 0
    for word in _told_otherwise(causes, denying.plain.sub("\x00", target)):
        causes[word] = 0
    return any(count > 0 for count in causes.values())


def _told_otherwise(causes: Counter[str], target: str) -> list[str]:
    """Return the causes for each of which the telling has a word of its own."""
    families: defaultdict[int, list[str]] = defaultdict(list)
    for cause, count in causes.items():
        family = _family(cause)
        if family is not None and count > 0:
            families[family].append(cause)
    return [
        cause
        for family, some in families.items()
        if len(SPENT[family][1].findall(target)) >= sum(causes[one] for one in some)
        for cause in some
    ]


@lru_cache(maxsize=4096)
def _needed(cause: str) -> tuple[re.Pattern[str], ...]:
    return tuple(needed for pattern, needed in LICENSED if pattern.fullmatch(cause))


@lru_cache(maxsize=4096)
def _family(cause: str) -> int | None:
    return next((place for place, (pattern, _) in enumerate(SPENT) if pattern.fullmatch(cause)), None)


@lru_cache(maxsize=512)
def _denials(source: str) -> tuple[re.Match[str], ...]:
    # A source sentence is compared with its telling in every language.
    return tuple(one for one in denials(source) if one[0].lower().split()[0] not in _UNSURE)
