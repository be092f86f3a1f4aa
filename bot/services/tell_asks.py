"""What the model is asked when English sentences are told in another language, and how it is read; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.model_answers import Ask
from bot.domain.notes import Facet, Notes
from bot.domain.summaries import brief_limit
from bot.domain.tokens import estimate_tokens
from bot.services.reading_ports import Prompts
from bot.truth.lexicon.shelf import language_of

_DENSE_LANGUAGES = frozenset({"ko", "zh", "ja"})
_NAMES: Mapping[str, str] = {
    "en": "English",
    "ko": "Korean",
    "zh": "Chinese",
    "ja": "Japanese",
    "es": "Spanish",
    "de": "German",
    "fr": "French",
    "pt": "Portuguese",
}
_VARIANTS: Mapping[str, str] = {
    "zh-hant": "Traditional Chinese",
    "zh-tw": "Traditional Chinese",
    "zh-hk": "Traditional Chinese",
    "pt-br": "Brazilian Portuguese",
    "pt-pt": "European Portuguese",
}


class Sort(StrEnum):
    """What a sentence is; the names are those of the answer's shape."""

    BRIEF = "brief"
    CLAIM = "claims"
    IDEA = "ideas"
    SENTENCE = "sentences"  # of an abstract


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence that is to be told.

    `number` is its number among its sort, from 1; `most` the most characters that there is room for.
    """

    sort: Sort
    number: int
    english: str
    facet: Facet | None = None
    most: int | None = None

    @property
    def name(self) -> str:
        """What the operator's log calls it, as `claim 5`."""
        return "brief" if self.sort is Sort.BRIEF else f"{self.sort.removesuffix('s')} {self.number}"


@dataclass(frozen=True, slots=True)
class Mistold:
    """A sentence that may not be shown as it was told, and what is wrong with it, in plain English."""

    sentence: Sentence
    told: str
    faults: tuple[str, ...]


Entry = tuple[Sort, int, str]
"""One sentence of an answer: what it claims to tell, and how."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way of asking: the prompt's name, how sentences are listed, the answer's shape and how it is read."""

    prompt: str
    write: Callable[[Sequence[Sentence]], str]
    schema: Mapping[str, Any]
    read: Callable[[Mapping[str, Any]], Iterable[Entry]]


def is_dense(language: str) -> bool:
    """Whether a language is written in Korean, Chinese or Japanese characters."""
    return language_of(language) in _DENSE_LANGUAGES


def language_name(language: str) -> str:
    """Return what a prompt calls a language, by its code."""
    variant = _VARIANTS.get("-".join(language.strip().lower().replace("_", "-").split("-")[:2]))
    return variant or _NAMES.get(language_of(language)) or f'the language with the code "{language}"'


def sentences_of(notes: Notes, language: str) -> tuple[Sentence, ...]:
    """Return what there is to tell of notes: the brief, all claims, the ideas."""
    brief = notes.brief
    first = (Sentence(Sort.BRIEF, 1, brief.text, most=brief_limit(language)),) if brief else ()
    claims = (Sentence(Sort.CLAIM, one.number, one.text, one.facet) for one in notes.claims)
    ideas = (Sentence(Sort.IDEA, number, text) for number, text in enumerate(notes.ideas, 1))
    return (*first, *claims, *ideas)


def first_ask(
    form: Form, prompts: Prompts, language: str, sentences: Sequence[Sentence], max_output_tokens: int
) -> Ask:
    """Return the question for all sentences at once."""
    return _ask(form, prompts, language, form.write(sentences), max_output_tokens)


def again_ask(
    prompts: Prompts, language: str, mistold: Sequence[Mistold], max_output_tokens: int
) -> tuple[Ask, Form]:
    """Return the one question that names what is wrong with sentences, and the form to read its answer by."""
    form = Form(
        "again", lambda _: _list_mistold(mistold), _SENTENCES_SCHEMA, lambda data: _found(data, mistold)
    )
    return _ask(form, prompts, language, form.write(()), max_output_tokens), form


def _ask(form: Form, prompts: Prompts, language: str, user: str, max_output_tokens: int) -> Ask:
    places = {"language": language_name(language), "limit": str(brief_limit(language))}
    text, _ = prompts.prompt(form.prompt).filled(places)
    system = f"{text}\n\n{prompts.style_sheet(language).text.strip()}"
    return Ask(system, user, form.schema, max_output_tokens, estimate_tokens(system) + estimate_tokens(user))


def _list_telling(sentences: Sequence[Sentence]) -> str:
    parts = []
    for sort, title in ((Sort.BRIEF, "Brief"), (Sort.CLAIM, "Claims"), (Sort.IDEA, "Ideas")):
        if lines := _numbered(one for one in sentences if one.sort is sort):
            parts.append(f"{title}:\n{lines}")
    return "\n\n".join(parts)


def _numbered(sentences: Iterable[Sentence]) -> str:
    return "\n".join(f"{one.number}. {one.english}" for one in sentences)


def _list_mistold(mistold: Sequence[Mistold]) -> str:
    return "\n\n".join(
        "\n".join(
            (
                f"{number}. English: {one.sentence.english}",
                *((f"Yours: {_shortened(one.told)}",) if one.told else ()),
                f"Wrong: {'; '.join(map(_shortened, one.faults))}.",
            )
        )
        for number, one in enumerate(mistold, 1)
    )


def _shortened(told: str) -> str:
    return told if len(told) <= _LONGEST_SHOWN else f"{told[:_LONGEST_SHOWN]}…"


def _read_telling(data: Mapping[str, Any]) -> Iterable[Entry]:
    if data["brief"] is not None:
        yield Sort.BRIEF, 1, data["brief"]
    for sort in (Sort.CLAIM, Sort.IDEA):
        yield from _entries(data, sort)


def _entries(data: Mapping[str, Any], sort: Sort) -> Iterable[Entry]:
    return ((sort, one["n"], one["text"]) for one in data[sort])


def _found(data: Mapping[str, Any], mistold: Sequence[Mistold]) -> Iterable[Entry]:
    for sort, number, text in _entries(data, Sort.SENTENCE):
        if 1 <= number <= len(mistold):
            sentence = mistold[number - 1].sentence
            yield sentence.sort, sentence.number, text
        else:
            yield sort, number, text


def _closed(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_LONGEST_SHOWN = 400
_TOLD = {"type": "array", "items": _closed(n={"type": "integer"}, text={"type": "string"})}
_SENTENCES_SCHEMA = _closed(sentences=_TOLD)
TELLING = Form(
    "tell",
    _list_telling,
    _closed(brief={"type": ["string", "null"]}, claims=_TOLD, ideas=_TOLD),
    _read_telling,
)
"""For notes: the brief, the claims and the ideas."""
ABSTRACT = Form("translate", _numbered, _SENTENCES_SCHEMA, lambda data: _entries(data, Sort.SENTENCE))
"""For an abstract: sentence by sentence."""
