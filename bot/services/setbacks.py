"""What came to nothing a moment ago."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.readings import Obstacle, Unread
from bot.services.ports import Clock

LIFE = timedelta(seconds=60)
"""How long a failure is remembered."""
IN_VAIN_FOR = timedelta(hours=12)
"""How long it is where the model refused, was too slow several times, or nothing passed: it would cost as
much, and bring the same."""

MOST_LATE = 3
"""How often something is tried for which the model's time does not suffice, before it counts as in vain."""


class Setbacks:
    """Remembers failures for a while, so that a crowd does not ask the model again and again.

    Whose budget is spent is another's business tomorrow, and another asker's today: it is not remembered.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._found: dict[str, tuple[datetime, Unread]] = {}
        self._late: Counter[str] = Counter()

    def recall(self, key: str) -> Unread | None:
        """Return why something came to nothing, if that was not long ago."""
        until, unread = self._found.get(key, (None, None))
        return unread if until is not None and self._clock.now() < until else None

    def remember(self, key: str, unread: Unread) -> Unread:
        """Note why something came to nothing, and return what is to be told of it.

        What the model was too slow for several times is paid for no more: others would wait for nothing.
        """
        if unread.obstacle is Obstacle.BUDGET:
            return unread
        now = self._clock.now()
        is_in_vain = unread.obstacle in {Obstacle.REFUSED, Obstacle.UNPROVEN}
        if unread.obstacle is Obstacle.OUT_OF_TIME:
            self._late[key] += 1
            if self._late[key] >= MOST_LATE:
                del self._late[key]
                is_in_vain, unread = True, replace(unread, again_at=now + IN_VAIN_FOR)
        self._found = {name: one for name, one in self._found.items() if now < one[0]}
        self._found[key] = (now + (IN_VAIN_FOR if is_in_vain else LIFE), unread)
        return unread

    def forget(self, key: str) -> None:
        """Forget how often something was late that came about after all."""
        self._late.pop(key, None)
