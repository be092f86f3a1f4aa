"""The plain forms in which notes, tellings and translations are kept; the way back is in `note_values`."""

from collections.abc import Iterable
from typing import Any

from bot.domain.notes import Claim, Dropped, Evidence, Notes, Reading
from bot.domain.summaries import Telling, Translation


def form_of_notes(notes: Notes) -> dict[str, Any]:
    """Return notes as JSON's own types."""
    return {
        "paper": notes.paper_id,
        "key": notes.key,
        "reading": _reading(notes.reading),
        "brief": None if notes.brief is None else _claim(notes.brief),
        "claims": [_claim(one) for one in notes.claims],
        "ideas": list(notes.ideas),
        "dropped": _dropped(notes.dropped),
    }


def form_of_telling(telling: Telling) -> dict[str, Any]:
    """Return a telling as JSON's own types, which know no keys but texts."""
    return {
        "notes": telling.notes_key,
        "language": telling.language,
        "brief": telling.brief,
        "claims": [[number, text] for number, text in telling.claims.items()],
        "ideas": list(telling.ideas),
        "dropped": _dropped(telling.dropped),
    }


def form_of_translation(translation: Translation) -> dict[str, Any]:
    """Return a translated abstract as JSON's own types."""
    return {
        "paper": translation.paper_id,
        "language": translation.language,
        "pairs": [[one.source, one.target] for one in translation.pairs],
        "model": translation.model,
        "dropped": _dropped(translation.dropped),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "source": str(reading.source),
        "version": reading.version,
        "is_whole": reading.is_whole,
        "pages": reading.pages,
        "words": reading.words,
        "model": reading.model,
        "prompt": reading.prompt,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "n": claim.number,
        "facet": str(claim.facet),
        "text": claim.text,
        "evidence": [_evidence(one) for one in claim.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "quote": evidence.quote,
        "span": [evidence.start, evidence.end],
        "section": evidence.section,
        "anchor": evidence.anchor,
    }


def _dropped(dropped: Iterable[Dropped]) -> list[list[str | None]]:
    return [[str(one.flaw), None if one.facet is None else str(one.facet), one.detail] for one in dropped]
