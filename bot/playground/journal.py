"""The recording: every request that came in, and what it was answered."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.playground.errors import Json

MAX_ENTRIES: Final = 200_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. The token is never part of it; a file is told by its name and size."""

    number: int
    at: datetime
    method: str
    params: Json
    status: int
    description: str = ""
    is_accepted: bool = False
    chat_id: int | None = None
    message_id: int | None = None
    text: str | None = None
    fault: str | None = None

    def body(self) -> Json:
        """Return the entry as JSON."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "method": self.method,
            "params": self.params,
            "status": self.status,
            "description": self.description,
            "is_accepted": self.is_accepted,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "text": self.text,
            "fault": self.fault,
        }


@dataclass(slots=True)
class Journal:
    """All requests since the start, oldest first.

    `status` is what the client was told, 0 where it was told nothing. `is_accepted` says whether the
    request was carried out, which a lost answer does not change.
    """

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=MAX_ENTRIES))
    _number: int = 0

    def add(self, **fields: Any) -> None:  # noqa: ANN401  the fields of Entry, checked there
        """Record a request."""
        self._number += 1
        self.entries.append(Entry(number=self._number, **fields))

    def calls(self, method: str | None = None, chat_id: int | None = None) -> list[Entry]:
        """Return the requests of a method and a chat."""
        return [
            entry
            for entry in self.entries
            if (method is None or entry.method.lower() == method.lower()) and chat_id in (None, entry.chat_id)
        ]

    def sent(self, chat_id: int | None = None) -> list[Entry]:
        """Return the messages that were truly delivered, whatever the client was told of them."""
        return [
            entry
            for entry in self.calls(None, chat_id)
            if entry.is_accepted and entry.method.startswith("send") and entry.message_id is not None
        ]

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()
