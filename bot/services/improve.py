"""Improving: digests that left before all their papers were read are edited in place, a few times at most."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.domain.chats import Chat
from bot.domain.deliveries import (
    EDIT_FOR,
    Delivery,
    Frozen,
    Gone,
    Held,
    Moved,
    NeverLeft,
    Outcome,
    Refused,
    Sent,
    Settlement,
    Target,
    Unclear,
)
from bot.domain.editions import Digest
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Post
from bot.services.digests import Composed, Composer
from bot.services.ports import Clock, DigestView, Messenger, Store

log = logging.getLogger(__name__)

STEADY = timedelta(minutes=5)
"""A digest that is told in part is edited when nothing more of it was told for this long."""
MOST_PARTIAL = 2
"""How often a digest is edited that is told in part, apart from its last state."""
NEAR_END = timedelta(minutes=10)
"""So long before its time is over, a digest is edited to its last state."""
LOOK_EVERY = timedelta(minutes=2)
"""How long a digest is left alone after a look. It is longer than a turn and an edit can take, so that of
several processes none puts an older state in the place of a newer one."""
TURN = timedelta(seconds=25)
"""How long after a look edits may begin."""
AT_ONCE = 50


class Verdict(Enum):
    """What is to be done about a digest."""

    WAIT = auto()
    FINISH = auto()  # without an edit
    EDIT = auto()
    EDIT_LAST = auto()


@dataclass(slots=True)
class Progress:
    """What this process saw of a digest: what was told of it, since when, and what was edited.

    It is forgotten with the process, at the price of an edit more.
    """

    told: frozenset[str]
    since: datetime
    edits: int = 0


def decide(frozen: Frozen, digest: Digest, progress: Progress, now: datetime, *, is_ending: bool) -> Verdict:
    """Decide what is to be done about a digest.

    It is edited when all of it is told; when part of it is and nothing more came for a while; and to its
    last state before its time is over. A reader who wishes otherwise by now (other papers, a language in
    which less is told) keeps what was sent.

    Args:
        frozen: what the message says.
        digest: what it would say now.
        progress: what was seen of it before.
        now: the present.
        is_ending: whether the time in which it may be edited is nearly over.
    """
    if digest.paper_ids != frozen.paper_ids or (digest.is_whole and digest.told == frozen.told):
        return Verdict.FINISH
    if not digest.told >= frozen.told:
        return Verdict.FINISH if is_ending else Verdict.WAIT
    if digest.is_whole or is_ending:
        return Verdict.EDIT_LAST
    is_due = now - progress.since >= STEADY and progress.edits < MOST_PARTIAL
    return Verdict.EDIT if is_due and digest.told > frozen.told else Verdict.WAIT


@dataclass(frozen=True, slots=True)
class _Case:
    """A digest to be looked at: its delivery, its chat, its message, and what that says."""

    delivery: Delivery
    chat: Chat
    message_id: int
    frozen: Frozen
    edit_until: datetime

    @property
    def id(self) -> int:
        """The delivery's id."""
        return self.delivery.id


@dataclass(frozen=True, slots=True)
class _Edit:
    """An edit that is to be made."""

    case: _Case
    composed: Composed
    is_last: bool


