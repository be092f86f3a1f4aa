"""Compare the names of two sentences: `GPT-4o` must stay `GPT-4o`."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.truth.identifiers import find_name, is_localised, likeness, lost_names
from bot.truth.problems import Kind, Problem
from bot.truth.quantities import Identifier, Reading
from bot.truth.side import Side

_LIKE = 0.5
_VARIANT = re.compile(
    r"(?<![A-Za-z0-9.])([A-Za-z][A-Za-z]*[- ]?[0-9][A-Za-z0-9.]*)[ -]"
    r"(mini|nano|micro|pro|max|ultra|lite|flash|turbo|plus|air|instant|small|medium|large|base|tiny|opus|sonnet|haiku)(?![A-Za-z])",
    re.IGNORECASE,
)
_FIRST_EASTERN = 0x2E80
"""Where the scripts of East Asia begin."""


def compare_names(ours: Side, theirs: Side) -> Iterable[Problem]:
    """Tell names that were changed, lost or made up; mark the spans that names account for."""
    source, target = ours.reading, theirs.reading
    target_keys = {name.key for name in target.identifiers}
    source_keys = {name.key for name in source.identifiers}
    missing = _unfound(source.identifiers, target_keys, theirs)
    extra = _unfound(target.identifiers, source_keys, ours)
    for name in missing:
        likest = max(extra, key=lambda other: likeness(name.key, other.key), default=None)
        if likest is not None and likeness(name.key, likest.key) >= _LIKE:
            extra.remove(likest)
            if not _is_transcribed(name, likest, target):
                yield _problem(ours, theirs, name, likest)
        elif not is_localised(name.key) and not _is_told_by_number(name, theirs):
            yield _problem(ours, theirs, name, None)
    for name in extra:
        if not is_localised(name.key):
            yield _problem(ours, theirs, None, name)


def renamed(source: Reading, target: Reading) -> Iterable[Problem]:
    """Tell names without digits that were changed: `MMLU-Pro` into `MMLU-Plus`."""
    for one, other in lost_names(source.text, target.text):
        yield Problem(
            Kind.IDENTIFIER, one[0], other[0], source.original(*one.span()), target.original(*other.span())
        )


def other_variants(source: Reading, target: Reading) -> Iterable[Problem]:
    """Tell variants that stand apart from their name and were changed: `GPT-5 mini` into `GPT-5 nano`."""
    known = source.text.casefold()
    for match in _VARIANT.finditer(target.text):
        if re.search(rf"(?<![a-z]){match[2].casefold()}(?![a-z])", known):
            continue
        same = next(
            (one for one in _VARIANT.finditer(source.text) if one[1].casefold() == match[1].casefold()), None
        )
        if same is not None:
            spans = source.original(*same.span()), target.original(*match.span())
            yield Problem(Kind.IDENTIFIER, same[0], match[0], *spans)


def _unfound(names: Sequence[Identifier], keys: set[str], other: Side) -> list[Identifier]:
    """Return the names that another sentence lacks in any spelling; mark what it has of the rest."""
    unfound: dict[str, Identifier] = {}
    for name in names:
        if name.key in keys or name.key in unfound:
            continue
        span = find_name(name.text, other.reading.text)
        if span is None:
            unfound[name.key] = name
        else:
            other.covered.append(span)
    return list(unfound.values())


def _is_transcribed(name: Identifier, likest: Identifier, target: Reading) -> bool:
    """Whether a name went into another script and its number stayed: `DeepSeek-R1`, `딥시크 R1`."""
    before = target.text[max(likest.start - 2, 0) : likest.start].strip(" -")
    return bool(before) and ord(before[-1]) > _FIRST_EASTERN and name.key.endswith(likest.key)


def _is_told_by_number(name: Identifier, theirs: Side) -> bool:
    """Whether a name was transcribed and only its number is left: `Llama-3`, `라마 3`."""
    numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?", name.text)
    if len(numbers) != 1 or name.text[-1].isalpha():
        return False
    for one in theirs.reading.quantities:
        before = theirs.reading.text[max(one.start - 2, 0) : one.start].rstrip(" -")
        is_apart = bool(before) and ord(before[-1]) > _FIRST_EASTERN
        if is_apart and not one.unit and one.factor == 1 and one.values[0] == Decimal(numbers[0]):
            theirs.covered.append((one.start, one.end))
            return True
    return False


def _problem(ours: Side, theirs: Side, one: Identifier | None, other: Identifier | None) -> Problem:
    return Problem(
        Kind.IDENTIFIER,
        one.text if one else "",
        other.text if other else "",
        ours.place(one.start, one.end) if one else None,
        theirs.place(other.start, other.end) if other else None,
    )
