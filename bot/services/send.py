"""Sending: what is owed leaves once, and what became of it is written down."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.calendar import Edition
from bot.domain.chats import Chat
from bot.domain.deliveries import (
    LEASE,
    Delivery,
    NeverLeft,
    Outcome,
    Settlement,
    State,
    Target,
    settle,
)
from bot.domain.editions import NO_REPEAT, Digest, choose, with_movement
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Post
from bot.domain.papers import Snapshot
from bot.domain.schedule import CATCH_UP
from bot.services.digests import daily_lists
from bot.services.ports import Clock, DigestView, Messenger, Store

log = logging.getLogger(__name__)

SETTLE_TRIES = 5
SETTLE_PAUSE_S = 0.3


class Sender:
    """Sends what is owed.

    `owner` names this process in the ledger; it must differ from one start to the next.
    """

    def __init__(
        self, store: Store, messenger: Messenger, view: DigestView, *, clock: Clock, owner: str
    ) -> None:
        self._store, self._messenger, self._view = store, messenger, view
        self._clock, self._owner = clock, owner
        self._is_closing = False

    async def send_batch(self, limit: int = 100) -> int:
        """Send up to `limit` owed deliveries; return how many were taken on.

        Raises:
            StoreUnavailable: before anything was sent.
        """
        if self._is_closing:
            return 0
        now = self._clock.now()
        claimed = await self._store.ledger.claim(self._owner, now, limit, LEASE)
        if not claimed:
            return 0
        chats = {delivery.id: chat for delivery, chat in claimed}
        posts, settled = await self._prepare(claimed, now)
        if settled:
            await self._settle(settled)
        queue: asyncio.Queue[tuple[int, Outcome]] = asyncio.Queue()
        attempts = {delivery.id: delivery.attempts for delivery, _ in claimed}
        async with asyncio.TaskGroup() as group:
            for delivery_id, post in posts.items():
                group.create_task(self._send(delivery_id, chats[delivery_id], post, queue))
            missing = len(posts)
            while missing:
                batch = [await queue.get()]
                while not queue.empty():
                    batch.append(queue.get_nowait())
                missing -= len(batch)
                await self._conclude(batch, attempts, chats)
        return len(claimed)

    async def reap(self, *, is_alone: bool = False) -> None:
        """Recover what dead processes left.

        `is_alone` says that no other process can be alive, so that leases need not run out.
        """
        alive = [self._owner] if is_alone else None
        freed, ambiguous = await self._store.ledger.reap(self._clock.now(), alive=alive)
        if freed or ambiguous:
            log.warning(
                "ledger: recovered %d deliveries that had not left; %d were cut off while leaving and are "
                "not sent again",
                freed,
                ambiguous,
            )

    def close(self) -> None:
        """Let nothing more leave; what is on the wire may finish."""
        self._is_closing = True

    async def release(self) -> None:
        """Give back what was taken on and has not left."""
        freed = await self._store.ledger.release(self._owner)
        if freed:
            log.info("ledger: gave %d deliveries back", freed)

    async def _prepare(
        self, claimed: Iterable[tuple[Delivery, Chat]], now: datetime
    ) -> tuple[Mapping[int, Post], Mapping[int, Settlement]]:
        """Find or make what each delivery says, and settle those that have nothing to say."""
        frozen = [delivery.id for delivery, _ in claimed if delivery.view_id is not None]
        posts = dict(await self._store.ledger.views(frozen)) if frozen else {}
        settled: dict[int, Settlement] = {}
        fresh: dict[Edition, list[tuple[Delivery, Chat]]] = defaultdict(list)
        for delivery, chat in claimed:
            if now - delivery.owed_at > CATCH_UP[delivery.edition.kind]:
                settled[delivery.id] = Settlement(State.SKIPPED, "too late")
                posts.pop(delivery.id, None)
            elif delivery.id not in posts:
                fresh[delivery.edition].append((delivery, chat))
        for edition, rows in fresh.items():
            told: dict[int, tuple[Digest, Post]] = {}
            for delivery_id, result in (await self._compose(edition, rows, now)).items():
                if isinstance(result, Settlement):
                    settled[delivery_id] = result
                else:
                    told[delivery_id] = result
            await self._store.ledger.freeze(told)
            posts |= {delivery_id: post for delivery_id, (_, post) in told.items()}
        return posts, settled

    async def _compose(
        self, edition: Edition, rows: list[tuple[Delivery, Chat]], now: datetime
    ) -> dict[int, tuple[Digest, Post] | Settlement]:
        """Choose and render what each chat is told, or settle that there is nothing."""
        had = await self._store.ledger.had([chat.id for _, chat in rows], now - NO_REPEAT, edition)
        daily = await daily_lists(self._store.snapshots, edition)
        ids = {delivery.snapshot_id for delivery, _ in rows}
        snapshots = {one: await self._store.snapshots.get(one) for one in ids}
        told: dict[int, tuple[Digest, Post] | Settlement] = {}
        alike: dict[object, tuple[Digest, Post] | Settlement] = {}
        for delivery, chat in rows:
            papers_had = had.get(chat.id, frozenset())
            # Chats with the same wishes and the same past get the same message: it is made once.
            key = (delivery.snapshot_id, chat.preferences, chat.place, papers_had)
            if key not in alike:
                alike[key] = self._tell(delivery, chat, snapshots[delivery.snapshot_id], papers_had, daily)
                await asyncio.sleep(0)  # choosing and rendering take milliseconds; presses go first
            told[delivery.id] = alike[key]
        return told

    def _tell(
        self,
        delivery: Delivery,
        chat: Chat,
        snapshot: Snapshot | None,
        had: frozenset[str],
        daily: tuple[Snapshot, ...],
    ) -> tuple[Digest, Post] | Settlement:
        """Choose and render one chat's digest, or settle that there is none."""
        if snapshot is None:
            return Settlement(State.FAILED, "its list is gone")
        digest = with_movement(choose(snapshot, chat.preferences, had), daily)
        if digest.is_empty:
            return Settlement(State.SKIPPED, "nothing to tell")
        try:
            return digest, self._view.digest(digest, chat.preferences, chat.place)
        except Exception:
            # A fault of ours in one chat's message must not keep all the others waiting for ever.
            log.exception("delivery %d cannot be rendered", delivery.id)
            return Settlement(State.FAILED, "cannot be rendered")

    async def _send(
        self, delivery_id: int, chat: Chat, post: Post, queue: asyncio.Queue[tuple[int, Outcome]]
    ) -> None:
        async def on_wire() -> bool:
            if self._is_closing:
                return False
            return await self._store.ledger.mark_sending(delivery_id, self._owner, self._clock.now())

        target = Target(chat.address, chat.preferences.is_silent)
        try:
            outcome = await self._messenger.deliver(target, post, on_wire)
        except StoreUnavailable as trouble:  # the mark could not be written, so nothing left
            outcome = NeverLeft(str(trouble))
        queue.put_nowait((delivery_id, outcome))

    async def _conclude(
        self,
        batch: list[tuple[int, Outcome]],
        attempts: Mapping[int, int],
        chats: Mapping[int, Chat],
    ) -> None:
        now = self._clock.now()
        settlements = {
            delivery_id: settle(outcome, attempts[delivery_id], now) for delivery_id, outcome in batch
        }
        await self._settle(settlements)
        for delivery_id, settlement in settlements.items():
            chat = chats[delivery_id]
            if settlement.state not in (State.SENT, State.PENDING):
                place = f", chat {chat.id} is paused" if settlement.pause else ""
                log.warning("delivery %d is %s: %s%s", delivery_id, settlement.state, settlement.note, place)
            elif settlement.note:
                log.info("delivery %d waits: %s", delivery_id, settlement.note)
            try:
                await self._follow(chat, settlement)
            except StoreUnavailable as trouble:
                # Raised from here it would cut off all that is on the wire. Telegram says it again next time.
                log.warning("chats: what became of chat %d could not be written: %s", chat.id, trouble)

    async def _follow(self, chat: Chat, settlement: Settlement) -> None:
        """Pause a chat that cannot be written to, or follow one that moved."""
        if settlement.pause is not None:
            await self._store.chats.pause(chat.address.chat_id, settlement.pause, chat.address.topic_id)
        if settlement.moved_to is not None:
            await self._store.chats.move(chat.address.chat_id, settlement.moved_to)

    async def _settle(self, settlements: Mapping[int, Settlement]) -> None:
        """Write what became of deliveries, insisting: an answer that is not written becomes a doubt."""
        for attempt in range(1, SETTLE_TRIES + 1):
            try:
                await self._store.ledger.settle(self._owner, self._clock.now(), settlements)
            except StoreUnavailable as trouble:
                if attempt == SETTLE_TRIES:
                    log.error(  # noqa: TRY400 - expected, and told in one line
                        "ledger: what became of %d deliveries could not be written: %s; they count as "
                        "ambiguous at the next start",
                        len(settlements),
                        trouble,
                    )
                    return
                await asyncio.sleep(SETTLE_PAUSE_S * attempt)
            else:
                return
