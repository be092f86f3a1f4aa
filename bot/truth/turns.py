"""Whether a claim turns what its quote says into the opposite.

For English; careful, for claims are paraphrases.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.truth.lexicon.polarities import FUNCTION
from bot.truth.polarity import denials, directions, has_negative, is_turned, side_of, words_of

_STRONG = frozenset("not cannot never no neither nor none without n't unable".split())
_CONTRAST = re.compile(
    r"\b(?:but|while|whereas|although|though|however|yet|instead)\b|[;.:](?:\s|$)", re.IGNORECASE
)
_RISE, _GOOD, _WIN, _BETTER = 0, 1, 2, 3
_UPWARDS = frozenset({_RISE, _GOOD, _WIN, _BETTER})
"""Pairs of opposites whose first sides tell much the same: increases, improves, outperforms, better."""
_NEAR = 0.8
_TURNING = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("before", "after"),
        ("usually often mostly most typically some sometimes", "always all every each"),
        ("little", "much nothing"),
        ("slowed slows", "sped speeds"),
        ("saved saves", "cost costs"),
        ("estimated", "least"),
    )
)
_HELPING = frozenset("do does did".split())
_AUXILIARY = _HELPING | frozenset(
    "is are was were has have had can could will would may might should".split()
)
_REACH = 6


def find_turn(claim: str, quote: str) -> str | None:
    """Return how a claim turns its quote, in a few words for the log; None where it clearly does not."""
    ours, theirs = words_of(quote), words_of(claim)
    return _edited(ours, theirs) or _denies(claim, quote) or _asserts(claim, quote) or _opposed(theirs, ours)


def _edited(ours: Sequence[str], theirs: Sequence[str]) -> str | None:
    """Tell what was changed in a claim that is nearly its quote's own words."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    # In a short sentence, a `does not` alone would make it look like another one.
    own = sum(word not in _STRONG and word not in _HELPING for word in theirs)
    if not blocks or sum(block.size for block in blocks) < _NEAR * own:
        return None
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    for tag, a, b, c, d in matcher.get_opcodes():
        is_cut_off = tag == "delete" and (a < first or b > last)
        if tag == "equal" or (is_cut_off and not _is_bared(ours, a)):
            continue
        one, other = ours[a:b], theirs[c:d]
        if is_turned(one, other) or _is_overturned(one, other):
            return f"“{' '.join(other)}” for “{' '.join(one)}”"
        was, now = _strong(one), _strong(other)
        # A long cut may take a whole clause with its own `not`.
        if now and not was and not _is_denying(one, other) and not _is_denied_so(ours, theirs[c:]):
            return f"“{now[0]}” put in"
        if was and not now and b - a <= 3 and not _is_denying(other, one):
            return f"“{was[0]}” left out"
    return None


def _is_overturned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether words were changed that turn a sentence only where all others stay: `before`, `after`."""
    return any(
        not here.isdisjoint(one)
        and not there.isdisjoint(other)
        and there.isdisjoint(one)
        and here.isdisjoint(other)
        for left, right in _TURNING
        for here, there in ((left, right), (right, left))
    )


def _is_bared(words: Sequence[str], place: int) -> bool:
    """Whether a cut begins between a verb and its `not`: `A knows what B does not`, `what B does`."""
    return place > 0 and words[place - 1] in _AUXILIARY and words[place] in _STRONG


def _is_denied_so(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether what stands behind a denial is denied in the quote, too: `without films`, `no films`."""
    place = next(place for place, word in enumerate(theirs) if _strong([word]))
    told = theirs[place + 1 : place + 3]
    return len(told) > 1 and any(
        ours[at - 1] in _STRONG and ours[at : at + len(told)] == told for at in range(1, len(ours))
    )


def _strong(words: Sequence[str]) -> list[str]:
    return [
        word
        for place, word in enumerate(words)
        if (word in _STRONG or word.endswith("n't"))
        and words[place + 1 : place + 2] not in (["only"], ["just"])
    ]


def _is_denying(words: Sequence[str], changed: Sequence[str]) -> bool:
    """Whether words deny, those aside that stand on the other side too: `reduces` for `does not reduce`."""
    new = [word for word in words if not any(_is_same(word, other) for other in changed)]
    return has_negative(" ".join(new))


def _denies(claim: str, quote: str) -> str | None:
    """Tell what a claim denies where its quote denies nothing, or not this."""
    quote_denies = has_negative(quote)
    for denial in denials(claim):
        told = _after(claim, denial)
        if not quote_denies:
            return f"“{denial[0]}” where the quote denies nothing"
        if told is None or denial[0].lower().startswith(("lack", "absen")):
            continue
        reach = [_before(quote, at) for at in _places(quote, told)]
        if reach and not any(has_negative(stretch) for stretch in reach):
            word = quote[_places(quote, told)[0] :].split(maxsplit=1)[0]
            if not _is_denied_after(quote, told):
                return f"“{denial[0]} … {told}” where the quote says “{word}”"
    return None


