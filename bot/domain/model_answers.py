"""Questions to the language model and what can come of them, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose answer is one JSON object.

    Attributes:
        system: what the model is and does.
        user: what it works on.
        schema: the answer's shape, a JSON Schema of the keywords that the client checks. Servers enforce
            it strictly, so every object in it should be closed and require all its properties.
        max_output_tokens: the answer's longest length, thoughts included.
        estimate_tokens: about how many tokens `system` and `user` are together; 0 where nobody knows. A
            server that counted far fewer has cut the prompt.
    """

    system: str = field(repr=False)
    user: str = field(repr=False)
    schema: Mapping[str, Any] = field(repr=False)
    max_output_tokens: int
    estimate_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What one question cost, all its requests together, also those that came to nothing.

    `unreported` counts requests of which the server did not say what they cost and may have charged.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    unreported: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.requests + other.requests,
            self.unreported + other.unreported,
        )


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that has the shape that was asked for. Nothing is said about its truth."""

    data: dict[str, Any]
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class ModelDown:
    """No answer was to be had.

    `why` is a predicate in our own words ("does not accept the key") and holds no secret. Where it
    `needs_operator`, asking again changes nothing until somebody changes the settings or the account.
    """

    why: str
    needs_operator: bool = False
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class ModelBusy:
    """The server asks to be left alone until `retry_at` (aware UTC), or did not say until when."""

    retry_at: datetime | None
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class ModelRefused:
    """The model, or a filter before it, does not want to answer this question."""

    usage: Usage = Usage()


class Side(StrEnum):
    """What was too long."""

    PROMPT = "prompt"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class ModelCut:
    """The prompt did not fit into the model's context, or the answer into the allowance."""

    side: Side
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class ModelGarbled:
    """The model answered, and a second time when it was told what is wrong, but not in the shape."""

    why: str
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class OutOfTime:
    """The time for the whole question was over before an answer had come."""

    usage: Usage = Usage()


Failure = ModelDown | ModelBusy | ModelRefused | ModelCut | ModelGarbled | OutOfTime
Answer = Told | Failure
