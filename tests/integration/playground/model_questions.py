"""Questions as the product asks them, about invented papers, and what the product makes of the answers."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.documents import Document, Source
from bot.domain.model_answers import Ask
from bot.domain.notes import STAND_IN, Notes, Reading
from bot.domain.plain_text import PlainText, flatten
from bot.llm.prompt_files import PromptFiles
from bot.playground.sample.page import full_text
from bot.playground.sample.week import Placed, open_days, place
from bot.services.note_asks import asks, read_offer
from bot.services.note_proof import Proven, prove
from bot.services.tell_asks import ABSTRACT, TELLING, Form, Sentence, Sort, first_ask, sentences_of
from bot.services.translate import sentences_of as sentences_of_abstract
from bot.sources.latexml import read_latexml

NOW = datetime(2026, 6, 13, 14, tzinfo=UTC)
LANGUAGES = ("ko", "zh", "ja", "es", "de", "fr", "pt")
PROMPTS = PromptFiles()
_LONGEST_ANSWER = 8_000


def papers() -> list[Placed]:
    """Return the invented papers of one week."""
    return [placed for day in list(open_days(NOW))[-5:] for placed in place(day)]


def text_of(placed: Placed) -> PlainText:
    """Read a paper's full text as the product does."""
    document = read_latexml(full_text(placed).encode(), placed.id)
    assert isinstance(document, Document)
    return flatten(document, has_appendix=False)


def notes_asks(parts: Sequence[str]) -> list[Ask]:
    """Ask about a paper, or about its parts."""
    prompts = PROMPTS.prompt("notes"), PROMPTS.prompt("section")
    return asks(*prompts, parts, lambda: secrets.token_hex(8), _LONGEST_ANSWER)


def proven(text: PlainText, data: dict[str, object]) -> Proven:
    """Hold an answer against the paper."""
    return prove(text, [read_offer(data)])


def notes_of(placed: Placed, one: Proven) -> Notes:
    """Make notes of what was proven."""
    reading = Reading(Source.HTML, 1, True, None, 900, STAND_IN, "notes-1")
    return Notes(placed.id, "key", reading, one.brief, one.claims, one.ideas, one.dropped)


def telling_of(notes: Notes, language: str) -> tuple[Sequence[Sentence], Ask, Form]:
    """Ask for a telling."""
    sentences = sentences_of(notes, language)
    return sentences, first_ask(TELLING, PROMPTS, language, sentences, _LONGEST_ANSWER), TELLING


def translation_of(placed: Placed, language: str) -> tuple[Sequence[Sentence], Ask, Form]:
    """Ask for a translated abstract."""
    originals = sentences_of_abstract(placed.manuscript.abstract)
    sentences = [Sentence(Sort.SENTENCE, number, text) for number, text in enumerate(originals, 1)]
    return sentences, first_ask(ABSTRACT, PROMPTS, language, sentences, _LONGEST_ANSWER), ABSTRACT
