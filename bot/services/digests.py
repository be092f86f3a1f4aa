"""Composing: a digest from a kept list, with what the shelf knows beside it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.answers import Reason, Silence
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Chat, Preferences, Style
from bot.domain.deliveries import Delivery, Settlement, State
from bot.domain.editions import NO_REPEAT, Digest, choose, with_movement
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Post
from bot.domain.notes import Notes
from bot.domain.papers import Snapshot
from bot.domain.summaries import Summary, Telling, arrange
from bot.services.ports import DigestView, Ledger, SnapshotShelf, Store

log = logging.getLogger(__name__)

OFFER_FOR = timedelta(days=7)
"""How long after its period a list that may have been lost is offered; nobody misses an older one."""

Owed = tuple[Delivery, Chat]
Known = Mapping[str, Mapping[str, tuple[Notes, Telling]]]
"""What was read and told before: by language and paper."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What a chat is told: the digest, with what of it is told by notes, and how it looks."""

    digest: Digest
    post: Post


class Composer:
    """Makes what owed deliveries say, from the shelf alone: never a model's call, never a wait for one.

    Args:
        store: the lists, what chats had before, and what was read and told.
        view: how a digest looks.
    """

    def __init__(self, store: Store, view: DigestView) -> None:
        self._store, self._view = store, view

    async def compose(
        self,
        owed: Sequence[Owed],
        now: datetime,
        *,
        lost: Mapping[int, Edition] | None = None,
        is_awaited: bool = False,
    ) -> Mapping[int, Composed | Settlement]:
        """Choose and render what each chat is told, or settle that there is nothing; by delivery id.

        Args:
            owed: the deliveries with their chats.
            now: the present; what a chat had in the time before it is not told again.
            lost: an earlier list that may not have reached a chat, by chat id: it is told of it, once, and
                its message is not edited.
            is_awaited: whether the message is edited when more of its papers are told.

        Raises:
            StoreUnavailable: the lists could not be read. What was told of papers is done without then.
        """
        editions: dict[Edition, list[Owed]] = defaultdict(list)
        for delivery, chat in owed:
            editions[delivery.edition].append((delivery, chat))
        made: dict[int, Composed | Settlement] = {}
        for edition, rows in editions.items():
            digests = await self._choose(edition, rows, now)
            known = await self._known(edition, rows, digests)
            made |= await self._render(rows, digests, known, lost or {}, is_awaited=is_awaited)
        return made

    async def _choose(
        self, edition: Edition, rows: Sequence[Owed], now: datetime
    ) -> Mapping[int, Digest | Settlement]:
        had = await self._store.ledger.had([chat.id for _, chat in rows], now - NO_REPEAT, edition)
        daily = await daily_lists(self._store.snapshots, edition)
        ids = {delivery.snapshot_id for delivery, _ in rows}
        snapshots = {one: await self._store.snapshots.get(one) for one in ids}
        digests: dict[int, Digest | Settlement] = {}
        alike: dict[object, Digest | Settlement] = {}
        for delivery, chat in rows:
            papers_had = had.get(chat.id, frozenset())
            # Chats with the same wishes and the same past get the same papers: they are chosen once.
            key = (delivery.snapshot_id, _wishes(chat.preferences), papers_had)
            if key not in alike:
                snapshot = snapshots[delivery.snapshot_id]
                alike[key] = _choice(snapshot, chat.preferences, papers_had, daily)
                await asyncio.sleep(0)  # choosing and rendering take milliseconds; presses go first
            digests[delivery.id] = alike[key]
        return digests

    async def _known(
        self, edition: Edition, rows: Iterable[Owed], digests: Mapping[int, Digest | Settlement]
    ) -> Known:
        """Return what the shelf can tell of the chosen papers; weekly and monthly lists show titles only."""
        if edition.kind is not Kind.DAILY:
            return {}
        wanted: dict[str, set[str]] = defaultdict(set)
        for delivery, chat in rows:
            if isinstance(digest := digests[delivery.id], Digest):
                wanted[chat.preferences.language].update(digest.paper_ids)
        known: dict[str, Mapping[str, tuple[Notes, Telling]]] = {}
        for language, paper_ids in wanted.items():
            try:
                known[language] = await self._store.notes.told(sorted(paper_ids), language)
            except StoreUnavailable as trouble:
                log.warning("store: digests go out without what was read of their papers: %s", trouble)
        return known

    async def _render(
        self,
        rows: Iterable[Owed],
        digests: Mapping[int, Digest | Settlement],
        known: Known,
        lost: Mapping[int, Edition],
        *,
        is_awaited: bool,
    ) -> Mapping[int, Composed | Settlement]:
        summaries = _Summaries(known)
        made: dict[int, Composed | Settlement] = {}
        alike: dict[object, Composed | Settlement] = {}
        for delivery, chat in rows:
            digest = digests[delivery.id]
            if isinstance(digest, Settlement):
                made[delivery.id] = digest
                continue
            told = summaries.of(digest, chat.preferences)
            digest = replace(digest, told=frozenset(told))
            # The same digest, told the same, to chats of the same wishes is one message, rendered once.
            key = (id(digests[delivery.id]), chat.preferences, chat.place, digest.told, lost.get(chat.id))
            if key not in alike:
                is_offer = chat.id in lost
                silences = [Silence(Reason.MAYBE_LOST, lost[chat.id])] if is_offer else []
                may_change = is_awaited and not is_offer
                alike[key] = self._look(delivery, chat, digest, told, silences, is_awaited=may_change)
                await asyncio.sleep(0)
            made[delivery.id] = alike[key]
        return made

    def _look(
        self,
        delivery: Delivery,
        chat: Chat,
        digest: Digest,
        told: Mapping[str, Summary],
        silences: Sequence[Silence],
        *,
        is_awaited: bool,
    ) -> Composed | Settlement:
        try:
            post = self._view.digest(
                digest,
                chat.preferences,
                chat.place,
                told=told,
                silences=silences,
                is_awaited=is_awaited and not digest.is_whole,
            )
        except Exception:
            # A fault of ours in one chat's message must not keep all the others waiting for ever.
            log.exception("delivery %d cannot be rendered", delivery.id)
            return Settlement(State.FAILED, "cannot be rendered")
        return Composed(digest, post)


