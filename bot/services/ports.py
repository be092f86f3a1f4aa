"""What the use cases need from the world, named by role."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Protocol

from bot.domain.answers import Silence, Standing
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Chat, Pause, Place, Preferences
from bot.domain.deliveries import Delivery, Frozen, Outcome, Settlement, State, Target
from bot.domain.editions import Digest
from bot.domain.messages import Post
from bot.domain.papers import Paper, Snapshot
from bot.domain.schedule import Subscription
from bot.domain.summaries import Summary
from bot.services.reading_ports import NoteShelf, Purse, TextCache
from bot.services.replicas import Arrivals

Advance = Callable[[str, Subscription, datetime], datetime]
"""The rule that gives a subscription its next due time after an instant, in a chat's zone."""

NOTHING_TOLD: Final[Mapping[str, Summary]] = MappingProxyType({})
"""No summaries: no paper was read, or no model is set up."""


class Clock(Protocol):
    """The present."""

    def now(self) -> datetime:
        """Return the present, aware UTC."""


class PaperFeed(Protocol):
    """The day's papers."""

    async def read(self, edition: Edition) -> Snapshot:
        """Read a period's list as it stands now, all pages of it, best first.

        Raises:
            NotOpenYet: the period has not begun.
            FeedUnavailable: no answer, or asked to wait (then with `retry_at`).
            FeedChanged: an answer of an unknown shape.
        """

    async def find(self, paper_id: str) -> Paper | None:
        """Look one paper up by its arXiv id without version; None where nobody knows it.

        Raises:
            FeedUnavailable: no answer.
        """


class SnapshotShelf(Protocol):
    """Lists and papers that were read. Datetimes are aware UTC; any method may raise StoreUnavailable."""

    async def put(self, snapshot: Snapshot) -> int:
        """Keep a list with its papers and return its id.

        A list that equals the newest one of its period only moves that one's capture time forward.
        """

    async def latest(self, edition: Edition) -> tuple[int, Snapshot] | None:
        """Return the newest list of a period that was kept, with its id."""

    async def get(self, snapshot_id: int) -> Snapshot | None:
        """Return one list by its id."""

    async def keep_paper(self, paper: Paper) -> None:
        """Keep one paper that came outside a list."""

    async def paper(self, paper_id: str) -> Paper | None:
        """Return a paper that was kept."""

    async def standing(self, paper_id: str) -> Sequence[Standing]:
        """Return where a paper stands in the newest kept list of each period that holds it."""

    async def prune(self, before: datetime) -> int:
        """Forget lists captured before an instant, and return how many.

        The newest of each period stays, and so does each that a delivery points to.
        """


class ChatBook(Protocol):
    """Chats, their preferences and subscriptions. Any method may raise StoreUnavailable."""

    async def meet(self, address: Address, place: Place, title: str, preferences: Preferences) -> Chat:
        """Return the chat at an address, made with these preferences where it is new.

        The title is kept fresh.
        """

    async def find(self, address: Address) -> Chat | None:
        """Return the chat at an address, or None."""

    async def get(self, chat_id: int) -> Chat | None:
        """Return a chat by our own id."""

    async def count_subscribed(self) -> int:
        """Count the chats with a subscription, paused ones too."""

    async def languages(self) -> Mapping[str, int]:
        """Count the chats that get daily digests and are not paused, by language."""

    async def subscribed_groups(self, limit: int) -> Sequence[Chat]:
        """Return up to `limit` groups and channels with a subscription, newest first."""

    async def prefer(self, chat_id: int, preferences: Preferences, *, has_chosen: bool | None = None) -> Chat:
        """Replace a chat's preferences.

        Raises:
            LookupError: there is no such chat (any more).
        """

    async def subscribe(self, chat_id: int, subscription: Subscription) -> Chat:
        """Put a subscription in the place of the chat's one of that kind, if any.

        Raises:
            LookupError: there is no such chat (any more).
        """

    async def unsubscribe(self, chat_id: int, kind: Kind) -> bool:
        """Remove the chat's subscription of a kind; False where there was none.

        What is owed of that kind and has not begun to leave is no longer owed.
        """

    async def pause(self, telegram_chat_id: int, why: Pause, topic_id: int | None = None) -> int:
        """Pause all chats of a Telegram chat, or one topic of it, and return how many."""

    async def resume(self, telegram_chat_id: int, topic_id: int | None = None) -> int:
        """Resume the paused chats of a Telegram chat, or one topic of it, and return how many."""

    async def move(self, old_chat_id: int, new_chat_id: int) -> int:
        """Follow a group that became a supergroup and return how many chats moved; twice is harmless."""

    async def forget(self, telegram_chat_id: int) -> int:
        """Delete everything about a Telegram chat, in one transaction; return how many chats went.

        What it has spent goes too, and of a private chat what its user has spent.
        """


