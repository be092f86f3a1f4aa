"""What a server's answer holds; pure, and trusting nothing of its form.

The SDK builds its objects from whatever JSON arrives: any field may be missing or of another type.
"""

from dataclasses import dataclass
from typing import TypeVar

from bot.domain.model_answers import Failure, ModelCut, ModelGarbled, ModelRefused, Side, Usage
from bot.llm.troubles import NO_ANSWER, Trouble

LEAST_SHARE = 0.6
"""A prompt of which the server counted less than this share of the estimate was cut.

Tokenizers differ by a quarter at most on the same English; a context that is too small, or a wrong chat
template, loses more.
"""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model wrote, whole. It may be blank."""

    text: str


def read_reply(reply: object, estimate_tokens: int) -> Heard | Failure | Trouble:
    """Return what a 200 says: text, a failure of the model, or a trouble with the server."""
    choices = _get(reply, "choices", list)
    message = _get(choices[0], "message", object) if choices else None
    if not choices or message is None:
        return NO_ANSWER
    if _get(message, "refusal", str):
        return ModelRefused()
    usage = usage_of(reply)
    if not usage.unreported and usage.prompt_tokens < LEAST_SHARE * estimate_tokens:
        return ModelCut(Side.PROMPT)
    return _read_end(_get(choices[0], "finish_reason", str), _get(message, "content", str) or "")


def usage_of(reply: object) -> Usage:
    """Return what one answer cost, as its server counts."""
    usage = _get(reply, "usage", object)
    prompt, completion = (_get(usage, f"{what}_tokens", int) for what in ("prompt", "completion"))
    if not prompt and not completion:  # proxies fill in zeros where they do not know
        return Usage(requests=1, unreported=1)
    return Usage(max(prompt or 0, 0), max(completion or 0, 0), requests=1)


def _read_end(finish_reason: str | None, text: str) -> Heard | Failure:
    if finish_reason == "stop":
        return Heard(text)
    if finish_reason == "length":
        return ModelCut(Side.ANSWER)
    if finish_reason == "content_filter":
        return ModelRefused()
    return ModelGarbled("the answer has no proper end")


def _get(value: object, name: str, kind: type[Value]) -> Value | None:
    found = getattr(value, name, None)
    return found if isinstance(found, kind) else None
