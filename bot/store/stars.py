"""How many messages were paid for, day by day."""

from datetime import date

from sqlalchemy import select, update

from bot.store.engine import Database
from bot.store.tables import stars


class SqlStars:
    """What was spent on speed, see the port `StarBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, day: date, messages: int, most: int) -> int:
        """Enter up to so many paid messages, of `most` on that day; return how many there was room for.

        Raises:
            ValueError: less than none are to be paid for.
        """
        if messages < 0:
            raise ValueError(f"can't pay for {messages} messages")
        this_day = stars.c.day == day
        async with self._database.write() as connection:
            begin = self._database.insert(stars).values(day=day, messages=0)
            await connection.execute(begin.on_conflict_do_nothing())
            entered = await connection.scalar(select(stars.c.messages).where(this_day).with_for_update())
            got: int = max(0, min(messages, most - entered))
            if got:
                await connection.execute(update(stars).where(this_day).values(messages=entered + got))
        return got
