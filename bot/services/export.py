"""Exporting: a list with what is read of its papers, as a file."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.answers import Answer, Silence
from bot.domain.calendar import Kind
from bot.domain.chats import Address, Chat, Place, Preferences, Style
from bot.domain.editions import Chosen, Digest
from bot.domain.papers import Paper
from bot.domain.publications import Commission, Entry, File, Late, Publication
from bot.domain.readings import Asker, Stage, Unread
from bot.domain.summaries import Summary, Translation, arrange
from bot.services.answer import Answers
from bot.services.reading_ports import Printer, Readings

AT_ONCE = 2
"""How many papers are read at the same time."""

Progress = Callable[[int, int], Awaitable[None]]
"""What is told how many papers of how many are done."""


async def untold(_done: int, _all: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and what was written into it."""

    file: File
    publication: Publication


class Exporter:
    """Reads a list's papers and writes them down."""

    def __init__(self, answers: Answers, readings: Readings, printer: Printer) -> None:
        self._answers, self._readings, self._printer = answers, readings, printer

    async def export(
        self,
        commission: Commission,
        asker: Asker,
        on_progress: Progress = untold,
        patience: timedelta | None = None,
    ) -> Exported | tuple[Silence, ...]:
        """Return a file, or the reasons why there is no list to write about.

        Args:
            commission: what is to be written.
            asker: whose budgets the reading draws on.
            on_progress: told at the beginning and after each paper.
            patience: how long papers may be read; those that are not by then are told as `Late`.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        answer = await self._list(commission)
        if answer.digest is None:
            return answer.silences
        chosen = answer.digest.chosen[: commission.count]
        entries = await _Reading(self._readings, commission, asker).all(chosen, on_progress, patience)
        publication = self._publication(commission, answer.digest, entries)
        return Exported(self._printer.file(publication, commission), publication)

    async def _list(self, commission: Commission) -> Answer:
        """Read the list as nobody's: without filters, and whatever was told before."""
        preferences = Preferences(language=commission.language, count=commission.count)
        nobody = Chat(0, Address(0), Place.PRIVATE, preferences=preferences)
        edition = commission.edition
        if edition is None:
            return await self._answers.latest(nobody)
        if edition.kind is Kind.DAILY:
            return await self._answers.day(nobody, edition.first)
        return await self._answers.period(nobody, edition.kind, edition)

    def _publication(self, commission: Commission, digest: Digest, entries: tuple[Entry, ...]) -> Publication:
        return Publication(
            edition=digest.edition,
            captured_at=digest.captured_at,
            is_open=digest.is_open,
            source=digest.source,
            total=digest.total,
            language=commission.language,
            style=commission.summary_style,
            has_model=self._readings.has_model,
            entries=entries,
        )


class _Reading:
    """One commission's papers, a few at a time.

    Once the model is down, what is on the shelf still serves, but it is not asked about every other paper:
    each question would wait for the same silence.
    """

    def __init__(self, readings: Readings, commission: Commission, asker: Asker) -> None:
        self._readings, self._commission, self._asker = readings, commission, asker
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._trouble: Unread | None = None
        self._done = 0

    async def all(
        self, chosen: Iterable[Chosen], on_progress: Progress, patience: timedelta | None
    ) -> tuple[Entry, ...]:
        entries = [self._blank(one) for one in chosen]

        async def one(index: int) -> None:
            async with self._seats:
                await self._read(entries, index)
            self._done += 1
            await on_progress(self._done, len(entries))

        await on_progress(0, len(entries))
        try:
            async with asyncio.timeout(patience.total_seconds() if patience else None):
                async with asyncio.TaskGroup() as group:
                    for index in range(len(entries)):
                        group.create_task(one(index))
        except TimeoutError:
            pass  # what was not read by now stands as late
        except ExceptionGroup as troubles:
            raise troubles.exceptions[0] from None
        return tuple(entries)

    def _blank(self, chosen: Chosen) -> Entry:
        entry = Entry(chosen.place, chosen.listed)
        summary = Late() if self._commission.summary_style else None
        return replace(entry, summary=summary, translation=Late() if self._translates else None)

    @property
    def _translates(self) -> bool:
        return self._commission.has_translations

    async def _read(self, entries: list[Entry], index: int) -> None:
        """Read one paper; what is done is kept even if there is no time for the rest."""
        paper = entries[index].listed.paper
        style = self._commission.summary_style
        if style is not None:
            entries[index] = replace(entries[index], summary=await self._summary(paper, style))
        if self._translates:
            entries[index] = replace(entries[index], translation=await self._translation(paper))

    async def _summary(self, paper: Paper, style: Style) -> Summary | Unread:
        """Read a paper; where that is not to be had, what was read of it before still is."""
        language = self._commission.language
        told: Summary | Unread | None = self._trouble
        if told is None:
            told = await self._readings.summary(paper, language, style, self._asker, _unwatched)
            self._note(told)
        if isinstance(told, Unread):
            known = (await self._readings.known([paper.id], language)).get(paper.id)
            before = arrange(*known, style) if known else None
            return told if before is None or before.is_empty else before
        return told

    async def _translation(self, paper: Paper) -> Translation | Unread:
        if self._trouble is not None:
            return self._trouble
        told = await self._readings.translation(paper, self._commission.language, self._asker, _unwatched)
        self._note(told)
        return told

    def _note(self, told: Summary | Translation | Unread) -> None:
        if isinstance(told, Unread) and told.is_outage:
            self._trouble = told


async def _unwatched(_stage: Stage) -> None:
    """Watch nothing: a file shows how many papers are done, not how far one is."""
