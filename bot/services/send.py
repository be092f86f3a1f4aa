"""Sending: what is owed leaves once, and what became of it is written down."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.calendar import Kind
from bot.domain.chats import Chat
from bot.domain.deliveries import (
    EDIT_FOR,
    LEASE,
    NeverLeft,
    Outcome,
    Settlement,
    State,
    Target,
    settle,
)
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Post
from bot.domain.schedule import CATCH_UP
from bot.services.digests import Composed, Composer, Owed, lost_lists
from bot.services.flow import Flow, InHand, Roster
from bot.services.ports import Clock, DigestView, Messenger, Store

log = logging.getLogger(__name__)

MOST_IN_HAND = 100
GATHER_S = 0.01
LOOK_S = 1.0
"""How long it takes at most until something new is taken on while the last answers are waited for."""
SETTLE_TRIES = 5
SETTLE_PAUSE_S = 0.3


@dataclass(slots=True)
class _Batch:
    """What became of claimed deliveries before any of them leaves, by delivery id.

    Attributes:
        posts: what is to be sent.
        settled: what has nothing to say, or comes too late.
        unfinished: what may be edited when more of its papers are told.
        offers: the earlier delivery of which a message says that it may not have arrived.
    """

    posts: dict[int, Post] = field(default_factory=dict)
    settled: dict[int, Settlement] = field(default_factory=dict)
    unfinished: set[int] = field(default_factory=set)
    offers: dict[int, int] = field(default_factory=dict)


class Sender:
    """Sends what is owed.

    Args:
        store: the ledger and what digests are made of.
        messenger: the way out.
        view: how a digest looks.
        clock: the present.
        owner: the name of this process in the ledger; it must differ from one start to the next.
        has_model: whether papers are being read, so that what is not told yet may be edited in.
        may_resend: whether what may or may not have arrived is sent once more.
        most_in_hand: how many deliveries are claimed at once at most; they should leave well within a lease.
        gather_s: for how long outcomes are gathered before they are written, all together.
    """

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        view: DigestView,
        *,
        clock: Clock,
        owner: str,
        has_model: bool = False,
        may_resend: bool = False,
        most_in_hand: int = MOST_IN_HAND,
        gather_s: float = GATHER_S,
    ) -> None:
        self._store, self._messenger, self._composer = store, messenger, Composer(store, view)
        self._clock, self._owner = clock, owner
        self._has_model, self._may_resend = has_model, may_resend
        self._most_in_hand, self._gather_s = most_in_hand, gather_s
        self._roster = Roster()
        self._is_closing = False

    async def send_batch(self, limit: int = 100) -> int:
        """Send up to `limit` owed deliveries; return how many were taken on.

        Raises:
            StoreUnavailable: before anything was sent.
        """
        return await self._run(limit)

    async def send_all(self) -> int:
        """Send what is owed until nothing is owed any more; return how many deliveries were taken on.

        While some are on the wire the next ones are made ready, so that nobody waits for a slow answer
        given to another. What is held, or failed and waits, may be taken on more than once.

        Raises:
            StoreUnavailable: nothing more could be taken on; what had been was sent.
        """
        return await self._run(None)

    async def reap(self, *, is_alone: bool = False) -> None:
        """Recover what dead processes left.

        `is_alone` says that no other process can be alive, so that leases need not run out.
        """
        alive = [self._owner] if is_alone else None
        freed, ambiguous = await self._store.ledger.reap(
            self._clock.now(), alive=alive, may_resend=self._may_resend
        )
        if freed or ambiguous:
            log.warning(
                "ledger: recovered %d deliveries; %d were cut off while leaving and are not sent again",
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

    async def _run(self, limit: int | None) -> int:
        """Let deliveries flow: one portion of a given size, or one after the other until none is left."""
        flow, trouble = Flow(self._gather_s, self._roster), None
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._conclude_all(flow))
                try:
                    if limit is not None:
                        await self._take_on(limit, flow, group)
                    else:
                        await self._feed(flow, group)
                except StoreUnavailable as caught:
                    trouble = caught  # raised from in here it would cut off all that is on the wire
                flow.end()
        finally:
            self._roster.remove(flow.in_hand)
        if trouble is not None:
            raise trouble
        return flow.taken

    async def _feed(self, flow: Flow, group: asyncio.TaskGroup) -> None:
        """Take deliveries on whenever half of what may be in hand is done."""
        while not self._is_closing:
            await flow.shrink_to(self._most_in_hand // 2)
            if not await self._take_on(self._most_in_hand - len(flow), flow, group):
                if not len(flow):
                    return
                await flow.shrink_to(0, LOOK_S)

    async def _take_on(self, limit: int, flow: Flow, group: asyncio.TaskGroup) -> int:
        """Claim deliveries, make them ready and let them go; return how many there were."""
        if self._is_closing:
            return 0
        now = self._clock.now()
        claimed = await self._store.ledger.claim(self._owner, now, limit, LEASE)
        ready = await self._roster.ready(delivery.id for delivery, _ in claimed)
        claimed = [(delivery, chat) for delivery, chat in claimed if delivery.id in ready]
        if not claimed:
            return 0
        flow.taken += len(claimed)
        batch = await self._prepare(claimed, now)
        if batch.settled:
            await self._settle(batch.settled)
        for delivery, chat in claimed:
            if (post := batch.posts.get(delivery.id)) is not None:
                may_change, offer = delivery.id in batch.unfinished, batch.offers.get(delivery.id)
                flow.hold(delivery.id, InHand(chat, delivery.attempts, may_change, offer))
                group.create_task(self._send(delivery.id, chat, post, flow))
        return len(claimed)

    async def _conclude_all(self, flow: Flow) -> None:
        """Write down what became of deliveries, in waves, until all is done."""
        while wave := await flow.wave():
            try:
                await self._conclude(wave)
            finally:
                self._roster.remove(wave)

    async def _prepare(self, claimed: Iterable[Owed], now: datetime) -> _Batch:
        """Find or make what each delivery says, and settle those that have nothing to say."""
        batch, fresh = _Batch(), []
        frozen = [delivery.id for delivery, _ in claimed if delivery.view_id is not None]
        said = await self._store.ledger.frozen(frozen) if frozen else {}
        offering = [chat.id for delivery, chat in claimed if delivery.id in said and said[delivery.id].lost]
        lost = await lost_lists(self._store.ledger, offering, now) if offering else {}
        for delivery, chat in claimed:
            if now - delivery.owed_at > CATCH_UP[delivery.edition.kind]:
                batch.settled[delivery.id] = Settlement(State.SKIPPED, "too late")
            elif delivery.id not in said:
                fresh.append((delivery, chat))
            else:
                batch.posts[delivery.id] = said[delivery.id].post
                named, (doubtful, edition) = said[delivery.id].lost, lost.get(chat.id, (0, None))
                if named is not None:
                    if named == edition:  # else the reader was told of it meanwhile, or of a newer one next
                        batch.offers[delivery.id] = doubtful
                elif self._has_model and delivery.edition.kind is Kind.DAILY:
                    # What it was frozen with may be too little; whoever looks at it next knows.
                    batch.unfinished.add(delivery.id)
        if fresh:
            await self._compose(fresh, batch, now)
        return batch

    async def _compose(self, fresh: Sequence[Owed], batch: _Batch, now: datetime) -> None:
        """Make and freeze what deliveries say that say nothing yet."""
        lost = await lost_lists(self._store.ledger, [chat.id for _, chat in fresh], now)
        editions = {chat_id: edition for chat_id, (_, edition) in lost.items()}
        made = await self._composer.compose(fresh, now, lost=editions, is_awaited=self._has_model)
        told: dict[int, Composed] = {}
        for delivery, chat in fresh:
            result = made[delivery.id]
            if isinstance(result, Settlement):
                batch.settled[delivery.id] = result
                continue
            told[delivery.id] = result
            batch.posts[delivery.id] = result.post
            if chat.id in lost:  # an edit would take away what is told once
                batch.offers[delivery.id] = lost[chat.id][0]
            elif self._has_model and not result.digest.is_whole:
                batch.unfinished.add(delivery.id)
        named = {delivery.id: editions[chat.id] for delivery, chat in fresh if chat.id in editions}
        await self._store.ledger.freeze({one: (made.digest, made.post) for one, made in told.items()}, named)

    async def _send(self, delivery_id: int, chat: Chat, post: Post, flow: Flow) -> None:
        async def on_wire() -> bool:
            if self._is_closing:
                return False
            return await self._store.ledger.mark_sending(delivery_id, self._owner, self._clock.now())

        target = Target(chat.address, chat.preferences.is_silent)
        try:
            outcome = await self._messenger.deliver(target, post, on_wire)
        except StoreUnavailable as trouble:  # the mark could not be written, so nothing left
            outcome = NeverLeft(str(trouble))
        flow.report(delivery_id, outcome)

    async def _conclude(self, wave: Mapping[int, tuple[InHand, Outcome]]) -> None:
        now = self._clock.now()
        settlements = {one: settle(outcome, held.attempts, now) for one, (held, outcome) in wave.items()}
        sent = [one for one, settlement in settlements.items() if settlement.state is State.SENT]
        for one in sent:
            if wave[one][0].is_unfinished:
                settlements[one] = replace(settlements[one], edit_until=now + EDIT_FOR)
        await self._settle(settlements)
        await self._note_offers([offer for one in sent if (offer := wave[one][0].offer) is not None], now)
        for delivery_id, settlement in settlements.items():
            chat = wave[delivery_id][0].chat
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

    async def _note_offers(self, offered: Sequence[int], now: datetime) -> None:
        """Note which doubts have been told of; where that fails they are told of once more."""
        if not offered:
            return
        try:
            await self._store.ledger.offered(offered, now)
        except StoreUnavailable as trouble:
            log.warning("ledger: doubts that were told of could not be noted: %s", trouble)

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
                await self._store.ledger.settle(
                    self._owner, self._clock.now(), settlements, may_resend=self._may_resend
                )
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