class Ledger(Protocol):
    """Deliveries and due times. Any method may raise StoreUnavailable."""

    async def due(self, now: datetime) -> Mapping[Kind, int]:
        """Count the subscriptions of chats that are not paused whose time has come, by kind."""

    async def enqueue(
        self, edition: Edition, snapshot_id: int, now: datetime, advance: Advance, limit: int = 500
    ) -> tuple[int, int]:
        """Owe an edition to up to `limit` due chats and set their next due times, in one transaction.

        Due are the subscriptions of the edition's kind, of chats that are not paused, whose time has
        come. A chat that was owed the edition before is only advanced.

        Returns:
            (subscriptions advanced, deliveries made); (0, 0) when none is left.
        """

    async def advance_late(self, kind: Kind, before: datetime, after: datetime, advance: Advance) -> int:
        """Set due times later than `after` for what was due before an instant, owing nothing."""

    async def is_owing(self, now: datetime) -> bool:
        """Tell whether there is anything to claim."""

    async def claim(
        self, owner: str, now: datetime, limit: int, lease: timedelta
    ) -> Sequence[tuple[Delivery, Chat]]:
        """Take up to `limit` pending deliveries whose time has come, oldest first, with their chats.

        Chats that are paused are passed over. Each claim counts as an attempt.
        """

    async def had(
        self, chat_ids: Iterable[int], since: datetime, apart: Edition
    ) -> Mapping[int, frozenset[str]]:
        """Return the papers that each chat may have had since an instant.

        Daily digests count, apart from the edition `apart`, in every state that may have arrived.
        """

    async def freeze(
        self, told: Mapping[int, tuple[Digest, Post]], lost: Mapping[int, Edition] | None = None
    ) -> None:
        """Fix what deliveries say, by delivery id, in one transaction; equal messages share a view.

        `lost` names, by delivery id, the earlier list of which a message says that it may not have arrived.
        """

    async def views(self, delivery_ids: Iterable[int]) -> Mapping[int, Post]:
        """Return the frozen messages of deliveries that have one."""

    async def frozen(self, delivery_ids: Iterable[int]) -> Mapping[int, Frozen]:
        """Return what deliveries say and of what it is made, for those that have a frozen message."""

    async def mark_sending(self, delivery_id: int, owner: str, now: datetime) -> bool:
        """Write `sending` if the claim still holds; False means that it must not be sent (the fence)."""

    async def settle(
        self, owner: str, now: datetime, settlements: Mapping[int, Settlement], *, may_resend: bool = False
    ) -> None:
        """Write what became of deliveries of this owner, all in one transaction.

        Where it `may_resend`, what would be ambiguous for the first time waits to be sent once more.
        """

    async def unfinished(
        self, now: datetime, limit: int, looked_before: datetime | None = None
    ) -> Sequence[tuple[Delivery, Chat, int]]:
        """Return sent deliveries whose `edit_until` has not come, with their message ids.

        Chats that are paused are passed over, and so is what was looked at later than `looked_before`. Those
        looked at longest ago come first, and with this they are looked at; what was not finished in its
        time is finished by this. Whoever was sent was looked at then.
        """

    async def awaited(self, now: datetime) -> Sequence[tuple[str, str]]:
        """Return which papers sent digests may yet be edited for, each with a language.

        These are told there without notes. Each pair comes once; digests of paused chats are passed over.
        """

    async def refreeze(self, told: Mapping[int, tuple[Digest, Post]], *, finished: Iterable[int]) -> None:
        """Write what messages say after an edit, and which deliveries will not be edited again.

        What is not sent stays as it is frozen.
        """

    async def release(self, owner: str) -> int:
        """Give unsent claims of an owner back and return how many."""

    async def reap(
        self, now: datetime, *, alive: Iterable[str] | None = None, may_resend: bool = False
    ) -> tuple[int, int]:
        """Recover what dead processes left: claims back to pending, `sending` to ambiguous.

        A row counts as left when its lease ran out or, where `alive` is given, when its owner is not among
        them. Where it `may_resend`, what was leaving for the first time goes back to pending, too, at the
        price of a second copy. Returns (given back, ambiguous).
        """

    async def doubtful(self, chat_ids: Iterable[int]) -> Mapping[int, tuple[int, Edition]]:
        """Return each chat's newest ambiguous delivery of which it was not told yet: its id and edition."""

    async def offered(self, delivery_ids: Iterable[int], now: datetime) -> None:
        """Note that readers were told of ambiguous deliveries."""

    async def prune(self, before: datetime) -> int:
        """Forget deliveries that nothing happened to since an instant, and return how many.

        What is being sent stays. Messages that no delivery says any more go with them. The instant must
        lie before everything that `had` is asked about.
        """

    async def counts(self) -> Mapping[State, int]:
        """Count the ledger by state."""

    async def standing(self, chat_id: int, edition: Edition) -> tuple[State, datetime] | None:
        """Return how a chat's delivery of an edition stands and since when; None where none is owed."""


