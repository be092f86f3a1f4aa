"""Picking: the sentences of an abstract that say what a paper does and found.

Nothing is written here: a pick is a whole sentence of the abstract, made readable and no more.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from bot.domain.judgements import WORTHY, Judgement, judge
from bot.domain.latex import readable
from bot.domain.papers import Paper
from bot.domain.sentences import is_cut, split

__all__ = ["Brief", "Origin", "brief", "extract", "extract_many", "readable"]

SLACK = 1.5
"""A sentence may be this many times as long as the limit where what fits says little."""
TELLING = 4.5
"""What fits and is worth this much is told, whatever longer sentence there is."""
ADVANTAGE = 1.5
"""How much more a sentence beyond the limit has to be worth."""


_SENTENCE = re.compile(r"\W*\w.*[.!?…][\"'”’)\]]*")
_TROUBLE = re.compile(
    r"^(?:error|exception|traceback|n/?a\b|none\b|null\b|undefined|sorry|i(?: a|')m sorry|unfortunately,? i|"
    r"i (?:cannot|can't|am unable)|as an ai|here is (?:a|the)|summary (?:unavailable|generation|not))"
    r"|\b(?:generation failed|failed to (?:generate|fetch|summari[sz]e)|no (?:abstract|summary)|rate limit|"
    r"internal server|api key|not available\b.{0,20}$)",
    re.IGNORECASE,
)
"""What a model or a server says in the place of a summary."""


class Origin(StrEnum):
    """Where a brief comes from; the reader is told."""

    HUGGINGFACE = "huggingface"  # the feed's own model-written sentence
    ABSTRACT = "abstract"  # sentences of the abstract, verbatim


@dataclass(frozen=True, slots=True)
class Brief:
    """What is told of a paper in one or two sentences."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    text: str
    judgement: Judgement


def extract(abstract: str, limit: int) -> str:
    """Return the one or two whole sentences that say best what a paper does or found.

    Args:
        abstract: as the feed gives it; LaTeX is made readable.
        limit: characters aimed at. A sentence is never cut: where none that fits says anything, a better
            one up to `SLACK` times as long is taken, and where none fits at all, a longer one still.

    Returns:
        One or two sentences, joined by a space; empty only for a blank abstract.
    """
    candidates = _candidates(abstract)
    if not candidates:
        return ""
    fitting = [one for one in candidates if len(one.text) <= limit]
    longer = [one for one in candidates if limit < len(one.text) <= limit * SLACK and one.judgement.is_worthy]
    if not fitting:
        return min(candidates, key=lambda one: (not one.judgement.is_worthy, len(one.text))).text
    best = _best(fitting)
    if longer and best.judgement.worth < TELLING:
        further = _best(longer)
        if further.judgement.worth >= best.judgement.worth + ADVANTAGE:
            return further.text
    pairs = [
        (one, other)
        for one, other in combinations(fitting, 2)
        if len(one.text) + 1 + len(other.text) <= limit and _go_together(one, other)
    ]
    if pairs:
        one, other = max(pairs, key=lambda pair: (_worth_of_pair(*pair), -pair[0].index))
        if _worth_of_pair(one, other) > best.judgement.worth + 1:
            return f"{one.text} {other.text}"
    return best.text


def extract_many(abstract: str, count: int) -> tuple[str, ...]:
    """Return up to `count` whole sentences in the abstract's order: what the paper does, how, what came out.

    Empty only for a blank abstract or a `count` below 1.
    """
    candidates = _candidates(abstract)
    chosen: list[_Candidate] = []
    while len(chosen) < min(count, len(candidates)):
        rest = [one for one in candidates if one not in chosen]
        best = max(rest, key=lambda one: (_worth_beside(one, chosen), -one.index))
        if chosen and _worth_beside(best, chosen) < 0:
            break  # a filler would only dilute what is told
        chosen.append(best)
    return tuple(one.text for one in sorted(chosen, key=lambda one: one.index))


def brief(paper: Paper, limit: int) -> Brief:
    """Return a paper's brief: the feed's own sentence where it is one, else an extract of the abstract.

    Args:
        paper: the paper.
        limit: characters aimed at, see `extract`.
    """
    summary = readable(paper.ai_summary or "")
    if _is_sentence(summary, limit):
        return Brief(summary, Origin.HUGGINGFACE)
    return Brief(extract(paper.abstract, limit), Origin.ABSTRACT)


def _candidates(abstract: str) -> list[_Candidate]:
    """Return the sentences that may be told; all of them where none may."""
    sentences = [one.text for one in split(readable(abstract))]
    found = [
        _Candidate(index, text, judgement)
        for index, (text, judgement) in enumerate(zip(sentences, judge(sentences), strict=True))
    ]
    return [one for one in found if one.judgement.is_usable] or found


def _best(candidates: list[_Candidate]) -> _Candidate:
    return max(candidates, key=lambda one: (one.judgement.worth, -one.index))


def _go_together(one: _Candidate, other: _Candidate) -> bool:
    """Whether a result can follow what was made, and stands firm there."""
    first, second = one.judgement, other.judgement
    is_firm = second.loss < 1 or other.index == one.index + 1
    is_worthy = first.is_worthy and second.worth + (second.loss if is_firm else 0) >= WORTHY
    return is_firm and is_worthy and first.makes and second.finds and not second.makes


def _worth_of_pair(one: _Candidate, other: _Candidate) -> float:
    relief = other.judgement.loss if other.index == one.index + 1 else 0.0
    return one.judgement.worth + other.judgement.worth + relief


def _worth_beside(one: _Candidate, chosen: list[_Candidate]) -> float:
    """Return what a sentence adds to those chosen."""
    worth = one.judgement.worth
    if any(other.index == one.index - 1 for other in chosen):
        worth += one.judgement.loss + 1.0  # it continues what is told
    if chosen and one.judgement.makes:
        worth += -3.0 if any(other.judgement.makes for other in chosen) else 2.0
    if chosen and one.judgement.finds and not any(other.judgement.finds for other in chosen):
        worth += 2.0
    return worth


def _is_sentence(summary: str, limit: int) -> bool:
    """Whether the feed's summary is one: not blank, a shout, a stump, cut, about itself, or a page."""
    return (
        bool(_SENTENCE.fullmatch(summary))
        and not summary.isupper()
        and not is_cut(summary)
        and not _TROUBLE.search(summary)
        and len(summary) <= limit * SLACK
    )
