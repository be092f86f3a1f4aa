"""An invented paper, and what a model may say of it."""

from collections.abc import Mapping
from typing import Any

from bot.domain.documents import Document
from bot.domain.papers import Paper
from tests.fakes_reading import document

PAPER = Paper("2601.00017", "Ferns at Scale", "We count ferns with FernNet-7B and find 17 new species.")

GOAL = "We want to count the ferns of a whole valley from a single photograph."
METHOD = "FernNet-7B looks at each leaf three times and never at the sky."
RESULT = "On MossBench, FernNet-7B answers 61.3% of the questions, 4.8 points more than GPT-4o."
SPEED = "It reads 20.7 photographs per second on a single H100."
LIMITATION = "A limitation of this work is that ferns under snow are not counted at all."
BRIEF = (
    "FernNet-7B counts the ferns of a valley from a single photograph and reads 20.7 photographs per second."
)
BRIEF_QUOTE = "FernNet-7B counts the ferns of a valley from a single photograph."
IDEA = "Counting mosses with the same network."

DOCUMENT: Document = document(
    PAPER.id,
    ("Abstract", f"{GOAL} {BRIEF_QUOTE}"),
    (
        "1 Introduction",
        "Ferns are many, and counting them by hand takes years.",
        GOAL.replace("want", "hope"),
    ),
    ("2 Method", METHOD, "Its training took 32 GPU-days on 64 cards."),
    ("3 Results", RESULT, SPEED),
    ("4 Limitations", LIMITATION),
)


def claim(facet: str, text: str, quote: str | None = None) -> dict[str, str]:
    """Return a claim as a model gives it; its quote is the text itself where none is given."""
    return {"facet": facet, "text": text, "quote": text if quote is None else quote, "place": "somewhere"}


CLAIMS = (
    claim("goal", "Counts the ferns of a whole valley from a single photograph.", GOAL),
    claim("method", METHOD),
    claim("result", RESULT),
    claim("result", SPEED),
    claim("limitation", "Ferns under snow are not counted.", LIMITATION),
)


def answer(
    *claims: Mapping[str, str],
    brief: str = BRIEF,
    quotes: tuple[str, ...] | None = None,
    ideas: tuple[str, ...] = (IDEA,),
) -> dict[str, Any]:
    """Return what an honest model answers about the paper, or what is said here instead."""
    default = (BRIEF_QUOTE, SPEED)
    return {
        "brief": {"text": brief, "quotes": list(default if quotes is None else quotes)},
        "claims": [dict(one) for one in claims or CLAIMS],
        "ideas": list(ideas),
    }
