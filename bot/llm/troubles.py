"""What goes wrong between us and a model's server, in our own words.

What a server says about an error is looked at and never repeated: it may hold the key, or the prompt.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError

from bot.llm.waits import asked_wait_s


class Kind(Enum):
    """What can be done about it."""

    PASSING = auto()
    """Asking again may help."""
    BUSY = auto()
    """Asking again later may help."""
    LASTING = auto()
    """Somebody has to change the settings or the account."""
    FORMAT = auto()
    """The server does not know this way of asking for a shape."""
    TOO_LONG = auto()
    """The prompt does not fit into the context."""
    FILTERED = auto()
    """A filter before the model refuses the prompt."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A request that came to nothing.

    `wait_s` is how long the server asks to be left alone. `may_have_cost`: the model may have answered,
    and the answer was lost. `otherwise` is what a trouble of the format is where there is no other format.
    """

    kind: Kind
    why: str
    wait_s: float | None = None
    may_have_cost: bool = False
    otherwise: Kind = Kind.LASTING


TIMED_OUT = Trouble(Kind.PASSING, "did not answer in time", may_have_cost=True)
NO_ANSWER = Trouble(Kind.PASSING, "answers, but not as an OpenAI-compatible server does", may_have_cost=True)

_MOST_READ = 500
_TOO_LONG = re.compile(
    r"context.?(length|window|size)|maximum context|prompt is too long|too many (input )?tokens|n_ctx"
)
_NAMES_FORMAT = re.compile(r"response_?format|json_?(schema|object)|schema")
_FILTER = re.compile(r"content.?(filter|policy|management)")
_QUOTA = re.compile(r"insufficient_quota|insufficient.balance|exceeded your current quota")
_OF_STATUS = {
    401: Trouble(Kind.LASTING, "does not accept the key"),
    402: Trouble(Kind.LASTING, "says that the account is empty"),
    403: Trouble(Kind.LASTING, "does not accept the key"),
    404: Trouble(Kind.LASTING, "does not know the model, or its address is another"),
    413: Trouble(Kind.TOO_LONG, "does not take a prompt of that length"),
}
_TOO_MANY = 429
_SERVER_ERROR = 500
_MOMENTARY = {408, 409, 425}


def trouble_of(error: OpenAIError, token_parameter: str, now: datetime) -> Trouble:
    """Return what an error of the SDK means."""
    if isinstance(error, APIStatusError):
        wait_s = asked_wait_s(error.response.headers, now)
        return _of_response(error.status_code, _said(error), token_parameter, wait_s)
    if isinstance(error, APITimeoutError):
        return TIMED_OUT
    if isinstance(error, APIConnectionError):
        return Trouble(Kind.PASSING, "cannot be reached, or hung up", may_have_cost=True)
    return NO_ANSWER


def _of_response(status: int, said: str, token_parameter: str, wait_s: float | None) -> Trouble:
    if status in _OF_STATUS:
        return _OF_STATUS[status]
    if status == _TOO_MANY and _QUOTA.search(said):
        return Trouble(Kind.LASTING, "says that the account's quota is used up")
    if status == _TOO_MANY:
        return Trouble(Kind.BUSY, "refuses for now (429)", wait_s)
    if status >= _SERVER_ERROR and _NAMES_FORMAT.search(said):
        return Trouble(Kind.FORMAT, f"fails ({status})", otherwise=Kind.PASSING)
    if status >= _SERVER_ERROR or status in _MOMENTARY:
        return Trouble(Kind.PASSING, f"fails ({status})", wait_s)
    return _of_question(status, said, token_parameter)


def _of_question(status: int, said: str, token_parameter: str) -> Trouble:
    """Return why a server does not take the question itself."""
    if _TOO_LONG.search(said):
        return Trouble(Kind.TOO_LONG, "does not take a prompt of that length")
    if _NAMES_FORMAT.search(said):
        return Trouble(Kind.FORMAT, f"refuses the question ({status})")
    if _FILTER.search(said):
        return Trouble(Kind.FILTERED, "refuses the prompt")
    if token_parameter in said:
        return Trouble(Kind.LASTING, f"refuses {token_parameter}, or its value")
    if status in {400, 422}:
        return Trouble(Kind.FORMAT, f"refuses the question ({status})")
    return Trouble(Kind.LASTING, f"refuses the question ({status})")


def _said(error: APIStatusError) -> str:
    """Return the code, the type and the beginning of the message, in lower case."""
    body = error.body
    fields = body if isinstance(body, dict) else {"message": body}
    words = (fields.get(name) for name in ("code", "type", "param", "message", "detail", "error"))
    return " ".join(word[:_MOST_READ] for word in words if isinstance(word, str)).lower()
