"""What was learnt from papers and told in languages."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, delete, func, select, update

from bot.domain.notes import Notes
from bot.domain.summaries import Telling, Translation
from bot.store.chat_rows import runs
from bot.store.engine import Database
from bot.store.note_forms import form_of_notes, form_of_telling, form_of_translation
from bot.store.note_values import notes_of, telling_of, translation_of
from bot.store.parcels import DAMAGE, pack, unpack
from bot.store.tables import notes, tellings, translations

log = logging.getLogger(__name__)

ENGLISH = "en"
"""The language in which notes are taken."""

_T = TypeVar("_T")


class SqlNotes:
    """The shelf of notes, see the port `NoteShelf`.

    What is damaged counts as not there: it is read or told anew, and that takes its place.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._complained: set[str] = set()

    async def notes(self, key: str) -> Notes | None:
        """Return notes by their key."""
        return await self._get(notes, key, notes_of)

    async def put_notes(self, taken: Notes, now: datetime) -> Notes:
        """Keep notes under their key and return those that are kept there now.

        The first to come stay: what was told from them speaks of their claims by number.
        """
        body = await asyncio.to_thread(pack, form_of_notes(taken))
        insert = self._database.insert(notes).values(
            key=taken.key, paper_id=taken.paper_id, body=body, kept_at=now
        )
        async with self._database.write() as connection:
            made = await connection.execute(
                insert.on_conflict_do_nothing(index_elements=["key"]).execution_options(
                    preserve_rowcount=True
                )
            )
        if made.rowcount:
            return taken
        there = await self._body(notes, taken.key)
        kept = None if there is None else await self._open(notes, taken.key, there, notes_of)
        if kept is not None:
            return kept
        if there is not None and not await self._replace(taken, there, body, now):
            return await self.notes(taken.key) or taken  # another did at the same time
        return taken

    async def _replace(self, taken: Notes, damaged: bytes, body: bytes, now: datetime) -> bool:
        """Put notes in the place of damaged ones, unless another did; what was told of those goes, too."""
        is_still = (notes.c.key == taken.key) & (notes.c.body == damaged)
        async with self._database.write() as connection:
            done = await connection.execute(update(notes).where(is_still).values(body=body, kept_at=now))
            if done.rowcount:
                await connection.execute(delete(tellings).where(tellings.c.notes_key == taken.key))
        return bool(done.rowcount)

    async def telling(self, key: str) -> Telling | None:
        """Return a telling by its key."""
        return await self._get(tellings, key, telling_of)

    async def put_telling(self, key: str, paper_id: str, telling: Telling, now: datetime) -> None:
        """Keep a telling under its key, in the place of what was there."""
        columns = {"notes_key": telling.notes_key, "paper_id": paper_id, "language": telling.language}
        await self._put(tellings, key, form_of_telling(telling), now, columns)

    async def translation(self, key: str) -> Translation | None:
        """Return a translated abstract by its key."""
        return await self._get(translations, key, translation_of)

    async def put_translation(self, key: str, translation: Translation, now: datetime) -> None:
        """Keep a translated abstract under its key, in the place of what was there."""
        columns = {"paper_id": translation.paper_id, "language": translation.language}
        await self._put(translations, key, form_of_translation(translation), now, columns)

    async def told(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        """Return the newest notes of each paper that were told in a language, with that telling.

        Notes are in English: for `en` no telling is needed. A paper whose notes are damaged is left out,
        for the others must not be silent because of it.
        """
        rows: list[Any] = []
        async with self._database.read() as connection:
            for ids in runs(dict.fromkeys(paper_ids)):
                found = await connection.execute(_newest(notes.c.paper_id.in_(ids), language))
                rows += found.all()
        told, damaged = await asyncio.to_thread(_told, rows) if rows else ({}, ())
        for paper_id in damaged:
            self._complain(f"what was read of {paper_id}")
        return told

    async def _get(self, table: Table, key: str, value_of: Callable[[Any], _T]) -> _T | None:
        body = await self._body(table, key)
        return None if body is None else await self._open(table, key, body, value_of)

    async def _body(self, table: Table, key: str) -> bytes | None:
        async with self._database.read() as connection:
            body: bytes | None = await connection.scalar(select(table.c.body).where(table.c.key == key))
        return body

    async def _open(self, table: Table, key: str, body: bytes, value_of: Callable[[Any], _T]) -> _T | None:
        """Return what is kept in a row, or None where it is damaged, which is logged once."""
        try:
            return value_of(await asyncio.to_thread(unpack, body))
        except DAMAGE:
            self._complain(f"what is kept in {table.name} under {key}")
            return None

    def _complain(self, what: str) -> None:
        if what not in self._complained:
            self._complained.add(what)
            log.warning("notes: %s is damaged and left out", what)

    async def _put(
        self,
        table: Table,
        key: str,
        form: Mapping[str, Any],
        now: datetime,
        columns: Mapping[str, str],
    ) -> None:
        body = await asyncio.to_thread(pack, form)
        insert = self._database.insert(table).values(key=key, body=body, kept_at=now, **columns)
        changes = {name: insert.excluded[name] for name in ("body", "kept_at", *columns)}
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=changes))


def _newest(which: ColumnElement[bool], language: str) -> Any:  # noqa: ANN401 - a SELECT
    """Select the newest notes of each paper with their newest telling in a language, in one statement."""
    places = [notes.c.kept_at.desc(), notes.c.key]
    if language == ENGLISH:
        ranked = select(notes.c.key.label("notes_key")).where(which)
    else:
        places += [tellings.c.kept_at.desc(), tellings.c.key]
        ranked = (
            select(notes.c.key.label("notes_key"), tellings.c.key.label("telling_key"))
            .join(tellings, tellings.c.notes_key == notes.c.key)
            .where(which, tellings.c.language == language)
        )
    place = func.row_number().over(partition_by=notes.c.paper_id, order_by=places).label("place")
    first = ranked.add_columns(place).subquery()
    newest = select(notes.c.paper_id, notes.c.body.label("notes_body")).join(
        first, first.c.notes_key == notes.c.key
    )
    if language != ENGLISH:
        newest = newest.add_columns(tellings.c.body.label("telling_body")).join(
            tellings, tellings.c.key == first.c.telling_key
        )
    return newest.where(first.c.place == 1)


def _told(rows: Iterable[Any]) -> tuple[dict[str, tuple[Notes, Telling]], Sequence[str]]:
    """Return what was told, by paper, and the papers of which it is damaged."""
    told, damaged = {}, []
    for row in rows:
        try:
            taken = notes_of(unpack(row.notes_body))
            body = getattr(row, "telling_body", None)
            telling = Telling.in_english(taken) if body is None else telling_of(unpack(body))
        except DAMAGE:
            damaged.append(row.paper_id)
        else:
            told[row.paper_id] = taken, telling
    return told, damaged
