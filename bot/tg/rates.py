"""How often something may happen: a limit over a period, kept evenly with short bursts (GCRA).

A rate needs one number of memory: the time at which everything taken so far would have been spread out
evenly. Times are monotonic seconds.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` within any `period_s` seconds, of which up to `burst` at once.

    A part of a burst is no message, but time: who comes so late loses nothing.
    """

    limit: float
    period_s: float = 1.0
    burst: float = 1

    def __post_init__(self) -> None:
        if not (self.limit > self.burst - 1 >= 0 and self.period_s > 0):
            raise ValueError(f"no rate: {self}")

    @property
    def interval_s(self) -> float:
        """The time between two when they are spread evenly.

        A burst takes its place within the limit: so many at once, and the rest of the period after them.
        """
        return self.period_s / (self.limit - self.burst + 1)

    def ready_at(self, spread_until: float, *, burst: float | None = None) -> float:
        """Return when the next may be taken, allowing a smaller burst than usual if told so."""
        return spread_until - self.interval_s * ((self.burst if burst is None else burst) - 1)

    def take(self, spread_until: float, now: float, *, slowness: float = 1.0) -> float:
        """Take one and return the new memory; `slowness` stretches the interval."""
        return max(spread_until, now) + self.interval_s * slowness


_CHAT_BURST = 3
_LATE_S = 0.02
"""How late the loop may wake without losing a place: as large a part of the limit is given for it."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram allows; it documents one a second in a chat, 20 a minute in a group, 30 a second in all.

    Attributes:
        overall: all messages together.
        bulk: digests. Answers go first, so digests may have all that is left.
        chat: one private chat.
        group: one group or channel.
        paid: digests beyond what is free, where they are paid for; None where they are not.
    """

    overall: Rate
    bulk: Rate
    chat: Rate
    group: Rate
    paid: Rate | None = None

    @classmethod
    def of(
        cls,
        messages_per_second: float = 30,
        *,
        per_chat_s: float = 1,
        per_group_min: float = 20,
        paid_per_second: float | None = None,
    ) -> "Rates":
        """Return the rates for limits: those that Telegram documents, where nothing else is said."""
        overall = _steady(messages_per_second)
        return cls(
            overall=overall,
            bulk=overall,
            chat=Rate(per_chat_s + _CHAT_BURST - 1, burst=_CHAT_BURST),
            group=Rate(per_group_min, 60, burst=min(_CHAT_BURST, max(1, per_group_min / 4))),
            paid=None if paid_per_second is None else _steady(paid_per_second),
        )


def _steady(limit: float) -> Rate:
    """Return 98 % of a limit per second, spread evenly; in no second more than the limit leave."""
    return Rate(limit, burst=1 + limit * _LATE_S)
