"""Find in a paper what is said to be quoted from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.truth.compare import compare
from bot.truth.folding import CITATION, Folded
from bot.truth.likeness import find_alike
from bot.truth.reader import read
from bot.truth.wording import says_the_same

MIN_WORDS, MIN_CHARACTERS = 4, 20
"""A shorter quote stands in many papers and is no evidence."""
WINDOW = 1_500
"""Within how many characters all pieces of a quote with ellipses stand."""

_MIN_PIECE = 3
_ELLIPSIS = re.compile(r"\s*(?:\[\s?(?:…|\.\s?\.\s?\.)\s?\]|\(\s?(?:…|\.\.\.)\s?\)|…|\.\s?\.\s?\.)\s*")
_QUOTES = "\"'“”‘’«»„` \t\n"
_BEHIND_DENIAL = re.compile(
    r"(?:\b(?:not|never|no|cannot|without|neither|nor|hardly|barely|scarcely|rarely|seldom|fail(?:s|ed|ing)?\s+to"
    r"|unable\s+to|unlikely\s+to|lack(?:s|ed|ing)?|instead\s+of|rather\s+than|far\s+from|none\s+of)|n['’ʼ]t)"
    r"(?:\s+(?:be|been|being|yet|to|a|an|the|any|always|necessarily)\b){0,2}[\s\"'“‘(]+$"
    r"|\b(?:no\s+evidence|(?:not|n['’]t)\s+(?:\w+\s+)?(?:find|found|observe|show|imply|mean|believe|claim|suggest"
    r"|guarantee|think|true|case|clear|known)|unclear|unknown|doubt(?:ful)?)[^.;\n]{0,20}\b(?:that|whether|if)\s+$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:\\(?:pm|sim|approx|leq?|geq?|lt|gt)\s?|[$€£~≈<>≤≥±]|(?<![\w)\]])[-−+])+\s?$")
_NUMBER_GOES_ON = re.compile(r"(?:[.,]?[0-9]+)*(?:\s?(?:\\?%|‰))?")
_NAME_GOES_ON = re.compile(r"(?:[-‑][A-Za-z]{0,4}[0-9][\w.-]*\w|-[0-9])")
_NUMBER_BEGAN = re.compile(r"(?:[0-9][.,])+$|(?<![0-9.])\.$|[A-Za-z0-9]*[A-Za-z][-‑]?$")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands in the text that was searched: the text's own words are `text[start:end]`.

    `is_exact` tells that they are the quote's words too, typography, citations and ellipses aside.
    """

    start: int
    end: int
    is_exact: bool


class QuoteFinder:
    """Finds quotes in one text; what that needs is made once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._all: Folded | None = None
        self._bare: Folded | None = None

    def find(self, quote: str) -> Found | None:
        """Return where a quote stands, or None where the text does not say so.

        Sought as it is; then by its letters alone; then with the citations left out; then with a few
        letters changed, where numbers, names, negations and all that turns a sentence are the same.
        Ellipses part a quote into pieces, which stand in order and near to each other. What begins right
        behind a negation, or ends within a number, is not what the text says.
        """
        quote = quote.strip(_QUOTES)
        if len(quote) < MIN_CHARACTERS or len(quote.split()) < MIN_WORDS or len(Folded(quote)) < MIN_WORDS:
            return None
        whole = next(self._hits(quote), None)
        if whole is None:
            pieces = [piece for piece in _ELLIPSIS.split(quote) if piece.strip(_QUOTES + ".,;")]
            whole = self._in_order(pieces) if len(pieces) > 1 else None
        return whole

    def _hits(self, quote: str) -> Iterator[Found]:
        yield from self._verbatim(quote)
        wanted = Folded(quote)
        if not wanted.letters:
            return
        seen = False
        for folded in (self._with_citations, self._without_citations):
            for first, last in folded.find(wanted.letters):
                hit = self._settle(folded, first, last, quote, is_exact=True)
                if hit is not None:
                    seen = True
                    yield hit
        if seen or len(wanted) < MIN_WORDS:
            return
        for folded in (self._with_citations, self._without_citations):
            for first, last in find_alike(folded, wanted):
                hit = self._settle(folded, first, last, quote, is_exact=False)
                if hit is not None:
                    yield hit

    @property
    def _with_citations(self) -> Folded:
        if self._all is None:
            self._all = Folded(self._text)
        return self._all

    @property
    def _without_citations(self) -> Folded:
        if self._bare is None:
            self._bare = Folded(self._text, has_citations=False)
        return self._bare

    def _verbatim(self, quote: str) -> Iterator[Found]:
        at = self._text.find(quote)
        while at >= 0:
            end = at + len(quote)
            if self._widened(at, end) == (at, end) and not self._is_denied(at):
                yield Found(at, end, is_exact=True)
            at = self._text.find(quote, at + 1)

    def _settle(self, folded: Folded, first: int, last: int, quote: str, *, is_exact: bool) -> Found | None:
        """Return the text's own words, if they say what the quote says."""
        start, end = self._widened(folded.spans[first][0], folded.spans[last - 1][1])
        if quote[-1] in ".!?)]" and self._text.startswith(quote[-1], end):
            end += 1
        said = self._text[start:end]
        if folded is not self._all:
            said = CITATION.sub(" ", said)
        if self._is_denied(start) or not says_the_same(said, quote):
            return None
        if not is_exact and compare(read(said, "en"), read(quote, "en")):
            return None
        return Found(start, end, is_exact)

    def _widened(self, start: int, end: int) -> tuple[int, int]:
        """Return a span that cuts no number and no name of the text."""
        text = self._text
        if end and end < len(text) and text[end - 1].isalnum():
            if text[end - 1].isdigit() and (match := _NUMBER_GOES_ON.match(text, end)) is not None:
                end = match.end()
            while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
                end += 1
            if (match := _NAME_GOES_ON.match(text, end)) is not None:
                end = match.end()
        if start < len(text) and text[start].isalnum():
            while start and text[start - 1].isalnum():
                start -= 1
            if text[start].isdigit():
                before = text[max(start - 24, 0) : start]
                for pattern in (_NUMBER_BEGAN, _SIGN):
                    if (match := pattern.search(before)) is not None:
                        start -= len(before) - match.start()
                        before = before[: match.start()]
        return start, end

    def _is_denied(self, start: int) -> bool:
        return _BEHIND_DENIAL.search(self._text[max(start - 60, 0) : start]) is not None

    def _in_order(self, pieces: list[str]) -> Found | None:
        """Return the shortest stretch that has all pieces in order."""
        if any(len(Folded(piece)) < _MIN_PIECE for piece in pieces):
            return None
        found = [list(self._hits(piece)) for piece in pieces]
        best: Found | None = None
        for begin in found[0]:
            end, is_exact = begin.end, begin.is_exact
            for hits in found[1:]:
                behind = [hit for hit in hits if hit.start >= end and hit.end - begin.start <= WINDOW]
                if not behind:
                    break
                nearest = min(behind, key=lambda hit: hit.start)
                end, is_exact = nearest.end, is_exact and nearest.is_exact
            else:
                if best is None or end - begin.start < best.end - best.start:
                    best = Found(begin.start, end, is_exact)
        return best
