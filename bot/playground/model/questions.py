"""What a request asks: which step, in which language, about which paper or sentences.

Prompts change; the shape of the answers does not. So the step is told by the schema, wherever it stands
in the request, and the material by what every prompt has: a marker around a paper, numbers before
sentences.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import Json
from bot.playground.model.lies import Step
from bot.truth.lexicon.shelf import language_of

_SCHEMA_IN_PROMPT = re.compile(r"JSON Schema:\s*(?=\{)")
_AGAIN = re.compile(r"\b(?:once more|a check stopped|did not pass|again)\b", re.IGNORECASE)
_OPENING = 400
"""How far into a prompt its first sentences reach."""
_TOKEN = re.compile(r"(?=[\w-]*\d)[\w-]{6,}")
_LONGEST_MARKER = 120
_NUMBERED = re.compile(r"\s*[\[(#]?(?P<n>\d{1,3})[\])]?[.:)]?\s+(?P<text>\S.*)")
_BLOCK = re.compile(r"\W*(?P<name>brief|claims?|ideas?|sentences?)\b[^\w\n]*(?P<rest>.*)", re.IGNORECASE)
_LEAD = re.compile(r"(?:english|source|original)\s*:\s*", re.IGNORECASE)
_NAMES: Mapping[str, str] = {
    "korean": "ko", "chinese": "zh", "japanese": "ja", "spanish": "es", "german": "de", "french": "fr",
    "portuguese": "pt",
}  # fmt: skip
_NAMED_LANGUAGE = re.compile(rf"\b(?:{'|'.join(_NAMES)})\b", re.IGNORECASE)
_CODED_LANGUAGE = re.compile(r"language with the code \W?([A-Za-z]{2,3}(?:-[A-Za-z]+)*)")
_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Item:
    """An English sentence to be told, under its number."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A request, understood.

    Attributes:
        step: what it asks for.
        form: how it asks for the shape: json_schema, json_object or plain.
        schema: the answer's shape; empty where none is asked for.
        system: what the model is told to be.
        user: what it works on.
        language: the code of the language to tell in, `en` where none is named.
        document: the paper between its markers.
        brief: the brief to be told.
        items: the claims or sentences to be told.
        ideas: the ideas to be told.
    """

    step: Step
    form: str
    schema: Mapping[str, Any]
    system: str
    user: str
    language: str = "en"
    document: str = ""
    brief: str | None = None
    items: tuple[Item, ...] = ()
    ideas: tuple[Item, ...] = ()

    @property
    def prompt_tokens(self) -> int:
        """About how many tokens the prompt has: four Latin letters, or one character of a wide script."""
        text = self.system + self.user
        wide = len(_WIDE.findall(text))
        return wide + (len(text) - wide) // _CHARACTERS_A_TOKEN + 1


def read_question(body: Json) -> Question:
    """Understand a request's body.

    Raises:
        ValueError: it has no messages of text.
    """
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise ValueError("messages must be a list that is not empty")
    system = "\n".join(_text(one) for one in messages if one.get("role") in {"system", "developer"})
    user = next((_text(one) for one in messages if one.get("role") == "user"), "")
    form, schema = _shape(body, system)
    step = _step(schema, system)
    if step in {Step.NOTES, Step.SECTION}:
        return Question(step, form, schema, system, user, document=_between_markers(user))
    if step is Step.OTHER:
        return Question(step, form, schema, system, user)
    brief, items, ideas = _sentences(user)
    language = _language(system)
    return Question(
        step, form, schema, system, user, language=language, brief=brief, items=items, ideas=ideas
    )


def _text(message: object) -> str:
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return ""


def _shape(body: Json, system: str) -> tuple[str, Mapping[str, Any]]:
    asked = body.get("response_format")
    form = str(asked.get("type")) if isinstance(asked, dict) else "plain"
    if isinstance(asked, dict) and form == "json_schema":
        schema = asked.get("json_schema", {}).get("schema")
        return form, schema if isinstance(schema, dict) else {}
    found = _SCHEMA_IN_PROMPT.search(system)
    if found is None:
        return form, {}
    try:
        schema, _ = json.JSONDecoder().raw_decode(system, found.end())
    except ValueError:
        return form, {}
    return form, schema if isinstance(schema, dict) else {}


def _step(schema: Mapping[str, Any], system: str) -> Step:
    asked = schema.get("properties", {})
    copied = "quote" in asked.get("claims", {}).get("items", {}).get("properties", {})
    if copied:
        return Step.NOTES if "ideas" in asked else Step.SECTION
    if not {"claims", "sentences"} & set(asked):
        return Step.OTHER
    if _AGAIN.search(system[:_OPENING]):
        return Step.AGAIN
    return Step.TELL if "claims" in asked else Step.TRANSLATE


def _between_markers(text: str) -> str:
    """Return what stands between two lines that carry the same token: the pair that is farthest apart."""
    first: dict[str, int] = {}
    best, widest, at = (0, len(text)), -1, 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _LONGEST_MARKER:
            for token in _TOKEN.findall(line):
                start = first.setdefault(token, at + len(line))
                if at - start > widest:
                    best, widest = (start, at), at - start
        at += len(line)
    return text[slice(*best)].strip()


def _language(text: str) -> str:
    if coded := _CODED_LANGUAGE.search(text):
        return language_of(coded[1])
    named = _NAMED_LANGUAGE.search(text)
    return _NAMES[named[0].lower()] if named else "en"


def _sentences(user: str) -> tuple[str | None, tuple[Item, ...], tuple[Item, ...]]:
    """Return the brief, the claims or sentences, and the ideas that a prompt lists."""
    brief: str | None = None
    found: dict[str, list[Item]] = {"items": [], "ideas": []}
    block = "items"
    for line in user.splitlines():
        numbered = _NUMBERED.fullmatch(line)
        text = (numbered["text"] if numbered else line).strip()
        if block == "brief" and text and brief is None and not _BLOCK.fullmatch(line):
            brief = text
            continue
        if numbered:
            block = "items" if block == "brief" else block
            found[block].append(Item(int(numbered["n"]), _LEAD.sub("", text, count=1)))
            continue
        heading = _BLOCK.fullmatch(line)
        if heading is None:
            continue
        name = heading["name"].lower()
        block = {"b": "brief", "i": "ideas"}.get(name[0], "items")
        rest = heading["rest"].strip()
        if block == "brief" and rest:
            brief = None if rest.strip("(). ").lower() in {"none", "null", "none is given"} else rest
    return brief, _once(found["items"]), _once(found["ideas"])


def _once(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple({one.n: one for one in reversed(items)}.values())[::-1]
