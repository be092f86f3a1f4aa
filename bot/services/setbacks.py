"""What came to nothing a moment ago."""

from datetime import datetime, timedelta

from bot.domain.readings import Obstacle, Unread
from bot.services.ports import Clock

LIFE = timedelta(seconds=60)
"""How long a failure is remembered."""
IN_VAIN_FOR = timedelta(hours=12)
"""How long it is where the model refused, or nothing passed: it would cost as much, and bring the same."""


class Setbacks:
    """Remembers failures for a while, so that a crowd does not ask the model again and again.

    Whose budget is spent is another's business tomorrow, and another asker's today: it is not remembered.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._found: dict[str, tuple[datetime, Unread]] = {}

    def recall(self, key: str) -> Unread | None:
        """Return why something came to nothing, if that was not long ago."""
        until, unread = self._found.get(key, (None, None))
        return unread if until is not None and self._clock.now() < until else None

    def remember(self, key: str, unread: Unread) -> None:
        """Note why something came to nothing."""
        if unread.obstacle is Obstacle.BUDGET:
            return
        now = self._clock.now()
        is_in_vain = unread.obstacle in {Obstacle.REFUSED, Obstacle.UNPROVEN}
        self._found = {name: one for name, one in self._found.items() if now < one[0]}
        self._found[key] = (now + (IN_VAIN_FOR if is_in_vain else LIFE), unread)
