"""Composing: a digest from a kept list, with what the shelf knows beside it."""

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Preferences
from bot.domain.editions import Digest, choose, with_movement
from bot.domain.papers import Snapshot
from bot.services.ports import SnapshotShelf


async def compose(shelf: SnapshotShelf, snapshot: Snapshot, preferences: Preferences) -> Digest:
    """Return the digest that a chat sees when it asks: nothing is left out for having been told."""
    return with_movement(choose(snapshot, preferences), await daily_lists(shelf, snapshot.edition))


async def daily_lists(shelf: SnapshotShelf, edition: Edition) -> tuple[Snapshot, ...]:
    """Return the kept daily lists of a week or month; none for a day, which has nothing to move in."""
    if edition.kind is Kind.DAILY:
        return ()
    kept = [await shelf.latest(Edition.daily(day)) for day in edition.days]
    return tuple(one[1] for one in kept if one)
