"""Why there is nothing to tell of a paper, in one friendly line, and what can be had instead."""

import html
from datetime import datetime, timedelta

from bot.domain.chats import Preferences
from bot.domain.messages import Post
from bot.domain.papers import Paper
from bot.domain.readings import Obstacle, Scope, Unread
from bot.tg.views import paper as papers
from bot.tg.views import period
from bot.tg.views.html import italic, join
from bot.words.texts import Safe, Texts, texts

SOON = timedelta(minutes=15)
"""A model that is to be asked again within this time is told of as back in a few minutes."""


def unread_post(paper: Paper, unread: Unread, preferences: Preferences, now: datetime) -> Post:
    """Return the reason, and below it what the feed or the abstract says of the paper, labelled."""
    words = texts(preferences.language)
    told = papers.lead(paper)
    instead = join((papers.heading(paper), told.text, italic(papers.origin(words, told))), "\n")
    reason = unread_line(words, unread, preferences, now)
    return Post(join((reason, instead), "\n\n"), (papers.reading_buttons(words, paper),))


def unread_alert(unread: Unread, preferences: Preferences, now: datetime) -> str:
    """Return the reason for the small window that a press opens."""
    return html.unescape(unread_line(texts(preferences.language), unread, preferences, now))


def unread_line(words: Texts, unread: Unread, preferences: Preferences, now: datetime) -> Safe:
    """Return the reason in one line, with times in the chat's zone."""
    key = f"unread.{unread.obstacle}"
    here = now.astimezone(preferences.zone_info).date()
    at = unread.again_at
    when = period.local(words, at, preferences.zone_info, here) if at else ""
    if unread.obstacle is Obstacle.BUDGET:
        key = f"{key}_{unread.scope or Scope.DAY}"
        refills = words.say("unread.refills", when=when) if when else Safe()
        return join((words.say(key), refills), " ")
    if unread.obstacle in {Obstacle.MODEL_DOWN, Obstacle.OUT_OF_TIME}:
        is_soon = at is None or at - now < SOON
        again = words.say("unread.again_soon") if is_soon else words.say("unread.again_at", when=when)
        return join((words.say(key), again), " ")
    return words.say(key)
