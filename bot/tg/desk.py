"""What the handlers need: who answers, who reads, who receives, and how it looks."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.services.answer import Answers
from bot.services.export import Exporter
from bot.services.ports import Clock
from bot.services.reading_ports import Readings
from bot.services.subscribe import Reception
from bot.tg.admins import Admins
from bot.tg.messenger import TelegramMessenger
from bot.tg.views.digest import DigestViews


class InHand:
    """What is being read for whom, so that the same is not shown twice in one place."""

    def __init__(self) -> None:
        self._keys: set[Hashable] = set()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._keys

    @contextmanager
    def hold(self, key: Hashable) -> Iterator[None]:
        """Name what is being read for as long as it is."""
        self._keys.add(key)
        try:
            yield
        finally:
            self._keys.discard(key)


@dataclass(frozen=True, slots=True)
class Desk:
    """The use cases behind the conversation, and the way back to the reader."""

    answers: Answers
    readings: Readings
    exporter: Exporter
    reception: Reception
    replies: TelegramMessenger
    admins: Admins
    views: DigestViews
    clock: Clock
    in_hand: InHand = field(default_factory=InHand)
