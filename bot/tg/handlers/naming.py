"""What a message names: papers, a language, a style."""

from itertools import islice
from typing import Final

from telegram import Message, Update

from bot.domain.arxiv_ids import exact_id, find_ids
from bot.domain.chats import Style
from bot.tg.handlers.conversation import words_of
from bot.words.texts import language_name, languages

MOST_AT_ONCE: Final = 3
"""How many papers one message may ask for."""


def named_papers(update: Update) -> list[str]:
    """Return the ids that a message names, or else the message that it replies to, the first few."""
    message = update.effective_message
    answered = message.reply_to_message if message else None
    for text in (words_of(update), text_of(message), text_of(answered)):
        ids = [one.base for one in islice(find_ids(text), MOST_AT_ONCE)]
        if ids:
            return ids
    return []


def asked_papers(update: Update) -> list[str]:
    """Return the ids that a message asks for; of a message that it replies to, the first alone."""
    ids = named_papers(update)
    message = update.effective_message
    has_named = next(find_ids(f"{words_of(update)}\n{text_of(message)}"), None) is not None
    return ids if has_named else ids[:1]


def named_language(update: Update) -> str | None:
    """Return the language that the words behind a command name, by its code or in its own words."""
    names = {name.casefold(): one for one in languages() for name in (one, language_name(one))}
    return next((names[word] for word in _words(update) if word in names), None)


def named_style(update: Update) -> Style | None:
    """Return the style that the words behind a command name."""
    return next((Style(word) for word in _words(update) if word in set(Style)), None)


def text_of(message: Message | None) -> str:
    """Return a message's text and the addresses behind its words."""
    if message is None:
        return ""
    links = [entity.url for entity in (*message.entities, *message.caption_entities) if entity.url]
    return "\n".join([message.text or message.caption or "", *links])


def _words(update: Update) -> list[str]:
    return [word for word in words_of(update).casefold().split() if exact_id(word) is None]
