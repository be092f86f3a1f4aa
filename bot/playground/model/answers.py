"""Honest answers: sentences of the paper copied out by facet, and sentences carried over by number."""

from collections.abc import Mapping
from typing import Any

from bot.domain.judgements import judge
from bot.domain.latex import readable
from bot.playground.errors import Json
from bot.playground.model.facets import Found, choose, sentences, trim
from bot.playground.model.lies import Step
from bot.playground.model.phrases import IDEAS, idea_in
from bot.playground.model.questions import Item, Question
from bot.playground.model.wordings import Wording
from bot.truth.lexicon.shelf import language_of

_LONGEST_BRIEF = 200
_BRIEF_FROM = 14
"""How many sentences from the beginning a brief is chosen from: abstracts have no more."""
_NARROW = frozenset({"ko", "zh", "ja"})
_BRIEF_TOLD = {True: 160, False: 220}


def answer(question: Question) -> Json:
    """Return the true answer to a question of a known step; of another, one of the shape that it asks for."""
    if question.step in {Step.NOTES, Step.SECTION}:
        return _notes(question)
    if question.step is Step.OTHER:
        made_up = make_up(question.schema)
        return made_up if isinstance(made_up, dict) else {}
    asked = question.schema.get("properties", {})
    items = [_told(one, question.language) for one in question.items]
    told: Json = {}
    if "brief" in asked:
        told["brief"] = _brief_told(question.brief, question.language)
    if "claims" in asked:
        told["claims"] = items
    if "sentences" in asked:
        told["sentences"] = items
    if "ideas" in asked:
        told["ideas"] = [_told(one, question.language) for one in question.ideas]
    return told


def copied(facet: str, found: Found) -> Json:
    """Return the claim that a sentence is, which stands on itself."""
    return {"facet": facet, "text": trim(found.text), "quote": found.text, "place": found.section}


def make_up(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """Make up a value of a shape."""
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return make_up(schema["anyOf"][0])
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "object":
        return {name: make_up(inner) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [make_up(schema.get("items", {}))] * int(schema.get("minItems", 0))
    if kind == "string":
        return "sample".ljust(int(schema.get("minLength", 0)), ".")
    simple: Mapping[str, object] = {"integer": 1, "number": 1, "boolean": True}
    return simple.get(kind)


def _notes(question: Question) -> Json:
    asked = question.schema.get("properties", {})
    found = list(sentences(question.document))
    best = _best(found) if "brief" in asked else ""
    claims = [copied(facet.value, one) for facet, one in choose([one for one in found if one.text != best])]
    most = asked["claims"].get("maxItems", len(claims))
    facets = asked["claims"]["items"]["properties"].get("facet", {}).get("enum")
    claims = [one for one in claims if facets is None or one["facet"] in facets]
    told: Json = {"claims": claims[: int(most)]}
    if "brief" in asked:
        told["brief"] = {"text": trim(best), "quotes": [best]} if best else _no_brief(asked["brief"])
    if "ideas" in asked:
        told["ideas"] = [one["en"] for one in IDEAS]
    return told


def _best(found: list[Found]) -> str:
    """Return the sentence near the beginning that tells most, of those that are short enough."""
    near = [one.text for one in found[:_BRIEF_FROM] if len(trim(one.text)) <= _LONGEST_BRIEF]
    judged = zip(judge([readable(one) for one in near]), near, strict=True)
    return max(judged, key=lambda pair: pair[0].worth, default=(None, ""))[1]


def _no_brief(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """Return a brief that tells nothing, for a paper without a single whole sentence."""
    return None if "null" in schema.get("type", "") else {"text": "", "quotes": [""]}


def _told(one: Item, language: str) -> Json:
    known = idea_in(one.text, language)
    return {"n": one.n, "text": known or Wording.of(one.text, language).told()}


def _brief_told(brief: str | None, language: str) -> str | None:
    if not brief:
        return None
    limit = _BRIEF_TOLD[language_of(language) in _NARROW]
    return Wording.of(brief, language).within(limit).told()
