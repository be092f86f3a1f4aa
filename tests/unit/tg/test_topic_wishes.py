"""Topics as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.callbacks import mark_of
from bot.tg.topic_wishes import LONGEST_TOPIC, MOST_TOPICS, Filters, Mistake, read_filters

NONE = Filters()
SOME = Filters(("robot",), ("crypto",), 5)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("robot, speech", Filters(("robot", "speech"))),
        ("speech recognition", Filters(("speech recognition",))),
        ("not crypto", Filters(unwanted=("crypto",))),
        ("not crypto, nft", Filters(unwanted=("crypto", "nft"))),
        ("제외 crypto", Filters(unwanted=("crypto",))),
        ("robot; without “video games”", Filters(("robot",), ("video games",))),
        ("robot, votes 10", Filters(("robot",), (), 10)),
        ("추천 10개", Filters(min_votes=10)),
        ("notes", Filters(("notes",))),
        ("vote counting", None),
        ("robot, ROBOT", Filters(("ROBOT",))),
    ],
)
def test_wishes_are_read(text: str, after: Filters | None) -> None:
    assert read_filters(text, NONE) == (after or Mistake.VOTES)


def test_a_wish_comes_on_top_of_what_was_set_and_changes_sides() -> None:
    assert read_filters("speech", SOME) == Filters(("robot", "speech"), ("crypto",), 5)
    assert read_filters("not Robot", SOME) == Filters((), ("crypto", "Robot"), 5)
    assert read_filters("Crypto", SOME) == Filters(("robot", "Crypto"), (), 5)
    assert read_filters("votes 0", SOME) == Filters(("robot",), ("crypto",), 0)


@pytest.mark.parametrize("text", ["off", "OFF ", "끄기"])
def test_all_filters_can_be_switched_off(text: str) -> None:
    assert read_filters(text, SOME) == NONE


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", Mistake.NO_TOPIC),
        (" , ;", Mistake.NO_TOPIC),
        ("!!!", Mistake.NO_TOPIC),
        ("not !!!", Mistake.NO_TOPIC),
        ("votes 1001", Mistake.VOTES),
        ("votes -1", Mistake.VOTES),
        ("votes ²", Mistake.VOTES),
        ("votes " + "9" * 5000, Mistake.VOTES),
        ("x" * (LONGEST_TOPIC + 1), Mistake.TOO_MANY),
        (", ".join(f"t{n}" for n in range(MOST_TOPICS + 1)), Mistake.TOO_MANY),
    ],
)
def test_what_cannot_be_is_a_mistake_with_a_line_of_its_own(text: str, mistake: Mistake) -> None:
    assert read_filters(text, SOME) is mistake


def test_a_button_removes_its_topic_and_an_old_one_nothing() -> None:
    assert SOME.without(mark_of("robot")) == Filters((), ("crypto",), 5)
    assert SOME.without(mark_of("crypto")) == Filters(("robot",), (), 5)
    assert SOME.without(mark_of("gone")) == SOME


@given(st.text(max_size=200), st.builds(Filters, st.just(("a", "b")), st.just(("c",)), st.just(3)))
def test_no_text_raises_and_bounds_hold(text: str, before: Filters) -> None:
    after = read_filters(text, before)
    if isinstance(after, Filters):
        topics = (*after.wanted, *after.unwanted)
        assert len(topics) <= MOST_TOPICS
        assert len({one.casefold() for one in topics}) == len(topics)
        assert all(len(one) <= LONGEST_TOPIC for one in topics)