def _asserts(claim: str, quote: str) -> str | None:
    """Tell what a claim says that its quote denies."""
    for denial in denials(quote):
        told = _after(quote, denial)
        if told is None or denial[0].lower().startswith(("lack", "absen", "failure")):
            continue
        behind = [at for at in _places(quote, told) if at >= denial.end()]
        others = [at for at in _places(quote, told) if at not in behind[:1]]
        said = _places(claim, told)
        if not said or others or has_negative(_own(_without(claim, said), quote)):
            continue
        return f"“{told}” where the quote says “{denial[0]} … {told}”"
    return None


def _own(claim: str, quote: str) -> str:
    """Return the words of a claim that its quote lacks, and those that deny."""
    denying = {word for denial in denials(quote) for word in words_of(denial[0])}
    known = {word for word in words_of(quote) if word not in denying and not word.endswith("n't")}
    return " ".join(word for word in claim.split() if not known.issuperset(words_of(word)))


def _without(text: str, places: Sequence[int]) -> str:
    for at in reversed(places):
        text = text[:at] + text[at:].split(maxsplit=1)[-1] if " " in text[at:] else text[:at]
    return text


def _after(text: str, denial: re.Match[str]) -> str | None:
    """Return the first word of weight behind a denial, in the same clause."""
    stretch = re.split(r"[.;:,()]", text[denial.end() : denial.end() + 80], maxsplit=1)[0]
    return next((word for word in words_of(stretch) if word not in FUNCTION and len(word) > 2), None)


def _before(text: str, at: int) -> str:
    """Return the words before a place, as far as a `not` reaches."""
    stretch = text[max(at - 80, 0) : at]
    cuts = [match.end() for match in _CONTRAST.finditer(stretch)]
    words = stretch[cuts[-1] :].split() if cuts else stretch.split()
    return " ".join(words[-_REACH:])


def _is_denied_after(text: str, told: str) -> bool:
    """Whether what stands right behind a word denies it: `requires no labels`."""
    return any(has_negative(" ".join(text[at : at + 60].split()[1:5])) for at in _places(text, told))


def _places(text: str, told: str) -> list[int]:
    return [
        match.start()
        for match in re.finditer(r"[A-Za-z]+(?:['’][a-z]+)?", text)
        if _is_same(match[0].lower(), told)
    ]


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 4:
        return (
            min(len(one), len(other)) == 3
            and re.fullmatch(r"(?:s|d|es|ed|ing)?", one[3:] + other[3:]) is not None
            and one[:3] == other[:3]
        )
    side = side_of(one)
    if side is not None and side == side_of(other):
        return True
    shared = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return shared >= 4 and max(len(one), len(other)) - shared <= 3


def _opposed(theirs: Sequence[str], ours: Sequence[str]) -> str | None:
    """Tell a word of direction whose opposite, and nothing else, stands in the quote about the same thing."""
    said, told = directions(ours), directions(theirs)
    if not said or not told:
        return None
    sides = {(pair, side) for pair, side, _ in said}
    own = {(pair, side) for pair, side, _ in told}
    if any((pair, 1 - side) in sides and (pair, side) in sides for pair, side in own):
        return None  # the larger is better, the smaller worse
    for pair, side, place in told:
        turned = (pair, 1 - side)
        if turned not in sides or (pair, side) in sides or turned in own or _is_covered(pair, side, sides):
            continue
        for other, other_side, at in said:
            if (other, other_side) != turned:
                continue
            if _is_denied(theirs, place) or _is_denied(ours, at):
                continue
            if _is_about_same(theirs, place, ours, at) and not _is_swapped(theirs, place, ours, at):
                return f"“{theirs[place]}” where the quote says “{ours[at]}”"
    return None


def _is_denied(words: Sequence[str], place: int) -> bool:
    return any(word in _STRONG or word.endswith("n't") for word in words[max(place - _REACH, 0) : place + 2])


def _is_covered(pair: int, side: int, sides: set[tuple[int, int]]) -> bool:
    return side == 0 and pair in _UPWARDS and any((other, 0) in sides for other in _UPWARDS)


def _is_about_same(one: Sequence[str], at: int, other: Sequence[str], there: int) -> bool:
    ahead = _content(one[at + 1 : at + 5]) & _content(other[there + 1 : there + 5])
    behind = _content(one[max(at - 4, 0) : at]) & _content(other[max(there - 4, 0) : there])
    return bool(ahead or behind)


def _is_swapped(one: Sequence[str], at: int, other: Sequence[str], there: int) -> bool:
    """Whether two sides of a comparison changed places: `X beats Y`, `Y is worse than X`."""
    before, after = _content(one[:at]), _content(one[at + 1 :])
    left, right = _content(other[:there]), _content(other[there + 1 :])
    return len(before & right) + len(after & left) > len(before & left) + len(after & right)


def _content(words: Sequence[str]) -> set[str]:
    return {word[:6] for word in words if word not in FUNCTION and len(word) > 2 and side_of(word) is None}