class StarBook(Protocol):
    """What was spent on the speed of digests, by UTC day. Any method may raise StoreUnavailable."""

    async def take(self, day: date, messages: int, most: int) -> int:
        """Enter up to so many paid messages, of `most` on that day; return how many there was room for."""


class Store(Protocol):
    """Everything that is kept."""

    snapshots: SnapshotShelf
    chats: ChatBook
    ledger: Ledger
    texts: TextCache
    notes: NoteShelf
    purse: Purse
    arrivals: Arrivals


class Messenger(Protocol):
    """The way out for digests."""

    async def deliver(self, target: Target, post: Post, on_wire: Callable[[], Awaitable[bool]]) -> Outcome:
        """Send one message, calling `on_wire` exactly when its body begins to leave.

        Where `on_wire` returns False or fails, the request is aborted and the outcome is `NeverLeft`.
        Never raises for what Telegram or the network do.
        """

    async def edit(self, target: Target, message_id: int, post: Post) -> Outcome:
        """Put a digest in the place of one that was sent; `Sent` where it already says so.

        An edit may be repeated without harm, so `Unclear` may be tried again. Never raises for what
        Telegram or the network do.
        """


class DigestView(Protocol):
    """How a digest looks."""

    def digest(
        self,
        digest: Digest,
        preferences: Preferences,
        place: Place,
        *,
        told: Mapping[str, Summary] = NOTHING_TOLD,
        silences: Sequence[Silence] = (),
        is_awaited: bool = False,
    ) -> Post:
        """Render a digest for a chat's language, style and place; the same input gives the same message.

        Args:
            digest: what was chosen.
            preferences: the chat's language and style.
            place: what sort of chat it is.
            told: summaries of its papers in that language and style, by paper; the others are told by what
                the feed says, and labelled.
            silences: what is told in a line each below it.
            is_awaited: whether what is not told yet is read now, and the message edited then.
        """


class Dispatcher(Protocol):
    """What moves the work."""

    def wake(self) -> None:
        """Look for work now instead of at the next turn."""
