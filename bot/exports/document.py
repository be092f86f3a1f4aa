"""A publication in a reader's words, before any markup: what the readable forms have in common."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.calendar import Edition, Kind
from bot.domain.notes import STAND_IN
from bot.domain.publications import Publication
from bot.domain.summaries import Summary, Translation
from bot.exports.compositor import page
from bot.exports.notices import Obstacles, obstacle_lines, obstacles
from bot.exports.pages import Page
from bot.words.texts import Texts, texts

_UTC = ZoneInfo("UTC")
_PERIODS = {Kind.DAILY: "date", Kind.WEEKLY: "week", Kind.MONTHLY: "month"}


@dataclass(frozen=True, slots=True)
class Document:
    """All that a file says; every text is one line of plain text.

    Attributes:
        title: what it is.
        head: lines below the title.
        pages: the papers.
        foot: lines at the end.
        source_url: where the list can be seen; empty for an invented one.
    """

    title: str
    head: tuple[str, ...]
    pages: tuple[Page, ...]
    foot: tuple[str, ...]
    source_url: str


def document(publication: Publication, *, has_evidence: bool) -> Document:
    """Return what a publication says in its language."""
    words = texts(publication.language)
    shared = _shared(publication)
    head = [_share(words, publication)]
    head += obstacle_lines(words, shared)
    return Document(
        title=title(words, publication),
        head=tuple(head),
        pages=tuple(
            page(
                words,
                one,
                number,
                style=publication.style,
                has_evidence=has_evidence,
                has_links=not publication.is_invented,
                untold=shared,
            )
            for number, one in enumerate(publication.entries, start=1)
        ),
        foot=tuple(_foot(words, publication)),
        source_url=source_url(publication),
    )


def title(words: Texts, publication: Publication) -> str:
    """Return what a publication is, with its period in words."""
    edition = publication.edition
    values: dict[str, object] = {"period": period(words, edition)}
    if edition.kind is not Kind.DAILY:
        values["n"] = len(publication.entries)
    return words.label(f"export.{edition.kind}", **values)


def period(words: Texts, edition: Edition) -> str:
    """Return a period in words, always with its year."""
    if edition.kind is Kind.WEEKLY:
        year, week, _ = edition.first.isocalendar()
        return words.label("period.week", year=str(year), week=str(week))
    if edition.kind is Kind.MONTHLY:
        return words.month(edition.first)
    return words.day(edition.first, has_year=True)


def source_url(publication: Publication) -> str:
    """Return where a list can be seen; empty for an invented one."""
    if publication.is_invented:
        return ""
    edition = publication.edition
    return f"https://huggingface.co/papers/{_PERIODS[edition.kind]}/{edition.period}"


def models(publication: Publication) -> tuple[str, ...]:
    """Return the names of the models that wrote something in it, in order; a stand-in is none."""
    found: dict[str, None] = {}
    for entry in publication.entries:
        if isinstance(entry.summary, Summary):
            found[entry.summary.reading.model] = None
        if isinstance(entry.translation, Translation) and entry.translation.kept:
            found[entry.translation.model] = None
    found.pop(STAND_IN, None)
    return tuple(found)


def _share(words: Texts, publication: Publication) -> str:
    source = "digest.of_sample" if publication.is_invented else "digest.of_huggingface"
    share = words.label(source, n=publication.total, chosen=len(publication.entries))
    if publication.is_open:
        state = words.label("digest.still_open", moment=_moment(words, publication.captured_at))
    else:
        state = words.label("digest.votes_as_of", moment=_moment(words, publication.captured_at))
    return f"{share} · {state}"


def _moment(words: Texts, moment: datetime) -> str:
    day = words.day_short(moment.date(), has_year=True)
    return words.label("period.moment", day=day, clock=words.clock(moment, _UTC))


def _shared(publication: Publication) -> Obstacles:
    """Return the obstacles that all papers have in common: they are told once, at the top."""
    found = [obstacles(entry) for entry in publication.entries]
    is_worth_it = len(found) > 1 or not publication.has_model
    return frozenset.intersection(*found) if found and is_worth_it else frozenset()


def _foot(words: Texts, publication: Publication) -> list[str]:
    lines = []
    if names := models(publication):
        lines.append(words.label("export.by_model", models=", ".join(names)))
    lines.append(words.label("export.made"))
    return lines
