"""The present, the only place that reads the machine's clock."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, moved by an offset: zero, except in a rehearsal (`paperboy run --clock`)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    @classmethod
    def starting_at(cls, start: datetime) -> "SystemClock":
        """Return a clock that says `start` now and goes on from there."""
        return cls(start - datetime.now(UTC))  # noqa: TID251 - this is the clock

    def now(self) -> datetime:
        """Return the present, aware UTC."""
        return datetime.now(UTC) + self._offset  # noqa: TID251 - this is the clock
