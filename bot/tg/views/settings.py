"""The settings: one message whose pages take each other's place."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain.calendar import Kind
from bot.domain.chats import Chat
from bot.domain.messages import Button, Keyboard, Post
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, Subscription
from bot.tg.presses import Days, Flow, OpenScreen, Screen, Subscribe, Unsubscribe
from bot.tg.views import choices, period
from bot.tg.views.html import bold, join
from bot.tg.views.paper import rows
from bot.tg.views.topics import filter_count, filter_lines, topic_buttons
from bot.words.texts import Safe, Texts, language_name, texts

_FLOW = Flow.SETTINGS


def settings_post(
    chat: Chat, now: datetime, screen: Screen = Screen.MAIN, *, has_model: bool = False
) -> Post:
    """Return a page of a chat's settings; what its styles mean depends on whether there is a model."""
    words = texts(chat.preferences.language)
    if screen is Screen.MAIN:
        return _main(words, chat, now, has_model=has_model)
    if screen is Screen.STYLE:
        return _style(words, chat, has_model=has_model)
    return _PAGES[screen](words, chat, now)


def region_post(chat: Chat, now: datetime, region: str) -> Post:
    """Return the page with the cities of a part of the world."""
    words, zone = texts(chat.preferences.language), chat.preferences.zone
    return Post(_page(words, "zone"), choices.city_buttons(words, region, zone, now, _FLOW))


def days_of(subscription: Subscription) -> Days | None:
    """Return the days of a subscription by name; None where they have none."""
    if subscription.days == WEEKDAYS:
        return Days.WEEKDAYS
    return Days.EVERY_DAY if subscription.days == EVERY_DAY else None


def schedule(words: Texts, chat: Chat, kind: Kind) -> str:
    """Return when digests of a kind come to a chat, or that they don't."""
    subscription = chat.subscription(kind)
    if subscription is None:
        return words.label("settings.off")
    clock = words.clock(subscription.at)
    if kind is not Kind.DAILY:
        return words.label(f"settings.at_{kind}", clock=clock)
    days = days_of(subscription)
    named = words.label(f"days.{days}") if days else words.weekdays(subscription.days)
    return words.label("settings.at_daily", days=named, clock=clock)


def _main(words: Texts, chat: Chat, now: datetime, *, has_model: bool) -> Post:
    wishes = chat.preferences
    lines = [bold(words.say("settings.title"))]
    lines += [words.say(f"settings.{kind}_line", schedule=schedule(words, chat, kind)) for kind in Kind]
    due = [one.next_due_at for one in chat.subscriptions if one.next_due_at]
    if due:
        here = now.astimezone(wishes.zone_info).date()
        lines.append(
            words.say("settings.next_line", when=period.local(words, min(due), wishes.zone_info, here))
        )
    lines.append(words.say("settings.zone_line", zone=choices.place(words, wishes.zone, now)))
    style = choices.style_name(words, wishes.style, has_model=has_model)
    lines.append(words.say("settings.count_line", n=wishes.count, style=style))
    lines += filter_lines(words, wishes)
    return Post(join(lines, "\n"), _main_buttons(words, chat, style))


def _main_buttons(words: Texts, chat: Chat, style: str) -> Keyboard:
    wishes, daily = chat.preferences, chat.subscription(Kind.DAILY)
    days = days_of(daily) if daily else None
    pages: list[tuple[str, Screen, str]] = []
    if daily:
        pages.append(("settings.time_button", Screen.TIME, words.clock(daily.at)))
        named = words.label(f"days.{days}") if days else words.weekdays(daily.days)
        pages.append(("settings.days_button", Screen.DAYS, named))
    pages += [
        ("settings.zone_button", Screen.ZONE, words.city(wishes.zone)),
        ("settings.language_button", Screen.LANGUAGE, language_name(words.language)),
        ("settings.count_button", Screen.COUNT, words.number(wishes.count)),
        ("settings.style_button", Screen.STYLE, style),
        ("settings.topics_button", Screen.TOPICS, filter_count(words, wishes)),
    ]
    buttons = [
        choices.button(words.label(key, now=value), OpenScreen(screen)) for key, screen, value in pages
    ]
    buttons.append(choices.button(words.label("settings.subs_button"), OpenScreen(Screen.SUBSCRIPTIONS)))
    return rows(buttons, 2)


def _time(words: Texts, chat: Chat, _: datetime) -> Post:
    daily = chat.subscription(Kind.DAILY)
    buttons = choices.time_buttons(words, daily.at if daily else None, _FLOW)
    return Post(_page(words, "time"), (*buttons, _back(words)))


def _days(words: Texts, chat: Chat, _: datetime) -> Post:
    daily = chat.subscription(Kind.DAILY)
    return Post(
        _page(words, "days"), (*choices.day_buttons(words, days_of(daily) if daily else None), _back(words))
    )


def _zone(words: Texts, chat: Chat, now: datetime) -> Post:
    buttons = choices.zone_buttons(words, chat.preferences.zone, now, _FLOW)
    return Post(_page(words, "zone"), (*buttons, _back(words)))


def _language(words: Texts, *_: object) -> Post:
    buttons = choices.language_buttons(words.language, _FLOW)
    return Post(_page(words, "language"), (*buttons, _back(words)))


def _count(words: Texts, chat: Chat, _: datetime) -> Post:
    return Post(_page(words, "count"), (*choices.count_buttons(words, chat.preferences.count), _back(words)))


def _style(words: Texts, chat: Chat, *, has_model: bool) -> Post:
    hint = words.say("settings.style_hint_read" if has_model else "settings.style_hint")
    buttons = choices.style_buttons(words, chat.preferences.style, has_model=has_model)
    return Post(join((bold(words.say("settings.style_title")), hint), "\n"), (*buttons, _back(words)))


def _topics(words: Texts, chat: Chat, _: datetime) -> Post:
    lines = filter_lines(words, chat.preferences) or [words.say("topics.none")]
    text = join((join((bold(words.say("topics.title")), *lines), "\n"), words.say("topics.hint")), "\n\n")
    return Post(text, (*topic_buttons(words, chat.preferences), _back(words)))


def _subscriptions(words: Texts, chat: Chat, _: datetime) -> Post:
    lines = [bold(words.say("settings.subs_title"))]
    lines += [words.say(f"settings.{kind}_line", schedule=schedule(words, chat, kind)) for kind in Kind]
    lines.append(words.say("settings.subs_hint"))
    switches = []
    for kind in Kind:
        is_on = chat.subscription(kind) is not None
        label = words.label(f"settings.{kind}_stop" if is_on else f"settings.{kind}_start")
        switches.append((choices.button(label, Unsubscribe(kind) if is_on else Subscribe(kind)),))
    return Post(join(lines, "\n"), (*switches, _back(words)))


def _page(words: Texts, name: str) -> Safe:
    return join((bold(words.say(f"settings.{name}_title")), words.say(f"settings.{name}_hint")), "\n")


def _back(words: Texts) -> tuple[Button]:
    return (choices.button(words.label("button.back"), OpenScreen(Screen.MAIN)),)


_PAGES: Mapping[Screen, Callable[[Texts, Chat, datetime], Post]] = {
    Screen.TIME: _time,
    Screen.DAYS: _days,
    Screen.ZONE: _zone,
    Screen.LANGUAGE: _language,
    Screen.COUNT: _count,
    Screen.TOPICS: _topics,
    Screen.SUBSCRIPTIONS: _subscriptions,
}
