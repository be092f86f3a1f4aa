"""How far a reading is: one message that is edited into the result."""

from bot.domain.documents import Source
from bot.domain.messages import Post
from bot.domain.papers import Paper
from bot.domain.readings import Checking, Fetching, ReadingNow, Stage, Wording
from bot.tg.views import paper as papers
from bot.tg.views.html import italic, join
from bot.words.texts import Safe, Texts, texts

_DONE, _TO_DO = "▓", "░"
_LENGTH = 8
_STEPS = {Fetching: 1, ReadingNow: 3, Checking: 6, Wording: 7}
"""How much of the bar a stage fills: reading takes the longest."""


def progress_post(paper: Paper, stage: Stage, language: str) -> Post:
    """Return how far a reading is, in the language that it will be told in."""
    words = texts(language)
    done = _STEPS[type(stage)]
    bar = Safe(_DONE * done + _TO_DO * (_LENGTH - done))
    state = join((_stage(words, stage), bar), "\n")
    return Post(join((papers.heading(paper), state, italic(words.say("progress.leave"))), "\n\n"))


def interrupted_post(paper: Paper, language: str) -> Post:
    """Return that a reading was cut off, for the message that told how far it was."""
    return Post(join((papers.heading(paper), texts(language).say("progress.interrupted")), "\n\n"))


def _stage(words: Texts, stage: Stage) -> Safe:
    match stage:
        case Fetching():
            return words.say("progress.fetching")
        case ReadingNow(Source.ABSTRACT):
            return words.say("progress.reading_abstract")
        case ReadingNow(_, pages, count):
            size = words.say("progress.pages", n=pages) if pages else words.say("progress.words", n=count)
            return words.say("progress.reading", size=size)
        case Checking(quotes):
            return words.say("progress.checking", n=quotes)
        case Wording(sentences):
            return words.say("progress.wording", n=sentences)
