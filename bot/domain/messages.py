"""A message ready to be sent, apart from how it is sent."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: a link, or a press whose `data` comes back to the bot (1 to 64 bytes)."""

    text: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One message: classic Telegram HTML and rows of buttons."""

    html: str
    keyboard: Keyboard = ()

    def as_json(self) -> dict[str, Any]:
        """Return the plain form in which a rendered message is frozen in the store."""
        rows = [[{"text": b.text, "data": b.data, "url": b.url} for b in row] for row in self.keyboard]
        return {"html": self.html, "keyboard": rows}

    @classmethod
    def from_json(cls, frozen: dict[str, Any]) -> "Post":
        """Read what `as_json` wrote."""
        rows = tuple(tuple(Button(**button) for button in row) for row in frozen["keyboard"])
        return cls(frozen["html"], rows)
