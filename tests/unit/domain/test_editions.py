from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Edition
from bot.domain.chats import Preferences
from bot.domain.editions import (
    TOP,
    Chosen,
    Digest,
    Hidden,
    Movement,
    choose,
    hidden_by_filters,
    with_movement,
)
from bot.domain.papers import MATURE_PAPERS, Listed, Paper, Snapshot, rank

FRIDAY = Edition.daily(date(2026, 6, 12))
WEEK = Edition.weekly(date(2026, 6, 12))
MONTH = Edition.monthly(date(2026, 6, 12))
CLOSED = datetime(2026, 7, 2, 12, tzinfo=UTC)


def listed(number: int, votes: int = 10, comments: int = 0, title: str = "On counting") -> Listed:
    return Listed(Paper(f"2606.{number:05d}", title, "We count what counts."), votes, comments)


def snapshot(*papers: Listed, edition: Edition = FRIDAY, captured_at: datetime = CLOSED) -> Snapshot:
    return Snapshot(edition, captured_at, papers)


def ids(chosen: Digest | tuple[Chosen, ...]) -> list[int]:
    return [
        int(one.listed.paper.id[-5:]) for one in (chosen.chosen if isinstance(chosen, Digest) else chosen)
    ]


LISTED = st.builds(
    listed,
    st.integers(0, 99_999),
    st.integers(0, 30),
    st.integers(0, 3),
    st.sampled_from(["On counting agents", "A robot", "RAG for robots", "Agents and RAG"]),
)
LISTS = st.lists(LISTED, max_size=30, unique_by=lambda one: one.paper.id)
TOPICS = st.lists(st.sampled_from(["agents", "robot", "RAG", "nothing", " "]), max_size=2).map(tuple)
PREFERENCES = st.builds(
    Preferences,
    count=st.integers(1, 10),
    min_votes=st.integers(0, 20),
    wanted=TOPICS,
    unwanted=TOPICS,
)


@given(LISTS, PREFERENCES, st.data())
def test_chosen_hidden_and_not_chosen_make_up_the_list(
    papers: list[Listed], preferences: Preferences, data: st.DataObject
) -> None:
    had = frozenset(data.draw(st.lists(st.sampled_from([one.paper.id for one in papers]))) if papers else ())
    digest = choose(snapshot(*papers), preferences, had)
    hidden = sum(digest.hidden.values())
    candidates = digest.total - hidden
    assert digest.total == len(papers)
    assert len(digest.chosen) == min(preferences.count, candidates)
    assert all(count > 0 for count in digest.hidden.values())
    assert had.isdisjoint(one.listed.paper.id for one in digest.chosen)
    assert digest.hidden.get(Hidden.REPEAT, 0) == len(had)


@given(LISTS, PREFERENCES)
def test_the_best_come_first_and_places_are_those_of_the_whole_list(
    papers: list[Listed], preferences: Preferences
) -> None:
    digest = choose(snapshot(*papers), preferences)
    ranked = rank(papers)
    assert [one.listed for one in digest.chosen] == [ranked[one.place - 1] for one in digest.chosen]
    places = [one.place for one in digest.chosen]
    assert places == sorted(places)
    votes = [one.listed.votes for one in digest.chosen]
    assert votes == sorted(votes, reverse=True)


@given(LISTS, PREFERENCES, st.data())
def test_the_order_of_the_list_does_not_matter(
    papers: list[Listed], preferences: Preferences, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(papers))
    assert choose(snapshot(*shuffled), preferences) == choose(snapshot(*papers), preferences)


def test_ties_are_broken_by_comments_and_then_by_id() -> None:
    papers = listed(4, 10, 0), listed(3, 10, 0), listed(2, 10, 5), listed(1, 11, 0)
    assert ids(choose(snapshot(*papers), Preferences(count=10))) == [1, 2, 3, 4]


def test_each_hidden_paper_is_counted_under_one_reason() -> None:
    papers = (
        listed(1, 90),
        listed(2, 80, title="A survey of robots"),
        listed(3, 2, title="A survey with few votes"),
        listed(4, 1),
        listed(5, 50, title="Had before, a survey"),
    )
    preferences = Preferences(min_votes=3, unwanted=("survey",))
    digest = choose(snapshot(*papers), preferences, had=frozenset({papers[4].paper.id}))
    assert ids(digest) == [1]
    assert digest.hidden == {Hidden.TOPICS: 1, Hidden.VOTES: 2, Hidden.REPEAT: 1}


def test_the_least_votes_themselves_are_enough() -> None:
    assert ids(choose(snapshot(listed(1, 5), listed(2, 4)), Preferences(min_votes=5))) == [1]


def test_one_wanted_topic_suffices_and_an_unwanted_one_outweighs_it() -> None:
    papers = listed(1, title="A robot"), listed(2, title="An agent"), listed(3, title="A robot agent")
    wanted = Preferences(wanted=("robot", "vision"))
    assert ids(choose(snapshot(*papers), wanted)) == [1, 3]
    both = Preferences(wanted=("robot",), unwanted=("agent",))
    assert ids(choose(snapshot(*papers), both)) == [1]


def test_a_blank_topic_wants_nothing_and_hides_nothing() -> None:
    papers = snapshot(listed(1), listed(2))
    for blank in ("", " ", "-"):
        assert choose(papers, Preferences(wanted=(blank,))).hidden == {}
        assert choose(papers, Preferences(unwanted=(blank,))).hidden == {}