class _Summaries:
    """Summaries in the styles and languages that are asked for, each arranged once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._made: dict[tuple[str, str, Style], Summary] = {}

    def of(self, digest: Digest, preferences: Preferences) -> Mapping[str, Summary]:
        """Return summaries of those of a digest's papers that were told."""
        language, style = preferences.language, preferences.style
        known = self._known.get(language, {})
        told: dict[str, Summary] = {}
        for paper_id in digest.paper_ids:
            if paper_id not in known:
                continue
            key = (paper_id, language, style)
            if key not in self._made:
                self._made[key] = arrange(*known[paper_id], style)
            if not self._made[key].is_empty:
                told[paper_id] = self._made[key]
        return told


async def lost_lists(
    ledger: Ledger, chat_ids: Iterable[int], now: datetime
) -> Mapping[int, tuple[int, Edition]]:
    """Return what may not have reached chats and is worth telling them: (delivery id, edition) by chat.

    Raises:
        StoreUnavailable: the ledger did not answer.
    """
    doubtful = await ledger.doubtful(chat_ids)
    return {
        chat_id: (delivery_id, edition)
        for chat_id, (delivery_id, edition) in doubtful.items()
        if now - edition.closes_at <= OFFER_FOR
    }


async def compose(shelf: SnapshotShelf, snapshot: Snapshot, preferences: Preferences) -> Digest:
    """Return the digest that a chat sees when it asks: nothing is left out for having been told."""
    return with_movement(choose(snapshot, preferences), await daily_lists(shelf, snapshot.edition))


async def daily_lists(shelf: SnapshotShelf, edition: Edition) -> tuple[Snapshot, ...]:
    """Return the kept daily lists of a week or month; none for a day, which has nothing to move in."""
    if edition.kind is Kind.DAILY:
        return ()
    kept = [await shelf.latest(Edition.daily(day)) for day in edition.days]
    return tuple(one[1] for one in kept if one)


def _wishes(preferences: Preferences) -> object:
    """Return what of a chat's preferences bears on which papers are chosen."""
    return (preferences.count, preferences.min_votes, preferences.wanted, preferences.unwanted)


def _choice(
    snapshot: Snapshot | None, preferences: Preferences, had: frozenset[str], daily: Iterable[Snapshot]
) -> Digest | Settlement:
    if snapshot is None:
        return Settlement(State.FAILED, "its list is gone")
    digest = with_movement(choose(snapshot, preferences, had), daily)
    return Settlement(State.SKIPPED, "nothing to tell") if digest.is_empty else digest
