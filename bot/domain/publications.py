"""Publications: a list with what was read of its papers, to be written as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.calendar import Edition
from bot.domain.chats import Style
from bot.domain.papers import Listed
from bot.domain.readings import Obstacle, Unread
from bot.domain.summaries import Summary, Translation

COUNT = 10
"""How many papers a file holds where nothing else is said."""
MOST_PAPERS = 100


class Form(StrEnum):
    """What kind of file it is."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JEKYLL = "jekyll"
    JSON = "json"
    BIBTEX = "bibtex"

    @property
    def usual_style(self) -> Style | None:
        """How much of each paper is told where nothing is said; None for no summary at all."""
        return _USUAL_STYLES.get(self)

    @property
    def has_translations(self) -> bool:
        """Whether abstracts stand in it sentence by sentence in the reader's language."""
        return self in (Form.TEXT, Form.JSON)


_USUAL_STYLES = {Form.MARKDOWN: Style.DEEP, Form.JEKYLL: Style.SECTIONS, Form.JSON: Style.DEEP}


@dataclass(frozen=True, slots=True)
class Commission:
    """What is to be written.

    Attributes:
        form: the kind of file.
        edition: the list; None for the newest daily one.
        language: the reader's.
        style: how much of each paper is told; None for as much as is usual in the form.
        count: the most papers.
        has_evidence: whether each claim's quotes stand below it; JSON has them always.
    """

    form: Form
    edition: Edition | None = None
    language: str = "en"
    style: Style | None = None
    count: int = COUNT
    has_evidence: bool = False

    @property
    def summary_style(self) -> Style | None:
        """How much of each paper is told; None for no summary at all."""
        return None if self.form is Form.BIBTEX else self.style or self.form.usual_style

    @property
    def has_translations(self) -> bool:
        """Whether abstracts are translated; into English there is nothing to translate."""
        return self.form.has_translations and self.language != "en"


@dataclass(frozen=True, slots=True)
class Late:
    """There was no time left to read it; what has begun is there sooner when it is asked for again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper of a publication; `place` is its rank in the list, from 1.

    `summary` and `translation` are None where they were not asked for.
    """

    place: int
    listed: Listed
    summary: Summary | Unread | Late | None = None
    translation: Translation | Unread | Late | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A list as it stood at `captured_at`, of `total` papers, with what was read of the best."""

    edition: Edition
    captured_at: datetime
    is_open: bool
    source: str
    total: int
    language: str
    style: Style | None
    has_model: bool
    entries: tuple[Entry, ...]

    @property
    def is_invented(self) -> bool:
        """Whether it is of the invented sample papers, which stand nowhere that a link could lead to."""
        return self.source == "sample"

    @property
    def obstacles(self) -> Iterator[Unread | Late]:
        """Why something that was asked for is not told, paper by paper."""
        for entry in self.entries:
            for told in (entry.summary, entry.translation):
                if isinstance(told, Unread | Late):
                    yield told

    @property
    def is_passing(self) -> bool:
        """Whether more could be told when it is asked for again later."""
        return any(map(_passes, self.obstacles))

    def may_improve_by(self, moment: datetime) -> bool:
        """Whether more could be told by an instant, as far as is known."""
        return any(
            _passes(one) and (isinstance(one, Late) or one.again_at is None or one.again_at <= moment)
            for one in self.obstacles
        )


_PASSING = frozenset({Obstacle.BUDGET, Obstacle.MODEL_DOWN, Obstacle.OUT_OF_TIME})


def _passes(one: Unread | Late) -> bool:
    return isinstance(one, Late) or one.obstacle in _PASSING


@dataclass(frozen=True, slots=True)
class File:
    """A text with the name that it should have."""

    name: str
    text: str
    media_type: str = "text/plain"

    @property
    def data(self) -> bytes:
        """The text in UTF-8; what cannot be written so is replaced."""
        return self.text.encode("utf-8", "replace")
