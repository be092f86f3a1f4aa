"""Taking notes: a paper is read once, and what it bears out is kept for all languages and styles."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.domain.documents import Document
from bot.domain.errors import StoreUnavailable
from bot.domain.model_answers import Answer, Failure, ModelCut, Side, Told
from bot.domain.notes import Notes, Reading
from bot.domain.papers import Paper
from bot.domain.plain_text import Place, PlainText, flatten
from bot.domain.readings import Asker, Checking, Fetching, Obstacle, ReadingNow, Unread
from bot.domain.tokens import estimate_tokens
from bot.services.budget import Budget, is_lasting
from bot.services.errands import Errands
from bot.services.note_asks import SCHEMA_TOKENS, asks, read_offer
from bot.services.note_log import tell_failure, tell_notes
from bot.services.note_parts import is_blank, split, write
from bot.services.note_proof import prove
from bot.services.obstacles import obstacle
from bot.services.ports import Clock
from bot.services.reading_ports import FullText, Model, NoteShelf, Prompts, Watch

log = logging.getLogger(__name__)

MAKING = 1
"""Raised when the same answer of a model would become other notes, so that papers are read anew."""
MOST_PARTS = 40
MARGIN = 1.25
"""How many times its estimate a text may have in tokens: formulas and tables are dense."""
_SMALLER = (4, 16)
"""Where the model takes less than it should, parts are made so many times smaller."""
_LEAST_TOKENS = 600


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the model answers about a paper, and of how many parts the paper is."""

    answers: Sequence[Answer]
    parts: int

    @property
    def failures(self) -> Sequence[Failure]:
        return [one for one in self.answers if not isinstance(one, Told)]

    @property
    def is_too_long(self) -> bool:
        last = self.answers[-1]
        return isinstance(last, ModelCut) and last.side is Side.PROMPT


class NoteTaker:
    """Reads papers with a model. Many who ask for the same paper at once share one reading."""

    def __init__(
        self,
        full_text: FullText,
        model: Model,
        prompts: Prompts,
        shelf: NoteShelf,
        budget: Budget,
        *,
        clock: Clock,
        context_tokens: int,
        max_output_tokens: int,
        nonce: Callable[[], str],
    ) -> None:
        """Make a note taker.

        Args:
            full_text: where papers come from.
            model: what reads.
            prompts: what it is told to do.
            shelf: where notes are kept.
            budget: what it may cost.
            clock: the present.
            context_tokens: how much the model takes at once, its answer included.
            max_output_tokens: an answer's longest length; a quarter of the context at most.
            nonce: a text that nobody can guess, anew with every call.
        """
        self._full_text, self._model, self._shelf = full_text, model, shelf
        self._budget, self._clock, self._nonce = budget, clock, nonce
        self._prompts = (prompts.prompt("notes"), prompts.prompt("section"))
        self._output = min(max_output_tokens, context_tokens // 4)
        said = estimate_tokens(self._prompts[0].text) + SCHEMA_TOKENS
        self._room = max(int((context_tokens - self._output) / MARGIN) - said, _LEAST_TOKENS)
        self._errands: Errands[Notes] = Errands(clock)

    async def take(self, paper: Paper, asker: Asker, on_stage: Watch) -> Notes | Unread:
        """Return a paper's notes, read now where none are kept, or why there are none.

        Kept notes cost nothing, nor does waiting for a reading that another has asked for.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        return await self._errands.share(paper.id, lambda tell: self._take(paper, asker, tell), on_stage)

    async def _take(self, paper: Paper, asker: Asker, tell: Watch) -> Notes | Unread:
        await tell(Fetching())
        document = await self._full_text.read(paper)
        if is_blank(document):
            return Unread(Obstacle.NO_TEXT)
        text = flatten(document)
        key = self._key(document, text)
        known = await self._shelf.notes(key)
        if known is not None:
            return known
        return await self._errands.attempt(key, lambda: self._read(document, text, key, asker, tell))

    async def _read(
        self, document: Document, text: PlainText, key: str, asker: Asker, tell: Watch
    ) -> Notes | Unread:
        """Read a paper, and keep and return what it bears out of what the model says of it."""
        label = document.paper_id + (f"v{document.version}" if document.version else "")
        pages = max((Place("", one.anchor).page or 0 for one in text.spans), default=0) or None
        words = len(flatten(document, has_appendix=False).text.split())
        await tell(ReadingNow(document.source, pages, words))
        asked = await self._ask(document, asker)
        if isinstance(asked, Unread):
            return asked
        offered = [read_offer(one.data) for one in asked.answers if isinstance(one, Told)]
        for failure in asked.failures:
            tell_failure(label, failure)
        if asked.failures and (not offered or is_lasting(asked.failures[-1])):
            return obstacle(asked.failures[-1])
        await tell(Checking(sum(one.quotes for one in offered)))
        proven = await asyncio.to_thread(prove, text, offered)
        is_whole = len(offered) == asked.parts
        prompt = "+".join(one.version for one in self._prompts[: asked.parts])
        reading = Reading(document.source, document.version, is_whole, pages, words, self._model.name, prompt)
        notes = Notes(
            document.paper_id, key, reading, proven.brief, proven.claims, proven.ideas, proven.dropped
        )
        tell_notes(label, notes)
        return await self._keep(notes) if notes.claims else Unread(Obstacle.UNPROVEN)

    async def _ask(self, document: Document, asker: Asker) -> "_Asked | Unread":
        """Ask the model about a paper, in smaller parts where it takes less than it should."""
        found = _Asked((), 0)
        for parts in self._partings(document):
            questions = asks(*self._prompts, parts[:MOST_PARTS], self._nonce, self._output)
            answers = await self._budget.ask_all(self._model, questions, asker)
            if isinstance(answers, Unread):
                return answers
            found = _Asked(answers, len(parts))
            if not found.is_too_long:
                break
        return found

    def _partings(self, document: Document) -> Iterator[tuple[str, ...]]:
        """Yield a paper whole where it fits, else in parts; then in smaller ones, to be tried if need be."""
        whole = write(document)
        size = min(estimate_tokens(whole), self._room)
        yield (whole,) if estimate_tokens(whole) <= self._room else split(document, size)
        for smaller in _SMALLER:
            if size // smaller >= _LEAST_TOKENS:
                yield split(document, size // smaller)

    def _key(self, document: Document, text: PlainText) -> str:
        """Return the name of notes: whatever has a part in what they say has a part in it."""
        versions = (one.version for one in self._prompts)
        parts = (text.text, self._model.name, *versions, str(MAKING))
        digest = sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
        return f"{document.paper_id}v{document.version}:{document.source}:{digest}"

    async def _keep(self, notes: Notes) -> Notes:
        try:
            return await self._shelf.put_notes(notes, self._clock.now())
        except StoreUnavailable as error:  # they were paid for, and somebody waits for them
            log.warning("notes of %s could not be kept: %s", notes.paper_id, error)
            # Another reading may be kept under that key, with other claims: nobody is to find told for those
            # what is told for these.
            return replace(notes, key=f"{notes.key}/{self._nonce()}")
