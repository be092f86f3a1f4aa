"""The topics and votes that a chat's digests are filtered by."""

from bot.domain.chats import Preferences
from bot.domain.messages import Keyboard
from bot.tg.callbacks import mark_of
from bot.tg.presses import DropTopic, SetVotes
from bot.tg.views import choices
from bot.tg.views.html import clean, shorten
from bot.tg.views.paper import rows
from bot.words.texts import Safe, Texts

_VOTES = (0, 5, 10, 20, 50)
_LONGEST_LABEL = 24


def filter_lines(words: Texts, wishes: Preferences) -> list[Safe]:
    """Return a line for each filter that is set."""
    lines = []
    if wishes.wanted:
        lines.append(words.say("settings.wanted", topics=_named(wishes.wanted)))
    if wishes.unwanted:
        lines.append(words.say("settings.unwanted", topics=_named(wishes.unwanted)))
    if wishes.min_votes:
        lines.append(words.say("settings.min_votes", n=wishes.min_votes))
    return lines


def filter_count(words: Texts, wishes: Preferences) -> str:
    """Return how many filters are set, for a button."""
    count = len(wishes.wanted) + len(wishes.unwanted) + bool(wishes.min_votes)
    return words.label("settings.topics_now", n=count) if count else words.label("settings.topics_now_none")


def topic_buttons(words: Texts, wishes: Preferences) -> Keyboard:
    """Return a button for each topic that removes it, and the least numbers of votes."""
    drops = [
        choices.button(
            words.label("topics.drop", topic=shorten(clean(one), _LONGEST_LABEL)), DropTopic(mark_of(one))
        )
        for one in (*wishes.wanted, *wishes.unwanted)
    ]
    votes = [
        choices.button(
            words.label("topics.from_votes", n=one) if one else words.label("topics.any_votes"),
            SetVotes(one),
            is_current=one == wishes.min_votes,
        )
        for one in sorted({*_VOTES, wishes.min_votes})
    ]
    return (*rows(drops, 2), *rows(votes, 6))


def _named(topics: tuple[str, ...]) -> str:
    return ", ".join(clean(one) for one in topics)
