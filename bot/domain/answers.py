"""What a reader is answered, as values; how it looks is the business of the views."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.calendar import Edition
from bot.domain.editions import Chosen, Digest
from bot.domain.papers import Paper


class Reason(StrEnum):
    """Why there is no (new) list, or what is the matter with the one shown."""

    WEEKEND = "weekend"  # the feed has no list on Saturday and Sunday
    STILL_OPEN = "still_open"  # the day's list is being filled
    HOLIDAY = "holiday"  # a weekday for which the feed has nothing
    FUTURE = "future"  # a period that has not begun
    ALL_HIDDEN = "all_hidden"  # the chat's own filters left nothing
    TOLD = "told"  # the newest list was delivered on an earlier day and no newer one is due
    FEED_DOWN = "feed_down"
    MAYBE_LOST = "maybe_lost"  # its delivery was cut off and may not have arrived


@dataclass(frozen=True, slots=True)
class Silence:
    """One reason, told in one line.

    Attributes:
        edition: the list that the reason is about.
        papers: how many papers it had so far (`still_open`) or were hidden (`all_hidden`).
        as_of: when that was read.
        next_edition: the list that comes next to this chat, where one will.
        arrives_at: when it comes; None where the chat has no subscription.
        again: an older list that can be shown instead.
    """

    reason: Reason
    edition: Edition
    papers: int = 0
    as_of: datetime | None = None
    next_edition: Edition | None = None
    arrives_at: datetime | None = None
    again: Edition | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A digest, or the reasons for none, or both."""

    digest: Digest | None = None
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper's place (from 1) and votes in the newest known list of a period."""

    edition: Edition
    place: int
    votes: int


@dataclass(frozen=True, slots=True)
class Card:
    """One paper, and where it stands."""

    paper: Paper
    standings: tuple[Standing, ...] = ()

    @property
    def votes(self) -> int | None:
        """The most votes that any list had for the paper; None where none listed it."""
        return max((one.votes for one in self.standings), default=None)


@dataclass(frozen=True, slots=True)
class HiddenPapers:
    """The papers of a list that a chat's own filters hid, best first."""

    edition: Edition
    papers: tuple[Chosen, ...]
