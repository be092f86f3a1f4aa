"""Summaries: notes arranged in a style and told in a language; and abstracts, sentence by sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.chats import Style
from bot.domain.notes import Claim, Dropped, Facet, Notes, Reading


@dataclass(frozen=True, slots=True)
class Telling:
    """A paper's notes told in one language, for all styles.

    Attributes:
        notes_key: the notes that it tells.
        language: a language code of the gate, as `ko` or `pt-BR`.
        brief: the brief; None where the notes have none or its translation did not pass.
        claims: what passed, by the claim's number; a claim that is not here is not told in this language.
        ideas: what passed of the ideas, in their order.
        dropped: what did not pass.
    """

    notes_key: str
    language: str
    brief: str | None
    claims: Mapping[int, str]
    ideas: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @classmethod
    def in_english(cls, notes: Notes) -> "Telling":
        """Return the notes as they are: they are taken in English."""
        claims = {one.number: one.text for one in notes.claims}
        return cls(notes.key, "en", notes.brief.text if notes.brief else None, claims, notes.ideas)


class Heading(StrEnum):
    """The parts of a summary; the words for them are in the locale files."""

    GOAL = "goal"
    MOTIVATION = "motivation"
    CONTRIBUTION = "contribution"
    METHOD = "method"
    RESULTS = "results"
    LIMITATIONS = "limitations"
    CONCLUSION = "conclusion"
    PROBLEM = "problem"  # deep 1: motivation and problem
    NOVELTY = "novelty"  # deep 2: contributions and novelty
    BUILD = "build"  # deep 3: architecture and training
    SETUP = "setup"  # deep 4: experimental set-up with datasets and baselines
    FIGURES = "figures"  # deep 5: quantitative results
    IDEAS = "ideas"  # deep 7: follow-up ideas, the model's own


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a summary with the claim that it tells; an idea has none."""

    text: str
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it.

    Without lines, nothing about it was found in what was read or, where it `is_unproven`, what was
    offered did not pass the gate: the reader is told which, once.
    """

    heading: Heading
    lines: tuple[Line, ...]
    is_unproven: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A paper's notes in a style and a language, ready to be shown.

    `kept` of `offered` claims passed the gate in this language, whether this style shows them or not.
    """

    paper_id: str
    language: str
    style: Style
    brief: Line | None
    parts: tuple[Part, ...]
    reading: Reading
    kept: int
    offered: int

    @property
    def shown(self) -> tuple[Line, ...]:
        """All lines with a claim in the order in which they are shown, the brief first."""
        lines = (*((self.brief,) if self.brief else ()), *(one for part in self.parts for one in part.lines))
        return tuple(one for one in lines if one.claim is not None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing passed."""
        return not self.shown


@dataclass(frozen=True, slots=True)
class Layout:
    """Which facets stand under which heading of a style, and how many claims of each at most."""

    heading: Heading
    facets: Mapping[Facet, int] = field(default_factory=dict)


_ALL = 99
LAYOUTS: Mapping[Style, tuple[Layout, ...]] = {
    Style.BRIEF: (),
    Style.SECTIONS: (
        Layout(Heading.GOAL, {Facet.GOAL: 1}),
        Layout(Heading.MOTIVATION, {Facet.MOTIVATION: 2}),
        Layout(Heading.CONTRIBUTION, {Facet.CONTRIBUTION: 2}),
        Layout(Heading.METHOD, {Facet.METHOD: 3, Facet.ARCHITECTURE: 1, Facet.TRAINING: 1, Facet.DATA: 1}),
        Layout(Heading.RESULTS, {Facet.RESULT: 4}),
        Layout(Heading.LIMITATIONS, {Facet.LIMITATION: 2}),
        Layout(Heading.CONCLUSION, {Facet.CONCLUSION: 1}),
    ),
    Style.DEEP: (
        Layout(Heading.PROBLEM, {Facet.GOAL: _ALL, Facet.MOTIVATION: _ALL}),
        Layout(Heading.NOVELTY, {Facet.CONTRIBUTION: _ALL}),
        Layout(Heading.BUILD, {Facet.METHOD: _ALL, Facet.ARCHITECTURE: _ALL, Facet.TRAINING: _ALL}),
        Layout(Heading.SETUP, {Facet.DATA: _ALL, Facet.BASELINE: _ALL}),
        Layout(Heading.FIGURES, {Facet.RESULT: _ALL, Facet.CONCLUSION: _ALL}),
        Layout(Heading.LIMITATIONS, {Facet.LIMITATION: _ALL}),
    ),
}

_LEADING = ({Facet.CONTRIBUTION, Facet.RESULT}, {Facet.METHOD}, {Facet.GOAL, Facet.CONCLUSION})
"""Facets whose claims can stand for a paper, the best first."""


def brief_limit(language: str) -> int:
    """Return how many characters a brief may have in a language: fewer where a character says more."""
    return 160 if language.lower().startswith(("ko", "zh", "ja")) else 220


def lead(notes: Notes, telling: Telling) -> Line | None:
    """Return the one sentence that stands for the paper: its brief, else the best claim that was told.

    The best one says what was made or found, with a number, in no more characters than a brief has; None
    where nothing was told.
    """
    if telling.brief and notes.brief:
        return Line(telling.brief, notes.brief)
    told = [Line(telling.claims[one.number], one) for one in notes.claims if one.number in telling.claims]
    return min(told, key=lambda line: _distance(line, brief_limit(telling.language)), default=None)


def _distance(line: Line, limit: int) -> tuple[bool, int, bool]:
    """Return how far a claim is from being a brief; the first of the nearest is the best."""
    facet = line.claim.facet if line.claim else None
    rank = next((place for place, facets in enumerate(_LEADING) if facet in facets), len(_LEADING))
    return len(line.text) > limit, rank, not any(char.isdigit() for char in line.text)


def arrange(notes: Notes, telling: Telling, style: Style) -> Summary:
    """Arrange what was told of a paper in a style: nothing is read, asked or written anew.

    Where no brief was told, the style `brief` has the best claim in its place; in the others the claims
    stand under their headings anyway.
    """
    parts = [_part(notes, telling, layout) for layout in LAYOUTS[style]]
    if style is Style.DEEP and telling.ideas:
        parts.append(Part(Heading.IDEAS, tuple(Line(text, None) for text in telling.ideas)))
    brief = Line(telling.brief, notes.brief) if telling.brief and notes.brief else None
    if style is Style.BRIEF:
        brief = lead(notes, telling)
    return Summary(
        paper_id=notes.paper_id,
        language=telling.language,
        style=style,
        brief=brief,
        parts=tuple(parts),
        reading=notes.reading,
        kept=len(telling.claims),
        offered=notes.offered,
    )


def _part(notes: Notes, telling: Telling, layout: Layout) -> Part:
    lines: list[Line] = []
    for facet, most in layout.facets.items():
        told = [one for one in notes.claims if one.facet is facet and one.number in telling.claims]
        lines += [Line(telling.claims[one.number], one) for one in told[:most]]
    known = {one.facet for one in notes.claims} | notes.unproven
    return Part(layout.heading, tuple(lines), not lines and not known.isdisjoint(layout.facets))


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of an abstract and its translation; None where no translation passed the gate."""

    source: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Translation:
    """An abstract told sentence by sentence, beside the original."""

    paper_id: str
    language: str
    pairs: tuple[SentencePair, ...]
    model: str
    dropped: tuple[Dropped, ...] = ()

    @property
    def kept(self) -> int:
        """How many sentences have a translation."""
        return sum(one.target is not None for one in self.pairs)
