"""Choosing: which papers of a list a chat is told, and what is counted as left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Preferences
from bot.domain.papers import Listed, Snapshot, rank
from bot.domain.topics import has_words, mentions

NO_REPEAT = timedelta(days=30)
"""A paper that a chat had in this time is not chosen again for a daily digest."""
TOP = 10
"""How many papers a weekly or monthly edition holds."""


class Hidden(StrEnum):
    """Why a paper of the list was not a candidate."""

    TOPICS = "topics"
    VOTES = "votes"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Movement:
    """How a paper's place in a week compares with its place by the votes of its own day's list.

    `places` counts upward moves as positive; `is_new` means that no daily list held the paper.
    """

    places: int = 0
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A paper of a digest; `place` is its rank in the whole list, from 1."""

    listed: Listed
    place: int
    movement: Movement | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """An edition as one chat sees it: what was chosen, and how many of how many.

    `told` are the ids of chosen papers that are told by notes, and not by what the feed says.
    """

    edition: Edition
    captured_at: datetime
    is_open: bool
    source: str
    total: int
    chosen: tuple[Chosen, ...]
    hidden: dict[Hidden, int] = field(default_factory=dict)
    told: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was left to tell."""
        return not self.chosen

    @property
    def paper_ids(self) -> tuple[str, ...]:
        """The ids of the chosen papers, in their order."""
        return tuple(one.listed.paper.id for one in self.chosen)

    @property
    def is_whole(self) -> bool:
        """Whether no better text can come: all is told by notes, or the edition shows no text of papers."""
        return self.edition.kind is not Kind.DAILY or self.told.issuperset(self.paper_ids)


def choose(snapshot: Snapshot, preferences: Preferences, had: frozenset[str] = frozenset()) -> Digest:
    """Choose a chat's digest from a list.

    Args:
        snapshot: the list, in any order.
        preferences: the chat's count and filters; a weekly or monthly list has ten and no filters, for
            it is a ranking and must be the same for everyone.
        had: ids of papers that the chat had within `NO_REPEAT`, apart from this very edition.
    """
    is_daily = snapshot.edition.kind is Kind.DAILY
    hidden: dict[Hidden, int] = {}
    chosen: list[Chosen] = []
    for place, listed in enumerate(rank(list(snapshot.listed)), start=1):
        why = _hidden_by(listed, preferences, had) if is_daily else None
        if why is not None:
            hidden[why] = hidden.get(why, 0) + 1
        else:
            chosen.append(Chosen(listed, place))
    count = preferences.count if is_daily else TOP
    return Digest(
        edition=snapshot.edition,
        captured_at=snapshot.captured_at,
        is_open=snapshot.is_open,
        source=snapshot.source,
        total=len(snapshot.listed),
        chosen=tuple(chosen[:count]),
        hidden=hidden,
    )


def hidden_by_filters(snapshot: Snapshot, preferences: Preferences) -> tuple[Chosen, ...]:
    """Return the papers of a day that the chat's topics and least votes hide, best first."""
    if snapshot.edition.kind is not Kind.DAILY:
        return ()
    return tuple(
        Chosen(listed, place)
        for place, listed in enumerate(rank(list(snapshot.listed)), start=1)
        if _hidden_by(listed, preferences, frozenset()) is not None
    )


def with_movement(digest: Digest, daily: Iterable[Snapshot]) -> Digest:
    """Add to each paper of a weekly digest how it moved since the daily lists.

    Papers of the week are ranked by the votes that their daily lists had for them; without any daily
    list nothing is known and nothing is added.
    """
    earlier: dict[str, Listed] = {}
    for snapshot in daily:
        for listed in snapshot.listed:
            earlier[listed.paper.id] = listed
    if not earlier:
        return digest
    places = {one.paper.id: place for place, one in enumerate(rank(list(earlier.values())), start=1)}
    moved = tuple(
        Chosen(
            one.listed,
            one.place,
            Movement(places[one.listed.paper.id] - one.place)
            if one.listed.paper.id in places
            else Movement(is_new=True),
        )
        for one in digest.chosen
    )
    return replace(digest, chosen=moved)


def _hidden_by(listed: Listed, preferences: Preferences, had: frozenset[str]) -> Hidden | None:
    if listed.paper.id in had:
        return Hidden.REPEAT
    if listed.votes < preferences.min_votes:
        return Hidden.VOTES
    if any(mentions(listed.paper, topic) for topic in preferences.unwanted):
        return Hidden.TOPICS
    wanted = [topic for topic in preferences.wanted if has_words(topic)]
    if wanted and not any(mentions(listed.paper, topic) for topic in wanted):
        return Hidden.TOPICS
    return None
