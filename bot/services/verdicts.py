"""Whether sentences of an answer may be shown: each against the English sentence that it tells; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.hygiene import scrub
from bot.domain.notes import Dropped, Flaw
from bot.services.mixups import find_mixups
from bot.services.tell_asks import Entry, Mistold, Sentence, is_dense
from bot.truth.claims import check_told
from bot.truth.gate import check_translation
from bot.truth.problems import Kind
from bot.truth.repair import repair

_SPACE = re.compile(r"[^\S\u00a0\u2009\u202f]+")
"""White space, apart from the spaces that keep a number and its unit on one line."""
_MARKUP = re.compile(r"\*\*|</?[A-Za-z][\w-]*(?:\s+[\w-]+=[^<>]*)?\s*/?>|`|^#+\s|\]\(")
_MOST = {True: (1.3, 60), False: (2.0, 60)}
"""How much longer than its English a told sentence may be: so many times, and so many characters more."""
_LEAST = {True: 0.12, False: 0.3}
_ADVICE: Mapping[Flaw, str] = {
    Flaw.NUMBER: "a number, a unit or a name is not the one of the English",
    Flaw.NEGATION: "it denies what the English says, or the other way round",
    Flaw.LANGUAGE: "it is in the wrong language",
    Flaw.BOILERPLATE: "it is not the sentence, but talk about the task",
    Flaw.FILLER: "it says nothing that the English says",
    Flaw.LINK: "it has a link or markup",
    Flaw.INSTRUCTION: "it gives orders",
    Flaw.QUOTE: "it is not what the English says",
    Flaw.REPEATED: "it tells another sentence",
    Flaw.MISSING: "you did not tell it",
    Flaw.LENGTH: "its length",
}
_NOT_REPEATED = frozenset({Flaw.BOILERPLATE, Flaw.INSTRUCTION, Flaw.LINK})
"""What was stopped for these does not stand in a prompt once more."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A sentence that did not pass, as it was told ("" where it was not), and why."""

    sentence: Sentence
    told: str
    flaws: tuple[tuple[Flaw, str], ...]

    @property
    def mistold(self) -> Mistold:
        """What the model is told of it, so that it can do better."""
        is_worth_showing = {flaw for flaw, _ in self.flaws}.isdisjoint(_NOT_REPEATED)
        faults = dict.fromkeys(
            f"{_ADVICE[flaw]} ({detail})" if detail and flaw not in _NOT_REPEATED else _ADVICE[flaw]
            for flaw, detail in self.flaws
        )
        return Mistold(self.sentence, self.told if is_worth_showing else "", tuple(faults))

    @property
    def dropped(self) -> Dropped:
        """What is counted and logged of it."""
        flaw, detail = self.flaws[0]
        name = self.sentence.name
        return Dropped(flaw, self.sentence.facet, f"{name}: {detail}" if detail else name)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an answer.

    Attributes:
        passed: what may be shown, by the English sentence.
        stopped: what may not.
        mended: how many of those that passed had a number put right.
        strays: how many sentences of the answer nobody had asked for.
    """

    passed: Mapping[Sentence, str] = field(default_factory=dict)
    stopped: tuple[Stopped, ...] = ()
    mended: int = 0
    strays: int = 0


def judge(sentences: Sequence[Sentence], entries: Iterable[Entry], language: str) -> Verdict:
    """Judge an answer: each of the sentences either passes or is stopped, and nothing else gets in."""
    told, twice, unordered, strays = _sorted_out(sentences, entries)
    flaws = {one: _flaws(one, told.get(one, ""), language) for one in sentences}
    for one in twice:
        flaws[one] = ((Flaw.REPEATED, "told twice, otherwise each time"),)
    passed = {one: told[one] for one in sentences if not flaws[one]}
    misnumbered = {
        one: told[one]
        for one in sentences
        if flaws[one] and {kind for kind, _ in flaws[one]} == {Flaw.NUMBER}
    }
    mixups = find_mixups(passed, misnumbered, unordered, language)
    flaws |= {one: ((Flaw.REPEATED, detail),) for one, detail in mixups.items()}
    # A sentence that tells another one has other numbers rightly: they are not to be mended.
    mended = {} if mixups else _mended(misnumbered, language)
    good = {**passed, **mended}
    return Verdict(
        {one: good[one] for one in sentences if one in good and one not in mixups},
        tuple(
            Stopped(one, "" if one in twice else told.get(one, ""), flaws[one])
            for one in sentences
            if flaws[one] and one not in mended
        ),
        len(mended),
        strays,
    )


def _mended(misnumbered: Mapping[Sentence, str], language: str) -> dict[Sentence, str]:
    """Return the sentences whose numbers could be put right, checked again."""
    found = {}
    for one, text in misnumbered.items():
        problems = check_translation(one.english, text, language).problems
        if sum(problem.kind is Kind.DIGIT for problem in problems) > 1:
            continue  # with several other numbers it may tell something else altogether
        mended = repair(one.english, text, language, problems)
        if mended is not None and not _flaws(one, mended, language):
            found[one] = mended
    return found


def _sorted_out(
    sentences: Sequence[Sentence], entries: Iterable[Entry]
) -> tuple[dict[Sentence, str], set[Sentence], set[Sentence], int]:
    """Return what each sentence was told as, which were told twice, which out of order, and the strays."""
    known = {(one.sort, one.number): one for one in sentences}
    places = {one: place for place, one in enumerate(sentences)}
    told: dict[Sentence, str] = {}
    twice: set[Sentence] = set()
    order: list[Sentence] = []
    strays = 0
    for sort, number, raw in entries:
        one = known.get((sort, number))
        if one is None:
            strays += 1
            continue
        text = _tidy(raw, number)
        if one not in told:
            told[one] = text
            order.append(one)
        elif told[one] != text:
            twice.add(one)
    return told, twice, _out_of_order(order, places), strays


def _out_of_order(order: Sequence[Sentence], places: Mapping[Sentence, int]) -> set[Sentence]:
    numbers = [places[one] for one in order]
    return {
        one
        for at, one in enumerate(order)
        if max(numbers[:at], default=-1) > numbers[at] or min(numbers[at:]) < numbers[at]
    }


def _flaws(sentence: Sentence, text: str, language: str) -> tuple[tuple[Flaw, str], ...]:
    if not text:
        return ((Flaw.MISSING, ""),)
    told = check_told(sentence.english, text, language)
    return (*told, *_markup(sentence, text), *_length(sentence, text, language))


def _markup(sentence: Sentence, text: str) -> Iterable[tuple[Flaw, str]]:
    found = _MARKUP.search(text)
    if found is not None and found[0] not in sentence.english:
        yield Flaw.BOILERPLATE, f"markup: {found[0][:40]}"


def _length(sentence: Sentence, text: str, language: str) -> Iterable[tuple[Flaw, str]]:
    times, more = _MOST[is_dense(language)]
    english = len(sentence.english)
    most = min(round(times * english) + more, sentence.most or len(text))
    if len(text) > most:
        yield Flaw.LENGTH, f"{len(text)} characters, {most} at most"
    elif len(text) < _LEAST[is_dense(language)] * english:
        yield Flaw.LENGTH, f"{len(text)} characters for {english} of the English"


def _tidy(text: str, number: int) -> str:
    """Return a sentence on one line, without what nobody sees and the number that it was asked for under."""
    bare, _ = scrub(text)
    return re.sub(rf"^\[?{number}[.)\]]\s+", "", _SPACE.sub(" ", bare).strip())
