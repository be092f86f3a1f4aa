"""Subscriptions: what was set up and when it first comes, or what ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import Edition, Kind, last_finished, publishable_days
from bot.domain.chats import Chat
from bot.domain.messages import Post
from bot.tg.presses import OpenScreen, Screen
from bot.tg.views import choices, period
from bot.tg.views.html import join
from bot.tg.views.settings import schedule
from bot.words.texts import Safe, Texts, texts


@dataclass(frozen=True, slots=True)
class Coming:
    """The next digest of a kind: when, which list where that is certain, and seen from which day."""

    kind: Kind
    at: datetime
    edition: Edition | None
    seen_from: date


def coming(chat: Chat, kind: Kind, now: datetime, *, is_first: bool) -> Coming | None:
    """Return what a chat's subscription brings next; None where it has none.

    Which list that is, is only certain for a chat that `is_first` to have digests of the kind: another may
    have had the newest one already, and then the due time brings nothing.
    """
    subscription = chat.subscription(kind)
    if subscription is None or subscription.next_due_at is None:
        return None
    due = subscription.next_due_at
    if not is_first:
        edition = None
    elif kind is Kind.DAILY:
        edition = next(publishable_days(due), None)
    else:
        edition = last_finished(kind, due)
    return Coming(kind, due, edition, now.astimezone(chat.preferences.zone_info).date())


def coming_line(words: Texts, chat: Chat, one: Coming) -> Safe:
    """Return when a chat's next digest comes, and which list it will be."""
    line = words.say(
        f"subscription.{one.kind}_set",
        schedule=schedule(words, chat, one.kind),
        zone=words.city(chat.preferences.zone),
    )
    when = period.local(words, one.at, chat.preferences.zone_info, one.seen_from)
    if one.edition is None:
        return join((line, words.say("subscription.next", when=when)), "\n")
    name = period.name(words, one.edition)
    return join((line, words.say("subscription.first", when=when, period=name)), "\n")


def subscribed_post(chat: Chat, one: Coming) -> Post:
    """Return what was set up, with buttons to change it."""
    words = texts(chat.preferences.language)
    buttons = [choices.button(words.label("button.zone"), OpenScreen(Screen.ZONE))]
    if one.kind is Kind.DAILY:
        buttons.insert(0, choices.button(words.label("button.time"), OpenScreen(Screen.TIME)))
    settings = choices.button(words.label("button.settings"), OpenScreen(Screen.MAIN))
    return Post(coming_line(words, chat, one), (tuple(buttons), (settings,)))


def unsubscribed_post(chat: Chat, kinds: Sequence[Kind]) -> Post:
    """Return what ended, and how to come back."""
    words = texts(chat.preferences.language)
    if not kinds:
        return Post(words.say("subscription.others_go_on" if chat.subscriptions else "subscription.none"))
    lines = [words.say(f"subscription.{kind}_ended") for kind in kinds]
    return Post(join((*lines, words.say("subscription.come_back")), "\n"))
