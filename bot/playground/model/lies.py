"""The lies that can be ordered, where each can be told, and those that wait to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground.errors import Json, PeopleError


class Step(StrEnum):
    """What a question asks for."""

    NOTES = "notes"
    SECTION = "section"
    """Notes of a part of a paper."""
    TELL = "tell"
    TRANSLATE = "translate"
    AGAIN = "again"
    """Sentences that did not pass, once more."""
    OTHER = "other"


class Lie(StrEnum):
    """What a model, or its server, does wrong."""

    # In the sentences, in an answer of the right shape
    DIGIT = "digit"
    """A digit is another."""
    SCALE = "scale"
    """Billions are told as hundreds of millions (1.3B as 1.3억), or a thousand times less."""
    UNIT = "unit"
    """A number is one of something else."""
    NAME = "name"
    """A name is told with another number in it."""
    NOT_DROPPED = "not_dropped"
    """A denial is told as if it were none."""
    NOT_INSERTED = "not_inserted"
    """The contrary is told."""
    UNSUPPORTED = "unsupported"
    """A number is added that the quote, or the source, does not have."""
    OMITTED = "omitted"
    """A number is left out of a translation."""
    LANGUAGE = "language"
    """Another language is written than the one asked for."""
    FILLER = "filler"
    """Praise that would fit any paper."""
    LINK = "link"
    """An address is added."""
    MARKUP = "markup"
    """HTML and the name of a channel are added."""
    ORDER = "order"
    """A sentence that speaks to a reading machine."""
    APOLOGY = "apology"
    """An apology in the place of a sentence."""
    ERROR_TEXT = "error_text"
    """An error's text in the place of a sentence."""
    FENCED_TEXT = "fenced_text"
    """A fence and a thought within a sentence."""
    LONG = "long"
    """A sentence that goes on and on."""

    # In what the sentences stand on
    QUOTE = "quote"
    """A quote that was made up."""
    OTHER_QUOTE = "other_quote"
    """A sentence of another paper, truly quoted."""
    ALTERED_QUOTE = "altered_quote"
    """A quote with another digit, and the claim with it."""
    SWAPPED = "swapped"
    """Two sentences under each other's numbers; in notes two claims on each other's quotes."""
    DUPLICATE = "duplicate"
    """The same twice."""
    EXTRA = "extra"
    """A sentence under a number that nobody asked for."""
    MISSING = "missing"
    """A sentence fewer."""

    # Around the object: the first three are harmless to a tolerant reader
    FENCE = "fence"
    THINK = "think"
    CHATTER = "chatter"
    CUT_JSON = "cut_json"
    """Half an object, as if it were whole."""
    LENGTH = "length"
    """Half an object, and the server says so (finish_reason length)."""
    REFUSAL = "refusal"
    """`message.refusal`, and no content."""
    REFUSAL_TEXT = "refusal_text"
    """A refusal for content."""
    FILTERED = "filtered"
    """finish_reason content_filter."""
    ERROR_CONTENT = "error_content"
    """An error's text for content, with status 200."""
    EMPTY = "empty"
    BLANK = "blank"
    """Spaces for content."""
    WRONG_SHAPE = "wrong_shape"
    """JSON of another shape."""
    NULL_CHOICES = "null_choices"
    FEW_TOKENS = "few_tokens"
    """A good answer whose server counted three tokens of the prompt: it cut it."""

    # In the place of an answer
    HTML = "html"
    SLOW = "slow"
    """A good answer after `seconds`."""
    BUSY = "busy"
    """429 with `Retry-After: seconds`."""
    SERVER_ERROR = "server_error"
    CUT_STREAM = "cut_stream"
    """The connection ends in the middle of a good answer."""
    RESET = "reset"
    """The connection is torn down."""
    TOO_LONG = "too_long"
    """400: the prompt does not fit into the context."""
    NO_SCHEMAS = "no_schemas"
    """400 to whoever asks for a shape with `response_format`."""


