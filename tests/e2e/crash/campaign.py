"""Mornings on which everybody is due at once, and a program that is not left in peace."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from bot.domain.calendar import Kind
from tests.e2e.crash.invariants import Figures, figures, is_settled, is_sound, read_ledger, violations
from tests.e2e.crash.mischief import Blow, Deed, draw_jump, draw_troubles
from tests.e2e.crash.outside import AT, Outside, outside
from tests.e2e.crash.program import Program

PATIENCE_S = 15.0
"""When its moment has not come by then, the blow falls all the same."""
PEACE_S = 30.0
LOOK_S = 0.1
SHARE_OF_TROUBLES = 0.12
_SIGNALS = {Deed.KILL: signal.SIGKILL, Deed.FREEZE: signal.SIGSTOP, Deed.STOP: signal.SIGTERM}
# A program that has hardly begun to start dies of SIGTERM as any other does.
_EXIT_CODES = {Deed.KILL: {-signal.SIGKILL}, Deed.FREEZE: set[int](), Deed.STOP: {0, -signal.SIGTERM}}
_LAST = Blow(Deed.KILL, after_messages=1)
"""What ends a frozen process for which nothing more was planned."""


@dataclass
class Campaign:
    """What is done to a program, and what came of it."""

    outside: Outside
    program: Program
    dice: Random
    deeds: Counter[str] = field(default_factory=Counter)
    planted: int = 0
    wrong: list[str] = field(default_factory=list)
    _expected: set[tuple[int, str]] = field(default_factory=set)
    _today: dict[str, set[int]] = field(default_factory=dict)

    async def morning(self, day: date, blows: Iterable[Blow]) -> None:
        """Let a day's editions be due, with blows while they leave, and then see what holds."""
        due = datetime.combine(day, AT, tzinfo=UTC)
        self._today = {edition: set(self.outside.wanting(kind)) for kind, edition in editions_of(day)}
        self._expected |= {(chat, edition) for edition, chats in self._today.items() for chat in chats}
        self._plant()
        clock = due + timedelta(seconds=self.dice.uniform(-2, 30))
        queue = iter(blows)
        for blow in queue:
            if self._is_settled():
                break
            await self._suffer(clock, blow, queue)
            clock = max(due, self.program.now() + draw_jump(self.dice))
        await self._end_in_peace(clock)
        self._judge(day)

    def figures(self) -> Figures:
        """Count what came of it so far."""
        return figures(read_ledger(self.outside.database), self.outside.arrived())

    def counts(self) -> str:
        """Tell what was done to the program."""
        return ", ".join(f"{count} times {deed}" for deed, count in sorted(self.deeds.items()))

    def summary(self) -> str:
        """Tell what was done and what came of it."""
        faults = self.planted - len(self.outside.playground.faults.left())
        return f"The program was {self.counts()}; {faults} requests met a planted fault\n{self.figures()}"

    async def _suffer(self, clock: datetime, blow: Blow, following: Iterator[Blow]) -> None:
        """Live one life up to its end by a blow; a frozen process lives on to the following one."""
        await self.program.start(clock)
        while await self._strike(blow) and blow.deed is Deed.FREEZE:
            if blow.has_rival:
                self.deeds["challenged by a second process"] += 1
                if not await self.program.fails_to_start():
                    self.wrong.append("a second process was not refused")
            await asyncio.sleep(blow.freeze_s)
            self.program.signal(signal.SIGCONT)
            blow = next(following, _LAST)
        code = await self.program.ended()
        if code not in _EXIT_CODES[blow.deed]:
            self.wrong.append(f"it ended with code {code} when it was to be {blow.deed}")

    async def _strike(self, blow: Blow) -> bool:
        """Wait for a blow's moment and let it fall; False if the program was gone before."""
        left, has_fallen = blow.after_messages, False

        def count() -> None:
            nonlocal left, has_fallen
            left -= 1
            if left == 0 and blow.delay_s == 0:
                self.program.signal(_SIGNALS[blow.deed])
                has_fallen = True

        self.outside.journal.on_message = count
        await self._wait(lambda: left <= 0 or not self.program.is_running)
        self.outside.journal.on_message = lambda: None
        await asyncio.sleep(blow.delay_s)
        if not has_fallen:
            if not self.program.is_running:
                return False
            self.program.signal(_SIGNALS[blow.deed])
        self.deeds[blow.deed] += 1
        return True

    async def _wait(self, holds: Callable[[], bool]) -> None:
        """Wait for something, though not when nothing is left to do."""
        until = asyncio.get_running_loop().time() + PATIENCE_S
        turns = 0
        while not holds() and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.002)
            turns += 1
            if turns % 200 == 0 and self._is_settled():
                return

    async def _end_in_peace(self, clock: datetime) -> None:
        """Let the program finish what is left; each start is late enough for all that waits."""
        for _ in range(4):
            clock += timedelta(minutes=10)
            await self.program.start(clock)
            is_settled = await self._settles()
            self.program.signal(signal.SIGTERM)
            if (code := await self.program.ended()) != 0:
                self.wrong.append(f"exit code {code} after SIGTERM in peace")
            if is_settled:
                return
        self.wrong.append("it does not come to an end")

    async def _settles(self) -> bool:
        try:
            async with asyncio.timeout(PEACE_S):
                while not (self._is_settled() and self.program.serves):
                    await asyncio.sleep(LOOK_S)
                await asyncio.sleep(1)  # what should not be sent now has its chance to leave
        except TimeoutError:
            return False
        return True

    def _is_settled(self) -> bool:
        return is_settled(self.outside.database, self._today)

    def _plant(self) -> None:
        planted = draw_troubles(self.dice, self.outside.served, SHARE_OF_TROUBLES)
        for chat, fault in planted.items():
            self.outside.playground.faults.plant(fault, "sendMessage", chat_id=chat)
        self.planted += len(planted)

    def _judge(self, day: date) -> None:
        found = violations(self._expected, read_ledger(self.outside.database), self.outside.arrived())
        if not is_sound(self.outside.database):
            found.append("the file is broken")
        planted = sum(one.fault == "answer" and one.status == 429 for one in self.outside.journal.entries)
        if self.outside.floods() != planted:
            found.append(f"{self.outside.floods() - planted} times too fast")
        found += [f"in the log: {line}" for line in self.program.log if "Traceback" in line]
        self.wrong += [f"{day}: {one}" for one in found]


