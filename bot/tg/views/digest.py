"""Digests: an edition as one chat sees it, in one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answers import Silence
from bot.domain.calendar import Kind
from bot.domain.chats import Place, Preferences
from bot.domain.editions import Chosen, Digest, Hidden, Movement
from bot.domain.messages import Button, Keyboard, Post
from bot.domain.summaries import Summary
from bot.services.ports import NOTHING_TOLD
from bot.tg.callbacks import encode
from bot.tg.presses import ShowHidden, ShowSettings
from bot.tg.views import paper, period
from bot.tg.views.fit import fit
from bot.tg.views.html import bold, italic, join
from bot.tg.views.silence import beside
from bot.words.texts import Safe, Texts, texts

_SAMPLE = "sample"
_LINES = {
    Hidden.TOPICS: "digest.hidden_topics",
    Hidden.VOTES: "digest.hidden_votes",
    Hidden.REPEAT: "digest.hidden_repeat",
}
_TITLES = {Kind.DAILY: "digest.daily", Kind.WEEKLY: "digest.weekly", Kind.MONTHLY: "digest.monthly"}


@dataclass(frozen=True, slots=True)
class DigestViews:
    """How digests look; `has_model` tells whether a reading model is set up."""

    has_model: bool

    def digest(
        self,
        digest: Digest,
        preferences: Preferences,
        place: Place = Place.PRIVATE,
        *,
        told: Mapping[str, Summary] = NOTHING_TOLD,
        silences: Sequence[Silence] = (),
        is_awaited: bool = False,
    ) -> Post:
        """Return a digest as one message.

        Args:
            digest: what was chosen.
            preferences: the chat's language and style.
            place: in a channel every reader can press, so what a press would post or change has no button.
            told: summaries of its papers in that language and style, by paper.
            silences: what is to be said below it, the most important first.
            is_awaited: whether what is not told yet is read now, and the message edited then.
        """
        words = texts(preferences.language)
        notes = [beside(one, preferences) for one in silences]
        foot = [*notes, *_foot(words, digest), *self._unread(words, digest, told, is_awaited=is_awaited)]
        if digest.edition.kind is Kind.DAILY:
            items = [
                paper.forms(words, one.listed, number, preferences.style, told.get(one.listed.paper.id))
                for number, one in enumerate(digest.chosen, start=1)
            ]
        else:
            items = [[_ranked(words, number, one)] for number, one in enumerate(digest.chosen, start=1)]
        html = fit(_head(words, digest), items, [join(foot, "\n")] if foot else [], plain=paper.PLAIN_FORMS)
        return Post(html, _keyboard(words, digest, place))

    def _unread(
        self, words: Texts, digest: Digest, told: Mapping[str, Summary], *, is_awaited: bool
    ) -> list[Safe]:
        """Tell by what the papers are told that were not read."""
        unread = sum(one.listed.paper.id not in told for one in digest.chosen)
        if digest.edition.kind is not Kind.DAILY or not unread:
            return []
        if not self.has_model and unread == len(digest.chosen):
            return [italic(words.say("digest.no_model"))]
        key = "digest.unread_awaited" if is_awaited else "digest.unread"
        return [italic(words.say(key, n=unread, total=words.number(len(digest.chosen))))]


def _head(words: Texts, digest: Digest) -> Safe:
    edition = digest.edition
    is_old = digest.captured_at.year != edition.last.year
    values = {"period": period.name(words, edition, has_year=is_old)}
    if edition.kind is Kind.WEEKLY:
        values["days"] = period.span(words, edition)
    if edition.kind is not Kind.DAILY:
        values["n"] = words.number(len(digest.chosen))
    title = words.say(_TITLES[edition.kind], **values)
    source = "digest.of_sample" if digest.source == _SAMPLE else "digest.of_huggingface"
    share = words.say(source, n=digest.total, chosen=len(digest.chosen))
    return join((bold(title), italic(join((share, _state(words, digest)), " · "))), "\n")


def _state(words: Texts, digest: Digest) -> Safe:
    if digest.is_open:
        return words.say("digest.still_open", moment=period.utc(words, digest.captured_at))
    if digest.edition.kind is Kind.DAILY:
        return words.say("digest.closed", moment=period.utc(words, digest.edition.closes_at))
    return words.say("digest.votes_as_of", moment=period.utc(words, digest.captured_at))


def _ranked(words: Texts, number: int, one: Chosen) -> Safe:
    figures = (paper.votes(words, one.listed.votes), _movement(words, one.movement))
    return join((paper.heading(one.listed.paper, number), join(figures, " · ")), "\n")


def _movement(words: Texts, movement: Movement | None) -> Safe:
    if movement is None:
        return Safe()
    if movement.is_new:
        return words.say("digest.moved_new")
    if movement.places == 0:
        return words.say("digest.moved_not")
    key = "digest.moved_up" if movement.places > 0 else "digest.moved_down"
    return words.say(key, places=abs(movement.places))


def _foot(words: Texts, digest: Digest) -> list[Safe]:
    lines = [words.say(key, n=digest.hidden[why]) for why, key in _LINES.items() if digest.hidden.get(why)]
    if any(one.movement is not None for one in digest.chosen):
        lines.append(words.say("digest.movement_legend"))
    return lines


def _keyboard(words: Texts, digest: Digest, place: Place) -> Keyboard:
    hidden = digest.hidden.get(Hidden.TOPICS, 0) + digest.hidden.get(Hidden.VOTES, 0)
    last = []
    if hidden and place is not Place.CHANNEL:
        press = encode(ShowHidden(digest.edition))
        last.append(Button(words.label("digest.show_hidden", n=hidden), data=press))
    if place is not Place.CHANNEL:
        last.append(Button(words.label("button.settings"), data=encode(ShowSettings())))
    numbers = paper.numbers([one.listed.paper for one in digest.chosen])
    return (*numbers, tuple(last)) if last else numbers
