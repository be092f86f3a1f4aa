"""What is kept about a chat, and how to have it deleted."""

from bot.domain.messages import Post
from bot.tg.presses import Forget
from bot.tg.views import choices
from bot.tg.views.html import bold, join
from bot.words.texts import texts


def privacy_post(language: str) -> Post:
    """Return what is kept and what is not."""
    words = texts(language)
    return Post(join((bold(words.say("privacy.title")), words.say("privacy.text")), "\n"))


def forget_post(language: str) -> Post:
    """Return the question whether everything should be deleted."""
    words = texts(language)
    yes = choices.button(words.label("privacy.forget_yes"), Forget(is_sure=True))
    no = choices.button(words.label("privacy.forget_no"), Forget(is_sure=False))
    return Post(words.say("privacy.forget_question"), ((yes,), (no,)))


def forgotten_post(language: str) -> Post:
    """Return that everything was deleted."""
    return Post(texts(language).say("privacy.forgotten"))


def kept_post(language: str) -> Post:
    """Return that everything stays."""
    return Post(texts(language).say("privacy.kept"))
