"""Sentences of scientific English, found without cutting abbreviations, formulas or addresses.

A splitter for abstracts: it would rather leave two sentences together than cut one in two.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.latex import MATHS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands: `whole[start:end] == text`."""

    text: str
    start: int
    end: int


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Never the last word of a sentence.
_LEADING = _words(
    """
    e.g eg i.e ie cf vs v.s viz approx resp w.r.t wrt ca fig figs eq eqs eqn eqns sec secs sect appx refs
    thm lem cor chap vol dr mr mrs ms prof avg esp incl
    """
)
# The last word only where no number follows.
_NUMBERED = _words("no nos p pp art ed eds ch min max app ref def alg tab prop")
# May be the last word, but is more often not: the next word decides.
_EITHER = _words(
    """
    al etc u.s u.k e.u i.i.d a.k.a aka ph.d inc ltd co corp jr sr a.m p.m et d.c n.b st dept univ est gen rep
    """
)
_OPENERS = _words(
    """
    a an the this that these those we our it its they their there here he she i in on at to for from with
    by as of if when while where whereas since because although though despite unlike given using based
    motivated inspired through across after before among under over however moreover furthermore additionally
    also finally first second third firstly secondly then thus therefore hence instead specifically notably
    particularly overall together meanwhile nevertheless nonetheless consequently conversely rather such
    experiments extensive experimental experimentally empirical empirically results evaluations evaluated
    comprehensive code both all each most many some several recent existing current prior previous project
    beyond what why how can yet but and or not no one two three along only even trained leveraging
    """
)
# Where a writer forgot the space, only these are taken for the beginning of the next sentence.
_GLUED = (
    "We|Our|The|This|These|In|To|However|Extensive|Experiments|Experimental|Without|It|Code|Project|By|On"
)

_CLOSING = "\"'”’»)]}"
_CLOSERS = r"\"'”’»)\]}*_"
_STOP = re.compile(
    rf"""
      (?P<mark> [.!?…]+ ) [{_CLOSERS}]* (?= \s | $ )
    | (?P<wide> [。！？]+ ) [{_CLOSERS}」』）]*
    | (?P<glued> (?<=[a-z0-9%)\]}}] ) [.?!] ) (?= (?:{_GLUED}) \b [,\s] )
    | (?P<blank> \n[ \t]*\n )
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'“‘`$]*$")
_INITIAL = re.compile(r"(?:[A-Z]|[A-Z](?:\.[A-Z])+)")
_LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)\]]?", re.IGNORECASE)
_LIST_MARK = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)\]]\s|[-•‣*]\s\S", re.IGNORECASE)
_NEXT = re.compile(r"[\"'“‘«(\[{*_`¿¡]*(?P<word>[^\s)\]}]*)")
_NAME = re.compile(r"[a-z]*[A-Z]|[a-z]+\d|\d|https?://|www\.|[^\W\d_a-zA-Z][\w]*-|[a-z]+(?:-\d|@\d)")
_GROUP = re.compile(r"[()]")
_VISIBLE = re.compile(r"\S")
_BESIDE = 80  # characters beside a stop that tell what it is
_LONGEST_ASIDE = 400
_COMMAND = re.compile(r"\\[A-Za-z]+\*?(?:\[[^\]]*\])?\{[^{}]*\}")


def split(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, in order.

    Every character belongs to a sentence or is white space between two; an empty text has none. Stops in
    abbreviations, initials, numbers, formulas, addresses and asides in brackets do not end a sentence.
    """
    found: list[Sentence] = []
    start = 0
    for end in (*_ends(text), len(text)):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            found.append(Sentence(stripped, begin, begin + len(stripped)))
        start = end
    return tuple(found)


def is_cut(text: str) -> bool:
    """Whether a text breaks off: it ends in dots, or in an abbreviation that is no sentence's last word."""
    bare = text.rstrip().rstrip(_CLOSING)
    if bare.endswith(("..", "…")):
        return True
    before = _WORD_BEFORE.search(bare.removesuffix("."))
    word = before[0].casefold() if before else ""
    return bare.endswith(".") and (word in _LEADING or word == "al")


def _ends(text: str) -> Iterator[int]:
    begins, ends = _protected(text)
    start = 0
    for stop in _STOP.finditer(text):
        within = bisect_left(begins, stop.start()) - 1
        if within >= 0 and stop.end() < ends[within]:
            continue
        if _is_end(text, start, stop):
            yield stop.end()
            start = stop.end()


def _protected(text: str) -> tuple[list[int], list[int]]:
    """Return where the spans begin and end in which no sentence does: formulas, commands, asides."""
    spans = [match.span() for pattern in (MATHS, _COMMAND) for match in pattern.finditer(text)]
    opened: list[int] = []
    for bracket in _GROUP.finditer(text):
        if bracket[0] == "(":
            opened.append(bracket.start())
        elif opened:
            begin = opened.pop()
            if bracket.end() - begin <= _LONGEST_ASIDE:
                spans.append((begin, bracket.end()))
    begins: list[int] = []
    ends: list[int] = []
    for begin, end in sorted(spans):
        if ends and begin < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            begins.append(begin)
            ends.append(end)
    return begins, ends


def _is_end(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop["mark"] is None:
        return True
    following = _VISIBLE.search(text, stop.end())
    if following is None:
        return True
    rest = text[following.start() : following.start() + _BESIDE]
    sentence = text[max(start, stop.start() - _BESIDE) : stop.start()]
    before = _WORD_BEFORE.search(sentence)
    word = before[0] if before else ""
    if stop["mark"] == "." and not _may_end(word, sentence.strip(), rest):
        return False
    return _may_begin(rest, is_plain_stop=stop["mark"] == ".")


def _may_end(word: str, sentence: str, rest: str) -> bool:
    """Whether a full stop after `word` can be more than the dot of an abbreviation."""
    folded = word.casefold()
    is_opener = _first_word(rest) in _OPENERS
    if folded in _LEADING or _LIST_NUMBER.fullmatch(sentence):
        return False
    if folded in _NUMBERED:
        return not rest[0].isdigit()
    if folded in _EITHER or _INITIAL.fullmatch(word):
        return is_opener or (folded == "etc" and rest[0].isupper())
    return True


def _may_begin(rest: str, *, is_plain_stop: bool) -> bool:
    """Whether what follows can be the beginning of a sentence."""
    if _LIST_MARK.match(rest):
        return True
    match = _NEXT.match(rest)
    word = match["word"] if match else ""
    if not word:
        return False
    if word[0] in "$\\" or _NAME.match(word):
        return True
    if word[0].isalpha() and not word[0].islower():
        return True
    # A careless writer begins in lower case, but hardly with anything but these.
    return is_plain_stop and word.strip(",") in {
        "we",
        "our",
        "however",
        "this",
        "these",
        "moreover",
        "furthermore",
    }


def _first_word(rest: str) -> str:
    match = _NEXT.match(rest)
    return match["word"].strip(",:;").casefold() if match else ""
