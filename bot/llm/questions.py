"""What is sent to the model's server, pure: the messages, and how the shape of the answer is asked for."""

import json
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from openai.types.chat import ChatCompletionMessageParam

from bot.domain.model_answers import Ask

Messages = tuple[ChatCompletionMessageParam, ...]


class Rung(IntEnum):
    """How much of the shape a server takes care of, the most first.

    Not every compatible server knows `response_format`, and not every one that knows it knows schemas.
    """

    SCHEMA = 0
    OBJECT = 1
    PLAIN = 2


def opening(ask: Ask) -> Messages:
    """Return the messages of a question.

    The schema stands in the prompt as well, for servers that do not enforce it; some refuse
    `response_format` json_object where the word JSON is not in the prompt.
    """
    schema = json.dumps(dict(ask.schema), ensure_ascii=False)
    system = f"{ask.system}\n\nAnswer with one JSON object and nothing else. Its JSON Schema:\n{schema}"
    return ({"role": "system", "content": system}, {"role": "user", "content": ask.user})


def again(ask: Ask, answer: str, faults: Sequence[str]) -> Messages:
    """Return the messages that name the faults of an answer and ask for it once more."""
    listed = "\n".join(f"- {fault}" for fault in faults)
    request = (
        f"That answer does not fit:\n{listed}\nAnswer again, with the whole JSON object and nothing else."
    )
    said: Messages = ({"role": "assistant", "content": answer},) if answer.strip() else ()
    return (*opening(ask), *said, {"role": "user", "content": request})


def response_format(rung: Rung, ask: Ask) -> dict[str, Any]:
    """Return the part of the request that asks for a shape; empty on the lowest rung."""
    if rung is Rung.PLAIN:
        return {}
    if rung is Rung.OBJECT:
        return {"response_format": {"type": "json_object"}}
    schema = {"name": "answer", "strict": True, "schema": dict(ask.schema)}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}
