"""Whatever step a process dies, freezes or loses its store at, nothing is told twice or lost in silence."""

import random

import pytest

from tests.e2e.crash.lives import Stage
from tests.e2e.crash.moments import Blow
from tests.e2e.crash.mutants import MUTANTS

SEEDS = range(12)


@pytest.mark.parametrize("blow", Blow)
async def test_a_blow_at_any_moment_repeats_and_loses_nothing(stage: Stage, blow: Blow) -> None:
    moments, wrong = await stage.strike_everywhere(blow)
    assert wrong == []
    assert moments > 60


async def test_processes_that_die_one_after_the_other_repeat_and_lose_nothing(stage: Stage) -> None:
    died = 0
    for seed in SEEDS:
        dice = random.Random(seed)  # noqa: S311 - a seed makes it the same each time
        moments = tuple(dice.randint(1, 30) for _ in range(dice.randint(2, 8)))
        ending = await stage.tell(Blow.KILL, moments)
        assert (seed, ending.violations) == (seed, ())
        died += len(ending.struck)
    assert died > 2 * len(SEEDS)


@pytest.mark.parametrize(
    ("mutant", "blow", "found"),
    [
        ("marks after sending", Blow.KILL, "told 2 times"),
        ("marks after sending", Blow.FREEZE, "told 2 times"),
        ("no fence", Blow.FREEZE, "told 2 times"),
        ("no unique key", Blow.KILL, "owed 2 times"),
        ("forgets to owe", Blow.KILL, "never owed"),
        ("reaps what was leaving", Blow.KILL, "told 2 times"),
        ("repeats doubts", Blow.KILL, "told"),
        ("says sent", Blow.KILL, "lost in silence"),
    ],
)
async def test_a_process_without_one_safeguard_is_found_out(
    stage: Stage, mutant: str, blow: Blow, found: str
) -> None:
    _, wrong = await stage.strike_everywhere(blow, MUTANTS[mutant], is_enough=bool)
    assert [one for one in wrong if found in one], wrong
