"""Notes, tellings and translations back from the plain forms of `note_forms`.

Whatever is not of such a form raises KeyError, TypeError or ValueError.
"""

from collections.abc import Iterable
from typing import Any

from bot.domain.documents import Source
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.summaries import SentencePair, Telling, Translation

Form = dict[str, Any]


def notes_of(form: Form) -> Notes:
    """Return the notes of their form."""
    brief = form["brief"]
    return Notes(
        paper_id=form["paper"],
        key=form["key"],
        reading=_reading(form["reading"]),
        brief=None if brief is None else _claim(brief),
        claims=tuple(_claim(one) for one in form["claims"]),
        ideas=tuple(form["ideas"]),
        dropped=_dropped(form["dropped"]),
    )


def telling_of(form: Form) -> Telling:
    """Return the telling of its form."""
    return Telling(
        notes_key=form["notes"],
        language=form["language"],
        brief=form["brief"],
        claims=dict(form["claims"]),
        ideas=tuple(form["ideas"]),
        dropped=_dropped(form["dropped"]),
    )


def translation_of(form: Form) -> Translation:
    """Return the translated abstract of its form."""
    return Translation(
        paper_id=form["paper"],
        language=form["language"],
        pairs=tuple(SentencePair(source, target) for source, target in form["pairs"]),
        model=form["model"],
        dropped=_dropped(form["dropped"]),
    )


def _reading(form: Form) -> Reading:
    return Reading(
        source=Source(form["source"]),
        version=form["version"],
        is_whole=form["is_whole"],
        pages=form["pages"],
        words=form["words"],
        model=form["model"],
        prompt=form["prompt"],
    )


def _claim(form: Form) -> Claim:
    evidence = tuple(_evidence(one) for one in form["evidence"])
    return Claim(form["n"], Facet(form["facet"]), form["text"], evidence)


def _evidence(form: Form) -> Evidence:
    start, end = form["span"]
    return Evidence(form["quote"], start, end, form["section"], form["anchor"])


def _dropped(forms: Iterable[tuple[str, str | None, str]]) -> tuple[Dropped, ...]:
    return tuple(
        Dropped(Flaw(flaw), None if facet is None else Facet(facet), detail) for flaw, facet, detail in forms
    )
