"""Cards: one paper, where it stands, and where to read on."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answers import Card, HiddenPapers, Standing
from bot.domain.calendar import Edition
from bot.domain.chats import Preferences, Style
from bot.domain.editions import Chosen
from bot.domain.notes import STAND_IN
from bot.domain.papers import Listed, Paper
from bot.domain.summaries import Telling, arrange
from bot.playground.entities import count_units
from bot.tg.views.card import card_alert, card_post
from bot.tg.views.hidden import MOST, hidden_post
from bot.tg.views.html import clean
from bot.words.texts import languages
from tests.fakes_tg import READING, notes
from tests.unit.tg.views import hostile
from tests.unit.tg.views.reading import read

DAY = Edition.daily(date(2025, 9, 29))
ABSTRACT = "We present Knot. It moors a boat in 3.2 seconds."
KNOT = Paper(
    "2509.00001",
    "Knot: Mooring Boats",
    ABSTRACT,
    tuple(f"Author {n}" for n in range(14)),
    published_at=datetime(2025, 9, 26, 0, 0, tzinfo=UTC),
    ai_summary="Knot moors a boat in 3.2 seconds.",
    organization="Harbour Lab",
    code_url="https://code.example/knot",
    code_stars=1140,
    project_url="https://knot.example/",
)
STANDINGS = (Standing(DAY, 1, 100), Standing(Edition.weekly(DAY.first), 3, 122))


def test_a_card_reads_like_this() -> None:
    post = card_post(Card(KNOT, STANDINGS), "en")
    assert read(post).text == (
        "Knot: Mooring Boats\n"
        "Author 0, Author 1 and 12 more · Harbour Lab · 26 Sep 2025 · arXiv 2509.00001\n"
        "▲ 122 · 29 Sep: 1st · week: 3rd · code ★ 1.1k\n"
        "\n"
        "Knot moors a boat in 3.2 seconds.\n"
        "Hugging Face's summary\n"
        "\n"
        "We present Knot. It moors a boat in 3.2 seconds."
    )
    assert [[button.url for button in row] for row in post.keyboard] == [
        [
            "https://arxiv.org/abs/2509.00001",
            "https://arxiv.org/pdf/2509.00001",
            "https://www.alphaxiv.org/abs/2509.00001",
        ],
        ["https://code.example/knot", "https://knot.example/"],
    ]


def test_the_same_in_korean() -> None:
    post = card_post(Card(KNOT, STANDINGS), "ko")
    lines = read(post).text.split("\n")
    assert lines[1] == "Author 0, Author 1 외 12명 · Harbour Lab · 2025년 9월 26일 · arXiv 2509.00001"
    assert lines[2] == "▲ 122 · 9월 29일 1위 · 주간 3위 · 코드 ★ 1.1천"
    assert post.keyboard[0][2].url == "https://www.alphaxiv.org/ko/overview/2509.00001"


def test_a_paper_that_no_list_held_has_no_votes_and_what_is_not_known_is_left_out() -> None:
    post = card_post(Card(Paper("2509.00001", "Knot", ABSTRACT)), "en")
    assert "▲" not in read(post).text
    assert len(post.keyboard) == 1


def test_of_several_lists_of_a_kind_the_newest_counts() -> None:
    older = Standing(Edition.daily(date(2025, 9, 26)), 9, 80)
    assert "29 Sep: 1st" in read(card_post(Card(KNOT, (*STANDINGS, older)), "en")).text
    assert "26 Sep: " not in read(card_post(Card(KNOT, (*STANDINGS, older)), "en")).text


def test_authors_who_have_nothing_to_be_seen_are_left_out() -> None:
    blank = replace(KNOT, authors=(" ", "\u200b", "Ann Lee"))
    assert "Ann Lee · " in read(card_post(Card(blank, ()), "en")).text
    assert ", Ann Lee" not in read(card_post(Card(blank, ()), "en")).text


def test_an_abstract_without_end_is_told_in_whole_sentences() -> None:
    paper = Paper("2509.00001", "Knot", "It moors a boat in 3.2 seconds. " * 300)
    (quoted,) = read(card_post(Card(paper), "en")).marked("expandable_blockquote")
    assert quoted.endswith("3.2 seconds.")
    assert 2_000 < len(quoted) <= 2_500


def test_in_the_window_of_a_press_a_paper_is_told_in_a_few_words() -> None:
    assert card_alert(Card(KNOT, STANDINGS), "en").split("\n") == [
        "Knot: Mooring Boats",
        "▲ 122 · 29 Sep: 1st · week: 3rd · code ★ 1.1k",
        "Knot moors a boat in 3.2 seconds.",
    ]


def test_the_window_of_a_press_has_no_room_to_say_that_no_model_read_it_so_it_tells_the_feeds_line() -> None:
    of = notes(KNOT.id, reading=replace(READING, model=STAND_IN))
    sample = arrange(of, Telling.in_english(of), Style.BRIEF)
    assert card_alert(Card(KNOT, STANDINGS), "en", sample) == card_alert(Card(KNOT, STANDINGS), "en")


@given(hostile.cards, st.sampled_from(languages()))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_paper_holds_it_fits_into_the_window_of_a_press(card: Card, language: str) -> None:
    assert 1 <= count_units(card_alert(card, language)) <= 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile.cards, st.sampled_from(languages()))
def test_whatever_a_paper_holds_its_card_is_valid_and_fits(card: Card, language: str) -> None:
    told = read(card_post(card, language))
    assert told.links[0] == f"https://arxiv.org/abs/{card.paper.id}"
    for quoted in told.marked("expandable_blockquote"):
        assert clean(quoted) == quoted


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(hostile.listed(hostile.papers()), max_size=30), hostile.preferences)
def test_hidden_papers_are_listed_and_the_rest_counted(
    listed: list[Listed], preferences: Preferences
) -> None:
    chosen = tuple(Chosen(one, place) for place, one in enumerate(listed, start=1))
    post = hidden_post(HiddenPapers(DAY, chosen), preferences)
    told = read(post)
    assert len(told.links) == sum(map(len, post.keyboard)) == min(len(listed), MOST)
    if len(listed) > MOST:
        assert str(len(listed) - MOST) in told.text.split("\n")[-1]
