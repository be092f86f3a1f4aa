"""The gate: whether a sentence tells another faithfully, in the language it should."""

from dataclasses import dataclass

from bot.truth.bearing import check_bearing
from bot.truth.boilerplate import find_boilerplate
from bot.truth.compare import compare
from bot.truth.language import is_copied, is_in_language
from bot.truth.lexicon.shelf import language_of
from bot.truth.negation import check_negation
from bot.truth.problems import Kind, Problem
from bot.truth.proper import made_up
from bot.truth.reader import read


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found; `is_ok` when nothing."""

    problems: tuple[Problem, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether the sentence may be shown."""
        return not self.problems


def check_numbers(source: str, target: str, language: str, source_language: str = "en") -> Verdict:
    """Compare the numbers, units and names of a sentence with those of its source, both ways."""
    return Verdict(compare(read(source, source_language), read(target, language)))


def check_translation(source: str, target: str, language: str, source_language: str = "en") -> Verdict:
    """Check all that can be checked of a translated sentence.

    Its numbers, units and names agree with the source; it denies what that denies; it is in its language
    and script; it is no refusal, apology, error text or fence. Languages are codes, as `pt-BR`.
    """
    problems: list[Problem] = []
    span = find_boilerplate(target, source)
    if span is not None:
        problems.append(Problem(Kind.BOILERPLATE, target=target[slice(*span)], target_at=span))
    is_same_language = language_of(language) == language_of(source_language)
    if not is_in_language(target, language) or (not is_same_language and is_copied(target, source)):
        problems.append(Problem(Kind.LANGUAGE, target=target, target_at=(0, len(target))))
    if not problems and language_of(source_language) == "en":
        turned = check_negation(source, target, language)
        problems += [turned] if turned is not None else []
    numbers = check_numbers(source, target, language, source_language).problems
    if not numbers:  # of numbers that are not those of the source, nothing follows
        problems += check_bearing(read(source, source_language), read(target, language))
    if not is_same_language:
        told = [one.target_at for one in numbers if one.target_at is not None]
        problems += [
            Problem(Kind.IDENTIFIER, target=name[0], target_at=name.span())
            for name in made_up(source, target, language)
            if not any(start <= name.start() < end for start, end in told)
        ]
    return Verdict((*problems, *numbers))