class Improver:
    """Edits digests that left before all of their papers were read.

    Editing is repeatable: what a crash cuts off between an edit and its record is edited to the same again,
    which Telegram takes for no change. No second message is ever sent.

    Args:
        store: the ledger and what digests are made of.
        messenger: the way out.
        view: how a digest looks.
        clock: the present.
    """

    def __init__(self, store: Store, messenger: Messenger, view: DigestView, clock: Clock) -> None:
        self._store, self._messenger, self._clock = store, messenger, clock
        self._composer = Composer(store, view)
        self._progress: dict[int, Progress] = {}

    async def improve(self, limit: int = 500) -> int:
        """Look at up to `limit` digests that may be edited; return how many were looked at.

        Raises:
            StoreUnavailable: the ledger did not answer. What was edited is looked at again.
        """
        now = self._clock.now()
        cases = await self._cases(now, limit)
        if not cases:
            return 0
        edits: list[_Edit] = []
        finished: list[int] = []
        for is_ending in (False, True):
            group = [one for one in cases if (one.edit_until - now <= NEAR_END) is is_ending]
            # What is still missing in its last state is not promised any more.
            owed = [(one.delivery, one.chat) for one in group]
            made = await self._composer.compose(owed, now, is_awaited=not is_ending)
            for case in group:
                composed = made[case.id]
                if isinstance(composed, Settlement):  # nothing can be made of it any more
                    finished.append(case.id)
                    continue
                verdict = self._judge(case, composed.digest, now, is_ending=is_ending)
                is_last = verdict is Verdict.EDIT_LAST
                if verdict is Verdict.FINISH or (is_last and composed.post == case.frozen.post):
                    finished.append(case.id)
                elif verdict is not Verdict.WAIT:
                    edits.append(_Edit(case, composed, is_last))
        await self._edit_all(edits, finished, now)
        self._forget(finished, now)
        return len(cases)

    async def _cases(self, now: datetime, limit: int) -> Sequence[_Case]:
        rows = await self._store.ledger.unfinished(now, limit, now - LOOK_EVERY)
        frozen = await self._store.ledger.frozen([delivery.id for delivery, _, _ in rows]) if rows else {}
        return [
            _Case(delivery, chat, message_id, frozen[delivery.id], delivery.edit_until or now)
            for delivery, chat, message_id in rows
            if delivery.id in frozen
        ]

    def _judge(self, case: _Case, digest: Digest, now: datetime, *, is_ending: bool) -> Verdict:
        """Decide about a digest, and remember what was told of it."""
        progress = self._progress.setdefault(case.id, Progress(digest.told, now))
        if progress.told != digest.told:
            progress.told, progress.since = digest.told, now
        return decide(case.frozen, digest, progress, now, is_ending=is_ending)

    async def _edit_all(self, edits: Sequence[_Edit], finished: list[int], now: datetime) -> None:
        """Edit a few messages at a time, so that digests that are due never stand behind many."""
        waves = [edits[start : start + AT_ONCE] for start in range(0, len(edits), AT_ONCE)]
        for wave in waves or [()]:
            if self._clock.now() - now >= TURN:
                break  # another process may look at the rest soon; so will this one
            await self._edit(wave, finished)

    async def _edit(self, edits: Sequence[_Edit], finished: list[int]) -> None:
        """Edit messages and write down what they say; add to `finished` what will not be edited again."""
        outcomes: list[tuple[_Edit, Outcome]] = []

        async def edit(one: _Edit) -> None:
            target = Target(one.case.chat.address, one.case.chat.preferences.is_silent)
            outcome = await self._messenger.edit(target, one.case.message_id, one.composed.post)
            outcomes.append((one, outcome))

        async with asyncio.TaskGroup() as group:
            for one in edits:
                group.create_task(edit(one))
        told: dict[int, tuple[Digest, Post]] = {}
        for one, outcome in outcomes:
            if isinstance(outcome, Sent):
                told[one.case.id] = (one.composed.digest, one.composed.post)
                self._progress[one.case.id].edits += 1
                if one.is_last:
                    finished.append(one.case.id)
            elif isinstance(outcome, Refused):
                log.info("delivery %d keeps what was sent: %s", one.case.id, outcome.why)
                finished.append(one.case.id)
            else:
                await self._follow(one.case, outcome)
        if told:
            log.info("digests: %d edited in place", len(told))
        if told or finished:
            await self._store.ledger.refreeze(told, finished=finished)

    async def _follow(self, case: _Case, outcome: Gone | Moved | Held | NeverLeft | Unclear) -> None:
        """Heed what an edit that did not succeed tells about the chat; it is looked at again later."""
        address = case.chat.address
        try:
            if isinstance(outcome, Gone):
                log.info(
                    "delivery %d is not edited, chat %d is paused: %s", case.id, case.chat.id, outcome.why
                )
                await self._store.chats.pause(address.chat_id, outcome.pause, address.topic_id)
            elif isinstance(outcome, Moved):
                await self._store.chats.move(address.chat_id, outcome.chat_id)
        except StoreUnavailable as trouble:
            log.warning("chats: what became of chat %d could not be written: %s", case.chat.id, trouble)

    def _forget(self, finished: Iterable[int], now: datetime) -> None:
        """Forget what is not edited any more."""
        old = [key for key, one in self._progress.items() if now - one.since > EDIT_FOR]
        for key in (*finished, *old):
            self._progress.pop(key, None)
