"""What the tests of the store start from, in short words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Chat, Place, Preferences
from bot.domain.deliveries import Delivery
from bot.domain.editions import Digest, choose
from bot.domain.papers import Listed, Paper, Snapshot
from bot.domain.schedule import Subscription
from bot.store import SqlStore

NOW = datetime(2026, 6, 13, 8, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
DAY = Edition.daily(date(2026, 6, 12))


def tomorrow(zone: str, subscription: Subscription, now: datetime) -> datetime:
    assert zone
    assert subscription.next_due_at is not None
    return now + timedelta(days=1)


@dataclass
class Scene:
    """Short ways to say what the tests start from."""

    store: SqlStore
    now: datetime = NOW
    edition: Edition = DAY

    def list_of(self, *ids: str, at: datetime = NOW, edition: Edition | None = None) -> Snapshot:
        listed = [Listed(Paper(one, f"On {one}", "We do."), 90 - n, n) for n, one in enumerate(ids)]
        return Snapshot(edition or self.edition, at, tuple(listed))

    async def chat(
        self,
        chat_id: int = 1,
        topic: int | None = None,
        *,
        due: datetime | None = NOW,
        kind: Kind = Kind.DAILY,
    ) -> Chat:
        place = Place.PRIVATE if chat_id > 0 else Place.GROUP
        chat = await self.store.chats.meet(Address(chat_id, topic), place, f"Chat {chat_id}", Preferences())
        if due is None:
            return chat
        return await self.store.chats.subscribe(chat.id, Subscription(kind, time(8), next_due_at=due))

    async def owe(
        self, edition: Edition | None = None, *, papers: Sequence[str] = ("2606.00001", "2606.00002")
    ) -> int:
        """Owe an edition to all who are due, and return the id of its list."""
        wanted = edition or self.edition
        snapshot_id = await self.store.snapshots.put(self.list_of(*papers, edition=wanted))
        await self.store.ledger.enqueue(wanted, snapshot_id, self.now, tomorrow)
        return snapshot_id

    async def claim(
        self, owner: str = "a", *, limit: int = 100, now: datetime | None = None
    ) -> Sequence[tuple[Delivery, Chat]]:
        return await self.store.ledger.claim(owner, now or self.now, limit, LEASE)

    async def claimed(self, count: int = 1, owner: str = "a") -> list[int]:
        """Make chats, owe and claim; return the ids of the deliveries."""
        for n in range(1, count + 1):
            await self.chat(n)
        await self.owe()
        return [delivery.id for delivery, _ in await self.claim(owner)]

    def digest(self, *papers: str, edition: Edition | None = None) -> Digest:
        return choose(self.list_of(*papers, edition=edition), Preferences())
