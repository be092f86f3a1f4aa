"""Answering: what a reader asks for now, or the reason why there is none."""

from datetime import date, datetime

from bot.domain.answers import Answer, Card, HiddenPapers, Reason, Silence
from bot.domain.calendar import Edition, Kind, feed_day, is_feed_weekday, last_finished
from bot.domain.chats import Chat
from bot.domain.deliveries import State
from bot.domain.editions import hidden_by_filters
from bot.domain.schedule import arrival
from bot.services.collect import GLANCE_S, Collector, Kept, NotBegun, NothingListed, Reading
from bot.services.digests import compose, lost_lists
from bot.services.ports import Clock, Store

PATIENCE_S = 8.0
"""How long a reader waits for the feed; what is on the shelf serves then."""


class Answers:
    """Answers from the shelf and the feed.

    Asking changes nothing about what is owed to a chat; what may have been lost is offered to it once.
    """

    def __init__(self, store: Store, collector: Collector, clock: Clock) -> None:
        self._store, self._collector, self._clock = store, collector, clock

    async def today(self, chat: Chat) -> Answer:
        """Return the newest digest, and what is to be known about the next.

        A digest that the chat was sent on an earlier local day is not told again but offered. So is, first
        and once, one whose delivery was cut off.
        """
        answer = await self._today(chat)
        now = self._clock.now()
        lost = (await lost_lists(self._store.ledger, [chat.id], now)).get(chat.id)
        if lost is None:
            return answer
        delivery_id, edition = lost
        await self._store.ledger.offered([delivery_id], now)
        if answer.digest is not None and answer.digest.edition == edition:
            return answer
        return Answer(answer.digest, (Silence(Reason.MAYBE_LOST, edition), *answer.silences))

    async def _today(self, chat: Chat) -> Answer:
        reading = await self._collector.newest_daily(PATIENCE_S)
        if not isinstance(reading, Kept):
            return Answer(silences=(_no_list(reading, Edition.daily(feed_day(self._clock.now()))),))
        edition = reading.snapshot.edition
        standing = await self._store.ledger.standing(chat.id, edition)
        was_told = self._was_before_today(chat, standing)
        # A list that was not sent yet is what comes next, even if it is shown now.
        first = edition if standing is None and chat.subscription(Kind.DAILY) else edition.following
        coming = await self._coming(chat, edition, first, again=edition if was_told else None)
        if was_told:
            return Answer(silences=(coming,))
        answer = await self._tell(chat, reading)
        if coming.edition != edition:
            answer = Answer(answer.digest, (*answer.silences, coming))
        return answer

    async def latest(self, chat: Chat) -> Answer:
        """Return the newest digest even if it was told before: for a first look."""
        reading = await self._collector.newest_daily(PATIENCE_S)
        return await self._answer(chat, reading, Edition.daily(feed_day(self._clock.now())))

    async def day(self, chat: Chat, day: date) -> Answer:
        """Return the digest of a feed day, open or closed."""
        edition = Edition.daily(day)
        if not is_feed_weekday(day):
            silence = Silence(Reason.WEEKEND, edition, again=_if_begun(edition.previous, self._clock.now()))
            return Answer(silences=(silence,))
        return await self._answer(chat, await self._collector.read(edition, PATIENCE_S), edition)

    async def period(self, chat: Chat, kind: Kind, edition: Edition | None = None) -> Answer:
        """Return a weekly or monthly digest; without an edition, that of the last finished period."""
        edition = edition or last_finished(kind, self._clock.now())
        return await self._answer(chat, await self._collector.read(edition, PATIENCE_S), edition)

    async def card(self, paper_id: str) -> Card | None:
        """Return a paper and where it stands; None where nobody knows it.

        Raises:
            FeedUnavailable: it is not known here and the feed did not answer.
        """
        paper = await self._collector.paper(paper_id)
        if paper is None:
            return None
        return Card(paper, tuple(await self._store.snapshots.standing(paper_id)))

    async def hidden(self, chat: Chat, edition: Edition) -> HiddenPapers | Silence:
        """Return what the chat's own filters hide of a list."""
        reading = await self._collector.read(edition, PATIENCE_S)
        if not isinstance(reading, Kept):
            return _no_list(reading, edition)
        return HiddenPapers(edition, hidden_by_filters(reading.snapshot, chat.preferences))

    async def _answer(self, chat: Chat, reading: Reading, edition: Edition) -> Answer:
        if isinstance(reading, Kept):
            return await self._tell(chat, reading)
        return Answer(silences=(_no_list(reading, edition),))

    async def _tell(self, chat: Chat, kept: Kept) -> Answer:
        digest = await compose(self._store.snapshots, kept.snapshot, chat.preferences)
        if digest.is_empty:
            hidden = sum(digest.hidden.values())
            return Answer(silences=(Silence(Reason.ALL_HIDDEN, digest.edition, papers=hidden),))
        return Answer(digest)

    def _was_before_today(self, chat: Chat, standing: tuple[State, datetime] | None) -> bool:
        """Whether a list was sent, on an earlier day of the chat's zone."""
        if standing is None or standing[0] is not State.SENT:
            return False
        zone = chat.preferences.zone_info
        return standing[1].astimezone(zone).date() < self._clock.now().astimezone(zone).date()

    async def _coming(self, chat: Chat, newest: Edition, first: Edition, again: Edition | None) -> Silence:
        """Return why there is nothing newer than `newest`, and which list from `first` on comes next."""
        now = self._clock.now()
        next_edition, arrives_at = _next_for(chat, first, now)
        today = feed_day(now)
        if not is_feed_weekday(today):
            return Silence(
                Reason.WEEKEND,
                Edition.daily(today),
                next_edition=next_edition,
                arrives_at=arrives_at,
                again=again,
            )
        current = Edition.daily(today)
        if current == newest:
            return Silence(Reason.TOLD, newest, next_edition=next_edition, arrives_at=arrives_at, again=again)
        reading = await self._collector.read(current, GLANCE_S)
        if isinstance(reading, Kept):
            _, arrives_at = _next_for(chat, current, now)
            return Silence(
                Reason.STILL_OPEN,
                current,
                papers=len(reading.snapshot.listed),
                as_of=reading.snapshot.captured_at,
                next_edition=current,
                arrives_at=arrives_at,
                again=again,
            )
        silence = _no_list(reading, current)
        return Silence(silence.reason, current, next_edition=next_edition, arrives_at=arrives_at, again=again)


def _no_list(reading: Reading, edition: Edition) -> Silence:
    if isinstance(reading, NothingListed):
        is_workday = is_feed_weekday(reading.edition.first) or reading.edition.kind is not Kind.DAILY
        return Silence(Reason.HOLIDAY if is_workday else Reason.WEEKEND, reading.edition)
    if isinstance(reading, NotBegun):
        return Silence(Reason.FUTURE, edition)
    return Silence(Reason.FEED_DOWN, edition)


def _next_for(chat: Chat, first: Edition, now: datetime) -> tuple[Edition, datetime | None]:
    """Return the next list from `first` on that a chat's daily subscription will bring, and when."""
    subscription = chat.subscription(Kind.DAILY)
    edition = first
    if subscription is None:
        return edition, None
    for _ in range(10):  # a subscription on one weekday brings one list in five; two weeks hold ten
        due = arrival(edition, subscription, chat.preferences.zone_info, now)
        if due is not None:
            return edition, due
        edition = edition.following
    return first, None


def _if_begun(edition: Edition, now: datetime) -> Edition | None:
    return edition if edition.opens_at <= now else None
