"""Find in a text words that are nearly some others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from bot.truth.folding import Folded
from bot.truth.lexicon.polarities import WEIGHTY
from bot.truth.polarity import is_turned

LIKENESS = 0.95
"""How much of a quote must be the paper's own letters, in order; a changed digit keeps 98 %."""
_CHUNK = 10
_BIN = 20
_MANY = 60


def find_alike(folded: Folded, wanted: Folded) -> Iterator[tuple[int, int]]:
    """Yield stretches of words that are nearly the wanted ones, likest places first."""
    slack = len(wanted.letters) // 10 + 20
    for begin in _places(folded.letters, wanted.letters):
        low = folded.nearest(begin - slack)
        high = folded.nearest(begin + len(wanted.letters) + slack)
        window = folded.words[low:high]
        matcher = SequenceMatcher(None, window, wanted.words, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if not blocks:
            continue
        anchor = max(blocks, key=lambda block: block.size)
        shift = max(len(wanted) // 10, 2)  # common words before and behind match by chance
        blocks = [one for one in blocks if abs((one.a - one.b) - (anchor.a - anchor.b)) <= shift]
        first = low + max(blocks[0].a - blocks[0].b, 0)
        behind = len(wanted) - blocks[-1].b - blocks[-1].size
        last = min(low + blocks[-1].a + blocks[-1].size + behind, high)
        if _is_harmless(folded.words[first:last], wanted.words):
            yield first, last


def _places(letters: str, wanted: str) -> list[int]:
    """Return where a text may have the wanted letters: where most of their chunks stand in a row."""
    votes: defaultdict[int, float] = defaultdict(float)
    size = min(_CHUNK, max(len(wanted) // 4, 4))
    for offset in range(0, len(wanted) - size + 1, size):
        hits = list(islice(_hits(letters, wanted[offset : offset + size]), _MANY))
        for at in hits:
            votes[(at - offset) // _BIN] += 1 / len(hits)  # what stands everywhere tells little
    joined = {place: vote + votes.get(place + 1, 0) for place, vote in list(votes.items())}
    return [place * _BIN for place in sorted(joined, key=lambda one: -joined[one])[:3]]


def _hits(letters: str, chunk: str) -> Iterator[int]:
    at = letters.find(chunk)
    while at >= 0:
        yield at
        at = letters.find(chunk, at + 1)


def _is_harmless(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether words differ by little: few letters, none of them in a word on which much depends."""
    matched, length = 0, sum(map(len, ours)) + sum(map(len, theirs))
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        one, other = ours[a:b], theirs[c:d]
        if tag == "equal":
            matched += sum(map(len, one))
            continue
        if "".join(one) == "".join(other):
            matched += sum(map(len, one))
            continue
        if not WEIGHTY.isdisjoint({*one, *other}) or is_turned(one, other):
            return False
        if len(one) == len(other) == 1 and one[0][:2] != other[0][:2]:
            return False  # another word, not a slip
        likeness = SequenceMatcher(None, "".join(one), "".join(other), autojunk=False)
        matched += sum(block.size for block in likeness.get_matching_blocks())
    return 2 * matched >= LIKENESS * length