def test_where_all_is_hidden_the_digest_is_empty_and_says_how_many() -> None:
    digest = choose(snapshot(listed(1), listed(2)), Preferences(wanted=("whales",)))
    assert digest.is_empty
    assert (digest.total, digest.hidden) == (2, {Hidden.TOPICS: 2})


@pytest.mark.parametrize("edition", [WEEK, MONTH])
def test_a_week_or_month_is_the_same_for_everyone(edition: Edition) -> None:
    papers = [listed(n, 100 - n, title="A robot") for n in range(15)]
    picky = Preferences(count=1, min_votes=99, wanted=("whales",), unwanted=("robot",))
    week = snapshot(*papers, edition=edition)
    digest = choose(week, picky, had=frozenset(one.paper.id for one in papers))
    assert ids(digest) == list(range(TOP))
    assert digest.hidden == {}
    assert digest == choose(week, Preferences())
    assert hidden_by_filters(week, picky) == ()


def test_the_hidden_papers_can_be_shown_with_their_places() -> None:
    papers = listed(1, 9), listed(2, 8, title="A robot"), listed(3, 1), listed(4, 7, title="Robot arms")
    preferences = Preferences(count=1, min_votes=2, unwanted=("robot",))
    hidden = hidden_by_filters(snapshot(*papers), preferences)
    assert [(one.listed.paper.id[-1], one.place) for one in hidden] == [("2", 2), ("4", 3), ("3", 4)]


@given(LISTS, PREFERENCES)
def test_what_can_be_shown_is_what_was_counted(papers: list[Listed], preferences: Preferences) -> None:
    shown = hidden_by_filters(snapshot(*papers), preferences)
    assert len(shown) == sum(choose(snapshot(*papers), preferences).hidden.values())


# Movement ---------------------------------------------------------------------------------------------


def test_a_week_tells_how_papers_moved_since_their_days() -> None:
    monday = snapshot(listed(1, 50), listed(2, 10), edition=Edition.daily(date(2026, 6, 8)))
    tuesday = snapshot(listed(3, 30), edition=Edition.daily(date(2026, 6, 9)))
    week = snapshot(listed(3, 90), listed(4, 80), listed(1, 70), listed(2, 60), edition=WEEK)
    digest = with_movement(choose(week, Preferences()), [monday, tuesday])
    assert [(one.listed.paper.id[-1], one.movement) for one in digest.chosen] == [
        ("3", Movement(1)),
        ("4", Movement(is_new=True)),
        ("1", Movement(-2)),
        ("2", Movement(-1)),
    ]


def test_without_daily_lists_nothing_is_said_about_movement() -> None:
    digest = choose(snapshot(listed(1), edition=WEEK), Preferences())
    assert with_movement(digest, []) == digest
    assert with_movement(digest, [snapshot()]) == digest


@given(LISTS, st.data())
def test_movement_changes_nothing_else(papers: list[Listed], data: st.DataObject) -> None:
    digest = choose(snapshot(*papers, edition=WEEK), Preferences())
    daily = data.draw(st.lists(st.sampled_from(papers))) if papers else []
    moved = with_movement(digest, [snapshot(*daily)])
    assert [(one.listed, one.place) for one in moved.chosen] == [
        (one.listed, one.place) for one in digest.chosen
    ]
    assert (moved.edition, moved.total, moved.hidden, moved.is_open) == (
        WEEK,
        digest.total,
        {},
        digest.is_open,
    )


def test_a_ranking_that_did_not_change_has_no_moves() -> None:
    papers = [listed(n, 50 - n) for n in range(10)]
    week = snapshot(*papers, edition=WEEK)
    digest = with_movement(choose(week, Preferences()), [snapshot(*papers)])
    assert {one.movement for one in digest.chosen} == {Movement(0)}


# Snapshots --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("captured_at", "papers", "is_open", "is_mature"),
    [
        (FRIDAY.opens_at + timedelta(hours=1), 50, True, False),
        (FRIDAY.opens_at + timedelta(hours=17, minutes=59), 50, True, False),
        (FRIDAY.opens_at + timedelta(hours=18), MATURE_PAPERS - 1, True, False),
        (FRIDAY.opens_at + timedelta(hours=18), MATURE_PAPERS, True, True),
        (FRIDAY.closes_at - timedelta(seconds=1), MATURE_PAPERS, True, True),
        (FRIDAY.closes_at, 1, False, True),
        (FRIDAY.closes_at, 0, False, False),
    ],
)
def test_a_list_is_mature_when_closed_or_ripe_with_enough_papers(
    captured_at: datetime, papers: int, *, is_open: bool, is_mature: bool
) -> None:
    one = snapshot(*[listed(n) for n in range(papers)], captured_at=captured_at)
    assert (one.is_open, one.is_mature, one.is_empty) == (is_open, is_mature, papers == 0)
    assert choose(one, Preferences()).is_open == is_open


def test_an_open_week_is_never_mature() -> None:
    papers = [listed(n) for n in range(50)]
    assert not snapshot(*papers, edition=WEEK, captured_at=WEEK.closes_at - timedelta(seconds=1)).is_mature
    assert snapshot(*papers, edition=WEEK, captured_at=WEEK.closes_at).is_mature
