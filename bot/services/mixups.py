"""Sentences that tell another sentence than the one under whose number they stand; pure.

Numbers and names are compared by the gate. What has neither can still be told by the English words that
stand in Korean, Chinese and Japanese sentences, by standing there twice, and by the order of the answer.
Where one sentence of an answer turns out to tell another, only those are trusted that something ties to
their English.
"""

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from bot.services.tell_asks import Sentence, is_dense
from bot.truth.claims import check_told
from bot.truth.reader import read

_WORD = re.compile(r"[A-Za-z]{3,}")
_STEM = 5
_FEW = 2
_SPACE = re.compile(r"\W+")


def find_mixups(
    told: Mapping[Sentence, str],
    misnumbered: Mapping[Sentence, str],
    unordered: AbstractSet[Sentence],
    language: str,
) -> dict[Sentence, str]:
    """Return the sentences that seem to tell another one, with what speaks for it.

    Args:
        told: what passed the gate, by the English sentence.
        misnumbered: what was stopped for its numbers and names, by the English sentence.
        unordered: those that do not stand in the answer where their number would have them. It is no
            flaw where a number, a name or a word ties them to their English.
        language: the language of what was told.
    """
    words = {one: _words(text) if is_dense(language) else frozenset() for one, text in told.items()}
    counts = Counter(word for some in words.values() for word in some)
    rare = {one: frozenset(word for word in some if counts[word] <= _FEW) for one, some in words.items()}
    found = dict.fromkeys(_repeated(told), "the same words tell another sentence")
    for one in told:
        other = next((other for other in told if _fits_better(rare[one], other, one)), None)
        if other is not None:
            found.setdefault(one, f"it tells {other.name}")
    found |= _misplaced(misnumbered, told, language)
    is_shuffled = bool(found)
    for one in told:
        if one not in found and (is_shuffled or one in unordered) and not _is_tied(one, words[one]):
            found[one] = "sentences are mixed up, and nothing ties it to its English"
    return found


def _misplaced(
    misnumbered: Mapping[Sentence, str], told: Mapping[Sentence, str], language: str
) -> dict[Sentence, str]:
    """Return the sentences with the wrong numbers that have the right ones of another."""
    others = [one for one in (*misnumbered, *told) if _has_numbers(one)]
    found: dict[Sentence, str] = {}
    for one, text in misnumbered.items():
        for other in others:
            if other is not one and not check_told(other.english, text, language):
                found[one] = f"it tells {other.name}"
                break
    return found


def _has_numbers(one: Sentence) -> bool:
    english = read(one.english, "en")
    return bool(english.quantities or english.identifiers)


def _repeated(told: Mapping[Sentence, str]) -> set[Sentence]:
    meanings: dict[tuple[str, str], set[str]] = {}
    for one, text in told.items():
        meanings.setdefault((one.sort, _bare(text)), set()).add(_bare(one.english))
    return {one for one, text in told.items() if len(meanings[one.sort, _bare(text)]) > 1}


def _fits_better(words: frozenset[str], other: Sentence, one: Sentence) -> bool:
    if other is one or len(words) < _FEW:
        return False
    strange = words - _known(words, one.english)
    hits = _known(strange, other.english)
    return len(hits) >= _FEW and len(hits) > len(words) - len(strange)


def _is_tied(one: Sentence, words: frozenset[str]) -> bool:
    return _has_numbers(one) or bool(_known(words, one.english))  # numbers were compared by the gate


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _known(words: frozenset[str], english: str) -> frozenset[str]:
    """Return the words that stand in an English sentence: as they are, bent, or as its words' initials."""
    stems, initials = _stems(english)
    return frozenset(
        word
        for word in words
        if word.lower().removesuffix("s")[:_STEM] in stems
        or (not word.islower() and word.lower().removesuffix("s") in initials)
    )


@lru_cache(maxsize=256)
def _stems(english: str) -> tuple[frozenset[str], str]:
    theirs = [word.lower() for word in re.findall(r"[A-Za-z]+", english)]
    stems = frozenset(word.removesuffix("s")[:_STEM] for word in theirs)
    return stems, "".join(word[0] for word in theirs)


def _bare(text: str) -> str:
    return _SPACE.sub("", text).casefold()
