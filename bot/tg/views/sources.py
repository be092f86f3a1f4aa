"""What was read, in words, and where in it something stands."""

from bot.domain.documents import Source
from bot.domain.notes import STAND_IN, Evidence, Reading
from bot.domain.plain_text import Place
from bot.tg.views.html import clean, italic, join, link, shorten
from bot.words.texts import Safe, Texts

_LONGEST_SECTION = 80
_LONGEST_MODEL = 40


def read_line(words: Texts, reading: Reading) -> Safe:
    """Return what was read, such as `full text (v1) read`."""
    if reading.source is Source.ABSTRACT:
        return words.say("summary.read_abstract")
    key = "summary.read_whole" if reading.is_whole else "summary.read_part"
    if reading.version is None:
        return words.say(key)
    return words.say(f"{key}_version", version=str(reading.version))


def by_model(words: Texts, model: str) -> Safe:
    """Return whose words these are: a model's name without the path that some servers put before it.

    Nothing where it is none: that is told apart, and sooner.
    """
    name = shorten(clean(model).rpartition("/")[2], _LONGEST_MODEL)
    return words.say("summary.by_model", model=name) if name and model != STAND_IN else Safe()


def rehearsal(words: Texts, model: str) -> Safe:
    """Return that no model wrote this, where it was the playground's stand-in."""
    return italic(words.say("summary.sample")) if model == STAND_IN else Safe()


def place_line(words: Texts, paper_id: str, reading: Reading, evidence: Evidence) -> Safe:
    """Return where a quote stands, as a link to it: the section's title, and the page of a PDF."""
    place = Place(shorten(clean(evidence.section), _LONGEST_SECTION), evidence.anchor)
    page = words.label("evidence.page", page=str(place.page)) if place.page is not None else ""
    if reading.source is Source.ABSTRACT:
        named = words.label("evidence.abstract")
    else:
        named = join((place.section, page), ", ") or words.label("evidence.somewhere")
    return link(reading.url(paper_id, evidence.anchor), named)
