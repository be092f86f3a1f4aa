"""A text as its bare letters and digits, in which quotes are found whatever their typography."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"\\[A-Za-z]+|[^\W_]+")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}  # fmt: skip
_GREEK_NAMES = frozenset(_GREEK.values())
_FUNCTIONS = frozenset(
    "log ln exp min max sup inf arg argmin argmax sin cos tan tanh softmax lim det dim ker gcd pr "
    "deg mod bmod sign rank diag relu ell".split()
)
"""Commands of TeX that are read aloud as words; all others are signs or looks."""

CITATION = re.compile(
    r"""
      \[\s?[0-9]{1,3}(?:\s?[,;–-]\s?[0-9]{1,3})*\s?\]
    | \(\s?(?:e\.g\.,?|see|cf\.|i\.e\.,?)?\s?[^()0-9]{2,120}?(?:,|\bal\.?,?|\bal\.)\s?(?:19|20)[0-9]{2}[a-z]?
      (?:\s?[;,][^()0-9]{0,120}(?:19|20)[0-9]{2}[a-z]?|,\s?[a-z]\b)*\s?\)
    | (?<=\bal\.)\s\(\s?(?:19|20)[0-9]{2}[a-z]?\s?\)
    """,
    re.VERBOSE,
)
"""What stands in brackets for other papers: `[12, 14]`, `(Doe et al., 2021; Roe, 2020b)`."""


class Folded:
    """Letters and digits of a text, lower case and without accents, and the way back.

    Spaces, punctuation, signs, and the commands of TeX that are no words are gone, so that typography,
    hyphens at the end of lines and spaces around formulas make no difference. What they may mean
    (a decimal mark, a sign) has to be compared apart.
    """

    def __init__(self, text: str, *, has_citations: bool = True) -> None:
        self.text = text
        self.spans: list[tuple[int, int]] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        cuts = [] if has_citations else citations(text)
        cut, length = 0, 0
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            while cut < len(cuts) and cuts[cut][1] <= start:
                cut += 1
            if cut < len(cuts) and cuts[cut][0] <= start:
                continue
            word = fold(match[0])
            if word:
                self.spans.append((start, end))
                self.words.append(word)
                self.starts.append(length)
                length += len(word)
        self.letters = "".join(self.words)

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.words)

    def find(self, letters: str) -> Iterator[tuple[int, int]]:
        """Yield where letters stand as whole words: the first word, and the one behind the last."""
        at = self.letters.find(letters)
        while at >= 0:
            first, last = self.word_at(at), self.word_at(at + len(letters))
            if first is not None and last is not None:
                yield first, last
            at = self.letters.find(letters, at + 1)

    def word_at(self, offset: int) -> int | None:
        """Return the word that begins at an offset of `letters`; None within a word."""
        if offset == len(self.letters):
            return len(self.words)
        number = bisect_left(self.starts, offset)
        return number if number < len(self.starts) and self.starts[number] == offset else None

    def nearest(self, offset: int) -> int:
        """Return the first word that begins at an offset of `letters` or behind it."""
        return min(bisect_left(self.starts, max(offset, 0)), len(self.words))


def citations(text: str) -> list[tuple[int, int]]:
    """Return where a text cites, in order."""
    if "[" not in text and "(" not in text:
        return []
    return [match.span() for match in CITATION.finditer(text)]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word in lower case, without accents; nothing for a command of TeX that is no word."""
    if word[0] == "\\":
        name = word[1:].lower().removeprefix("var")
        return name if name in _GREEK_NAMES or name in _FUNCTIONS else ""
    if word.isascii():
        return word.lower()
    bare = "".join(char for char in unicodedata.normalize("NFKD", word.casefold()) if char.isalnum())
    return "".join(_GREEK.get(char, char) for char in bare)
