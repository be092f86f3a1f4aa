"""Every message of every kind: valid, with buttons that say something we understand."""

from collections.abc import Iterator
from datetime import date, time
from itertools import chain

import pytest

from bot.domain.answers import Card, HiddenPapers, Reason, Silence
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Chat, Place, Preferences, Style
from bot.domain.documents import Source
from bot.domain.editions import Chosen, Digest, Hidden
from bot.domain.errors import FeedUnavailable
from bot.domain.messages import Post
from bot.domain.papers import Listed, Paper
from bot.domain.readings import Checking, Fetching, Obstacle, ReadingNow, Scope, Unread, Wording
from bot.domain.schedule import Subscription
from bot.domain.summaries import SentencePair, Translation, arrange
from bot.tg.callbacks import decode
from bot.tg.commands import COMMANDS
from bot.tg.presses import OpenScreen, Screen
from bot.tg.views import help as help_view
from bot.tg.views import privacy, settings, start, subscription, trouble
from bot.tg.views.card import card_post
from bot.tg.views.digest import DigestViews
from bot.tg.views.evidence import evidence_post
from bot.tg.views.hidden import hidden_post
from bot.tg.views.progress import interrupted_post, progress_post
from bot.tg.views.silence import silence_post
from bot.tg.views.summary import summary_post
from bot.tg.views.translation import translation_post
from bot.tg.views.unread import unread_post
from bot.tg.zones import REGIONS
from bot.words.texts import languages, texts
from tests.fakes import at
from tests.fakes_tg import notes, telling
from tests.unit.tg.views.reading import read

NOW = at("2025-10-02 14:00")
DAY = Edition.daily(date(2025, 10, 3))
PAPER = Paper("2509.00001", "Knot", "We moor boats.", code_url="https://code.example/x")
CHOSEN = (Chosen(Listed(PAPER, 5), 1),)


def chat(
    language: str, *kinds: Kind, days: frozenset[int] = frozenset({1, 4}), zone: str = "Asia/Seoul"
) -> Chat:
    due = at("2025-10-02 23:15")
    subscriptions = tuple(Subscription(kind, time(8, 17), days, due) for kind in kinds)
    wishes = Preferences(language=language, zone=zone, wanted=("a <b>",), unwanted=("c&d",), min_votes=3)
    return Chat(1, Address(1), Place.PRIVATE, preferences=wishes, subscriptions=subscriptions)


def told_to_readers(language: str) -> Iterator[Post]:
    one = chat(language, *Kind)
    digest = Digest(DAY, NOW, True, "huggingface", 9, CHOSEN, dict.fromkeys(Hidden, 2))
    yield DigestViews(has_model=False).digest(digest, one.preferences)
    yield card_post(Card(PAPER), language)
    yield hidden_post(HiddenPapers(DAY, CHOSEN), one.preferences)
    for reason in Reason:
        yield silence_post(Silence(reason, DAY, 3, NOW, DAY.following, NOW, DAY.previous), one.preferences)
    yield help_view.help_post(language, COMMANDS)
    yield privacy.privacy_post(language)
    yield privacy.forget_post(language)
    yield privacy.forgotten_post(language)
    yield privacy.kept_post(language)


def readings(language: str) -> Iterator[Post]:
    made = notes(PAPER.id)
    for style in Style:
        summary = arrange(made, telling(made, language), style)
        yield card_post(Card(PAPER), language, summary, can_read=True)
        yield evidence_post(PAPER, summary)
        for place in Place:
            yield summary_post(PAPER, summary, place)
    for stage in (Fetching(), ReadingNow(Source.PDF, 3, 900), Checking(1), Wording(2)):
        yield progress_post(PAPER, stage, language)
    yield interrupted_post(PAPER, language)
    yield translation_post(PAPER, Translation(PAPER.id, language, (SentencePair("A b.", None),), "m"))
    for obstacle in Obstacle:
        yield unread_post(PAPER, Unread(obstacle, Scope.USER, NOW), Preferences(language=language), NOW)


