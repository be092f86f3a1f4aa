"""The stand-in's server: `POST /v1/chat/completions`, `GET /v1/models`, and the door of `door`."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.domain.notes import STAND_IN
from bot.playground.answering import write
from bot.playground.clocks import wall_clock
from bot.playground.errors import Json
from bot.playground.model.answers import answer
from bot.playground.model.asked import Asked
from bot.playground.model.deceits import deceive
from bot.playground.model.door import LOOPBACK, PlanDoor, guard
from bot.playground.model.lies import IN_LISTS, IN_SENTENCES, Lie, Lies, Planned, Step
from bot.playground.model.questions import Question, read_question
from bot.playground.model.replies import Said, completion, say, send, trouble

LATENCY_S: Mapping[Step, float] = {Step.NOTES: 0.8, Step.SECTION: 0.4, Step.TELL: 0.4, Step.TRANSLATE: 0.4}
"""How long it seems to think, so that somebody who looks on sees what is being done."""
REMEMBERED = 2_000
_MAX_BODY_BYTES = 16 * 1024 * 1024
_STOP_S = 0.5


class StandInModel:
    """A model's server that copies sentences out, or lies on order; whoever starts it stops it.

    Args:
        now: the present, aware UTC.
        latency_s: how long an answer takes by step; at once where it is not named.
        model: the name that it goes by.

    Attributes:
        lies: those that are planned.
    """

    def __init__(
        self,
        now: Callable[[], datetime] = wall_clock,
        *,
        latency_s: Mapping[Step, float] = LATENCY_S,
        model: str = STAND_IN,
    ) -> None:
        self.lies = Lies()
        self.model = model
        self._now = now
        self._latency_s = latency_s
        self._journal: deque[Asked] = deque(maxlen=REMEMBERED)
        self._asked_ever = 0
        self._runner: web.AppRunner | None = None
        self._origin = ""

    async def start(self, port: int = 0) -> str:
        """Listen on loopback (port 0: any free one) and return what a client wants as `base_url`.

        Raises:
            OSError: the port is taken.
            RuntimeError: it is listening already.
        """
        if self._runner is not None:
            raise RuntimeError("the stand-in is already being served")
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=_STOP_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, LOOPBACK, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._origin = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        return self.base_url

    async def stop(self) -> None:
        """Stop listening; answers under way are cut. Without a start it does nothing."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def origin(self) -> str:
        """The server's address, below which the lies and the journal are."""
        return self._origin

    @property
    def base_url(self) -> str:
        """The address that a client of OpenAI-compatible servers wants."""
        return f"{self._origin}/v1"

    @property
    def journal(self) -> tuple[Asked, ...]:
        """What was asked, oldest first; of a long life only the last two thousand questions."""
        return tuple(self._journal)

    def asked(self, step: Step) -> tuple[Asked, ...]:
        """Return what was asked in one step."""
        return tuple(one for one in self._journal if one.step == step)

    @property
    def told(self) -> tuple[str, ...]:
        """Every false sentence that was told so far."""
        return tuple(text for one in self._journal for text in one.told)

    def lie(
        self,
        lie: Lie,
        step: Step | None = None,
        *,
        times: int = 1,
        most: int | None = None,
        seconds: float | None = None,
    ) -> Planned:
        """Plan a lie; see `Lies.plan`."""
        return self.lies.plan(lie, step, times=times, most=most, seconds=seconds)

    def reset(self) -> None:
        """Forget the lies and the journal."""
        self.lies.clear()
        self._journal.clear()

    def application(self) -> web.Application:
        """Return the routes as an application."""
        app = web.Application(client_max_size=_MAX_BODY_BYTES, middlewares=[guard])
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        PlanDoor(self.lies, self._journal).add_routes(app)
        return app

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.json()
            question = read_question(body)
        except (ValueError, AttributeError) as error:
            return trouble(HTTPStatus.BAD_REQUEST, f"the request can't be read: {error}")
        if body.get("model") != self.model:
            return trouble(HTTPStatus.NOT_FOUND, f"there is no model of that name, only {self.model}")
        if body.get("stream"):
            return trouble(HTTPStatus.BAD_REQUEST, "stream is not supported")
        plan, text, told = self._decide(question)
        lie = plan.lie if plan else None
        said = say(text, lie)
        self._note(question, body, lie, told, said)
        await asyncio.sleep(self._latency_s.get(question.step, 0.0))
        return await send(
            request, completion(question, said, self.model, int(self._now().timestamp()), lie), plan
        )

    def _decide(self, question: Question) -> tuple[Planned | None, str, tuple[str, ...]]:
        """Return the lie that is told, if any, the answer's text, and the false sentences in it."""
        true = answer(question) if question.schema else None
        text = "yes" if true is None else _write(true)
        for plan in self.lies.waiting(question.step):
            if plan.lie is Lie.NO_SCHEMAS and question.form == "plain":
                continue
            if plan.lie not in IN_SENTENCES and plan.lie not in IN_LISTS:
                plan.left -= 1
                return plan, text, ()
            spoilt = deceive(plan.lie, question, true, plan.most) if true is not None else None
            if spoilt is not None:
                plan.left -= 1
                return plan, _write(spoilt.answer), spoilt.told
        return None, text, ()

    def _note(
        self, question: Question, body: Json, lie: Lie | None, told: tuple[str, ...], said: Said
    ) -> None:
        self._asked_ever += 1
        longest = body.get("max_completion_tokens", body.get("max_tokens"))
        self._journal.append(
            Asked(
                number=self._asked_ever,
                at=self._now(),
                step=question.step.value,
                language=question.language,
                form=question.form,
                system=question.system,
                user=question.user,
                max_tokens=longest if isinstance(longest, int) else None,
                prompt_tokens=question.prompt_tokens,
                lie=lie.value if lie else None,
                told=told,
                content=said.content,
            )
        )

    async def _models(self, request: web.Request) -> web.StreamResponse:
        del request
        model = {"id": self.model, "object": "model", "created": 0, "owned_by": "paperboy"}
        return write(HTTPStatus.OK, {"object": "list", "data": [model]})


def _write(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False)
