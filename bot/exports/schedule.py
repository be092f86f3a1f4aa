"""Files that are written by themselves: each finished list once, into a folder."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from bot.domain.answers import Reason
from bot.domain.calendar import Edition, Kind, feed_day, last_finished
from bot.domain.chats import Style
from bot.domain.publications import COUNT, Commission, Form
from bot.domain.readings import Asker
from bot.exports.files import Unwritable, trouble_with, write
from bot.exports.printer import file_name, usual_pattern
from bot.services.export import Exported, Exporter
from bot.services.ports import Clock

log = logging.getLogger(__name__)

CAUGHT_UP: Final = 3
"""How many daily lists are still written after a time without the program."""
PATIENCE: Final = timedelta(hours=12)
"""How long after its list is closed a file waits for a model that is down or a budget that is spent."""
PAUSE: Final = timedelta(minutes=20)
"""How long its papers are not asked for again meanwhile: every question may be paid for."""
CERTAIN: Final = timedelta(hours=3)
"""After so long an empty list stays empty."""
_OURS: Final = "Paperboy"


@dataclass(frozen=True, slots=True)
class Order:
    """What is written into a folder by itself.

    `pattern` names the files, see `printer.file_name`; None for names that are usual in the form.
    """

    folder: Path
    kind: Kind = Kind.DAILY
    form: Form = Form.JEKYLL
    language: str = "en"
    style: Style | None = None
    count: int = COUNT
    has_evidence: bool = False
    pattern: str | None = None

    def path(self, edition: Edition) -> Path:
        """Return the file of a list."""
        return self.folder / file_name(self.pattern or usual_pattern(self.form), edition, self.language)

    def commission(self, edition: Edition) -> Commission:
        """Return what is to be written about a list."""
        return Commission(self.form, edition, self.language, self.style, self.count, self.has_evidence)


class ExportSchedule:
    """Writes each finished list of each order once: a file that is there is done.

    A file stays as it is, whoever changed it since, unless it is one of ours from a time when its list was
    still open. Run it every few minutes; without work a run looks at file names and no more.
    """

    def __init__(self, orders: Sequence[Order], exporter: Exporter, clock: Clock) -> None:
        self._orders, self._exporter, self._clock = tuple(orders), exporter, clock
        self._empty: set[Edition] = set()
        self._told: dict[Path, str] = {}
        self._waiting: dict[Path, datetime] = {}

    async def run(self) -> int:
        """Write what is finished and not written yet; return how many files were.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        written = 0
        for order in self._orders:
            if trouble := await asyncio.to_thread(trouble_with, order.folder):
                self._tell(order.folder, trouble)
                continue
            for edition in finished(order.kind, self._clock.now()):
                written += await self._write(order, edition)
        return written

    async def _write(self, order: Order, edition: Edition) -> bool:
        path = order.path(edition)
        if (
            edition in self._empty
            or self._is_waiting(path)
            or await asyncio.to_thread(is_done, path, edition)
        ):
            return False
        exported = await self._exporter.export(order.commission(edition), Asker())
        now = self._clock.now()
        if not isinstance(exported, Exported):
            is_empty = any(one.reason in (Reason.HOLIDAY, Reason.WEEKEND) for one in exported)
            if is_empty and now - edition.closes_at > CERTAIN:
                self._empty.add(edition)
            return False
        publication, deadline = exported.publication, edition.closes_at + PATIENCE
        if publication.is_open or (now < deadline and publication.may_improve_by(deadline)):
            self._waiting[path] = min(now + PAUSE, deadline)
            return False  # a later run will have more
        try:
            await asyncio.to_thread(write, path, exported.file)
        except Unwritable as trouble:
            self._tell(order.folder, str(trouble))
            return False
        self._told.pop(order.folder, None)
        log.info("exports: wrote %s", path)
        return True

    def _is_waiting(self, path: Path) -> bool:
        now = self._clock.now()
        self._waiting = {one: until for one, until in self._waiting.items() if now < until}
        return path in self._waiting

    def _tell(self, folder: Path, trouble: str) -> None:
        """Tell trouble with a folder once, until it is another one or has gone."""
        if self._told.get(folder) != trouble:
            self._told[folder] = trouble
            log.error("exports: %s", trouble)


def finished(kind: Kind, now: datetime) -> Iterator[Edition]:
    """Return the finished lists of a kind that should have a file, newest first."""
    if kind is not Kind.DAILY:
        return iter((last_finished(kind, now),))
    return islice(_closed_days(now), CAUGHT_UP)


def is_done(path: Path, edition: Edition) -> bool:
    """Whether a list has its file: not if that is one of ours, written before the list was closed."""
    try:
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    if written_at >= edition.closes_at:
        return True
    try:
        return _OURS not in path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # whatever it is, it is none of ours
        return True


def _closed_days(now: datetime) -> Iterator[Edition]:
    edition = Edition.daily(feed_day(now)).following
    while True:
        edition = edition.previous
        if edition.closes_at <= now:
            yield edition
