"""A paper's card: what it is, where it stands, and where to read on."""

import html
from dataclasses import replace
from datetime import UTC

from bot.domain.answers import Card, Standing
from bot.domain.calendar import Kind
from bot.domain.chats import Place
from bot.domain.messages import Button, Keyboard, Post
from bot.domain.papers import Paper
from bot.domain.summaries import Summary
from bot.tg.presses import ReadAbstract, ReadSummary
from bot.tg.views import choices
from bot.tg.views import paper as papers
from bot.tg.views.fit import fit
from bot.tg.views.html import ALERT_UNITS, clean, is_web, italic, join, link, shorten, units
from bot.tg.views.sources import read_line
from bot.tg.views.told import gist, origin
from bot.tg.views.translation import ORIGINAL
from bot.words.authors import authors
from bot.words.texts import Safe, Texts, texts

_LONGEST_AUTHOR = 60
_ABSTRACT_UNITS = 2_500


def card_post(
    card: Card,
    language: str,
    summary: Summary | None = None,
    *,
    can_read: bool = False,
    place: Place = Place.PRIVATE,
) -> Post:
    """Return a paper's card.

    Args:
        card: the paper, and where it stands.
        language: the chat's.
        summary: what was told of the paper before, in that language.
        can_read: whether a reading model is set up, so that a summary can be asked for.
        place: in a channel a press opens a small window, for which an abstract is too long.
    """
    words = texts(language)
    shown = card.paper
    head = join((papers.heading(shown), _imprint(words, shown), _figures(words, card)), "\n")
    brief = _brief(words, shown, summary)
    body = papers.quoted(papers.abstract(shown, _ABSTRACT_UNITS))
    forms = [join((brief, body), "\n\n"), brief, Safe()]
    has_summary, has_abstract = can_read or summary is not None, can_read and place is not Place.CHANNEL
    keyboard = _keyboard(words, shown, has_summary=has_summary, has_abstract=has_abstract)
    return Post(fit(head, [forms], []), keyboard)


def card_alert(card: Card, language: str, summary: Summary | None = None) -> str:
    """Return a paper in the few words that fit into the small window that a press opens."""
    shown = card.paper
    if summary is not None and summary.reading.is_sample:
        summary = None  # there is no room to say that no model read it
    told = gist(summary) if summary is not None else papers.lead(shown).text
    figures = html.unescape(_figures(texts(language), Card(replace(shown, code_url=None), card.standings)))
    for parts in ((papers.title(shown), figures, told), (figures, told), (told,)):
        text = "\n".join(part for part in parts if part)
        if text and units(text) <= ALERT_UNITS:
            return text
    return shorten(told or papers.title(shown), ALERT_UNITS)


def _brief(words: Texts, shown: Paper, summary: Summary | None) -> Safe:
    """Return what a paper does or found, and where that is known from."""
    if summary is not None:
        label = origin(words, summary.reading) or read_line(words, summary.reading)
        return join((gist(summary), italic(label)), "\n")
    told = papers.lead(shown)
    return join((told.text, italic(papers.origin(words, told))), "\n") if told.text else Safe()


def _imprint(words: Texts, shown: Paper) -> Safe:
    published = (
        words.day_short(shown.published_at.astimezone(UTC).date(), has_year=True)
        if shown.published_at
        else ""
    )
    names = authors(words, (shorten(clean(name), _LONGEST_AUTHOR) for name in shown.authors))
    return join((names, papers.organization(shown), published, f"arXiv {shown.id}"), " · ")


def _figures(words: Texts, card: Card) -> Safe:
    parts = [] if card.votes is None else [papers.votes(words, card.votes)]
    parts += [_standing(words, one) for one in _newest(card.standings)]
    code = papers.stars(words, card.paper)
    if code:
        parts.append(link(card.paper.code_url or "", code))
    return join(parts, " · ")


def _newest(standings: tuple[Standing, ...]) -> list[Standing]:
    """Return of each kind of list the newest that holds the paper, days first."""
    newest: dict[Kind, Standing] = {}
    for one in sorted(standings, key=lambda one: one.edition.first):
        newest[one.edition.kind] = one
    return [newest[kind] for kind in Kind if kind in newest]


def _standing(words: Texts, one: Standing) -> Safe:
    place = words.label("card.place", n=one.place)
    if one.edition.kind is Kind.DAILY:
        return words.say("card.day_place", day=words.day_short(one.edition.first), place=place)
    if one.edition.kind is Kind.WEEKLY:
        return words.say("card.week_place", place=place)
    return words.say("card.month_place", place=place)


def _keyboard(words: Texts, shown: Paper, *, has_summary: bool, has_abstract: bool) -> Keyboard:
    asks = [choices.button(words.label("button.summary"), ReadSummary(shown.id))] if has_summary else []
    if has_abstract and words.language != ORIGINAL:
        asks.append(choices.button(words.label("button.translate"), ReadAbstract(shown.id)))
    pages = [("card.code", shown.code_url), ("card.project", shown.project_url)]
    more = tuple(Button(words.label(key), url=url) for key, url in pages if url and is_web(url))
    return tuple(row for row in (tuple(asks), papers.reading_buttons(words, shown), more) if row)
