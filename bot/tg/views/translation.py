"""Abstracts told in a language, with the original beside them."""

from bot.domain.chats import Place
from bot.domain.messages import Keyboard, Post
from bot.domain.papers import Paper
from bot.domain.summaries import Translation
from bot.tg.presses import ReadAbstract, ReadSummary
from bot.tg.views import choices
from bot.tg.views import paper as papers
from bot.tg.views.fit import fit
from bot.tg.views.html import clean, italic, join, units
from bot.tg.views.sources import by_model, rehearsal
from bot.words.texts import Safe, Texts, escape, language_name, languages, texts

ORIGINAL = "en"
"""The language that abstracts are written in."""
_MOST_LANGUAGES = 3
_MOST_UNITS = 3_000


def translation_post(
    paper: Paper, translation: Translation, place: Place = Place.PRIVATE, *, can_summarise: bool = True
) -> Post:
    """Return a translated abstract with its original; what has no translation stays as it was written."""
    words = texts(translation.language)
    if translation.language == ORIGINAL:
        return abstract_post(paper, ORIGINAL, place, can_summarise=can_summarise)
    told = join((_sentence(one.source, one.target) for one in translation.pairs), " ")
    original = papers.quoted(" ".join(clean(one.source) for one in translation.pairs))
    labelled = join((words.say("translation.original"), original), "\n") if original else Safe()
    title = join((papers.heading(paper), words.say("translation.title")), " · ")
    head = join((title, rehearsal(words, translation.model)), "\n")
    kept = words.say("translation.kept", kept=translation.kept, n=len(translation.pairs))
    rest = words.say("translation.rest") if translation.kept < len(translation.pairs) else Safe()
    foot = italic(join((kept, rest, by_model(words, translation.model)), " · "))
    forms = [join((told, labelled), "\n\n"), told, _whole(translation)]
    keyboard = _keyboard(words, paper, translation.language, place, can_summarise=can_summarise)
    return Post(fit(head, [forms], [foot]), keyboard)


def abstract_post(
    paper: Paper, language: str, place: Place = Place.PRIVATE, *, can_summarise: bool = True
) -> Post:
    """Return an abstract as it was written."""
    words = texts(language)
    title = join((papers.heading(paper), words.say("translation.abstract")), " · ")
    forms = [escape(papers.abstract(paper)), escape(papers.abstract(paper, _MOST_UNITS))]
    keyboard = _keyboard(words, paper, ORIGINAL, place, can_summarise=can_summarise)
    return Post(fit(title, [forms]), keyboard)


def _sentence(source: str, target: str | None) -> Safe:
    return italic(clean(source)) if target is None else escape(clean(target))


def _whole(translation: Translation) -> Safe:
    """Return as many sentences as surely fit, where even the translation alone is too long."""
    told, size = [], 0
    for one in translation.pairs:
        size += units(clean(one.target or one.source)) + 1
        if size > _MOST_UNITS:
            break
        told.append(_sentence(one.source, one.target))
    return join(told, " ")


def _keyboard(words: Texts, paper: Paper, language: str, place: Place, *, can_summarise: bool) -> Keyboard:
    reading = papers.reading_buttons(words, paper)
    if place is Place.CHANNEL or not can_summarise:
        return (reading,)
    turns = [choices.button(words.label("button.summary"), ReadSummary(paper.id))]
    others = [one for one in languages() if one != language][:_MOST_LANGUAGES]
    turns += [choices.button(language_name(one), ReadAbstract(paper.id, one)) for one in others]
    return (*papers.rows(turns, 3), reading)
