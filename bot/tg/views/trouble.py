"""What went wrong, in one friendly line: what happened, what to do, an example."""

from datetime import datetime

from bot.domain.calendar import Edition, Kind, feed_day, last_finished
from bot.domain.errors import PaperboyError
from bot.domain.messages import Post
from bot.tg.views.html import clean, shorten
from bot.words.texts import language_name, languages, texts

_LONGEST_WORD = 40


def trouble_post(language: str, key: str) -> Post:
    """Return the line of a key that needs no example, such as `trouble.bad_id`."""
    return Post(texts(language).say(key))


def error_post(language: str, error: PaperboyError) -> Post:
    """Return the line for something expected that went wrong."""
    return trouble_post(language, error.text_key)


def bad_period_post(language: str, kind: Kind, now: datetime) -> Post:
    """Return the line for a day, week or month that cannot be read, with one that can be."""
    words = texts(language)
    if kind is Kind.DAILY:
        return Post(words.say("trouble.bad_date", example=Edition.daily(feed_day(now)).previous.period))
    example = last_finished(kind, now).period
    return Post(
        words.say("trouble.bad_week" if kind is Kind.WEEKLY else "trouble.bad_month", example=example)
    )


def bad_language_post(language: str) -> Post:
    """Return the line for a language that isn't spoken, with those that are."""
    spoken = ", ".join(f"{language_name(one)} ({one})" for one in languages())
    return Post(texts(language).say("trouble.bad_language", languages=spoken))


def bad_subscription_post(language: str, word: str) -> Post:
    """Return the line for a wish with a word that has no meaning."""
    return Post(texts(language).say("trouble.bad_subscription", word=shorten(clean(word), _LONGEST_WORD)))


def alert(language: str, key: str) -> str:
    """Return a line without markup, for the small window that a press opens."""
    return texts(language).label(key)
