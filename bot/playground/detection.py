"""What Telegram finds in a text by itself: commands, mentions, hashtags, addresses."""

import re

from bot.playground.entities import Entity, FormattedText, count_units, merge

_PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/@<>])/([a-zA-Z0-9_]{1,64})(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])")),
    (
        "url",
        re.compile(
            r"(?<![\w@/.-])(?:https?://[^\s<>\"]+|(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|io|ai|co|dev|me)(?:/[^\s<>\"]*)?)(?![\w@-])",
            re.IGNORECASE,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w/@])@[a-zA-Z][a-zA-Z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?!\d+(?!\w))\w{1,255}")),
)
_TRAILING = ".,:;!?)]}'\"…"


def detect(formatted: FormattedText) -> FormattedText:
    """Add the entities that Telegram recognises in a plain text."""
    taken: list[tuple[int, int]] = []
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(formatted.text):
            begin, marked = match.start(), match.group()
            if kind == "url":
                marked = marked.rstrip(_TRAILING)
            end = begin + len(marked)
            if any(begin < other_end and other < end for other, other_end in taken):
                continue
            taken.append((begin, end))
            found.append(Entity(kind, count_units(formatted.text[:begin]), count_units(marked)))
    return merge(formatted, found)
