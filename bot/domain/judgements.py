"""Weighing: what each sentence of an abstract is worth to a reader who sees little else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import cues
from bot.domain.latex import URL

WORTHY = 2.0
"""From here on a sentence tells what the paper does or found, and not only what it is about."""
_MAIN, _OTHER, _FINDING, _NAMED, _STUDY = 5.0, 3.5, 3.0, 2.5, 1.5
_SHORT, _ROOMY = 50, 260  # characters
_ENDS = re.compile(r"[.!…。][\"'”’)\]}»]*$")
_SHORT_BESIDE_LINK = 120


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a sentence is worth.

    Attributes:
        worth: its score standing alone; higher is better.
        loss: the part of the score that was taken for leaning on the sentence before.
        makes: whether it says what was made or done.
        finds: whether it says what came out.
        is_usable: whether it may be told at all; pointers to code, questions and stumps may not.
    """

    worth: float
    loss: float
    makes: bool
    finds: bool
    is_usable: bool

    @property
    def is_worthy(self) -> bool:
        """Whether it can stand for the paper."""
        return self.is_usable and self.worth >= WORTHY


def judge(sentences: Sequence[str]) -> tuple[Judgement, ...]:
    """Weigh the sentences of one abstract, given in order and made readable."""
    judged = [_judge(text, index) for index, text in enumerate(sentences)]
    # The first thing that is introduced is what the paper is about; further ones are parts of it.
    makers = [n for n, text in enumerate(sentences) if judged[n].is_usable and cues.MAKES.search(text)]
    main = next((n for n in makers if not _is_part(sentences[n])), None)
    for n in makers:
        judged[n] = replace(judged[n], worth=judged[n].worth + (1.5 if n == main else -1.0))
    return tuple(judged)


def _is_part(text: str) -> bool:
    return bool(cues.SECONDARY.search(text) or cues.LIST_MARK.match(text))


def _judge(text: str, index: int) -> Judgement:
    plain = cues.LIST_MARK.sub("", text)
    claim, makes = _claim(plain)
    gains = len({found.lower() for found in cues.GAINS.findall(plain)})
    number = _strength(plain)
    is_result = gains > 0 and number > 0
    worth = claim + min(1.0 * gains, 2.0) + number + 1.0 * is_result
    opens_late = is_result or bool(cues.NAMED_THING.match(plain))
    worth -= _emptiness(plain, 2 if opens_late else index, has_number=number > 0, has_claim=claim >= _FINDING)
    loss = _leaning(text)
    return Judgement(
        worth=worth - loss,
        loss=loss,
        makes=makes,
        finds=bool(cues.FINDS.search(plain)) or is_result,
        is_usable=_is_usable(text),
    )


def _claim(text: str) -> tuple[float, bool]:
    """Return what a sentence's verbs are worth, and whether they say what was made."""
    demoted = 1.0 * bool(cues.SECONDARY.search(text))
    if cues.MAKES.search(text):
        return _MAIN - demoted, True
    if cues.DOES.search(text):
        return _OTHER - demoted, True
    if cues.FINDS.search(text):
        return _FINDING, False
    if cues.NAMED_THING.match(text):
        return _NAMED, True
    return _STUDY * bool(cues.STUDIES.search(text)), False


def _strength(text: str) -> float:
    without_years = cues.YEAR.sub("", text)
    if cues.STRONG_NUMBER.search(without_years):
        return 2.5
    return 1.0 if cues.NUMBER.search(without_years) else 0.0


def _emptiness(text: str, index: int, *, has_number: bool, has_claim: bool) -> float:
    """Return what is taken for background, vagueness and awkward length."""
    taken = 0.0
    if not has_claim:
        taken += 4.0 * bool(cues.BACKGROUND.match(text)) + 2.0 * bool(cues.BACKDROP.search(text))
        taken += {0: 2.0, 1: 1.0}.get(index, 0.0)  # abstracts open with the state of the world
    elif cues.BACKGROUND.match(text):
        taken += 1.0
    taken += 2.5 * bool(cues.ANNOUNCES.search(text))
    if not has_number:
        taken += 3.0 * bool(cues.VAGUE.search(text))
    if len(text) < _SHORT:
        taken += 2.0
    return taken + max(0, len(text) - _ROOMY) / 60


def _leaning(text: str) -> float:
    """Return what is taken for needing the sentence before."""
    if cues.LIST_MARK.match(text) or cues.DANGLING.match(text):
        return 3.0
    if cues.CONNECTED.match(text) or cues.OUR_THING.match(text):
        return 1.0
    return 0.75 if cues.POINTS_BACK.search(text) else 0.0


def _is_usable(text: str) -> bool:
    is_pointer = bool(cues.POINTER.search(text)) and not cues.MAKES.search(text)
    without_links = URL.sub("", text)
    is_link = without_links != text and len(without_links) < _SHORT_BESIDE_LINK
    # A command that was not understood stands where a name should be.
    return bool(_ENDS.search(text)) and not is_pointer and not is_link and "\\" not in text
