"""A list with what is read of its papers, as a file."""

import asyncio
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from bot.assembly import open_papers, open_readings
from bot.config import Config
from bot.domain.addresses import shown
from bot.domain.chats import Preferences
from bot.domain.errors import PaperboyError, StoreInUse
from bot.domain.publications import Commission, File
from bot.domain.readings import Asker
from bot.exports.files import Unwritable, write
from bot.exports.printer import Printer
from bot.play import with_sample
from bot.services.answer import Answers
from bot.services.borrowed import BorrowedNotes
from bot.services.collect import Collector
from bot.services.export import Exported, Exporter
from bot.services.ports import Clock
from bot.store.store import SqlStore
from bot.store.urls import locate
from bot.terminal import paint
from bot.tg.views.silence import silence_post
from bot.words.texts import languages

IN_MEMORY = "sqlite://"


async def export(
    config: Config, clock: Clock, commission: Commission, *, out: Path | None, use_sample: bool
) -> int:
    """Write a file; return 0, or 1 where there is no list to write about.

    Args:
        config: the settings.
        clock: the present.
        commission: what is to be written.
        out: a file, or a folder in which it gets its usual name; None for stdout.
        use_sample: use the invented sample week.

    Raises:
        PaperboyError: the language is not spoken, or the file can't be written.
    """
    if commission.language not in languages():
        known = ", ".join(languages())
        raise PaperboyError(f"--lang: found {commission.language!r}; allowed: one of {known}")
    async with AsyncExitStack() as stack:
        if use_sample:
            config = await with_sample(config, clock, stack)
        source = "sample" if use_sample else "huggingface"
        papers = await stack.enter_async_context(open_papers(config, clock, source))
        store = await open_store(config, stack, is_kept=not use_sample)
        answers = Answers(store, Collector(papers.feed, store.snapshots, clock), clock)
        readings = await stack.enter_async_context(open_readings(config, store, papers, clock))
        what = f"the list of {commission.edition.period}" if commission.edition else "the newest list"
        _tell(f"Reading {what} from {shown(config.feed.huggingface_url)} …")
        progress = _count if readings.has_model else _no_count
        exporter = Exporter(answers, readings, Printer())
        exported = await exporter.export(commission, Asker(), progress)
    if not isinstance(exported, Exported):
        for silence in exported:
            post = silence_post(silence, Preferences(language=commission.language))
            _tell(paint(replace(post, keyboard=()), is_styled=False).rstrip())
        return 1
    if out is None:
        sys.stdout.write(exported.file.text)
    else:
        _tell(f"Wrote {await asyncio.to_thread(_put, exported.file, out)}")
    return 0


async def open_store(config: Config, stack: AsyncExitStack, *, is_kept: bool = True) -> SqlStore:
    """Return the store that the settings name, or one in memory where nothing is to be kept.

    While Paperboy works on an embedded store, what it has read is borrowed, and what is read now is not
    kept.
    """
    url = config.store.url if is_kept and await asyncio.to_thread(_is_worth_opening, config) else IN_MEMORY
    try:
        store = await SqlStore.open(url)
    except StoreInUse:
        lender = await SqlStore.beside(url)
        stack.push_async_callback(lender.close)
        store = await SqlStore.open(IN_MEMORY)
        store.notes = BorrowedNotes(store.notes, lender.notes)
        _tell("Paperboy is running: what it has read is used, what is read now is not kept.")
    stack.push_async_callback(store.close)
    return store


def _is_worth_opening(config: Config) -> bool:
    """Whether there is a store, or anything that should go into one: a list alone makes no file."""
    file = locate(config.store.url).file
    return file is None or file.exists() or config.model.is_set_up


def _put(file: File, out: Path) -> Path:
    if not out.suffix and not out.exists():  # more likely a folder than a file without an ending
        raise PaperboyError(f"--out: there is no folder {out}; a file needs an ending, for example {out}.md")
    path = out / file.name if out.is_dir() else out
    try:
        write(path, file)
    except Unwritable as trouble:
        raise PaperboyError(f"--out: {trouble}") from trouble
    return path


async def _count(done: int, total: int) -> None:
    if done or not total:
        _tell(f"{done} of {total} read")


async def _no_count(_done: int, _total: int) -> None:
    """Tell nothing: nothing is read."""


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
