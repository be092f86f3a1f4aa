"""What came to nothing a moment ago."""

from datetime import datetime, timedelta

from bot.domain.readings import Obstacle, Unread
from bot.services.ports import Clock

_LIFE = timedelta(seconds=60)


class Setbacks:
    """Remembers failures for a short while, so that a crowd does not ask the model again and again.

    Whose budget is spent is another's business tomorrow, and another asker's today: it is not remembered.
    """

    def __init__(self, clock: Clock, life: timedelta = _LIFE, in_vain: timedelta | None = None) -> None:
        """Remember failures.

        Args:
            clock: the present.
            life: for how long.
            in_vain: for how long where the model answered, and would so again: it refused, or nothing of
                it passed. As `life`, if None.
        """
        self._clock = clock
        self._life = life
        self._in_vain = in_vain or life
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
        life = self._in_vain if unread.obstacle in {Obstacle.REFUSED, Obstacle.UNPROVEN} else self._life
        self._found = {name: one for name, one in self._found.items() if now < one[0]}
        self._found[key] = (now + life, unread)
