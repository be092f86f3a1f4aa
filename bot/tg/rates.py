"""How often something may happen: a limit over a period, kept evenly with short bursts (GCRA).

A rate needs one number of memory: the time at which everything taken so far would have been spread out
evenly. Times are monotonic seconds.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` within any `period_s` seconds, of which up to `burst` at once."""

    limit: float
    period_s: float = 1.0
    burst: int = 1

    def __post_init__(self) -> None:
        if not (self.limit > self.burst - 1 >= 0 and self.period_s > 0):
            raise ValueError(f"no rate: {self}")

    @property
    def interval_s(self) -> float:
        """The time between two when they are spread evenly.

        A burst takes its place within the limit: so many at once, and the rest of the period after them.
        """
        return self.period_s / (self.limit - self.burst + 1)

    def ready_at(self, spread_until: float, *, burst: int | None = None) -> float:
        """Return when the next may be taken, allowing a smaller burst than usual if told so."""
        return spread_until - self.interval_s * ((self.burst if burst is None else burst) - 1)

    def take(self, spread_until: float, now: float, *, slowness: float = 1.0) -> float:
        """Take one and return the new memory; `slowness` stretches the interval."""
        return max(spread_until, now) + self.interval_s * slowness


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram allows; it documents one a second in a chat, 20 a minute in a group, 30 a second in all.

    Attributes:
        overall: all messages together.
        bulk: digests; the rest is kept free for answers.
        chat: one private chat.
        group: one group or channel.
    """

    overall: Rate = Rate(30, burst=3)
    bulk: Rate = Rate(24, burst=2)
    chat: Rate = Rate(3, burst=3)
    group: Rate = Rate(20, 60, burst=3)

    @classmethod
    def of(cls, messages_per_second: float) -> "Rates":
        """Return the rates for another overall limit, with the same share of it for digests."""
        bulk = messages_per_second * 0.8
        return cls(
            overall=Rate(messages_per_second, burst=_burst(messages_per_second, 3)),
            bulk=Rate(bulk, burst=_burst(bulk, 2)),
        )


def _burst(limit: float, most: int) -> int:
    """Return a burst that leaves most of the limit to be spread."""
    return max(1, min(most, int(limit / 4)))
