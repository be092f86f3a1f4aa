"""One honest client of any OpenAI-compatible server."""

import asyncio
import copy
import json
import random
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace
from datetime import datetime

from bot.domain.model_answers import Answer, Ask, Usage
from bot.llm.conversation import Conversation, Timing
from bot.llm.line import Line, TokenParameter
from bot.llm.shapes import check_schema
from bot.services.flights import Flights

_STUMBLES = 2


class ModelClient:
    """Asks one model on one server for JSON objects.

    It remembers how the server wants to be asked for a shape, and until when it wants to be left alone.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        name: str,
        *,
        timeout_s: float,
        total_s: float,
        now: Callable[[], datetime],
        token_parameter: TokenParameter = "max_tokens",  # noqa: S107 - the name of a setting
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        stopwatch_s: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            base_url: where the server is, usually up to `/v1`.
            api_key: empty for a server without keys.
            name: the model's name on that server.
            timeout_s: for one request.
            total_s: for one question: all its requests and waits together end by then.
            now: the present, aware UTC.
            token_parameter: how the server calls the longest length of an answer.
            sleep: waits.
            stopwatch_s: seconds from any beginning that only go forward.
            jitter: a number from 0 to 1, anew with every call.
        """
        self._line = Line(
            base_url, api_key, name, timeout_s=timeout_s, token_parameter=token_parameter, now=now
        )
        self._timing = Timing(timeout_s, total_s, _STUMBLES, now, stopwatch_s, sleep, jitter)
        self._flights: Flights[Hashable, Answer] = Flights(_free)
        self._name = name

    @property
    def name(self) -> str:
        """The model's name on its server."""
        return self._name

    async def ask(self, ask: Ask) -> Answer:
        """Return the answer, or why there is none; never raises for what the server does.

        The same question asked again while it is on its way is not sent again.

        Raises:
            ValueError: the question's schema has keywords that are not checked here.
        """
        check_schema(ask.schema)
        deadline_s = self._timing.stopwatch_s() + self._timing.total_s
        key = (
            ask.system, ask.user, json.dumps(dict(ask.schema)), ask.max_output_tokens, ask.estimate_tokens,
        )  # fmt: skip
        conversation = Conversation(ask, self._line, self._timing, deadline_s)
        return await self._flights.share(key, conversation.run)

    async def close(self) -> None:
        """Let go of the connections; questions on their way fail."""
        await self._line.close()


def _free(answer: Answer) -> Answer:
    """Return an answer for the others to change, which cost nothing: what it cost is told once."""
    return replace(copy.deepcopy(answer), usage=Usage())
