"""Notes: what was learnt from a paper, claim by claim, each with the paper's own words behind it."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote

from bot.domain.documents import Source

STAND_IN = "paperboy-stand-in"
"""The model's name where there is none: the playground's program that copies sentences out by rule.

Nothing that it made is a summary, and whoever shows it says so.
"""


class Facet(StrEnum):
    """What a claim is about."""

    GOAL = "goal"
    MOTIVATION = "motivation"
    CONTRIBUTION = "contribution"
    METHOD = "method"
    ARCHITECTURE = "architecture"
    TRAINING = "training"
    DATA = "data"
    BASELINE = "baseline"
    RESULT = "result"
    LIMITATION = "limitation"
    CONCLUSION = "conclusion"


class Flaw(StrEnum):
    """Why something that a model offered is not used."""

    QUOTE = "quote"
    """Its quote does not stand in the paper."""
    NUMBER = "number"
    """It has a number, a unit or a name that its quote (or the sentence that it translates) does not have,
    or has otherwise."""
    NEGATION = "negation"
    """It denies what its quote says, or says what its quote denies."""
    LANGUAGE = "language"
    """It is in another language or script."""
    BOILERPLATE = "boilerplate"
    """It is, or carries, a refusal, an apology, an error text, a fence."""
    FILLER = "filler"
    """It says nothing that could be checked."""
    LINK = "link"
    """It carries an address, and addresses come from the paper's metadata alone."""
    INSTRUCTION = "instruction"
    """It speaks to a reading machine."""
    REPEATED = "repeated"
    """Another claim says the same, or stands on the same words."""
    LENGTH = "length"
    """It is longer than there is room for, or far longer or shorter than what it tells."""
    MISSING = "missing"
    """It was asked for and did not come."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The paper's own words behind a claim: `plain_text.flatten(document).text[start:end]` is `quote`.

    `section` is the title of the section that it stands in and `anchor` the nearest place that can be
    linked (`S3.p1`, or `page=7` in a PDF); both may be empty.
    """

    quote: str
    start: int
    end: int
    section: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence about a paper, in English, that its evidence bears out.

    `number` is its place in the notes, from 1. A brief may rest on several quotes, any other claim rests
    on one.
    """

    number: int
    facet: Facet
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that a model offered and that did not pass, for the operator's log and the counts."""

    flaw: Flaw
    facet: Facet | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a paper, and by what: it is told below everything that comes from it.

    Attributes:
        source: what the document was made from.
        version: the paper's version that was read; None where the source does not say.
        is_whole: whether all of the body was read; False where it did not fit.
        pages: how many pages a PDF has; None for other sources.
        words: how many words were read.
        model: the model's name.
        prompt: the version of the prompt, as `notes-1`.
    """

    source: Source
    version: int | None
    is_whole: bool
    pages: int | None
    words: int
    model: str
    prompt: str

    @property
    def is_sample(self) -> bool:
        """Whether no model read it, but the playground's stand-in."""
        return self.model == STAND_IN

    def url(self, paper_id: str, anchor: str) -> str:
        """Return the address of a place in what was read of a paper, as near as it can be linked."""
        version = f"v{self.version}" if self.version else ""
        if self.source is Source.ABSTRACT:
            return f"https://arxiv.org/abs/{paper_id}{version}"
        folder = "html" if self.source is Source.HTML else "pdf"
        fragment = f"#{quote(anchor, safe='=.-_')}" if anchor else ""
        return f"https://arxiv.org/{folder}/{paper_id}{version}{fragment}"


@dataclass(frozen=True, slots=True)
class Notes:
    """What was learnt from one paper.

    Attributes:
        paper_id: the paper.
        key: the name under which they are kept; whatever is told from them is kept under it, too.
        reading: what was read.
        brief: the paper in one sentence, on up to three quotes; None where none passed.
        claims: what passed the gate, in the model's order (the most telling of each facet first).
        ideas: ideas for further work that are the model's own: no evidence, no numbers.
        dropped: what did not pass.
    """

    paper_id: str
    key: str
    reading: Reading
    brief: Claim | None
    claims: tuple[Claim, ...]
    ideas: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = field(default=())

    @property
    def offered(self) -> int:
        """How many claims the model offered, the brief not counted."""
        return len(self.claims) + sum(one.facet is not None for one in self.dropped)

    @property
    def share_kept(self) -> float:
        """The share of the offered claims that passed, 0 to 1; 1 where none was offered."""
        return len(self.claims) / self.offered if self.offered else 1.0

    @property
    def unproven(self) -> frozenset[Facet]:
        """Facets about which something was offered, and nothing passed."""
        told = {one.facet for one in self.claims}
        return frozenset(one.facet for one in self.dropped if one.facet is not None) - told

    @property
    def flaws(self) -> Counter[Flaw]:
        """Count why things were dropped."""
        return Counter(one.flaw for one in self.dropped)
