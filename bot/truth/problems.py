"""What may be wrong with a sentence that tells another."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a number or a name of the target disagrees with the source."""

    SCALE = "scale"
    """The right digits at the wrong magnitude: 1.2B told as 1.2억."""
    DIGIT = "digit"
    """Another number, or one with less precision."""
    UNIT = "unit"
    """The same number of something else: % and %p, ms and s, tokens and parameters."""
    OMITTED = "omitted"
    """A number of the source that the target lacks."""
    UNSUPPORTED = "unsupported"
    """A number of the target that the source lacks."""
    IDENTIFIER = "identifier"
    """A name, as GPT-4o, that was changed, lost or made up."""
    LANGUAGE = "language"
    """The target is not in its language, or not in its script."""
    BOILERPLATE = "boilerplate"
    """The target is, or carries, what a model or a program says instead of a translation."""
    NEGATION = "negation"
    """The target denies where the source denies nothing, or the other way round."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One disagreement.

    `source_at` and `target_at` are its spans in the two sentences, None where there is none.
    """

    kind: Kind
    source: str = ""
    target: str = ""
    source_at: tuple[int, int] | None = None
    target_at: tuple[int, int] | None = None