_COPYING = frozenset({Step.NOTES, Step.SECTION})
_TELLING = frozenset({Step.TELL, Step.TRANSLATE, Step.AGAIN})
_ONLY_IN: Mapping[Lie, frozenset[Step]] = {
    Lie.QUOTE: _COPYING,
    Lie.OTHER_QUOTE: _COPYING,
    Lie.ALTERED_QUOTE: _COPYING,
    Lie.OMITTED: _TELLING,
    Lie.EXTRA: _TELLING,
    Lie.MISSING: _TELLING,
}
HARMLESS = frozenset({Lie.FENCE, Lie.THINK, Lie.CHATTER, Lie.NO_SCHEMAS})
"""A tolerant client makes the true answer of these."""
IN_SENTENCES = frozenset(
    {
        Lie.DIGIT, Lie.SCALE, Lie.UNIT, Lie.NAME, Lie.NOT_DROPPED, Lie.NOT_INSERTED, Lie.UNSUPPORTED,
        Lie.OMITTED, Lie.LANGUAGE, Lie.FILLER, Lie.LINK, Lie.MARKUP, Lie.ORDER, Lie.APOLOGY, Lie.ERROR_TEXT,
        Lie.FENCED_TEXT, Lie.LONG,
    }
)  # fmt: skip
"""These spoil single sentences."""
IN_LISTS = frozenset(
    {
        Lie.QUOTE, Lie.OTHER_QUOTE, Lie.ALTERED_QUOTE, Lie.SWAPPED, Lie.DUPLICATE, Lie.EXTRA, Lie.MISSING,
    }
)  # fmt: skip
"""These spoil what the sentences stand on, or under."""
_WAITING = {Lie.SLOW: 30.0, Lie.BUSY: 3.0}


@dataclass(slots=True)
class Planned:
    """A lie that waits for its questions.

    Attributes:
        lie: which.
        step: which questions it waits for; None for any.
        left: how many answers are still to be spoilt.
        most: how many sentences of an answer are spoilt at most, in their order; None for all that can be.
        seconds: how long it is slow, or busy.
    """

    lie: Lie
    step: Step | None
    left: int
    most: int | None
    seconds: float

    def fits(self, step: Step) -> bool:
        """Whether an answer is to be spoilt."""
        return self.left > 0 and self.step in (None, step) and step in steps_of(self.lie)

    def body(self) -> Json:
        """Return it as JSON."""
        return {
            "lie": self.lie.value,
            "step": self.step.value if self.step else None,
            "left": self.left,
            "most": self.most,
            "seconds": self.seconds,
        }


@dataclass(slots=True)
class Lies:
    """The lies that are planned, in the order in which they are told."""

    _planned: list[Planned] = field(default_factory=list)

    def plan(
        self,
        lie: Lie,
        step: Step | None = None,
        *,
        times: int = 1,
        most: int | None = None,
        seconds: float | None = None,
    ) -> Planned:
        """Let the next `times` answers of a step be spoilt.

        A lie about something that an answer does not have (a scale, a denial) waits for one that has it.

        Raises:
            PeopleError: the lie can't be told there, or never at all.
        """
        if step is not None and step not in steps_of(lie):
            raise PeopleError(f"{lie} can't be told in {step}")
        if times < 1 or (most is not None and most < 1):
            raise PeopleError("times and most must be 1 or more")
        waits_s = _WAITING.get(lie, 0.0) if seconds is None else seconds
        if not 0 <= waits_s <= MOST_SECONDS:
            raise PeopleError(f"seconds must be from 0 to {MOST_SECONDS}")
        planned = Planned(lie, step, times, most, waits_s)
        self._planned.append(planned)
        return planned

    def waiting(self, step: Step) -> list[Planned]:
        """Return the lies that may be told in a step, the first planned first."""
        return [one for one in self._planned if one.fits(step)]

    def left(self) -> list[Planned]:
        """Return the lies that were not told as often as they should."""
        return [one for one in self._planned if one.left > 0]

    def replace(self, other: "Lies") -> None:
        """Take the lies of another plan in the place of these."""
        self._planned = other.left()

    def clear(self) -> None:
        """Forget them all."""
        self._planned.clear()


MOST_SECONDS = 3600


def steps_of(lie: Lie) -> frozenset[Step]:
    """Return the steps in which a lie can be told."""
    if lie in IN_SENTENCES or lie in IN_LISTS:
        return _ONLY_IN.get(lie, _COPYING | _TELLING)
    return frozenset(Step)
