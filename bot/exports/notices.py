"""Notices: what was read, how much of it held, and what is missing, each said once."""

from collections.abc import Iterable

from bot.domain.documents import Source
from bot.domain.notes import STAND_IN, Reading
from bot.domain.publications import Entry, Late
from bot.domain.readings import Obstacle, Unread
from bot.domain.summaries import LAYOUTS, Heading, Summary, Translation
from bot.words.texts import Texts

Obstacles = frozenset[tuple[str, Obstacle | None]]
"""What is not told (`unread`, `untranslated`) and why; None for want of time."""


def heading(words: Texts, summary: Summary, part: Heading) -> str:
    """Return a part's heading, with its number where a style numbers its parts."""
    name = words.label(f"summary.{part}")
    if part is Heading.IDEAS:
        name = words.label("export.ideas", heading=name)
    order = [layout.heading for layout in LAYOUTS[summary.style]]
    if Heading.PROBLEM not in order:
        return name
    return f"{order.index(part) + 1 if part in order else len(order) + 1}. {name}"


def notices(words: Texts, entry: Entry, untold: Obstacles) -> Iterable[str]:
    """Say what was read of a paper and what could not be told; `untold` is told elsewhere already."""
    summary = entry.summary
    if isinstance(summary, Summary):
        yield from _missing(words, summary)
        if not summary.reading.is_sample:
            yield _read(words, summary)
    yield from obstacle_lines(words, obstacles(entry) - untold)
    told = entry.translation
    if isinstance(told, Translation):
        yield from _translated(words, told)
    if _is_sample(entry):
        yield words.label("export.stand_in")


def _is_sample(entry: Entry) -> bool:
    """Whether no model told anything of a paper, but the playground's stand-in."""
    summary, told = entry.summary, entry.translation
    return (isinstance(summary, Summary) and summary.reading.is_sample) or (
        isinstance(told, Translation) and told.model == STAND_IN
    )


def obstacles(entry: Entry) -> Obstacles:
    """Return what is not told of a paper although it was asked for, and why."""
    told = (("unread", entry.summary), ("untranslated", entry.translation))
    return frozenset(
        (what, one.obstacle if isinstance(one, Unread) else None)
        for what, one in told
        if isinstance(one, Unread | Late)
    )


def obstacle_lines(words: Texts, found: Obstacles) -> Iterable[str]:
    """Say each reason once, with all that is missing for it."""
    for why in sorted({why for _, why in found}, key=str):
        whats = [what for what, one in found if one is why]
        key = "neither" if len(whats) > 1 else whats[0]
        yield words.label(f"export.{key}", why=words.label(f"export.why_{why or 'late'}"))


def _missing(words: Texts, summary: Summary) -> Iterable[str]:
    """Say once which parts have nothing, and why."""
    empty = [part for part in summary.parts if not part.lines]
    unsaid = [part.heading for part in empty if not part.is_unproven]
    unproven = [part.heading for part in empty if part.is_unproven]
    is_abstract = summary.reading.source is Source.ABSTRACT
    for key, found in (
        ("export.not_stated_abstract" if is_abstract else "export.not_stated", unsaid),
        ("export.unproven", unproven),
    ):
        if found:
            yield words.label(key, parts=", ".join(heading(words, summary, one) for one in found))


def _read(words: Texts, summary: Summary) -> str:
    kept = words.label("export.kept", n=summary.offered, kept=summary.kept)
    return f"{_what(words, summary.reading)} · {kept}"


def _what(words: Texts, reading: Reading) -> str:
    if reading.source is Source.ABSTRACT:
        return words.label("export.read_abstract")
    extent = "whole" if reading.is_whole else "part"
    if reading.version:
        what = words.label(f"export.{extent}_version", version=str(reading.version))
    else:
        what = words.label(f"export.{extent}")
    if reading.pages and reading.is_whole:
        return words.label("export.read_pages", n=reading.pages, what=what)
    return words.label("export.read", what=what)


def _translated(words: Texts, told: Translation) -> Iterable[str]:
    if not told.kept:
        yield words.label("export.untranslated", why=words.label("export.why_unproven"))
    elif told.kept < len(told.pairs):
        yield words.label("export.translated", n=len(told.pairs), kept=told.kept)
