"""Deliveries: one part of one digest owed to one chat, and what each outcome makes of it.

Telegram knows no idempotency key, so exactly once cannot be had. What is kept is: at most once, and
nothing lost without a trace. `sending` is written at the moment when the request's body goes on the
wire; whatever is found in that state afterwards may have arrived and is never sent again by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Edition
from bot.domain.chats import Address, Pause
from bot.domain.messages import Post


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    CLAIMED = "claimed"  # some process took it, under a lease
    SENDING = "sending"  # its body began to leave
    SENT = "sent"
    FAILED = "failed"  # Telegram refused it for good
    AMBIGUOUS = "ambiguous"  # it may or may not have arrived
    SKIPPED = "skipped"  # there was nothing to tell, or it came too late


MAY_HAVE_ARRIVED = (State.SENDING, State.SENT, State.AMBIGUOUS)
LEASE = timedelta(minutes=5)
"""How long a claim holds; a process that lives renews nothing, it finishes its batch well within."""
EDIT_FOR = timedelta(hours=3)
"""How long after its sending a digest is edited when more of it was read: a model that is down for an hour
is still caught up with, and nobody finds the morning's message changed in the evening."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the ledger as a sender sees it.

    `owed_at` is when it was enqueued, and `edit_until` how long it may be edited once it was sent, where
    better text may still come.
    """

    id: int
    chat_id: int
    edition: Edition
    snapshot_id: int
    owed_at: datetime
    part: int = 0
    attempts: int = 0
    view_id: int | None = None
    edit_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a delivery says.

    Attributes:
        post: the message.
        paper_ids: its papers, in order.
        told: those of them that were told by notes.
        lost: the earlier list of which it says that it may not have arrived; it is not edited then.
    """

    post: Post
    paper_ids: tuple[str, ...]
    told: frozenset[str] = frozenset()
    lost: Edition | None = None


# What the messenger can come back with -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted the message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class NeverLeft:
    """No byte of the body left: it may be tried again."""

    why: str


@dataclass(frozen=True, slots=True)
class Held:
    """Telegram asked to wait (429); the message was not taken."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with a new id; the message was not taken."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be written to; it is paused and the delivery failed."""

    pause: Pause
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram refused this message for good, for a reason of the message's own."""

    why: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The body left and no clear answer came back."""

    why: str


Outcome = Sent | NeverLeft | Held | Moved | Gone | Refused | Unclear


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the ledger writes for an outcome.

    `try_again_at` is set for `pending`; `pause` and `moved_to` concern the chat. `edit_until` is set for
    `sent` where better text may still come: until then the message may be edited in place.
    """

    state: State
    note: str = ""
    message_id: int | None = None
    try_again_at: datetime | None = None
    pause: Pause | None = None
    moved_to: int | None = None
    edit_until: datetime | None = None


def settle(outcome: Outcome, attempts: int, now: datetime) -> Settlement:  # noqa: PLR0911 - one return an outcome
    """Decide what becomes of a delivery.

    Args:
        outcome: what came back from the messenger.
        attempts: how often it was claimed, this time included.
        now: the present, for the next attempt.
    """
    match outcome:
        case Sent(message_id):
            return Settlement(State.SENT, message_id=message_id)
        case Unclear(why):
            return Settlement(State.AMBIGUOUS, why)
        case Refused(why):
            return Settlement(State.FAILED, why)
        case Gone(pause, why):
            return Settlement(State.FAILED, why, pause=pause)
        case Moved(chat_id):
            return Settlement(State.PENDING, "moved", try_again_at=now, moved_to=chat_id)
        case Held(wait):
            return Settlement(State.PENDING, "held", try_again_at=now + wait)
        case NeverLeft(why):
            return Settlement(State.PENDING, why, try_again_at=now + backoff(attempts))


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after the n-th attempt: 2 s, doubling to 5 minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 10)), timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes and how: the address and whether to make no sound."""

    address: Address
    is_silent: bool = False
