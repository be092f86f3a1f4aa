"""One paper of a file, as values: in a reader's words and before any markup."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """The paper's own words, the section that they stand in, and the address of the place."""

    text: str
    section: str
    url: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and, where they were asked for, the quotes behind it with the name of their note."""

    text: str
    note: str = ""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that belong together; `label` says what they are, empty where the heading does."""

    label: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its passages; `is_list` where each sentence stands for itself."""

    heading: str
    passages: tuple[Passage, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the abstract and its translation; None where none passed the checks."""

    source: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract: sentence by sentence beside its translation, or in one piece."""

    heading: str
    pairs: tuple[Pair, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that a file says about one paper."""

    number: int
    title: str
    url: str
    links: tuple[tuple[str, str], ...]
    facts: str
    lead: Sentence | None
    lead_label: str
    chapters: tuple[Chapter, ...]
    abstract: Abstract | None
    foot: tuple[str, ...]

    @property
    def sentences(self) -> Iterable[Sentence]:
        """All sentences, the lead first."""
        if self.lead:
            yield self.lead
        for chapter in self.chapters:
            for passage in chapter.passages:
                yield from passage.sentences
