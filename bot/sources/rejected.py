"""What could not be read."""

from dataclasses import dataclass

from bot.domain.documents import Lack


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page or file that is no readable paper, and why."""

    lack: Lack
    why: str
