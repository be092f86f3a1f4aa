"""What the Bot API answers when it does not do what it was asked."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an unsuccessful answer, as the Bot API words it."""

    error_code: int
    description: str
    retry_after_s: int | None = None
    migrate_to_chat_id: int | None = None

    def body(self) -> Json:
        """Return the JSON object."""
        parameters: Json = {}
        if self.retry_after_s is not None:
            parameters["retry_after"] = self.retry_after_s
        if self.migrate_to_chat_id is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to_chat_id
        body: Json = {"ok": False, "error_code": self.error_code, "description": self.description}
        return {**body, "parameters": parameters} if parameters else body


class BotApiError(Exception):
    """A request is refused; `answer` is what the client is told."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.description)
        self.answer = answer


class PeopleError(Exception):
    """A person cannot do that here: the text says why."""


class NotAnsweredError(PeopleError, TimeoutError):
    """The bot did not answer in time."""


def bad_request(text: str) -> BotApiError:
    """Return a 400 with the given text."""
    return BotApiError(Answer(HTTPStatus.BAD_REQUEST, f"Bad Request: {text}"))


def forbidden(text: str) -> BotApiError:
    """Return a 403 with the given text."""
    return BotApiError(Answer(HTTPStatus.FORBIDDEN, f"Forbidden: {text}"))


def conflict(text: str) -> BotApiError:
    """Return a 409 with the given text."""
    return BotApiError(Answer(HTTPStatus.CONFLICT, f"Conflict: {text}"))


def too_many_requests(retry_after_s: int) -> BotApiError:
    """Return a 429 that asks to wait."""
    text = f"Too Many Requests: retry after {retry_after_s}"
    return BotApiError(Answer(HTTPStatus.TOO_MANY_REQUESTS, text, retry_after_s=retry_after_s))


def upgraded(to_chat_id: int) -> BotApiError:
    """Return the 400 of a group that has become a supergroup."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return BotApiError(Answer(HTTPStatus.BAD_REQUEST, text, migrate_to_chat_id=to_chat_id))
