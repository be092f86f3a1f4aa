"""Papers and the lists they stand in."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Edition


@dataclass(frozen=True, slots=True)
class Paper:
    """One work, keyed by its arXiv id without version.

    `ai_summary` is Hugging Face's own sentence about the paper; it may be shown, labelled, and is
    never evidence for anything.
    """

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    ai_summary: str | None = None
    keywords: tuple[str, ...] = ()
    organization: str | None = None
    code_url: str | None = None
    code_stars: int | None = None
    project_url: str | None = None

    @property
    def arxiv_url(self) -> str:
        """The address of the paper's page on arXiv."""
        return f"https://arxiv.org/abs/{self.id}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper as it stood in a list: with the votes and comments it had at the capture."""

    paper: Paper
    votes: int
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A list of the feed as it stood at `captured_at`, best first.

    `source` says where the list comes from: `huggingface`, or `sample` for the invented week.
    """

    edition: Edition
    captured_at: datetime
    listed: tuple[Listed, ...]
    source: str = "huggingface"

    @property
    def is_open(self) -> bool:
        """Whether papers and votes could still come to this list after the capture."""
        return self.captured_at < self.edition.closes_at

    @property
    def is_empty(self) -> bool:
        """Whether the feed answered with no paper at all."""
        return not self.listed

    @property
    def is_mature(self) -> bool:
        """Whether the list may be published: closed, or open long enough with enough papers."""
        if self.is_empty:
            return False
        return not self.is_open or (
            self.edition.is_ripe(self.captured_at) and len(self.listed) >= MATURE_PAPERS
        )


MATURE_PAPERS = 10
"""An open list is published only with at least this many papers."""


def rank(listed: list[Listed]) -> tuple[Listed, ...]:
    """Order a list: most votes first, then most comments, then by id, so that ties are stable."""
    return tuple(sorted(listed, key=lambda one: (-one.votes, -one.comments, one.paper.id)))
