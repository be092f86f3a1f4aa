"""The invented papers themselves, as written: what doesn't depend on any date."""

import json
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
PAPERS_A_DAY = 5


class _Written(BaseModel):
    """A part of the sample's files: a key misspelt there is an error here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Account(_Written):
    """An invented account or organisation: its handle and the name that people read."""

    name: str
    fullname: str


class Code(_Written):
    """A repository that can't exist: its owner's name is one that the host refuses."""

    url: str
    stars: int


class Manuscript(_Written):
    """One invented paper.

    `votes` is where its votes settle after two weeks, and `pace` the exponent of their growth: the
    smaller, the earlier they come. `lag_days` lie between its publication and its day in the feed.
    """

    title: str
    category: str
    abstract: str
    authors: tuple[str, ...] = Field(min_length=1)
    lag_days: int = Field(ge=1)
    votes: int = Field(ge=0)
    pace: float = Field(gt=0, lt=1)
    comments: int = Field(ge=0)
    submitter: Account
    comment: str | None = None
    ai_summary: str | None = None
    ai_keywords: tuple[str, ...] = ()
    code: Code | None = None
    project_url: str | None = None
    organization: Account | None = None
    is_author_participating: bool = False
    has_media: bool = False


_DAY = TypeAdapter(tuple[Manuscript, ...])


@cache
def read_week() -> tuple[tuple[Manuscript, ...], ...]:
    """Read the week's papers: five for each day from Monday to Friday, in the order they came in."""
    folder = resources.files(__package__)
    return tuple(
        _DAY.validate_python(json.loads((folder / f"{day}.json").read_text("utf-8"))) for day in WEEKDAYS
    )
