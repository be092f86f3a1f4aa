"""Whether a digest is edited, decided without anything around it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Edition
from bot.domain.deliveries import Frozen
from bot.domain.editions import Chosen, Digest
from bot.domain.messages import Post
from bot.services.improve import MOST_PARTIAL, STEADY, Progress, Verdict, decide
from tests.fakes import at, papers

NOW = at("2025-10-03 00:00")
LISTED = papers(range(1, 5))
IDS = tuple(one.paper.id for one in LISTED)
DIGEST = Digest(
    Edition.daily(date(2025, 10, 2)),
    NOW,
    True,
    "huggingface",
    15,
    tuple(Chosen(one, place) for place, one in enumerate(LISTED, start=1)),
)
LONG_AGO = NOW - STEADY


def verdict(
    told: tuple[str, ...], before: tuple[str, ...] = (), *, edits: int = 0, is_ending: bool = False,
    is_steady: bool = True, paper_ids: tuple[str, ...] = IDS,
) -> Verdict:  # fmt: skip
    frozen = Frozen(Post("x"), paper_ids, frozenset(before))
    digest = replace(DIGEST, told=frozenset(told))
    since = LONG_AGO if is_steady else NOW
    return decide(frozen, digest, Progress(digest.told, since, edits), NOW, is_ending=is_ending)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (verdict(()), Verdict.WAIT),
        (verdict(IDS), Verdict.EDIT_LAST),
        (verdict(IDS, is_steady=False), Verdict.EDIT_LAST),
        (verdict(IDS, edits=9), Verdict.EDIT_LAST),
        (verdict(IDS, IDS), Verdict.FINISH),
        (verdict(IDS[:1]), Verdict.EDIT),
        (verdict(IDS[:1], is_steady=False), Verdict.WAIT),
        (verdict(IDS[:1], IDS[:1]), Verdict.WAIT),
        (verdict(IDS[:2], IDS[:1], edits=MOST_PARTIAL), Verdict.WAIT),
        (verdict(IDS[:2], IDS[:1], edits=MOST_PARTIAL, is_ending=True), Verdict.EDIT_LAST),
        (verdict((), is_ending=True), Verdict.EDIT_LAST),
        (verdict(IDS[1:2], IDS[:1]), Verdict.WAIT),
        (verdict(IDS[1:2], IDS[:1], is_ending=True), Verdict.FINISH),
        (verdict(IDS, paper_ids=IDS[:3]), Verdict.FINISH),
        (verdict(IDS, paper_ids=IDS[::-1]), Verdict.FINISH),
    ],
)
def test_each_case_has_its_verdict(found: Verdict, expected: Verdict) -> None:
    assert found is expected


some = st.sets(st.sampled_from(IDS)).map(tuple)


@given(some, some, st.integers(0, 5), st.booleans(), st.booleans())
def test_no_edit_takes_away_what_was_told(
    told: tuple[str, ...], before: tuple[str, ...], edits: int, is_ending: bool, is_steady: bool  # noqa: FBT001
) -> None:  # fmt: skip
    found = verdict(told, before, edits=edits, is_ending=is_ending, is_steady=is_steady)
    if found in (Verdict.EDIT, Verdict.EDIT_LAST):
        assert set(told) >= set(before)
    if is_ending:
        assert found in (Verdict.FINISH, Verdict.EDIT_LAST)


def test_a_weekly_digest_has_nothing_to_wait_for() -> None:
    weekly = replace(DIGEST, edition=Edition.weekly(date(2025, 10, 2)))
    assert weekly.is_whole
    assert not DIGEST.is_whole
