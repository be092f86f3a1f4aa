"""Topics as people type them: wanted, not wanted, how many votes at least, or no filter at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.domain.chats import Preferences
from bot.domain.topics import has_words
from bot.tg.callbacks import MOST_VOTES, mark_of

MOST_TOPICS: Final = 20
"""How many topics a chat may have, wanted and unwanted together."""
LONGEST_TOPIC: Final = 40
_OFF: Final = frozenset(["off", "clear", "none", "all", "끄기", "해제", "전체", "없음"])
_NOT: Final = ("not ", "no ", "without ", "except ", "제외 ", "빼고 ")
_VOTES: Final = ("votes", "vote", "추천", "추천수")


class Mistake(StrEnum):
    """What cannot be done with a wish; each is the key of a line."""

    NO_TOPIC = "trouble.bad_topics"
    VOTES = "trouble.bad_votes"
    TOO_MANY = "trouble.too_many_topics"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a chat's digests are filtered by."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    min_votes: int = 0

    @classmethod
    def of(cls, wishes: Preferences) -> "Filters":
        """Return a chat's filters."""
        return cls(wishes.wanted, wishes.unwanted, wishes.min_votes)

    def without(self, mark: str) -> "Filters":
        """Return them without the topic that a button names."""
        return replace(
            self,
            wanted=tuple(one for one in self.wanted if mark_of(one) != mark),
            unwanted=tuple(one for one in self.unwanted if mark_of(one) != mark),
        )


def read_filters(text: str, before: Filters) -> Filters | Mistake:
    """Read a wish such as `robot, speech`, `not crypto`, `votes 10` or `off`, on top of what was set.

    After `not`, what follows is unwanted, too. Never raises.
    """
    pieces = [" ".join(one.split()) for one in text.replace(";", ",").replace("\n", ",").split(",")]
    if text.strip().casefold() in _OFF:
        return Filters()
    filters, is_unwanted = before, False
    for piece in filter(None, pieces):
        votes = _votes(piece)
        if votes is not None:
            if not 0 <= votes <= MOST_VOTES:
                return Mistake.VOTES
            filters = replace(filters, min_votes=votes)
            continue
        topic = piece
        said = next((one for one in _NOT if piece.casefold().startswith(one)), None)
        if said is not None:
            topic, is_unwanted = piece[len(said) :], True
        topic = topic.strip(" \"'“”‘’«»")
        if not has_words(topic):
            return Mistake.NO_TOPIC
        if len(topic) > LONGEST_TOPIC:
            return Mistake.TOO_MANY
        filters = _with(filters, topic, is_unwanted=is_unwanted)
    if not any(pieces):
        return Mistake.NO_TOPIC
    return Mistake.TOO_MANY if len(filters.wanted) + len(filters.unwanted) > MOST_TOPICS else filters


def _votes(piece: str) -> int | None:
    """Return the least number of votes that a piece names; -1 for one that cannot be; None for a topic."""
    word, _, number = piece.casefold().partition(" ")
    if word not in _VOTES or not number:
        return None
    number = number.strip().removesuffix("개")
    return (
        int(number) if number.isascii() and number.isdecimal() and len(number) <= len(str(MOST_VOTES)) else -1
    )


def _with(filters: Filters, topic: str, *, is_unwanted: bool) -> Filters:
    """Return filters with a topic on one side, and no longer on the other."""
    wanted, unwanted = _apart(filters.wanted, topic), _apart(filters.unwanted, topic)
    if is_unwanted:
        return replace(filters, wanted=wanted, unwanted=(*unwanted, topic))
    return replace(filters, wanted=(*wanted, topic), unwanted=unwanted)


def _apart(topics: Iterable[str], topic: str) -> tuple[str, ...]:
    return tuple(one for one in topics if one.casefold() != topic.casefold())
