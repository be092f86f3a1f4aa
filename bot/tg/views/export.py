"""Files on their way: how far one is, and what stands below it."""

from bot.domain.calendar import Edition, Kind
from bot.domain.messages import Post
from bot.domain.publications import Publication
from bot.tg.views import period
from bot.tg.views.html import bold, clean, italic, join, shorten
from bot.words.texts import Safe, Texts, texts

_LONGEST_WORD = 40


def file_progress_post(language: str, done: int, count: int) -> Post:
    """Return how many papers of a file are read."""
    words = texts(language)
    return Post(italic(words.say("export.progress", n=count, done=done)))


def file_caption(publication: Publication) -> Safe:
    """Return what stands below a file: what it holds, and whether there may be more later."""
    words = texts(publication.language)
    lines = [bold(_title(words, publication.edition, len(publication.entries)))]
    if publication.is_passing:
        lines.append(words.say("export.more_later"))
    return join(lines, "\n")


def bad_file_post(language: str, word: str) -> Post:
    """Return the line for a wish with a word that has no meaning."""
    return Post(texts(language).say("trouble.bad_file", word=shorten(clean(word), _LONGEST_WORD)))


def _title(words: Texts, edition: Edition, count: int) -> Safe:
    values: dict[str, object] = {"period": period.name(words, edition, has_year=True)}
    if edition.kind is not Kind.DAILY:
        values["n"] = count
    return words.say(f"export.{edition.kind}", **values)
