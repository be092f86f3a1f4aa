"""Digests: what they say, and that whatever papers hold they arrive whole."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.answers import Reason, Silence
from bot.domain.calendar import Edition
from bot.domain.chats import Place, Preferences, Style
from bot.domain.editions import Chosen, Digest, Hidden, Movement
from bot.domain.papers import Listed, Paper
from bot.domain.sentences import split
from bot.tg.callbacks import decode
from bot.tg.presses import OpenCard, ShowHidden, ShowSettings
from bot.tg.views import paper as papers
from bot.tg.views.digest import DigestViews
from bot.tg.views.html import clean
from bot.words.texts import languages
from tests.fakes import at
from tests.unit.tg.views import hostile
from tests.unit.tg.views.reading import read

DAY = Edition.daily(date(2025, 9, 29))
WEEK = Edition.weekly(date(2025, 9, 29))
VIEWS = DigestViews(has_model=False)
SENTENCES = (
    "Boats are moored every day. ",
    "We present Knot, a planner that moors a boat in 3.2 seconds. ",
    "It reads the wind from a single camera and the rope from its own motor. ",
    "On 40 invented harbours it fails in 2.5% of cases, against 9% before. ",
    "Ropes of wire are left to later work. ",
)


def invent(number: int, **fields: object) -> Paper:
    paper = Paper(f"2509.{number:05d}", f"Knot {number}: Mooring Boats", "".join(SENTENCES))
    return replace(paper, **fields)  # type: ignore[arg-type]


def tell(*chosen: Paper, edition: Edition = DAY, **fields: object) -> Digest:
    listed = tuple(Chosen(Listed(one, 122 - n), n) for n, one in enumerate(chosen, start=1))
    digest = Digest(edition, edition.closes_at, False, "huggingface", 42, listed)
    return replace(digest, **fields)  # type: ignore[arg-type]


def test_a_digest_reads_like_this() -> None:
    knot = invent(
        1, code_stars=1140, organization="Harbour Lab", ai_summary="Knot moors a boat in 3.2 seconds."
    )
    post = VIEWS.digest(tell(knot, invent(2)), Preferences())
    assert read(post).text == (
        "Today's papers · Monday 29 September\n"
        "2 of 42 on Hugging Face · list closed 30 Sep, 02:45 UTC\n"
        "\n"
        "1 · Knot 1: Mooring Boats\n"
        "Knot moors a boat in 3.2 seconds.\n"
        "▲ 121 · code ★ 1.1k · Harbour Lab · Hugging Face's summary\n"
        "\n"
        "2 · Knot 2: Mooring Boats\n"
        "We present Knot, a planner that moors a boat in 3.2 seconds.\n"
        "▲ 120 · from the abstract\n"
        "\n"
        "No language model is set up on this bot, so each brief is Hugging Face's own one-line summary or a "
        "sentence from the abstract."
    )
    assert [button.text for row in post.keyboard for button in row] == ["1", "2", "Settings"]


def test_the_same_in_korean() -> None:
    post = VIEWS.digest(tell(invent(1)), Preferences(language="ko"))
    lines = read(post).text.split("\n")
    assert lines[:2] == [
        "오늘의 논문 · 9월 29일 월요일",
        "Hugging Face 42편 중 1편 · 9월 30일 02:45 UTC 마감",
    ]
    assert "초록에서 발췌" in lines[5]
    assert "언어 모델이 설정되어 있지 않아" in lines[-1]


def test_titles_link_to_arxiv_and_numbers_open_cards() -> None:
    post = VIEWS.digest(tell(*(invent(n) for n in range(1, 11))), Preferences())
    assert read(post).links == [f"https://arxiv.org/abs/2509.{n:05d}" for n in range(1, 11)]
    rows = [[button.text for button in row] for row in post.keyboard]
    assert rows == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], ["Settings"]]
    assert decode(post.keyboard[1][0].data) == OpenCard("2509.00006")


def test_an_open_list_says_since_when_it_is_known() -> None:
    digest = tell(invent(1), is_open=True, captured_at=at("2025-09-29 23:15"))
    assert "list still open, as of 29 Sep, 23:15 UTC" in read(VIEWS.digest(digest, Preferences())).text


@pytest.mark.parametrize("language", languages())
def test_the_invented_week_is_never_passed_off_as_hugging_faces(language: str) -> None:
    digest = tell(invent(1), source="sample")
    line = read(VIEWS.digest(digest, Preferences(language=language))).text.split("\n")[1]
    assert "invented sample" in line or "가상 예시 논문" in line


def test_what_filters_hid_is_counted_and_can_be_shown() -> None:
    digest = tell(invent(1), hidden={Hidden.TOPICS: 3, Hidden.VOTES: 1, Hidden.REPEAT: 2})
    post = VIEWS.digest(digest, Preferences())
    text = read(post).text
    assert "3 papers hidden by the topic filter." in text
    assert "1 paper hidden for too few votes." in text
    assert "2 papers left out: they came within the last 30 days." in text
    show, settings_ = post.keyboard[-1]
    assert (show.text, decode(show.data)) == ("Show 4 hidden papers", ShowHidden(DAY))
    assert decode(settings_.data) == ShowSettings()


def test_a_channel_has_numbers_and_nothing_that_would_post_or_change_anything() -> None:
    post = VIEWS.digest(tell(invent(1), hidden={Hidden.TOPICS: 3}), Preferences(), Place.CHANNEL)
    assert "3 papers hidden" in post.html
    assert [[button.text for button in row] for row in post.keyboard] == [["1"]]


def test_with_a_model_nothing_is_said_about_its_absence() -> None:
    assert "model" not in read(DigestViews(has_model=True).digest(tell(invent(1)), Preferences())).text


def test_an_old_list_tells_its_year() -> None:
    digest = tell(invent(1), captured_at=at("2026-11-22 12:00"))
    assert "Monday 29 September 2025" in read(VIEWS.digest(digest, Preferences())).text


def test_a_week_is_a_ranking_with_movement_and_no_briefs() -> None:
    moves = [Movement(is_new=True), Movement(1), Movement(-2), Movement(0)]
    digest = tell(*(invent(n) for n in range(1, 5)), edition=WEEK)
    chosen = tuple(replace(one, movement=moved) for one, moved in zip(digest.chosen, moves, strict=True))
    text = read(VIEWS.digest(replace(digest, chosen=chosen), Preferences())).text
    assert text.startswith(
        "Weekly top 4 · week 40 of 2025 (29 Sep – 3 Oct)\n4 of 42 on Hugging Face · votes as of"
    )
    assert [line for line in text.split("\n") if line.startswith("▲")] == [
        "▲ 121 · new",
        "▲ 120 · ↑1",
        "▲ 119 · ↓2",
        "▲ 118 · –",
    ]
    assert "We present" not in text
    korean = read(VIEWS.digest(digest, Preferences(language="ko"))).text
    assert korean.startswith("주간 논문 톱 4 · 2025년 40주 (9.29–10.3)")


def test_a_month_is_named() -> None:
    digest = tell(invent(1), edition=Edition.monthly(DAY.first))
    assert read(VIEWS.digest(digest, Preferences())).text.startswith("Monthly top 1 · September 2025\n")


def test_what_is_to_be_said_stands_below_the_papers() -> None:
    lost = Silence(Reason.MAYBE_LOST, Edition.daily(date(2025, 9, 26)))
    post = VIEWS.digest(tell(invent(1)), Preferences(), silences=[lost])
    assert (
        "\n\nThe digest of Friday 26 September was cut off on its way and may not have reached you. "
        "Friday's list again: /today 2025-09-26\nNo language model"
    ) in read(post).text


def test_styles_tell_more_and_more_and_quote_only_what_the_abstract_says() -> None:
    one = invent(1, ai_summary="Knot moors boats quickly.")
    brief, sections, deep = (
        read(VIEWS.digest(tell(one), Preferences(style=style)))
        for style in (Style.BRIEF, Style.SECTIONS, Style.DEEP)
    )
    assert brief.marked("expandable_blockquote") == []
    (quoted,) = sections.marked("expandable_blockquote")
    assert 1 <= len(split(quoted)) <= 3
    assert all(sentence.text in one.abstract for sentence in split(quoted))
    assert deep.marked("expandable_blockquote") == [clean(one.abstract)]


def test_where_room_is_short_the_last_papers_are_told_shorter_and_the_first_stay_full() -> None:
    long = "".join(SENTENCES) * 4
    post = VIEWS.digest(tell(*(invent(n, abstract=long) for n in range(1, 9))), Preferences(style=Style.DEEP))
    told = read(post)
    quotes = told.marked("expandable_blockquote")
    assert quotes[0] == clean(long)
    assert 0 < len(quotes) < 8
    assert told.text.count("· from the abstract") == 8
    assert told.units > 3_000


def test_a_title_is_never_cut_up_to_three_hundred_letters() -> None:
    title = "Word " * 59 + "There"
    assert len(title) == papers.LONGEST_TITLE
    assert title in read(VIEWS.digest(tell(invent(1, title=title)), Preferences())).text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("letter", ["a", "W", "字", "😀", "&", "<", "אב"])
def test_ten_papers_with_monstrous_titles_still_fit(language: str, letter: str) -> None:
    monster = (letter * 9 + " ") * 400
    worst = [
        invent(
            n,
            title=monster,
            organization=monster[:60],
            code_stars=10**9,
            abstract=monster,
            ai_summary=monster,
        )
        for n in range(10)
    ]
    hidden = dict.fromkeys(Hidden, 9999)
    for edition in (DAY, WEEK):
        digest = tell(*worst, edition=edition, hidden=hidden, source="sample", is_open=True)
        for style in Style:
            told = read(VIEWS.digest(digest, Preferences(language=language, style=style)))
            assert len(told.links) == 10
            assert all(one.endswith("…") for one in told.marked("text_link"))


def test_a_title_of_invisible_letters_is_shown_as_its_id() -> None:
    told = read(VIEWS.digest(tell(invent(7, title="\u3164\u200b\u202e")), Preferences()))
    assert told.marked("text_link") == ["2509.00007"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile.digests(), hostile.preferences)
def test_whatever_papers_hold_the_message_is_valid_fits_and_names_each(
    digest: Digest, preferences: Preferences
) -> None:
    post = VIEWS.digest(digest, preferences)
    told = read(post)
    assert [link.rpartition("/")[2] for link in told.links] == [one.listed.paper.id for one in digest.chosen]
    shown = [papers.title(one.listed.paper) for one in digest.chosen]
    assert told.marked("text_link") == shown
    assert not set("\x00\x1b\u202e\u200b\u2066\ufeff") & set(told.text)
    assert post == VIEWS.digest(digest, preferences)
