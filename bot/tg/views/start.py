"""First contact: at most a language, a place and a time, each in the place of the one before."""

from datetime import datetime, time

from bot.domain.chats import Chat, Place
from bot.domain.messages import Post
from bot.tg.presses import Flow, Screen, ShowSettings
from bot.tg.views import choices
from bot.tg.views.html import bold, join
from bot.tg.views.subscription import Coming, coming_line
from bot.words.texts import Safe, Texts, texts

_FLOW = Flow.START


def step_post(chat: Chat, now: datetime, screen: Screen, usual: time) -> Post:
    """Return one of the first steps: language, zone or time; `usual` is the time that is suggested."""
    words = texts(chat.preferences.language)
    if screen is Screen.LANGUAGE:
        return Post(_step(words, "start.language"), choices.language_buttons(None, _FLOW))
    if screen is Screen.ZONE:
        return Post(_step(words, "start.zone"), choices.zone_buttons(words, None, now, _FLOW))
    place = choices.place(words, chat.preferences.zone, now)
    return Post(
        join((bold(words.say("start.title")), words.say("start.time", zone=place)), "\n\n"),
        choices.time_buttons(words, None, _FLOW, usual=usual),
    )


def region_step_post(chat: Chat, now: datetime, region: str) -> Post:
    """Return the step with the cities of a part of the world."""
    words = texts(chat.preferences.language)
    return Post(_step(words, "start.zone"), choices.city_buttons(words, region, None, now, _FLOW))


def done_post(chat: Chat, coming: Coming) -> Post:
    """Return the end of the first steps: what was chosen, and what comes when."""
    words = texts(chat.preferences.language)
    text = join(
        (bold(words.say("start.done")), coming_line(words, chat, coming), words.say("start.more")), "\n"
    )
    return Post(text, ((choices.button(words.label("button.settings"), ShowSettings()),),))


def welcome_post(language: str, place: Place) -> Post:
    """Return the welcome in a group or channel, where admins decide."""
    words = texts(language)
    key = "start.channel" if place is Place.CHANNEL else "start.group"
    return Post(join((bold(words.say("start.title")), words.say(key)), "\n\n"))


def _step(words: Texts, key: str) -> Safe:
    return join((bold(words.say("start.title")), words.say(key)), "\n\n")
