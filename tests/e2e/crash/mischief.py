"""What happens to the program and to its Telegram, drawn by a seeded hand. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import cycle
from random import Random

from bot.playground import faults
from bot.playground.errors import Answer
from bot.playground.faults import Fault


class Deed(StrEnum):
    """What is done to the process."""

    KILL = "killed"  # SIGKILL
    FREEZE = "frozen"  # SIGSTOP, and SIGCONT later
    STOP = "stopped"  # SIGTERM


@dataclass(frozen=True, slots=True)
class Blow:
    """A deed and its moment.

    Attributes:
        deed: what is done.
        after_messages: so many of this life's messages have arrived; 0 counts from the start of the process.
        delay_s: and then so much later; 0 is the very moment in which the message arrived, unanswered.
        freeze_s: how long a frozen process stays so.
        has_rival: whether a second process is started beside the frozen one.
    """

    deed: Deed
    after_messages: int
    delay_s: float = 0.0
    freeze_s: float = 0.0
    has_rival: bool = False


@dataclass(frozen=True, slots=True)
class Severity:
    """How hard a run is.

    Attributes:
        freeze_s: from how long to how long a process stays frozen.
        rivals: in how many cases of a freeze a second process is started beside it.
        early: in how many cases a process falls while it starts.
        early_s: how long its start may take at most, for these.
        most_messages: how many of a life's messages may arrive before the blow.
    """

    freeze_s: tuple[float, float] = (0.2, 1.0)
    rivals: float = 0.2
    early: float = 0.15
    early_s: float = 2.5
    most_messages: int = 60


_TROUBLES: Sequence[Fault] = (
    faults.server_error(),
    faults.server_error(is_accepted=True),
    faults.drop(),
    faults.drop(is_accepted=True),
    faults.reset(),
    faults.reset(is_accepted=True),
    faults.truncate(),
    faults.delay(0.7),
    faults.delay(0.7, is_accepted=True),
    faults.html(),
    faults.bad_gateway(is_accepted=True),
    faults.refusal(Answer(400, "Bad Request: message is too long")),
)


def draw_blow(dice: Random, severity: Severity) -> Blow:
    """Draw what happens next."""
    deed = dice.choices([Deed.KILL, Deed.FREEZE, Deed.STOP], [8, 2, 1])[0]
    freeze_s = dice.uniform(*severity.freeze_s) if deed is Deed.FREEZE else 0.0
    has_rival = deed is Deed.FREEZE and dice.random() < severity.rivals
    if deed is not Deed.FREEZE and dice.random() < severity.early:
        return Blow(deed, 0, dice.uniform(0.1, severity.early_s))
    delay_s = dice.choice([0.0, dice.uniform(0, 0.005), dice.uniform(0, 0.2)])
    return Blow(deed, dice.randint(1, severity.most_messages), delay_s, freeze_s, has_rival)


def draw_blows(dice: Random, severity: Severity, count: int) -> Iterator[Blow]:
    """Draw one blow after the other."""
    for _ in range(count):
        yield draw_blow(dice, severity)


def draw_jump(dice: Random) -> timedelta:
    """Draw by how much the clock is wrong at the next start: minutes ahead or, less often, behind."""
    return timedelta(seconds=dice.uniform(-120, 240))


def draw_troubles(dice: Random, chats: Sequence[int], share: float) -> dict[int, Fault]:
    """Draw which chats' next message meets trouble, of every kind in turn; two floods are among it."""
    chosen = dice.sample(chats, round(len(chats) * share))
    floods = dict.fromkeys(chosen[:2], faults.too_many_requests(1))
    return floods | dict(zip(chosen[2:], cycle(_TROUBLES), strict=False))
