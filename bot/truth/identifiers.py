"""Names that carry a number, as `GPT-4o`, `Qwen2.5-72B`, `H100`, `pass@1`: tokens to keep, not numbers."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from bot.truth.quantities import Identifier

_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9]")
_TAIL = re.compile(r"[A-Za-z0-9]+(?:[-_@^][A-Za-z0-9]+|\.[0-9]+[A-Za-z]*)*")
_NAMED = re.compile(
    r"(?<![A-Za-z-])[A-Z][A-Za-z]{0,40}(?:[A-Z][a-z]|[a-z][A-Z]|-[A-Z])[A-Za-z-]{0,40}[A-Za-z]"
)
_CHUNK = re.compile(r"[-_]")

NUMBERED = frozenset(
    "top bottom rank stage level step type phase part task class section table figure fig eq layer "
    "version round day week month year grade tier mid pre post sub non under over age ages covid "
    "early late since best of at to from and bis plus minus less ca approx about chapter appendix "
    "theorem lemma group case step turn shot size epoch page no nr num track tabelle abbildung tabla "
    "figura tableau tabela seção sección abschnitt stufe phase etapa etapas estágio étape".split()
)
"""Words before a hyphen and a number that only number something: `top-5`, `Stage-2`."""

VARIANTS = frozenset(
    "mini nano micro small medium large base huge giant xl xxl pro plus max ultra lite light flash "
    "turbo fast preview instruct chat it coder code math vl vision audio omni thinking think "
    "reasoning reasoner distill zero dev test exp latest high low hard easy lighting full tiny "
    "speciale next air scout maverick opus sonnet haiku".split()
)
"""Chunks that make another name: `GPT-4o-mini` is not `GPT-4o`, while `GPT-4o-based` is."""

_GLUED = frozenset(
    "by of to at from than with over and is in for are only about under per vs us ca x n up "
    "sim approx geq leq ge le gt lt pm times cdot circ".split()
)
"""Words that are no part of a name, though a number is glued to them: `by3.1%`."""

_VARIED = rf"-(?:{'|'.join(sorted(VARIANTS))})(?![a-z])"
_DECORATING = frozenset("non pre post sub anti mid like".split())
_LONG_WORD = 4
LONGEST = 60
"""No name has more characters before its number."""
_LOCALISED = frozenset({"co2", "h2o", "covid19", "b2b", "p2p"})


def reach_left(text: str, at: int, floor: int) -> int:
    """Return where the letters begin that are glued, or tied by a hyphen, to a digit at `at`."""
    start = at
    floor = max(floor, at - LONGEST)
    while start > floor:
        char = text[start - 1]
        if char in _WORD or (char in "-_@^." and start - 2 >= floor and text[start - 2] in _WORD):
            start -= 1
        else:
            break
    return start


def identifier_at(text: str, start: int, digit: int) -> Identifier | None:
    """Read a name that begins at `start` and has its first digit at `digit`; None if it is a number."""
    prefix = text[start:digit]
    last = prefix[-1]
    word = _CHUNK.split(prefix.rstrip("-_.@^"))[-1]
    if last == "." and (len(word) > 1 or word.islower()):
        return None
    if last == "-" and (word.islower() or word.lower() in NUMBERED):
        tail = _TAIL.match(text, digit)
        is_model = (
            tail is not None and re.match(r"[0-9.]+[a-z](?![A-Za-z])", tail[0]) and word not in NUMBERED
        )
        if not is_model:
            return None
    if prefix in {"X", "N"} or (last.isalpha() and word in _GLUED | {"US"}):
        return None
    return token_at(text, start)


def token_at(text: str, start: int) -> Identifier | None:
    """Read the name that begins at `start`."""
    match = _TAIL.match(text, start)
    if match is None:
        return None
    return Identifier(start, match.end(), match[0], key_of(match[0]))


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return what makes two spellings one name: no hyphens, no case, no plural, no mere decoration."""
    key = "".join(_kept(name)).casefold()
    return key[:-1] if re.search(r"[0-9]s$", key) else key


def _kept(name: str) -> list[str]:
    chunks = [chunk for chunk in _CHUNK.split(name) if chunk]
    last = max(
        (
            place
            for place, chunk in enumerate(chunks)
            if chunk.lower() in VARIANTS or re.search(r"[0-9]", chunk)
        ),
        default=len(chunks) - 1,
    )
    kept = chunks[: last + 1]
    while len(kept) > 1 and (kept[0] in _DECORATING or _is_sentence(*kept[:2])):
        kept = kept[1:]
    return kept


def _is_sentence(chunk: str, following: str) -> bool:
    """Whether a dash, not a hyphen, is meant: `models-Qwen3-32B`."""
    return len(chunk) > _LONG_WORD and chunk.isalpha() and chunk.islower() and following[0].isupper()


@lru_cache(maxsize=4096)
def _spelling_of(name: str) -> re.Pattern[str]:
    """Return a pattern that finds a name however its parts are tied: `Llama-3.1-70B`, `Llama 3.1 70B`."""
    parts = re.findall(r"[^\W\d_]+|[0-9]+|[^\w\s]", "-".join(_kept(name)))
    pattern = r"[-_ ]?".join(re.escape(part) for part in parts if part != "-")
    return re.compile(rf"(?<![A-Za-z0-9]){pattern}s?(?![A-Za-z0-9]|[.,][0-9]|{_VARIED})", re.IGNORECASE)


def find_name(name: str, text: str) -> tuple[int, int] | None:
    """Find a name in a sentence in any spelling; return its span."""
    match = _spelling_of(name).search(text)
    return match.span() if match else None


def is_localised(key: str) -> bool:
    """Whether languages have words of their own for a name."""
    return key in _LOCALISED


def likeness(one: str, other: str) -> float:
    """Return how much two names are alike, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def lost_names(source: str, target: str) -> Sequence[tuple[re.Match[str], re.Match[str]]]:
    """Pair names without digits that were changed: of the source, and missing; of the target, and new.

    Only near misses count (`MMLU-Pro`, `MMLU-Plus`): a name may well be translated or transcribed.
    """
    ours = {match[0]: match for match in _NAMED.finditer(source)}
    theirs = {match[0]: match for match in _NAMED.finditer(target)}
    if ours.keys() == theirs.keys():
        return ()
    low_source, low_target = source.casefold(), target.casefold()
    missing = [match for name, match in ours.items() if _stem(name) not in low_target]
    extra = [match for name, match in theirs.items() if _stem(name) not in low_source]
    return [
        (one, other)
        for one in missing
        for other in extra
        if likeness(_stem(one[0]), _stem(other[0])) >= 0.75
        and one[0].partition("-")[0][:2] == other[0].partition("-")[0][:2]
    ]


def _stem(name: str) -> str:
    return name.casefold().rstrip("s")
