"""Whole answers spoilt: lies put into their sentences, their quotes and their numbers."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest

from bot.domain.sentences import split
from bot.playground.errors import Json
from bot.playground.model.answers import copied
from bot.playground.model.facets import SHORTEST, Found, trim
from bot.playground.model.falsehoods import change_digit, spoil
from bot.playground.model.lies import IN_LISTS, IN_SENTENCES, Lie, steps_of
from bot.playground.model.questions import Question
from bot.playground.sample.manuscripts import read_week

_LONGEST_FOREIGN = 250
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """An answer with lies in it.

    `told` are the sentences that are false wherever they stand: what is only missing, doubled or under
    another's number is none.
    """

    answer: Json
    told: tuple[str, ...]


def deceive(lie: Lie, question: Question, answer: Json, most: int | None = None) -> Spoilt | None:
    """Return an answer with a lie in up to `most` of its sentences; None where it has no room for the lie.

    Sentences come in their order, the brief first. An answer that is spoilt is a copy.
    """
    if question.step not in steps_of(lie):
        return None
    answer = copy.deepcopy(answer)
    if lie in IN_SENTENCES:
        told: list[str] | None = _spoil_sentences(lie, question, answer, most) or None
    elif lie in IN_LISTS:
        told = _LISTS[lie](question, answer, most)
    else:
        return None
    return None if told is None else Spoilt(answer, tuple(told))


def _spoil_sentences(lie: Lie, question: Question, answer: Json, most: int | None) -> list[str]:
    told: list[str] = []
    for place, source in _sentences(question, answer):
        if most is not None and len(told) >= most:
            break
        wrong = spoil(lie, place.text, source, question.language)
        if wrong is not None:
            place.text = wrong
            told.append(wrong)
    return told


class _Place:
    """Where a sentence stands in an answer."""

    def __init__(self, holder: Json, name: str) -> None:
        self._holder, self._name = holder, name

    @property
    def text(self) -> str:
        return str(self._holder[self._name])

    @text.setter
    def text(self, text: str) -> None:
        self._holder[self._name] = text


def _sentences(question: Question, answer: Json) -> Iterator[tuple[_Place, str]]:
    """Yield the sentences of an answer with the English that they tell; ideas tell none and stay."""
    sources = {one.n: one.text for one in question.items}
    brief = answer.get("brief")
    if isinstance(brief, dict):
        yield _Place(brief, "text"), str(brief["text"])
    elif brief:
        yield _Place(answer, "brief"), question.brief or ""
    for one in _items(answer):
        yield _Place(one, "text"), sources.get(one.get("n", 0), str(one["text"]))


def _items(answer: Json) -> list[Json]:
    items = answer.get("claims", answer.get("sentences", []))
    return items if isinstance(items, list) else []


def _quote(question: Question, answer: Json, most: int | None) -> list[str] | None:
    """Make up a quote: near to the claim, and nowhere in the paper."""
    del question
    for one in (told := _items(answer)[:most]):
        one["quote"] = f"As the additional measurements in our supplement confirm, {one['text']}"
    return [one["text"] for one in told] or None


def _other_quote(question: Question, answer: Json, most: int | None) -> list[str] | None:
    """Put sentences of other papers in the place of the claims."""
    foreign = [one for one in _foreign() if one not in question.document]
    told = _items(answer)[:most]
    for one, text in zip(told, foreign, strict=False):
        one.update(copied(one["facet"], Found(text, one["place"])))
    return [one["text"] for one in told] or None


def _foreign() -> Iterator[str]:
    """Yield the first sentences of all invented papers, then the second ones, and so on."""
    abstracts = [split(written.abstract) for day in read_week() for written in day]
    for row in zip_longest(*abstracts):
        for one in row:
            if one is not None and "$" not in one.text and SHORTEST <= len(one.text) <= _LONGEST_FOREIGN:
                yield one.text


def _altered_quote(question: Question, answer: Json, most: int | None) -> list[str] | None:
    """Change a digit of a quote, and its claim with it: they agree with each other, not with the paper."""
    told: list[str] = []
    for one in _items(answer):
        wrong = change_digit(one["quote"])
        if (most is None or len(told) < most) and wrong is not None and wrong not in question.document:
            one["quote"], one["text"] = wrong, trim(wrong)
            told.append(one["text"])
    return told or None


def _swapped(question: Question, answer: Json, most: int | None) -> list[str] | None:
    """Give two neighbours with numbers each other's sentences, pair by pair; `most` counts sentences."""
    del question
    items = [one for one in _items(answer) if _DIGIT.search(one["text"])]
    pairs = list(zip(items[::2], items[1::2], strict=False))[: None if most is None else max(most // 2, 1)]
    for one, other in pairs:
        one["text"], other["text"] = other["text"], one["text"]
    return [] if pairs else None


def _duplicate(question: Question, answer: Json, most: int | None) -> list[str] | None:
    """Tell claims twice; what is told under a number is told otherwise the second time."""
    items = _items(answer)
    again = copy.deepcopy(items[:most])
    told: list[str] = []
    for one in again:
        if "n" in one:
            source = next((item.text for item in question.items if item.n == one["n"]), "")
            one["text"] = str(spoil(Lie.UNSUPPORTED, one["text"], source, question.language))
            told.append(one["text"])
    items += again
    return told if again else None


def _extra(question: Question, answer: Json, most: int | None) -> list[str] | None:
    """Tell sentences of other papers under numbers that were not asked for."""
    highest = max([one.n for one in question.items], default=0)
    texts = list(islice(_foreign(), 1 if most is None else most))
    told = [str(spoil(Lie.UNSUPPORTED, "", text, question.language)) for text in texts]
    _items(answer).extend({"n": highest + place, "text": text} for place, text in enumerate(told, 1))
    return told


def _missing(question: Question, answer: Json, most: int | None) -> list[str] | None:
    del question
    items = _items(answer)
    if not items:
        return None
    del items[: 1 if most is None else most]
    return []


_LISTS: Mapping[Lie, Callable[[Question, Json, int | None], list[str] | None]] = {
    Lie.QUOTE: _quote,
    Lie.OTHER_QUOTE: _other_quote,
    Lie.ALTERED_QUOTE: _altered_quote,
    Lie.SWAPPED: _swapped,
    Lie.DUPLICATE: _duplicate,
    Lie.EXTRA: _extra,
    Lie.MISSING: _missing,
}
