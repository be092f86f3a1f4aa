"""One question from its first request to its answer."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.model_answers import (
    Answer,
    Ask,
    Failure,
    ModelBusy,
    ModelCut,
    ModelDown,
    ModelGarbled,
    ModelRefused,
    OutOfTime,
    Side,
    Told,
    Usage,
)
from bot.llm.extraction import Misfit, extract
from bot.llm.line import Line
from bot.llm.questions import Messages, Rung, again, opening
from bot.llm.replies import Heard
from bot.llm.troubles import TIMED_OUT, Kind, Trouble
from bot.llm.waits import backoff_s

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, and what tells the time.

    Attributes:
        timeout_s: for one request.
        total_s: for a question with all its requests and waits.
        stumbles: how many requests of a question may come to nothing for a passing reason.
        now: the present, aware UTC.
        stopwatch_s: seconds from any beginning that only go forward.
        sleep: waits.
        jitter: a number from 0 to 1.
    """

    timeout_s: float
    total_s: float
    stumbles: int
    now: Callable[[], datetime]
    stopwatch_s: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float]


class Conversation:
    """Asks, waits, steps down the ladder and asks for one repair, until there is an answer or no time."""

    def __init__(self, ask: Ask, line: Line, timing: Timing, deadline_s: float) -> None:
        self._ask = ask
        self._line = line
        self._timing = timing
        self._deadline_s = deadline_s
        self._rung = line.rung
        self._stumbles = 0
        self._usage = Usage()

    async def run(self) -> Answer:
        """Return what comes of the question."""
        answer = await self._run()
        return replace(answer, usage=self._usage)

    async def _run(self) -> Answer:
        heard = await self._hear(opening(self._ask))
        if not isinstance(heard, Heard):
            return heard
        found = extract(heard.text, self._ask.schema)
        if isinstance(found, Misfit):
            log.info("the model's answer does not fit (%s); asking for a repair", found.faults[0])
            heard = await self._hear(again(self._ask, heard.text, found.faults))
            if not isinstance(heard, Heard):
                return heard
            found = extract(heard.text, self._ask.schema)
        return ModelGarbled("; ".join(found.faults)) if isinstance(found, Misfit) else Told(found)

    async def _hear(self, messages: Messages) -> Heard | Failure:
        """Send a request until it is answered, or nothing more can be done."""
        while True:
            if self._line.free_at_s > self._timing.stopwatch_s() and (busy := await self._wait_for_line()):
                return busy
            left_s = self._left_s()
            if left_s <= 0:
                return OutOfTime()
            timeout_s = min(self._timing.timeout_s, left_s)
            came, usage = await self._line.send(self._ask, messages, self._rung, timeout_s)
            self._usage += usage
            if not isinstance(came, Trouble):
                self._line.rung = max(self._line.rung, self._rung)
                return came
            if (failure := await self._overcome(came)) is not None:
                return failure

    async def _overcome(self, trouble: Trouble) -> Failure | None:
        """Do what can be done before the next request; return the failure where nothing can."""
        kind = trouble.kind
        if kind is Kind.FORMAT:
            if self._rung is not Rung.PLAIN:
                self._rung = Rung(self._rung + 1)
                log.info("the model's server %s; asking for the shape in a simpler way", trouble.why)
                return None
            kind = trouble.otherwise
        if kind is Kind.TOO_LONG:
            return ModelCut(Side.PROMPT)
        if kind is Kind.FILTERED:
            return ModelRefused()
        if kind is Kind.LASTING:
            return ModelDown(trouble.why, needs_operator=True)
        return await self._wait_and_see(trouble)

    async def _wait_and_see(self, trouble: Trouble) -> Failure | None:
        self._stumbles += 1
        if trouble.wait_s is not None:
            # All who ask this server heed it, not only this question.
            free_at_s = self._timing.stopwatch_s() + trouble.wait_s
            self._line.free_at_s = max(self._line.free_at_s, free_at_s)
            return self._busy() if self._stumbles > self._timing.stumbles else None
        left_s = self._left_s()
        wait_s = backoff_s(self._stumbles, self._timing.jitter())
        if trouble is TIMED_OUT and wait_s >= left_s:
            return OutOfTime()
        if self._stumbles > self._timing.stumbles or wait_s >= left_s:
            return ModelBusy(None) if trouble.kind is Kind.BUSY else ModelDown(trouble.why)
        log.info("the model's server %s; asking again in %.1f s", trouble.why, wait_s)
        await self._timing.sleep(wait_s)
        return None

    async def _wait_for_line(self) -> ModelBusy | None:
        wait_s = self._line.free_at_s - self._timing.stopwatch_s()
        if wait_s >= self._left_s():
            return self._busy()
        log.info("the model's server asks to wait; asking again in %.1f s", wait_s)
        await self._timing.sleep(wait_s)
        return None

    def _busy(self) -> ModelBusy:
        wait_s = max(self._line.free_at_s - self._timing.stopwatch_s(), 0.0)
        return ModelBusy(self._timing.now() + timedelta(seconds=wait_s))

    def _left_s(self) -> float:
        return self._deadline_s - self._timing.stopwatch_s()
