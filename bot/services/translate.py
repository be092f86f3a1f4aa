"""Translating: an abstract in a language, sentence by sentence beside the original."""

import logging
from hashlib import sha256

from bot.domain.errors import StoreUnavailable
from bot.domain.hygiene import commands, scrub
from bot.domain.latex import readable
from bot.domain.notes import Dropped, Flaw
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Obstacle, Unread, Wording
from bot.domain.sentences import split
from bot.domain.summaries import SentencePair, Translation
from bot.services.errands import Errands
from bot.services.interpreter import Interpreter
from bot.services.ports import Clock
from bot.services.reading_ports import NoteShelf, Watch
from bot.services.tell_asks import ABSTRACT, Sentence, Sort
from bot.truth.lexicon.shelf import language_of

log = logging.getLogger(__name__)


class Translator:
    """Translates abstracts. A sentence whose translation does not pass the gate stays in the original."""

    def __init__(self, interpreter: Interpreter, shelf: NoteShelf, clock: Clock) -> None:
        """Make a translator.

        Args:
            interpreter: what tells English sentences in another language.
            shelf: where translations are kept.
            clock: the present.
        """
        self._interpreter = interpreter
        self._shelf = shelf
        self._clock = clock
        self._errands: Errands[Translation] = Errands(clock)

    async def translation(
        self, paper: Paper, language: str, asker: Asker, on_stage: Watch
    ) -> Translation | Unread:
        """Return a paper's abstract in a language; in English it is the abstract itself.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        originals = sentences_of(paper.abstract)
        if not originals:
            return Unread(Obstacle.NO_TEXT)
        if language_of(language) == "en":
            return Translation(paper.id, language, tuple(SentencePair(one, one) for one in originals), "")
        key = self.key(paper, language)

        async def find(tell: Watch) -> Translation | Unread:
            return await self._find(key, paper, language, asker, tell)

        return await self._errands.run(key, find, on_stage)

    def key(self, paper: Paper, language: str) -> str:
        """Return the name under which a translation is kept; another abstract has another one."""
        abstract = sha256(paper.abstract.encode("utf-8", "replace")).hexdigest()[:16]
        return f"{paper.id}/{abstract}/{language}/{self._interpreter.version(ABSTRACT, language)}"

    async def _find(
        self, key: str, paper: Paper, language: str, asker: Asker, on_stage: Watch
    ) -> Translation | Unread:
        known = await self._shelf.translation(key)
        if known is not None:
            return known
        originals = sentences_of(paper.abstract)
        numbered = [Sentence(Sort.SENTENCE, number, text) for number, text in enumerate(originals, 1)]
        # What speaks to machines is never given to one.
        fit = [one for one in numbered if not commands(one.english)]
        if not fit:
            return Unread(Obstacle.UNPROVEN)
        await on_stage(Wording(len(fit)))
        what = f"the abstract of {paper.id}"
        found = await self._interpreter.interpret(what, ABSTRACT, fit, language, asker)
        if isinstance(found, Unread):
            return found
        if not found.told:
            return Unread(Obstacle.UNPROVEN)
        unfit = tuple(Dropped(Flaw.INSTRUCTION, detail=one.name) for one in numbered if one not in fit)
        pairs = tuple(SentencePair(one.english, found.told.get(one)) for one in numbered)
        translation = Translation(
            paper.id, language, pairs, self._interpreter.model_name, (*found.dropped, *unfit)
        )
        if found.is_final:
            await self._keep(key, translation)
        return translation

    async def _keep(self, key: str, translation: Translation) -> None:
        try:
            await self._shelf.put_translation(key, translation, self._clock.now())
        except StoreUnavailable as error:  # it was paid for, and somebody waits for it
            log.warning("the translation of %s could not be kept: %s", translation.paper_id, error)


def sentences_of(abstract: str) -> tuple[str, ...]:
    """Return the sentences of an abstract as they should be read, without what nobody sees."""
    return tuple(one.text for one in split(readable(scrub(abstract)[0])))
