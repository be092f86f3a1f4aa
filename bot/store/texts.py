"""Texts that were fetched, compressed."""

import asyncio
from datetime import datetime

from sqlalchemy import select

from bot.domain.errors import StoreUnavailable
from bot.store.columns import clean
from bot.store.engine import Database
from bot.store.parcels import DAMAGE, pack_text, unpack_text
from bot.store.tables import documents


class Texts:
    """The cache of texts, see the port `TextCache`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> tuple[str, datetime] | None:
        """Return a text and when it was put there; None where there is none."""
        async with self._database.read() as connection:
            found = await connection.execute(
                select(documents.c.body, documents.c.kept_at).where(documents.c.key == key)
            )
            row = found.first()
        if row is None:
            return None
        try:
            return await asyncio.to_thread(unpack_text, row.body), row.kept_at
        except DAMAGE as error:
            raise StoreUnavailable(f"the text under {key} is damaged") from error

    async def put(self, key: str, text: str, now: datetime) -> None:
        """Keep a text for ever, in the place of what was there under its key."""
        body = await asyncio.to_thread(pack_text, clean(text))
        insert = self._database.insert(documents).values(key=key, body=body, kept_at=now)
        changes = {"body": insert.excluded.body, "kept_at": insert.excluded.kept_at}
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=changes))