def settings_and_steps(language: str) -> Iterator[Post]:
    for one in (chat(language), chat(language, *Kind), chat(language, Kind.DAILY, zone="America/St_Johns")):
        for screen in Screen:
            yield settings.settings_post(one, NOW, screen)
        for region in (*REGIONS, "atlantis"):
            yield settings.region_post(one, NOW, region)
            yield start.region_step_post(one, NOW, region)
    one = chat(language, *Kind)
    for screen in (Screen.LANGUAGE, Screen.ZONE, Screen.TIME):
        yield start.step_post(one, NOW, screen, time(8, 16))
    for place in (Place.GROUP, Place.CHANNEL):
        yield start.welcome_post(language, place)
    for kind in Kind:
        for is_first in (True, False):
            coming = subscription.coming(one, kind, NOW, is_first=is_first)
            assert coming is not None
            yield subscription.subscribed_post(one, coming)
            yield start.done_post(one, coming)
    yield subscription.unsubscribed_post(one, tuple(Kind))
    yield subscription.unsubscribed_post(one, ())


def troubles(language: str) -> Iterator[Post]:
    for key, entry in texts(language).entries.items():
        if key.startswith("trouble.") and not entry.places:
            yield trouble.trouble_post(language, key)
    yield trouble.error_post(language, FeedUnavailable("no answer"))
    yield trouble.bad_language_post(language)
    yield trouble.bad_subscription_post(language, "<b>\u202esoonish" * 30)
    for kind in Kind:
        yield trouble.bad_period_post(language, kind, NOW)


def every_message() -> Iterator[Post]:
    for language in languages():
        yield from chain(
            told_to_readers(language), readings(language), settings_and_steps(language), troubles(language)
        )


def test_every_message_is_valid_and_every_press_is_understood() -> None:
    posts = list(every_message())
    assert len(posts) > 150
    for post in posts:
        read(post)
        for row in post.keyboard:
            for button in row:
                assert button.data is None or decode(button.data) is not None, button


def test_examples_in_lines_about_trouble_are_from_the_recent_past() -> None:
    assert "/today 2025-10-01" in trouble.bad_period_post("en", Kind.DAILY, NOW).html
    assert "/weekly 2025-W39" in trouble.bad_period_post("en", Kind.WEEKLY, NOW).html
    assert "/monthly 2025-09" in trouble.bad_period_post("ko", Kind.MONTHLY, NOW).html


def test_lines_about_trouble_stay_within_an_alert_where_they_are_shown_in_one() -> None:
    shown = [
        *("trouble.not_admin", "trouble.old_button", "trouble.unexpected", "trouble.feed_down"),
        *("trouble.reading_already", "trouble.reading_up", "trouble.looking_up", "trouble.busy"),
        *("trouble.only_admins_post", "trouble.no_paper", "evidence.gone", "translation.not_here"),
    ]
    for language in languages():
        for key in shown:
            assert len(trouble.alert(language, key)) <= 200


@pytest.mark.parametrize("language", languages())
def test_settings_mark_what_holds_now(language: str) -> None:
    one = chat(language, Kind.DAILY, days=frozenset(range(1, 8)))
    for screen in (Screen.TIME, Screen.DAYS, Screen.ZONE, Screen.LANGUAGE, Screen.COUNT, Screen.STYLE):
        post = settings.settings_post(one, NOW, screen)
        labels = [button.text for row in post.keyboard for button in row]
        assert len([label for label in labels if label.startswith("✓ ")]) == 1, screen


def test_settings_show_the_chats_own_wishes_escaped() -> None:
    text = read(settings.settings_post(chat("en", Kind.DAILY), NOW)).text
    assert text.split("\n") == [
        "Settings",
        "Daily digest: Mon, Thu at 08:17",
        "Weekly top 10: off",
        "Monthly top 10: off",
        "Next: Friday at 08:15",
        "Time zone: Seoul (UTC+9)",
        "5 papers a day, brief",
        "Only these topics: a <b>",
        "Without these topics: c&d",
        "From 3 votes",
    ]


def test_every_page_leads_back() -> None:
    for screen in set(Screen) - {Screen.MAIN}:
        back = settings.settings_post(chat("en", *Kind), NOW, screen).keyboard[-1][0]
        assert decode(back.data) == OpenScreen(Screen.MAIN)
