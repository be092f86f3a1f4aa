"""The line to one model on one server: one request at a time goes over it and comes to one value.

The only module that calls the SDK to ask. It calls `chat.completions.create` alone: `parse()` raises away
the text of an answer that is fenced, cut or preceded by thoughts.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from openai import AsyncOpenAI, OpenAIError

from bot.domain.model_answers import Ask, Failure, Usage
from bot.llm.questions import Messages, Rung, response_format
from bot.llm.replies import Heard, read_reply, usage_of
from bot.llm.troubles import NO_ANSWER, TIMED_OUT, Trouble, trouble_of

TokenParameter = Literal["max_tokens", "max_completion_tokens"]


class Line:
    """Sends requests and remembers what the server can do.

    Attributes:
        rung: the highest rung that the server has taken a question on.
        free_at_s: when it may be asked again, in the seconds of the owner's stopwatch.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        name: str,
        *,
        timeout_s: float,
        token_parameter: TokenParameter,
        now: Callable[[], datetime],
    ) -> None:
        # Servers without keys still want the header, and the SDK refuses an empty key. Its own retries
        # are off: they would neither be counted nor know of a deadline.
        self._client = AsyncOpenAI(
            base_url=base_url, api_key=api_key or "none", timeout=timeout_s, max_retries=0
        )
        self._name = name
        self._token_parameter: TokenParameter = token_parameter
        self._now = now
        self.rung = Rung.SCHEMA
        self.free_at_s = float("-inf")

    async def send(
        self, ask: Ask, messages: Messages, rung: Rung, timeout_s: float
    ) -> tuple[Heard | Failure | Trouble, Usage]:
        """Send one request and return what came of it, and what it cost. Raises nothing of the server's."""
        extra = {self._token_parameter: ask.max_output_tokens, **response_format(rung, ask)}
        try:
            # The SDK's timeout begins anew with every piece that arrives.
            async with asyncio.timeout(timeout_s):
                reply = await self._client.chat.completions.create(
                    model=self._name, messages=messages, extra_body=extra
                )
            return read_reply(reply, ask.estimate_tokens), usage_of(reply)
        except TimeoutError:
            return _lost(TIMED_OUT)
        except OpenAIError as error:
            return _lost(trouble_of(error, self._token_parameter, self._now()))
        except (AttributeError, TypeError, ValueError, RecursionError):
            return _lost(NO_ANSWER)  # a 200 of another shape, as the SDK meets it

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()


def _lost(trouble: Trouble) -> tuple[Trouble, Usage]:
    return trouble, Usage(requests=1, unreported=int(trouble.may_have_cost))
