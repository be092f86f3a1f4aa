"""Help: the commands, each with what it does."""

from collections.abc import Sequence

from bot.domain.messages import Post
from bot.tg.views.html import bold, join
from bot.words.texts import texts


def help_post(language: str, commands: Sequence[str]) -> Post:
    """Return what the bot does and which commands it knows, in the order given."""
    words = texts(language)
    lines = [words.say("help.line", command=f"/{one}", what=words.say(f"command.{one}")) for one in commands]
    head = join((bold(words.say("start.title")), words.say("help.what")), "\n")
    return Post(join((head, join(lines, "\n"), words.say("help.examples")), "\n\n"))
