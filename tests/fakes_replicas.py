"""What replicas agree on, in memory."""

import asyncio
from collections.abc import Sequence

from bot.domain.errors import StoreUnavailable
from bot.services.replicas import Arrival, Slots


class FakeElections:
    """Leases by the loop's clock; `trouble` is raised where it is set."""

    def __init__(self) -> None:
        self.leases: dict[str, tuple[str, float]] = {}
        self.trouble: StoreUnavailable | None = None

    async def campaign(self, name: str, holder: str, lease_s: float) -> bool:
        self._fail()
        now = asyncio.get_running_loop().time()
        known, until = self.leases.get(name, (holder, 0.0))
        if known != holder and until > now:
            return False
        self.leases[name] = (holder, now + lease_s)
        return True

    async def resign(self, name: str, holder: str) -> None:
        self._fail()
        if self.leases.get(name, ("", 0))[0] == holder:
            del self.leases[name]

    async def holders(self, prefix: str) -> Sequence[str]:
        self._fail()
        now = asyncio.get_running_loop().time()
        return [who for name, (who, until) in self.leases.items() if name.startswith(prefix) and until > now]

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class FakeArrivals:
    """Updates that were taken on, without leases: nobody dies here."""

    def __init__(self) -> None:
        self.known: dict[int, Arrival] = {}
        self.trouble: StoreUnavailable | None = None

    async def take(self, update_id: int, holder: str, lease_s: float) -> Arrival:
        if self.trouble is not None:
            raise self.trouble
        found = self.known.get(update_id, Arrival.NEW)
        self.known.setdefault(update_id, Arrival.IN_HAND)
        return found

    async def finish(self, update_id: int, holder: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.known[update_id] = Arrival.DONE

    async def prune(self, older_than_s: float) -> int:
        return 0


class FakeReservations:
    """One timeline of places, by the loop's clock."""

    def __init__(self) -> None:
        self.until = self.held_until = 0.0
        self.asked: list[tuple[int, bool]] = []
        self.trouble: StoreUnavailable | None = None

    async def take(self, count: int, interval_s: float, bulk_interval_s: float | None) -> Slots:
        await asyncio.sleep(0)
        if self.trouble is not None:
            raise self.trouble
        now = asyncio.get_running_loop().time()
        self.asked.append((count, bulk_interval_s is not None))
        start = max(self.until, self.held_until, now)
        self.until = start + count * interval_s
        return Slots(start - now, interval_s, max(0.0, self.held_until - now))

    async def hold(self, wait_s: float) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.held_until = max(self.held_until, asyncio.get_running_loop().time() + wait_s)
