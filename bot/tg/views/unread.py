"""Why there is nothing to tell of a paper, in one friendly line, and what can be had instead."""

import html
from datetime import datetime

from bot.domain.chats import Preferences
from bot.domain.messages import Post
from bot.domain.papers import Paper
from bot.domain.readings import Obstacle, Unread
from bot.tg.views import paper as papers
from bot.tg.views import period
from bot.tg.views.html import italic, join
from bot.words.texts import Safe, Texts, texts


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
    when = _when(words, unread.again_at, preferences, now)
    if unread.obstacle is Obstacle.BUDGET:
        key = f"{key}_{unread.scope or 'day'}"
        refills = words.say("unread.refills", when=when) if when else Safe()
        return join((words.say(key), refills), " ")
    if unread.obstacle is Obstacle.MODEL_DOWN:
        again = words.say("unread.again_at", when=when) if when else words.say("unread.again_soon")
        return join((words.say(key), again), " ")
    return words.say(key)


def _when(words: Texts, moment: datetime | None, preferences: Preferences, now: datetime) -> str:
    if moment is None:
        return ""
    zone = preferences.zone_info
    here = now.astimezone(zone).date()
    if moment.astimezone(zone).date() == here:
        return words.clock(moment, zone)
    return period.local(words, moment, zone, here)
