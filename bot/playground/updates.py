"""Updates on their way to the bot: a queue that is polled or pushed, never both."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.playground.bells import Bell
from bot.playground.errors import Json, conflict

FIRST_UPDATE_ID: Final = 700_000_001
_ON_DEMAND: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only when it asks for them by name."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update, as it stood when it happened."""

    id: int
    kind: str
    payload: Json

    def body(self) -> Json:
        """Return the update as JSON."""
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to, and how the last push went."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: int | None = None
    last_error: str | None = None


class UpdateQueue:
    """Keeps updates until the bot has confirmed them."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.webhook: Webhook | None = None
        self.allowed: tuple[str, ...] = ()
        self._pending: list[Update] = []
        self._next_id = FIRST_UPDATE_ID
        self._poll = 0
        self._stop_reason = ""
        self.is_closed = False

    @property
    def pending(self) -> tuple[Update, ...]:
        """Updates that were not confirmed yet."""
        return tuple(self._pending)

    def push(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        is_wanted = kind in self.allowed if self.allowed else kind not in _ON_DEMAND
        if is_wanted:
            self._pending.append(Update(self._next_id, kind, payload))
            self._next_id += 1
            self.bell.ring()

    def allow(self, kinds: Iterable[str]) -> None:
        """Set the kinds of update that are queued from now on; none of them means the usual ones."""
        self.allowed = tuple(kinds)

    def confirm(self, before: int) -> None:
        """Forget the updates whose id is below `before`; a negative number keeps only that many."""
        if before < 0:
            self._pending = self._pending[before:]
        elif before > 0:
            self._pending = [update for update in self._pending if update.id >= before]

    def clear(self) -> None:
        """Forget all pending updates."""
        self._pending.clear()

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Push from now on, or stop pushing; a poll that waits is ended."""
        self.webhook = webhook
        if webhook is not None:
            self._interrupt("terminated by setWebhook request")
        self.bell.ring()

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> list[Update]:
        """Return up to `limit` pending updates, waiting up to `timeout_s` for the first one.

        Raises:
            BotApiError: a webhook is set, or another poll began meanwhile.
        """
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first"
            )
        self._interrupt(
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        mine = self._poll
        self.confirm(offset)
        deadline = asyncio.get_running_loop().time() + timeout_s
        while not self._pending and not self.is_closed:
            if not await self.bell.wait(deadline - asyncio.get_running_loop().time()):
                break
            if mine != self._poll:
                raise conflict(self._stop_reason)
        return self._pending[:limit]

    def open(self) -> None:
        """Let polls wait again after `close`."""
        self.is_closed = False

    def close(self) -> None:
        """End the poll that waits, with what there is."""
        self.is_closed = True
        self.bell.ring()

    def _interrupt(self, reason: str) -> None:
        self._poll += 1
        self._stop_reason = reason
        self.bell.ring()
