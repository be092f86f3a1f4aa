"""Answers as they go over the wire: an OpenAI-compatible completion, or what is sent in its place."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.playground.answering import hang_up, spoil, write
from bot.playground.errors import Json
from bot.playground.faults import html, truncate
from bot.playground.model.lies import Lie, Planned
from bot.playground.model.phrases import ENGLISH
from bot.playground.model.questions import Question

_FEW_TOKENS = 3
_THOUGHT = "<think>\nThe reader wants {JSON}. Let me look for the facts first.\n</think>\n\n"


@dataclass(frozen=True, slots=True)
class Said:
    """What a completion says: its content, and how it ended."""

    content: str | None
    finish_reason: str = "stop"
    refusal: str | None = None


def say(text: str, lie: Lie | None = None) -> Said:
    """Return the true text, or what a lie around it makes of it."""
    spoilt = _SAID.get(lie) if lie else None
    return spoilt(text) if spoilt else Said(text)


def completion(question: Question, said: Said, model: str, at: int, lie: Lie | None = None) -> Json:
    """Return a completion's body; `at` is when it was made, in seconds of the epoch."""
    prompt = _FEW_TOKENS if lie is Lie.FEW_TOKENS else question.prompt_tokens
    answered = max(len(said.content or "") // 3, 1)
    message = {"role": "assistant", "content": said.content, "refusal": said.refusal}
    choice = {"index": 0, "message": message, "finish_reason": said.finish_reason, "logprobs": None}
    return {
        "id": f"chatcmpl-{at:x}",
        "object": "chat.completion",
        "created": at,
        "model": model,
        "choices": None if lie is Lie.NULL_CHOICES else [choice],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": answered,
            "total_tokens": prompt + answered,
        },
    }


def trouble(status: int, message: str, kind: str = "invalid_request_error", **headers: str) -> web.Response:
    """Return an error in OpenAI's form; a header's name is written with underscores."""
    body = {"error": {"message": message, "type": kind, "param": None, "code": None}}
    return write(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


async def send(request: web.Request, body: Json, plan: Planned | None) -> web.StreamResponse:
    """Send a completion, or what a planned lie puts in its place."""
    lie = plan.lie if plan else None
    response = write(HTTPStatus.OK, body)
    if lie is Lie.HTML:
        return await spoil(request, response, html())
    if lie is Lie.CUT_STREAM:
        return await spoil(request, response, truncate())
    if lie is Lie.RESET:
        hang_up(request, is_reset=True)
    if lie is Lie.SLOW and plan is not None:
        await asyncio.sleep(plan.seconds)
    return response if plan is None else _refused(plan) or response


def _refused(plan: Planned) -> web.Response | None:
    if plan.lie is Lie.BUSY:
        return trouble(
            HTTPStatus.TOO_MANY_REQUESTS, "Rate limit reached", "requests", Retry_After=f"{plan.seconds:g}"
        )
    if plan.lie is Lie.SERVER_ERROR:
        return trouble(HTTPStatus.INTERNAL_SERVER_ERROR, "The server had an error", "server_error")
    if plan.lie is Lie.TOO_LONG:
        return trouble(HTTPStatus.BAD_REQUEST, "This model's maximum context length is 4096 tokens")
    if plan.lie is Lie.NO_SCHEMAS:
        return trouble(HTTPStatus.BAD_REQUEST, "response_format is not supported")
    return None


def _half(text: str) -> str:
    return text[: max(len(text) // 2, 1)]


def _wrong_shape(text: str) -> str:
    told: Any = json.loads(text)
    return json.dumps({"result": told, "status": "ok"}, ensure_ascii=False)


_SAID: Mapping[Lie, Callable[[str], Said]] = {
    Lie.FENCE: lambda text: Said(f"```json\n{text}\n```"),
    Lie.THINK: lambda text: Said(_THOUGHT + text),
    Lie.CHATTER: lambda text: Said(f"Sure, here is the JSON:\n\n{text}\n\nLet me know if you need more."),
    Lie.CUT_JSON: lambda text: Said(_half(text)),
    Lie.LENGTH: lambda text: Said(_half(text), "length"),
    Lie.REFUSAL: lambda _: Said(None, refusal=ENGLISH.apology),
    Lie.REFUSAL_TEXT: lambda _: Said(ENGLISH.apology),
    Lie.FILTERED: lambda _: Said(None, "content_filter"),
    Lie.ERROR_CONTENT: lambda _: Said("Error code: 429 - {'error': 'rate limit reached'}"),
    Lie.EMPTY: lambda _: Said(""),
    Lie.BLANK: lambda _: Said(" \n" * 40),
    Lie.WRONG_SHAPE: lambda text: Said(_wrong_shape(text)),
}
