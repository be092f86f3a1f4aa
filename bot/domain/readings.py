"""Asking for a paper to be read: who asks, how far it is, and why there may be nothing to tell."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.documents import Source


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose budgets a reading draws on, as Telegram's ids; nobody's but the day's where both are None."""

    user_id: int | None = None
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Fetching:
    """The paper's text is being fetched."""


@dataclass(frozen=True, slots=True)
class ReadingNow:
    """The model reads; `pages` is None where the source has none."""

    source: Source
    pages: int | None
    words: int


@dataclass(frozen=True, slots=True)
class Checking:
    """Quotes are looked up in the paper."""

    quotes: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What was learnt is told in the reader's language; `sentences` are to be told."""

    sentences: int


Stage = Fetching | ReadingNow | Checking | Wording


class Scope(StrEnum):
    """Whose budget is spent."""

    USER = "user"
    CHAT = "chat"
    DAY = "day"


class Obstacle(StrEnum):
    """Why there is no summary or translation."""

    NO_MODEL = "no_model"  # none is set up
    BUDGET = "budget"  # `scope` says whose, `again_at` when it refills
    MODEL_DOWN = "model_down"  # no answer; `again_at` where it said when
    OUT_OF_TIME = (
        "out_of_time"  # no answer in the time that there was; of this paper alone where `again_at` is set
    )
    GARBLED = "garbled"  # it answered, and neither whole nor in a shape that can be read
    REFUSED = "refused"  # the model does not want to
    UNPROVEN = "unproven"  # it answered, and nothing passed the gate
    NO_TEXT = "no_text"  # there is nothing to read, not even an abstract


@dataclass(frozen=True, slots=True)
class Unread:
    """There is nothing to tell, and why."""

    obstacle: Obstacle
    scope: Scope | None = None
    again_at: datetime | None = None

    @property
    def is_outage(self) -> bool:
        """Whether the model would fail over any other paper as well."""
        if self.obstacle is Obstacle.OUT_OF_TIME:
            return self.again_at is None
        return self.obstacle is Obstacle.MODEL_DOWN
