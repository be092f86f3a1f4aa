"""Telling English sentences in another language: the model words, the gate decides."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.model_answers import Failure, ModelCut, ModelDown, ModelRefused, Told
from bot.domain.notes import Dropped
from bot.domain.readings import Asker, Unread
from bot.services.budget import Budget
from bot.services.note_log import predicate
from bot.services.obstacles import obstacle
from bot.services.reading_ports import Model, Prompts
from bot.services.tell_asks import Entry, Form, Sentence, again_ask, first_ask
from bot.services.verdicts import Stopped, Verdict, judge

log = logging.getLogger(__name__)

MAKING = 1
"""Raised when the same answer of a model would be told otherwise, so that it is asked anew."""
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
        return "/".join((self._model.name, *(one.version for one in versions), sheet.version, str(MAKING)))

    async def interpret(
        self, what: str, form: Form, sentences: Sequence[Sentence], language: str, asker: Asker
    ) -> Interpreted | Unread:
        """Tell sentences in a language; `what` is what the log calls them all.

        Returns:
            What passed, which may be nothing; or why there was no answer at all.
        """
        label = f"{what} in {language}"
        first = await self._hear(label, form, sentences, language, asker)
        if isinstance(first, Unread):
            return first
        verdict = await asyncio.to_thread(judge, sentences, first, language)
        has_answer, second = True, Verdict(stopped=verdict.stopped)
        if verdict.stopped:
            has_answer, second = await self._again(label, verdict.stopped, language, asker)
        passed = {**verdict.passed, **second.passed}
        told = {one: passed[one] for one in sentences if one in passed}
        _report(label, len(sentences), verdict, second)
        return Interpreted(
            told,
            tuple(one.dropped for one in second.stopped),
            is_final=has_answer or len(told) >= _ENOUGH * len(sentences),
        )

    async def _hear(
        self, label: str, form: Form, sentences: Sequence[Sentence], language: str, asker: Asker
    ) -> Sequence[Entry] | Unread:
        """Return the answer for sentences, asked in halves where it does not fit; or why there is none."""
        ask = first_ask(form, self._prompts, language, sentences, self._max_output_tokens)
        answer = await self._budget.ask(self._model, ask, asker)
        if isinstance(answer, ModelCut) and len(sentences) >= _FEWEST:
            log.info("telling %s: asked in halves, for the model %s", label, predicate(answer))
            half = len(sentences) // 2
            first = await self._hear(label, form, sentences[:half], language, asker)
            if isinstance(first, Unread):
                return first
            second = await self._hear(label, form, sentences[half:], language, asker)
            return first if isinstance(second, Unread) else (*first, *second)
        if isinstance(answer, Told):
            return list(form.read(answer.data))
        if isinstance(answer, Unread):
            return answer
        _report_failure(label, answer)
        return obstacle(answer)

    async def _again(
        self, label: str, stopped: Sequence[Stopped], language: str, asker: Asker
    ) -> tuple[bool, Verdict]:
        """Ask once more for what was stopped; return whether an answer came, and what came of it."""
        mistold = [one.mistold for one in stopped]
        ask, form = again_ask(self._prompts, language, mistold, self._max_output_tokens)
        sentences = [one.sentence for one in stopped]
        answer = await self._budget.ask(self._model, ask, asker)
        if isinstance(answer, Told):
            entries = list(form.read(answer.data))
            return True, await asyncio.to_thread(judge, sentences, entries, language)
        if not isinstance(answer, Unread):
            _report_failure(label, answer)
        # What was stopped for a reason of its own keeps that reason.
        return isinstance(answer, ModelRefused), Verdict(stopped=tuple(stopped))


def _report_failure(label: str, failure: Failure) -> None:
    is_for_operator = isinstance(failure, ModelDown) and failure.needs_operator
    level = logging.ERROR if is_for_operator else logging.WARNING
    log.log(level, "telling %s: no answer, the model %s", label, predicate(failure))


def _report(label: str, count: int, first: Verdict, second: Verdict) -> None:
    """Tell the operator what came of it: how much passed, what was dropped, and why."""
    dropped = [one.dropped for one in second.stopped]
    mended, strays = first.mended + second.mended, first.strays + second.strays
    told = f"{count - len(dropped)} of {count} sentences"
    told += f", {mended} of them mended" if mended else ""
    told += f"; {len(first.stopped)} asked again ({_count(first.stopped)})" if first.stopped else ""
    told += f"; {strays} that nobody asked for" if strays else ""
    told += f"; dropped {_count(second.stopped)}" if dropped else ""
    is_poor = len(dropped) > (1 - _ENOUGH) * count
    log.log(logging.WARNING if is_poor else logging.INFO, "telling %s: %s", label, told)
    for one in dropped:
        log.info("telling %s: dropped %s: %s", label, one.flaw, one.detail[:_LONGEST_LOGGED])


def _count(stopped: Sequence[Stopped]) -> str:
    flaws = Counter(one.dropped.flaw for one in stopped).most_common()
    return ", ".join(f"{number} {flaw}" for flaw, number in flaws)
