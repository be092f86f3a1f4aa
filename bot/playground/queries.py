"""Questions that wait for the bot: presses of buttons and inline queries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.playground.chats import User
from bot.playground.errors import Json, bad_request

QUERY_TTL_S: Final = 30.0
"""How long an answer is accepted; the real one does not say, and is about as patient."""
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What a person sees after a press: nothing, a passing line, or an alert to dismiss."""

    text: str = ""
    is_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What a person is offered while typing the bot's name."""

    results: tuple[Json, ...]
    is_personal: bool = False
    cache_time_s: int = 300
    next_offset: str = ""
    button: Json | None = None


@dataclass(slots=True)
class Query:
    """A question of a person to the bot."""

    id: str
    user: User
    text: str
    asked_at: float
    answer: CallbackAnswer | InlineAnswer | None = None


@dataclass(slots=True)
class Queries:
    """The questions that were asked, by id."""

    monotonic: Callable[[], float]
    ttl_s: float = QUERY_TTL_S
    _asked: dict[str, Query] = field(default_factory=dict)

    def ask(self, user: User, text: str) -> Query:
        """Record a question."""
        query = Query(str(4_000_000_000_000_001 + len(self._asked)), user, text, self.monotonic())
        self._asked[query.id] = query
        return query

    def find(self, query_id: str) -> Query | None:
        """Return a question by its id."""
        return self._asked.get(query_id)

    def answer(self, query_id: str, answer: CallbackAnswer | InlineAnswer) -> None:
        """Answer a question, once and in time.

        Raises:
            BotApiError: there is no such question, it was answered before, or it is too old.
        """
        query = self._asked.get(query_id)
        if query is None or query.answer is not None or self.monotonic() - query.asked_at > self.ttl_s:
            raise bad_request(_TOO_OLD)
        query.answer = answer
