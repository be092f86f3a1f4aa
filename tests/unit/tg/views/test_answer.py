"""Silence is explained: each reason in a line that stands for itself."""

from datetime import date

import pytest

from bot.domain.answers import Answer, Reason, Silence
from bot.domain.calendar import Edition
from bot.domain.chats import Preferences
from bot.domain.editions import Chosen, Digest
from bot.domain.papers import Listed, Paper
from bot.tg.callbacks import decode
from bot.tg.presses import Again, ShowHidden
from bot.tg.views.answer import answer_posts
from bot.tg.views.digest import DigestViews
from bot.tg.views.silence import silence_post
from bot.words.texts import languages
from tests.fakes import at
from tests.unit.tg.views.reading import read

SUNDAY, FRIDAY, MONDAY = (Edition.daily(date(2025, 10, day)) for day in (5, 3, 6))
SEOUL = Preferences(language="ko", zone="Asia/Seoul")
BERLIN = Preferences(language="en", zone="Europe/Berlin")
WEEKEND = Silence(
    Reason.WEEKEND, SUNDAY, next_edition=MONDAY, arrives_at=at("2025-10-06 23:15"), again=FRIDAY
)
OPEN = Silence(
    Reason.STILL_OPEN,
    MONDAY,
    papers=23,
    as_of=at("2025-10-06 14:00"),
    next_edition=MONDAY,
    arrives_at=at("2025-10-07 06:15"),
)


def test_a_korean_sunday_reads_like_this() -> None:
    post = silence_post(WEEKEND, SEOUL)
    assert read(post).text == (
        "주말에는 새 목록이 없습니다. 다음 목록은 월요일 목록이며, 화요일 08:15에 보내드립니다. "
        "금요일 목록 다시 보기: /today 2025-10-03"
    )
    ((button,),) = post.keyboard
    assert (button.text, decode(button.data)) == ("금요일 목록 보기", Again(FRIDAY))


def test_the_same_in_english() -> None:
    assert read(silence_post(WEEKEND, BERLIN)).text == (
        "There is no new list at weekends. The next is Monday's list; it comes on Tuesday at 01:15. "
        "Friday's list again: /today 2025-10-03"
    )


def test_an_open_list_says_how_far_it_is_when_it_closes_and_when_the_digest_comes() -> None:
    assert read(silence_post(OPEN, BERLIN)).text == (
        "The list of Monday 6 October is still open (23 papers so far, 6 Oct, 14:00 UTC). "
        "It closes 7 Oct, 02:45 UTC. Your digest comes on Tuesday at 08:15."
    )


def test_without_a_subscription_the_way_to_one_is_told() -> None:
    silence = Silence(Reason.WEEKEND, SUNDAY, next_edition=MONDAY)
    assert "/subscribe" in read(silence_post(silence, BERLIN)).text


def test_a_day_far_away_is_told_with_its_date() -> None:
    later = Silence(Reason.TOLD, FRIDAY, next_edition=Edition.daily(date(2025, 10, 13)))
    assert "Monday 13 October's list" in read(silence_post(later, BERLIN)).text


def test_what_filters_left_nothing_of_can_be_shown() -> None:
    post = silence_post(Silence(Reason.ALL_HIDDEN, FRIDAY, papers=12), BERLIN)
    assert read(post).text == "All 12 papers of Friday 3 October are hidden by your filters."
    assert decode(post.keyboard[0][0].data) == ShowHidden(FRIDAY)


def test_a_digest_that_may_be_lost_can_be_seen_again() -> None:
    post = silence_post(Silence(Reason.MAYBE_LOST, FRIDAY), BERLIN)
    assert "/today 2025-10-03" in read(post).text
    assert decode(post.keyboard[0][0].data) == Again(FRIDAY)


@pytest.mark.parametrize(
    ("edition", "said"),
    [
        (Edition.weekly(date(2026, 12, 30)), "week 53 of 2026"),
        (Edition.monthly(date(2026, 2, 1)), "February 2026"),
        (Edition.daily(date(2026, 2, 2)), "Monday 2 February 2026"),
    ],
)
def test_a_period_that_has_not_begun_says_when_it_opens(edition: Edition, said: str) -> None:
    text = read(silence_post(Silence(Reason.FUTURE, edition), BERLIN)).text
    assert said in text
    assert str(edition.opens_at.year) in text.partition("It opens")[2]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_told_in_every_language_and_names_its_day_or_the_weekend(
    reason: Reason, language: str
) -> None:
    text = read(silence_post(Silence(reason, FRIDAY, papers=3), Preferences(language=language))).text
    if reason is not Reason.FEED_DOWN:
        assert "3" in text
    assert "error" not in text.casefold()
    assert "\n" not in text


def test_beside_a_digest_reasons_stand_below_it_in_the_same_message() -> None:
    chosen = (Chosen(Listed(Paper("2509.00001", "Knot", "We moor boats."), 5), 1),)
    digest = Digest(FRIDAY, FRIDAY.closes_at, False, "huggingface", 9, chosen)
    down = Silence(Reason.FEED_DOWN, MONDAY)
    (post,) = answer_posts(Answer(digest, (OPEN, down)), BERLIN, DigestViews(has_model=True))
    text = read(post).text
    assert text.startswith("Today's papers · Friday 3 October")
    assert "\n\nThe list of Monday 6 October is still open" in text
    assert "so there may be a newer list than this one.\n1 of 1 has not been read yet" in text


def test_reasons_without_a_digest_are_messages_of_their_own() -> None:
    assert len(answer_posts(Answer(silences=(WEEKEND,)), BERLIN, DigestViews(has_model=True))) == 1