@asynccontextmanager
async def campaign(
    folder: Path,
    first: date,
    *,
    seed: int,
    chats: int,
    entry: Sequence[str] = ("-m", "bot"),
) -> AsyncIterator[Campaign]:
    """Set everything up for a campaign whose first morning is on a day."""
    began_at = datetime.combine(first, AT, tzinfo=UTC) - timedelta(minutes=5)
    program = Program(folder / "config.toml", began_at, entry)
    async with outside(folder, program.now, chats) as around:
        try:
            yield Campaign(around, program, Random(seed))  # noqa: S311 - seeded on purpose
        finally:
            await program.close()


def editions_of(day: date) -> Iterator[tuple[Kind, str]]:
    """Yield what is new on the morning of a day, reckoned without the program's own calendar."""
    if day.isoweekday() in range(2, 7):
        yield Kind.DAILY, f"daily:{day - timedelta(days=1)}"
    if day.isoweekday() == 1:
        year, week, _ = (day - timedelta(days=7)).isocalendar()
        yield Kind.WEEKLY, f"weekly:{year}-W{week:02d}"


def mornings(first: date) -> Iterator[date]:
    """Yield the mornings on which there is something new."""
    day = first
    while True:
        if next(editions_of(day), None) is not None:
            yield day
        day += timedelta(days=1)
