"""What a model is asked about a paper, and what it offers; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.model_answers import Ask
from bot.domain.notes import Facet
from bot.domain.prompts import Prompt
from bot.domain.tokens import estimate_tokens

MOST_CLAIMS, MOST_QUOTES, MOST_IDEAS = 40, 3, 3
"""How much of what is offered is looked at, whatever was asked for."""
SCHEMA_TOKENS = 400
_WANTED, _FEWEST_OF_A_PART = 36, 3
_STRINGS = {"type": "array", "items": {"type": "string"}}


def _object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a closed object that requires all it may have, as strict servers want it."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_CLAIMS = {
    "type": "array",
    "items": _object(
        facet={"type": "string", "enum": list(Facet)},
        text={"type": "string"},
        quote={"type": "string"},
        place={"type": "string"},
    ),
}
NOTES_SCHEMA = _object(
    brief=_object(text={"type": "string"}, quotes=_STRINGS), claims=_CLAIMS, ideas=_STRINGS
)
SECTION_SCHEMA = _object(claims=_CLAIMS)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a model says of a paper, on what it gives as the paper's words.

    A brief has no facet.
    """

    facet: Facet | None
    text: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """All that a model says of a paper, or of a part of it."""

    brief: Offer | None
    claims: tuple[Offer, ...]
    ideas: tuple[str, ...]

    @property
    def quotes(self) -> int:
        """Count the quotes."""
        return sum(len(one.quotes) for one in (*self.claims, *filter(None, (self.brief,))))


def asks(
    notes: Prompt,
    section: Prompt,
    parts: Sequence[str],
    nonce: Callable[[], str],
    max_output_tokens: int,
) -> list[Ask]:
    """Return the questions about a paper's parts: the first part is asked about as a whole paper is.

    Args:
        notes: the prompt for a paper.
        section: the prompt for the other parts of one that is read in parts.
        parts: the paper, or its parts in order.
        nonce: a text that nobody can guess, anew with every call.
        max_output_tokens: an answer's longest length.
    """
    most = str(max(_WANTED // len(parts), _FEWEST_OF_A_PART))
    made: list[Ask] = []
    for part in parts:
        marker = nonce()
        while marker in part:
            marker = nonce()
        places = {"marker": marker, "paper": part, "most": most}
        form = (section, SECTION_SCHEMA) if made else (notes, NOTES_SCHEMA)
        made.append(_ask(*form, places, max_output_tokens))
    return made


def _ask(prompt: Prompt, schema: Mapping[str, Any], places: Mapping[str, str], max_output_tokens: int) -> Ask:
    system, user = prompt.filled(places)
    estimate = estimate_tokens(system) + estimate_tokens(user)
    return Ask(system, user, schema, max_output_tokens, estimate)


def read_offer(data: Mapping[str, Any]) -> Offered:
    """Return what an answer of one of the schemas offers, in one line each."""
    brief = data.get("brief")
    told = _line(brief["text"]) if brief else ""
    claims = (
        Offer(Facet(one["facet"]), _line(one["text"]), (_line(one["quote"]),)) for one in data["claims"]
    )
    return Offered(
        Offer(None, told, tuple(_lines(brief["quotes"]))[:MOST_QUOTES]) if brief and told else None,
        tuple(one for one in claims if one.text)[:MOST_CLAIMS],
        tuple(_lines(data.get("ideas", ())))[:MOST_IDEAS],
    )


def _lines(texts: Sequence[str]) -> Iterator[str]:
    return filter(None, map(_line, texts))


def _line(text: str) -> str:
    return " ".join(text.split())
