"""A world to begin with: two people, and a chat of each kind."""

from bot.playground.people import Person
from bot.playground.playground import Playground


def furnish(playground: Playground, *, language: str = "en") -> Person:
    """Let two people in, with a private chat each, a group with topics and a channel; return the owner.

    Args:
        playground: an empty one.
        language: that of the owner's Telegram client.
    """
    owner = playground.person("You", language=language)
    friend = playground.person("Mina", language="ko")
    playground.private(friend)
    channel = playground.channel("Paper News", owner=owner, members=[friend])
    channel.add_bot()
    group = playground.group("Reading Group", owner=owner, members=[friend], forum=True)
    group.add_bot(as_admin=True)
    group.topic("Papers")
    playground.private(owner)
    return owner
