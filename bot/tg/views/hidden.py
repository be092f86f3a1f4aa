"""What a chat's own filters hid of a list."""

from bot.domain.answers import HiddenPapers
from bot.domain.chats import Preferences
from bot.domain.messages import Post
from bot.tg.views import paper, period
from bot.tg.views.fit import fit
from bot.tg.views.html import bold, join
from bot.words.texts import texts

MOST = 20
"""How many are listed; a filter that hides more than this is better changed than read around."""


def hidden_post(hidden: HiddenPapers, preferences: Preferences) -> Post:
    """Return the hidden papers as a list, best first."""
    words = texts(preferences.language)
    name = period.name(words, hidden.edition)
    if not hidden.papers:
        return Post(words.say("hidden.none", period=name))
    shown = hidden.papers[:MOST]
    head = bold(words.say("hidden.title", n=len(hidden.papers), period=name))
    items = []
    for number, one in enumerate(shown, start=1):
        votes = paper.votes(words, one.listed.votes)
        full = join((paper.heading(one.listed.paper, number), votes), "\n")
        items.append((full, paper.mention(one.listed.paper, number)))
    rest = len(hidden.papers) - len(shown)
    foot = [words.say("hidden.rest", n=rest)] if rest else []
    return Post(fit(head, items, foot), paper.numbers([one.listed.paper for one in shown]))
