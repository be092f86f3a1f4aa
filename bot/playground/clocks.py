"""The real time, for those who bring no clock of their own."""

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """Return the present, aware UTC."""
    return datetime.now(UTC)  # noqa: TID251  the default of a parameter; everything else is handed its time
