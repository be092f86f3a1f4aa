"""Whether what a model says of a paper is borne out, and fit to be shown: claims, ideas, tellings."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.domain.hygiene import commands
from bot.domain.notes import Flaw
from bot.truth.addresses import find_address
from bot.truth.boilerplate import find_boilerplate
from bot.truth.compare import compare
from bot.truth.filler import is_filler
from bot.truth.gate import check_translation
from bot.truth.language import is_in_language
from bot.truth.problems import Kind, Problem
from bot.truth.proper import Names, unknown_names
from bot.truth.quantities import Quantity, Reading, Weight
from bot.truth.reader import read
from bot.truth.turns import find_turn

_FLAWS = {Kind.LANGUAGE: Flaw.LANGUAGE, Kind.BOILERPLATE: Flaw.BOILERPLATE, Kind.NEGATION: Flaw.NEGATION}
_APART = re.compile(r"[,;、]|\b(?:and|or|as well as|versus|vs)\b|[|/&]|(?<!\w)\(?(?:[0-9]|i{1,3}|[a-e])\)")


class Fault(NamedTuple):
    """Why something is not used, and what is wrong in it, for the operator's log."""

    flaw: Flaw
    detail: str


def check_claim(
    text: str, quotes: Sequence[str], meant: Sequence[str] = (), known: Callable[[str], bool] | None = None
) -> tuple[Fault, ...]:
    """Check an English claim against the paper's own words; no fault means that they bear it out.

    `quotes` are the spans that were found in the paper, not what the model wrote. Every number, unit and
    name of the claim stands in them, with the same value: it may leave some out, and may neither add,
    change nor round one. It does not deny what they say, nor say what they deny or the opposite of it.
    `meant` are names that they mean and leave out; see `bot.truth.antecedents`. `known` tells whether a name
    without a number stands anywhere in the paper (`bot.truth.proper.Names`): one that stands neither there
    nor in the quotes was made up.
    """
    quote = "\n".join(quotes)
    faults = list(_form(text, "en", quote))
    if not text.strip():
        return (Fault(Flaw.MISSING, "no text"),)
    if not quote.strip():
        return (*faults, Fault(Flaw.QUOTE, "no quote"))
    faults += _numbers(text, "\n".join((quote, *meant)))
    if known is not None:
        asked = (Names(" ".join((quote, *meant))).knows, known)
        faults += [
            Fault(Flaw.NUMBER, f"no such name in the paper: {one}") for one in unknown_names(text, asked)
        ]
    turn = find_turn(text, quote)
    if turn is not None:
        faults.append(Fault(Flaw.NEGATION, turn))
    return tuple(faults)


def check_idea(text: str, language: str) -> tuple[Fault, ...]:
    """Check an idea of the model's own: it has no numbers, for nothing bears them out."""
    if not text.strip():
        return (Fault(Flaw.MISSING, "no text"),)
    said = read(text, language)
    numbers = [
        Fault(Flaw.NUMBER, f"a number in an idea: {said.text[one.start : one.end].strip()}")
        for one in said.quantities
        if any(char.isdigit() for char in said.text[one.start : one.core]) or one.weight is Weight.HARD
        if one.unit != "D"
    ]
    return (*_form(text, language, ""), *numbers)


def check_told(source: str, target: str, language: str) -> tuple[Fault, ...]:
    """Check a sentence told in another language than its source, which is English and has passed the gate.

    What the source says itself (an address in an abstract, praise without a fact) its telling may say, too.
    """
    if not target.strip():
        return (Fault(Flaw.MISSING, "no text"),)
    problems = check_translation(source, target, language).problems
    faults = [Fault(_FLAWS.get(one.kind, Flaw.NUMBER), _told(one)) for one in problems]
    known = {fault.flaw for fault in faults}
    faults += [
        fault
        for fault in _form(target, language, source)
        if fault.flaw not in {Flaw.LANGUAGE, Flaw.BOILERPLATE} or fault.flaw not in known
    ]
    return tuple(faults)


def _form(text: str, language: str, source: str) -> Iterable[Fault]:
    """Yield what is wrong with a sentence whatever it rests on."""
    span = find_boilerplate(text, source)
    if span is not None:
        yield Fault(Flaw.BOILERPLATE, text[slice(*span)].strip()[:80])
    if not is_in_language(text, language):
        yield Fault(Flaw.LANGUAGE, f"not in {language}: {text[:80]}")
    address = find_address(text, source)
    if address is not None:
        yield Fault(Flaw.LINK, address[:80])
    orders = commands(text)
    if orders:
        yield Fault(Flaw.INSTRUCTION, text[slice(*orders[0])].strip()[:80])
    if is_filler(text, language) and not (source and is_filler(source, "en")):
        yield Fault(Flaw.FILLER, text[:80])


def _numbers(text: str, quote: str) -> Iterable[Fault]:
    claim, said = read(text, "en"), read(quote, "en")
    known = set()
    for problem in compare(said, claim):
        if problem.target:  # the claim may leave out what the quote has
            known.add(problem.target)
            yield Fault(Flaw.NUMBER, _told(problem))
    for one in claim.quantities:
        if claim.text[one.start : one.end].strip() in known:
            continue
        if one.weight is Weight.SOFT and not _is_counted(one, said, quote):
            yield Fault(Flaw.NUMBER, f"unsupported: {claim.text[one.start : one.end].strip()}")


def _is_counted(one: Quantity, said: Reading, quote: str) -> bool:
    """Whether a small number of a claim stands in the quote, or could be counted there."""
    value = max(one.values)
    if (
        value <= 2
        or one.unit == "D"
        or any(value in other.values or value in other.parts for other in said.quantities)
    ):
        return True
    if any(str(value) in name.text for name in said.identifiers):
        return True
    listed = len(_APART.findall(quote)) + 1
    return listed >= value


def _told(problem: Problem) -> str:
    if problem.source and problem.target:
        return f"{problem.kind}: {problem.target} for {problem.source}"
    return f"{problem.kind}: {problem.target or problem.source}"
