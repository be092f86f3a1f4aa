"""What must hold whenever and however often the program died: told at most once, and nothing lost in silence.

Two records are compared: the ledger that the program kept, and what the other side saw arrive.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

OPEN = frozenset({"pending", "claimed", "sending"})
TOLD = frozenset({"sent", "ambiguous"})
CLOSED = frozenset({*TOLD, "failed", "skipped"})

_OWED = """
SELECT c.telegram_chat_id, d.edition, d.part, d.state, d.note, v.post
FROM deliveries d JOIN chats c ON c.id = d.chat_id LEFT JOIN views v ON v.id = d.view_id
"""
_OPEN = "SELECT count(*) FROM deliveries WHERE state NOT IN ('sent', 'ambiguous', 'failed', 'skipped')"
_CHATS_OWED = """
SELECT c.telegram_chat_id FROM deliveries d JOIN chats c ON c.id = d.chat_id WHERE d.edition = ?
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """A row of the ledger.

    Attributes:
        text: what was frozen for it.
        is_cut_off: whether a process died while it was leaving.
    """

    chat: int
    edition: str
    part: int
    state: str
    text: str | None = None
    is_cut_off: bool = False

    @property
    def name(self) -> str:
        return f"{self.edition} part {self.part} in chat {self.chat}"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that truly reached a chat, whatever the program was told of it."""

    chat: int
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How a run ended: messages that arrived, deliveries by state, and what became of those in doubt.

    `cut_off` and `unanswered` are pairs (how many deliveries ended ambiguous so, how many of them arrived):
    those that were leaving when a process died, and those that got no clear answer.
    """

    arrived: int
    states: Counter[str]
    cut_off: tuple[int, int]
    unanswered: tuple[int, int]

    def __str__(self) -> str:
        states = ", ".join(
            f"{self.states[state]} {state}" for state in ("sent", "ambiguous", "failed", "skipped")
        )
        return (
            f"{sum(self.states.values())} owed, {self.arrived} arrived; {states}\n"
            f"ambiguous: {self.cut_off[0]} cut off as a process ended, of which {self.cut_off[1]} arrived; "
            f"{self.unanswered[0]} without a clear answer, of which {self.unanswered[1]} arrived"
        )


def read_ledger(file: Path) -> list[Owed]:
    """Read the ledger beside whoever works on it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        rows = connection.execute(_OWED).fetchall()
    return [
        Owed(
            chat, edition, part, state, json.loads(post)["html"] if post else None, note.startswith("cut off")
        )
        for chat, edition, part, state, note, post in rows
    ]


def is_settled(file: Path, expected: Mapping[str, AbstractSet[int]]) -> bool:
    """Whether the expected chats, by edition, are in the ledger and nothing in it is open."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        [(is_open,)] = connection.execute(_OPEN)
        return not is_open and all(
            chats <= {chat for (chat,) in connection.execute(_CHATS_OWED, (edition,))}
            for edition, chats in expected.items()
        )


def is_sound(file: Path) -> bool:
    """Whether SQLite finds the file whole, its foreign keys too."""
    with closing(sqlite3.connect(file, timeout=10)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return found == [("ok",)] and not connection.execute("PRAGMA foreign_key_check").fetchall()


def violations(
    expected: Iterable[tuple[int, str]], ledger: Iterable[Owed], arrived: Iterable[Arrived]
) -> list[str]:
    """Return what must not be, one line each; nothing if all is well.

    Args:
        expected: who had to be owed what, as (chat, edition), reckoned without the ledger.
        ledger: the rows at the end.
        arrived: what the other side saw.
    """
    rows = list(ledger)
    found = [f"never owed: {edition} in chat {chat}" for chat, edition in _missing(expected, rows)]
    keys = Counter((row.chat, row.edition, row.part) for row in rows)
    found += [f"owed {count} times: {key}" for key, count in keys.items() if count > 1]
    counts = Counter(arrived)
    frozen = {Arrived(row.chat, row.text) for row in rows if row.text is not None}
    found += [f"told {count} times: chat {one.chat}" for one, count in counts.items() if count > 1]
    found += [f"told without being owed: chat {one.chat}" for one in counts if one not in frozen]
    for row in rows:
        has_arrived = row.text is not None and Arrived(row.chat, row.text) in counts
        if row.state not in CLOSED:
            found.append(f"still {row.state}: {row.name}")
        elif has_arrived and row.state not in TOLD:
            found.append(f"arrived, but {row.state}: {row.name}")
        elif row.state == "sent" and not has_arrived:
            found.append(f"lost in silence: {row.name}")
    return found


def figures(ledger: Iterable[Owed], arrived: Iterable[Arrived]) -> Figures:
    """Count how a run ended."""
    rows, seen = list(ledger), list(arrived)
    told = set(seen)

    def doubtful(*, is_cut_off: bool) -> tuple[int, int]:
        some = [row for row in rows if row.state == "ambiguous" and row.is_cut_off is is_cut_off]
        return len(some), sum(Arrived(row.chat, row.text or "") in told for row in some)

    return Figures(
        len(seen),
        Counter(row.state for row in rows),
        doubtful(is_cut_off=True),
        doubtful(is_cut_off=False),
    )


def _missing(expected: Iterable[tuple[int, str]], rows: Iterable[Owed]) -> list[tuple[int, str]]:
    return sorted(set(expected) - {(row.chat, row.edition) for row in rows})
