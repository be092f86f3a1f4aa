"""Telling English sentences in another language: the model words, the gate decides."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.model_answers import ModelCut, ModelRefused, Told
from bot.domain.notes import Dropped
from bot.domain.readings import Asker, Unread
from bot.services.budget import Budget
from bot.services.obstacles import obstacle
from bot.services.ports import Model, Prompts
from bot.services.tell_asks import Entry, Form, Sentence, again_ask, first_ask
from bot.services.verdicts import Stopped, Verdict, judge

log = logging.getLogger(__name__)

_FEWEST = 4
"""Fewer sentences are not asked for in two halves where the answer was cut."""
_LONGEST_LOGGED = 120
_ENOUGH = 0.8
"""The share of sentences with which a telling is good enough to be kept although more may be had later."""


@dataclass(frozen=True, slots=True)
class Interpreted:
    """What came of telling sentences.

    Attributes:
        told: what passed the gate, by the English sentence, in their order.
        dropped: what did not.
        is_final: False where asking anew another time may well bring more, so that it is not for keeping.
    """

    told: Mapping[Sentence, str]
    dropped: tuple[Dropped, ...]
    is_final: bool


class Interpreter:
    """Asks once for all sentences, once more for those that the gate stopped, and drops what is left."""

    def __init__(self, model: Model, prompts: Prompts, budget: Budget, *, max_output_tokens: int) -> None:
        """Make an interpreter.

        Args:
            model: what words.
            prompts: what it is told to do.
            budget: what it may cost.
            max_output_tokens: an answer's longest length.
        """
        self._model = model
        self._prompts = prompts
        self._budget = budget
        self._max_output_tokens = max_output_tokens

    @property
    def model_name(self) -> str:
        """The name of the model that words."""
        return self._model.name

    def version(self, form: Form, language: str) -> str:
        """Return what decides about how sentences are told, for keys: model, prompts and style sheet."""
        versions = (self._prompts.prompt(form.prompt), self._prompts.prompt("again"))
        sheet = self._prompts.style_sheet(language)
        return "/".join((self._model.name, *(one.version for one in versions), sheet.version))

    async def interpret(
        self, what: str, form: Form, sentences: Sequence[Sentence], language: str, asker: Asker
    ) -> Interpreted | Unread:
        """Tell sentences in a language; `what` is what the log calls them all.

        Returns:
            What passed, which may be nothing; or why there was no answer at all.
        """
        first = await self._hear(form, sentences, language, asker)
        if isinstance(first, Unread):
            return first
        verdict = await asyncio.to_thread(judge, sentences, first, language)
        has_answer, second = True, Verdict(stopped=verdict.stopped)
        if verdict.stopped:
            has_answer, second = await self._again(verdict.stopped, language, asker)
        passed = {**verdict.passed, **second.passed}
        told = {one: passed[one] for one in sentences if one in passed}
        _report(what, language, len(sentences), verdict, second)
        return Interpreted(
            told,
            tuple(one.dropped for one in second.stopped),
            is_final=has_answer or len(told) >= _ENOUGH * len(sentences),
        )

    async def _hear(
        self, form: Form, sentences: Sequence[Sentence], language: str, asker: Asker
    ) -> Sequence[Entry] | Unread:
        """Return the answer for sentences, asked in halves where it does not fit; or why there is none."""
        ask = first_ask(form, self._prompts, language, sentences, self._max_output_tokens)
        answer = await self._budget.ask(self._model, ask, asker)
        if isinstance(answer, ModelCut) and len(sentences) >= _FEWEST:
            half = len(sentences) // 2
            first = await self._hear(form, sentences[:half], language, asker)
            if isinstance(first, Unread):
                return first
            second = await self._hear(form, sentences[half:], language, asker)
            return first if isinstance(second, Unread) else (*first, *second)
        if isinstance(answer, Told):
            return list(form.read(answer.data))
        return answer if isinstance(answer, Unread) else obstacle(answer)

    async def _again(self, stopped: Sequence[Stopped], language: str, asker: Asker) -> tuple[bool, Verdict]:
        """Ask once more for what was stopped; return whether an answer came, and what came of it."""
        mistold = [one.mistold for one in stopped]
        ask, form = again_ask(self._prompts, language, mistold, self._max_output_tokens)
        sentences = [one.sentence for one in stopped]
        answer = await self._budget.ask(self._model, ask, asker)
        if not isinstance(answer, Told):
            # What was stopped for a reason of its own keeps that reason.
            return isinstance(answer, ModelRefused), Verdict(stopped=tuple(stopped))
        entries = list(form.read(answer.data))
        return True, await asyncio.to_thread(judge, sentences, entries, language)


def _report(what: str, language: str, count: int, first: Verdict, second: Verdict) -> None:
    """Tell the operator what came of it: how much passed, what was dropped, and why."""
    dropped = [one.dropped for one in second.stopped]
    mended, strays = first.mended + second.mended, first.strays + second.strays
    told = f"{count - len(dropped)} of {count} sentences"
    told += f", {mended} of them mended" if mended else ""
    told += f"; {len(first.stopped)} asked again" if first.stopped else ""
    told += f"; {strays} that nobody asked for" if strays else ""
    flaws = Counter(one.flaw for one in dropped).most_common()
    told += f"; dropped {', '.join(f'{number} {flaw}' for flaw, number in flaws)}" if flaws else ""
    is_poor = len(dropped) > (1 - _ENOUGH) * count
    log.log(logging.WARNING if is_poor else logging.INFO, "told %s in %s: %s", what, language, told)
    for one in dropped:
        log.info("dropped from %s in %s: %s, %s", what, language, one.flaw, one.detail[:_LONGEST_LOGGED])
