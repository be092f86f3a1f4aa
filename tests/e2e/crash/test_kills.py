"""The whole program as a process that is killed, frozen and stopped while digests leave."""

from datetime import date
from pathlib import Path

from tests.conftest import CHECKOUT
from tests.e2e.crash.campaign import campaign
from tests.e2e.crash.mischief import Blow, Deed, Severity, draw_blows

SATURDAY, MONDAY = date(2026, 6, 13), date(2026, 6, 15)
MUTANT = CHECKOUT / "tests" / "e2e" / "crash" / "marks_after_sending.py"
MOMENTS = (
    Blow(Deed.KILL, after_messages=0, delay_s=1.0),
    Blow(Deed.FREEZE, after_messages=5, freeze_s=0.5),
    Blow(Deed.KILL, after_messages=10),
    Blow(Deed.FREEZE, after_messages=5, has_rival=True),
    Blow(Deed.STOP, after_messages=10),
)


async def test_a_program_that_is_killed_and_frozen_repeats_and_loses_nothing(tmp_path: Path) -> None:
    async with campaign(tmp_path, SATURDAY, seed=7, chats=200) as run:
        await run.morning(SATURDAY, draw_blows(run.dice, Severity(), 4))
        await run.morning(MONDAY, MOMENTS)
        print(run.summary())  # noqa: T201 - pytest shows it beside a failure, or with -s
        assert run.wrong == [], "\n".join(run.program.log)
        assert run.deeds[Deed.KILL] >= 3
        assert (run.deeds[Deed.FREEZE], run.deeds[Deed.STOP]) >= (2, 1)
        found = run.figures()
        assert found.states["sent"] > 30
        assert all(found.states[state] for state in ("ambiguous", "failed", "skipped"))


async def test_a_program_that_marks_after_sending_is_found_out(tmp_path: Path) -> None:
    async with campaign(tmp_path, SATURDAY, seed=1, chats=50, entry=(str(MUTANT),)) as run:
        await run.morning(SATURDAY, [Blow(Deed.KILL, after_messages=10)] * 2)
        assert [one for one in run.wrong if "told 2 times" in one], run.wrong
