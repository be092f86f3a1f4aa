"""Names without a number, as `ImageNet`, `LoRA`, `Make Me Say`: which of them nothing bears out."""

import re
from collections.abc import Callable, Iterable, Iterator

from bot.truth.lexicon.shelf import language_of

_RUN = re.compile(
    r"(?<![\w@/.\\])[A-Z][A-Za-z]*(?:(?:[ -]|(?<=[A-Za-z]) (?:of|and|for|the|in) )[A-Z][A-Za-z]*)*(?![\w@])"
)
_LATIN = re.compile(
    r"(?<![\w@/.\\^=+])[A-Za-z][A-Za-z0-9]*(?:[-/+&.' ]{1,2}[A-Za-z][A-Za-z0-9]*)*(?![@=^])", re.ASCII
)
_PART = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}|[A-Z][a-z]*[A-Z][a-z]*")
_ROMAN = re.compile(r"[IVXLC]+(?:e|er|ème)?")
_ALNUM = re.compile(r"[^a-z0-9]+")
_SENTENCE = re.compile(r"(?:^|[.!?:;] |[\"“‘(\[]|[-–—] )$")
_LITTLE = frozenset("a an the of for in on to and or with from by at as is via".split())
_COMMON = frozenset(
    "ai ml llm vlm mllm lm nlp gpu cpu tpu api url rgb usd eur krw jpy cny gbp fps sota ok ui gui iso utc "
    "ia ki ti pln rvb adn arn dna rna usb pdf html json xml sql http cli ram vram sgd kv qa id ood cot rl "
    "kwh mwh gwh mah khz mhz ghz dbm kbps mbps gbps rpm ppm flop flops mflops gflops tflops pflops gib mib "
    "tib "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Names that stand for ordinary things, and may be told where others stood."""
_SHORT = 2
"""Abbreviations of two letters stand for too much to be looked for."""
_LONG = 2500
_LONGEST_ABBREVIATION = 5
"""In longer names, small letters are no decoration: `LoRA`, but `ImageNet`."""
_DENSE = frozenset({"ko", "zh", "ja"})


class Names:
    """The words of a text, to look names up in.

    Args:
        text: a quote, a sentence or a whole paper.
    """

    def __init__(self, text: str) -> None:
        words = list(re.findall(r"[^\W_]+", text))
        self._cased = frozenset(words)
        self._words = frozenset(word.casefold() for word in words)
        self._text = f" {_ALNUM.sub(' ', text.casefold())} "
        self._is_short = len(text) < _LONG  # by chance, a long text has any three initials
        self._initials = ""
        self._weighty = ""

    def knows(self, name: str) -> bool:
        """Whether a name stands in the text, in any spelling, in the plural, or as its initials."""
        folded = _ALNUM.sub(" ", name.casefold()).strip()
        joined = folded.replace(" ", "")
        stem = joined.removesuffix("s")
        if {joined, stem, f"{stem}s"} & self._words or f" {folded}" in self._text:
            return True
        parts = _pieces(name)
        if len(parts) > 1 and f" {' '.join(parts)}" in self._text:
            return True  # ImageNet, image-net
        if self._is_short and " " not in folded and sum(map(str.isupper, name)) > 1:
            capitals = "".join(char for char in name if char.isupper()).casefold()
            spelled = (joined, stem, capitals) if len(name) <= _LONGEST_ABBREVIATION else (joined, stem)
            return any(self._abbreviates(one) for one in spelled)
        if " " in folded:
            return all(
                self._has_name(one) for one in re.split(r"[ -]", name) if one.casefold() not in _LITTLE
            )
        return False

    def _has_name(self, word: str) -> bool:
        """Whether a word of a longer name stands in the text as a name."""
        return {word, word.rstrip("s"), f"{word}s", word.upper()} & self._cased != set()

    def _abbreviates(self, letters: str) -> bool:
        if not self._initials:
            words = self._text.split()
            self._initials = "".join(word[0] for word in words)
            self._weighty = "".join(word[0] for word in words if word not in _LITTLE)
        return letters in self._initials or letters in self._weighty


def _pieces(name: str) -> list[str]:
    return [one.casefold() for one in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)]


def _is_name(part: str) -> bool:
    """Whether letters are a name by their looks: an abbreviation, or capitals inside."""
    if any(char.isdigit() for char in part) or part.casefold().removesuffix("s") in _COMMON:
        return False
    if _ROMAN.fullmatch(part):
        return False
    bare = part.removesuffix("s") if part[:-1].isupper() else part
    if bare.isupper():
        return len(bare) > _SHORT
    return _CAMEL.search(part) is not None


def unknown_names(claim: str, known: Iterable[Callable[[str], bool]]) -> Iterator[str]:
    """Yield the names of an English sentence that none of those asked knows."""
    asked = tuple(known)
    for run in _RUN.finditer(claim):
        words = re.split(r"[ -]", run[0])
        begins = _SENTENCE.search(claim[: run.start()]) is not None
        if begins and not _is_name(words[0]):
            words = words[1:]  # any word is capitalised there
        if begins and len(words) == len(re.split(r"[ -]", run[0])) - 1 and words and words[0] in _LITTLE:
            words = words[1:]
        name = " ".join(words)
        if not words or not any(_is_name(one) or len(one) > _SHORT for one in words):
            continue
        if name.casefold().removesuffix("s") in _COMMON or any(ask(name) for ask in asked):
            continue
        lost = [
            one
            for one in words
            if one.casefold().removesuffix("s") not in _COMMON | _LITTLE
            and len(one) > _SHORT
            and not any(ask(one) for ask in asked)
        ]
        if lost:
            yield " ".join(lost)


def made_up(source: str, target: str, language: str) -> Iterator[re.Match[str]]:
    """Find names of Latin letters in a translation that its source does not have.

    Where words are capitalised otherwise, or translated, only names by their looks count.
    """
    code = language_of(language)
    if not re.search(r"[A-Z]", target):
        return
    names: Names | None = None
    low = source.casefold()
    for run in _LATIN.finditer(target):
        for part in _PART.finditer(target, run.start(), run.end()):
            name = part[0]
            if name in source or name.islower() or not _may_be_name(name, code):
                continue
            if not name.isupper() and name.casefold().removesuffix("s") in low:
                continue
            names = names or Names(source)
            if not (names.knows(name) or _gives_initials(part, target) or _stands_for(run[0], source)):
                yield part


def _may_be_name(part: str, code: str) -> bool:
    if _is_name(part):
        return True
    is_capitalised = len(part) > _SHORT and part[0].isupper() and part[1:].islower()
    return code in _DENSE and is_capitalised and part.casefold() not in _COMMON


def _stands_for(run: str, source: str) -> bool:
    """Whether words are what an abbreviation of the source stands for: `RL`, `Reinforcement Learning`."""
    words = [one for one in re.split(r"[^A-Za-z0-9]+", run) if one]
    initials = {"".join(word[0] for word in words).casefold()}
    initials.add("".join(word[0] for word in words if word.casefold() not in _LITTLE).casefold())
    initials.add("".join(one[0] for word in words for one in _pieces(word)))
    if len(words) < 2:
        return False
    for one in _PART.findall(source):
        capitals = "".join(char for char in one if char.isupper()).casefold()
        if len(capitals) > 1 and {one.casefold().removesuffix("s"), capitals} & initials:
            return True  # DiT, RoPE
    return False


def _gives_initials(part: re.Match[str], target: str) -> bool:
    """Whether an abbreviation is made of the words before it, in its own language: `(GML)`."""
    words = re.findall(r"[^\W\d_]+", target[max(part.start() - 90, 0) : part.start()])
    letters = part[0].removesuffix("s").casefold()
    initials = "".join(word[0] for word in words).casefold()
    weighty = "".join(word[0] for word in words if len(word) > 3).casefold()
    return letters in initials or letters in weighty
