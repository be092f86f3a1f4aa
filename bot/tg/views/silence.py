"""Silences: in one line why there is no (new) list, and what can be seen instead."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from bot.domain.answers import Reason, Silence
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Preferences
from bot.domain.messages import Button, Keyboard, Post
from bot.tg.callbacks import encode
from bot.tg.presses import Again, ShowHidden
from bot.tg.views import period
from bot.tg.views.html import join
from bot.words.texts import Safe, Texts, texts

_COMMANDS = {Kind.DAILY: "/today", Kind.WEEKLY: "/weekly", Kind.MONTHLY: "/monthly"}


def silence_post(silence: Silence, preferences: Preferences) -> Post:
    """Return one reason as a message, with a button for what can be seen instead."""
    words = texts(preferences.language)
    line = (
        _reason(words, silence),
        _coming(words, silence, preferences.zone_info),
        _instead(words, silence),
    )
    is_served = silence.next_edition is None or silence.arrives_at is not None
    hint = Safe() if is_served else words.say("silence.subscribe")
    return Post(join((join(line, " "), hint), "\n"), _keyboard(words, silence))


def beside(silence: Silence, preferences: Preferences) -> Safe:
    """Return one reason as a line below a digest."""
    words = texts(preferences.language)
    if silence.reason is Reason.FEED_DOWN:
        return words.say("silence.feed_down_beside")
    parts = [_reason(words, silence), _coming(words, silence, preferences.zone_info)]
    if silence.reason is Reason.MAYBE_LOST:
        parts.append(_instead(words, silence))
    return join(parts, " ")


def _name(words: Texts, silence: Silence, edition: Edition) -> str:
    """Return a list's name as seen from the list that a reason is about."""
    if edition.kind is Kind.DAILY and silence.edition.kind is Kind.DAILY:
        return period.near(words, edition.first, silence.edition.first)
    return period.name(words, edition)


def _reason(words: Texts, silence: Silence) -> Safe:
    return _REASONS[silence.reason](words, silence)


def _weekend(words: Texts, silence: Silence) -> Safe:
    if silence.next_edition is not None:
        return words.say("silence.weekend")
    return words.say("silence.weekend_day", period=_dated(words, silence.edition))


def _still_open(words: Texts, silence: Silence) -> Safe:
    edition = silence.edition
    return words.say(
        "silence.still_open",
        n=silence.papers,
        period=period.name(words, edition),
        as_of=period.utc(words, silence.as_of or edition.opens_at),
        closes=period.utc(words, edition.closes_at),
    )


def _future(words: Texts, silence: Silence) -> Safe:
    edition = silence.edition
    opens = period.utc(words, edition.opens_at, has_year=True)
    return words.say("silence.future", period=_dated(words, edition), opens=opens)


def _all_hidden(words: Texts, silence: Silence) -> Safe:
    return words.say("silence.all_hidden", n=silence.papers, period=period.name(words, silence.edition))


def _dated(words: Texts, edition: Edition) -> str:
    return period.name(words, edition, has_year=True)


_REASONS: Mapping[Reason, Callable[[Texts, Silence], Safe]] = {
    Reason.WEEKEND: _weekend,
    Reason.STILL_OPEN: _still_open,
    Reason.HOLIDAY: lambda words, one: words.say("silence.holiday", period=_dated(words, one.edition)),
    Reason.FUTURE: _future,
    Reason.ALL_HIDDEN: _all_hidden,
    Reason.TOLD: lambda words, one: words.say("silence.told", period=period.name(words, one.edition)),
    Reason.FEED_DOWN: lambda words, _: words.say("silence.feed_down"),
    Reason.MAYBE_LOST: lambda words, one: words.say(
        "silence.maybe_lost", period=period.name(words, one.edition)
    ),
}


def _coming(words: Texts, silence: Silence, zone: ZoneInfo) -> Safe:
    """Tell which list comes next and when; an open list has told its name already."""
    edition = silence.next_edition
    if edition is None or silence.reason is Reason.FEED_DOWN:
        return Safe()
    seen_from = silence.edition.first
    when = period.local(words, silence.arrives_at, zone, seen_from) if silence.arrives_at else None
    if silence.reason is Reason.STILL_OPEN and edition == silence.edition:
        return words.say("silence.arrives", when=when) if when else Safe()
    name = _name(words, silence, edition)
    if when:
        return words.say("silence.next_arrives", period=name, when=when)
    closes = period.utc(words, edition.closes_at)
    return words.say("silence.next", period=name, closes=closes)


def _instead(words: Texts, silence: Silence) -> Safe:
    again = _again(silence)
    if again is None:
        return Safe()
    command = f"{_COMMANDS[again.kind]} {again.period}"
    return words.say("silence.again", period=_name(words, silence, again), command=command)


def _again(silence: Silence) -> Edition | None:
    return silence.edition if silence.reason is Reason.MAYBE_LOST else silence.again


def _keyboard(words: Texts, silence: Silence) -> Keyboard:
    if silence.reason is Reason.ALL_HIDDEN and silence.papers:
        label = words.label("digest.show_hidden", n=silence.papers)
        return ((Button(label, data=encode(ShowHidden(silence.edition))),),)
    again = _again(silence)
    if again is None:
        return ()
    label = words.label("button.again", period=_name(words, silence, again))
    return ((Button(label, data=encode(Again(again))),),)
