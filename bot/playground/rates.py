"""How often a bot may send: buckets that refill with time."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Allowance:
    """`amount` sends in `period_s` seconds, at most `burst` of them at once."""

    amount: float
    period_s: float
    burst: float


@dataclass(frozen=True, slots=True)
class RateRules:
    """Telegram's published figures: about 1/s in a chat, 20/min in a group or channel, 30/s overall."""

    chat: Allowance = Allowance(1, 1, 3)
    group: Allowance = Allowance(20, 60, 20)
    overall: Allowance = Allowance(30, 1, 30)


@dataclass(slots=True)
class _Bucket:
    allowance: Allowance
    level: float
    at: float

    def refill(self, now: float) -> None:
        gained = (now - self.at) * self.allowance.amount / self.allowance.period_s
        self.level = min(self.allowance.burst, self.level + gained)
        self.at = now

    def wait_s(self) -> float:
        """Return the seconds until one send is allowed."""
        return max(0.0, (1 - self.level) * self.allowance.period_s / self.allowance.amount)


@dataclass(slots=True)
class Rates:
    """The buckets of one bot; without rules everything passes."""

    monotonic: Callable[[], float]
    rules: RateRules | None = None
    _buckets: dict[object, _Bucket] = field(default_factory=dict)

    def take(self, chat_id: int) -> int:
        """Count a send to a chat; return 0, or the whole seconds to wait if it is refused.

        Negative chat ids are groups and channels, as in the Bot API. A refused send costs nothing.
        """
        if self.rules is None:
            return 0
        wanted = [("overall", self.rules.overall), (("chat", chat_id), self.rules.chat)]
        if chat_id < 0:
            wanted.append((("group", chat_id), self.rules.group))
        now = self.monotonic()
        buckets = [self._bucket(key, allowance, now) for key, allowance in wanted]
        wait_s = max(bucket.wait_s() for bucket in buckets)
        if wait_s > 0:
            return math.ceil(wait_s)
        for bucket in buckets:
            bucket.level -= 1
        return 0

    def _bucket(self, key: object, allowance: Allowance, now: float) -> _Bucket:
        bucket = self._buckets.setdefault(key, _Bucket(allowance, allowance.burst, now))
        bucket.refill(now)
        return bucket
