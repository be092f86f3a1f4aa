"""Who may send next: answers first, digests in what is left, and nobody too often. Pure.

There are two lanes. In each, messages are served in the order in which they came, except that a chat
which has had its share for now is passed over until it is ready again. Time is an argument, in monotonic
seconds.
"""

import heapq
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.tg.rates import Rate, Rates

ChatKey = int | str

CUT: Final = 0.7
"""What is left of the rates after Telegram asked to wait."""
LEAST_SPEED: Final = 0.1
RECOVERY_PER_S: Final = 0.001
"""How fast the speed comes back: a cut is mended in five minutes."""
_SHARE_OF_BULK: Final = 10
"""However many answers wait, every tenth message is a digest, so that none waits for ever."""
_SWEEP_EVERY: Final = 256


class Lane(StrEnum):
    """What kind of message it is."""

    INTERACTIVE = "interactive"  # somebody waits for it
    BULK = "bulk"  # a digest


@dataclass(slots=True, eq=False)
class Ticket:
    """A place in a lane; `seq` is its order, and `may_cost` whether its message may be paid for."""

    lane: Lane
    chat: ChatKey
    seq: int
    is_bulk: bool
    is_gone: bool = False
    may_cost: bool = False


@dataclass(slots=True)
class _Line:
    """The tickets of one lane.

    A chat that has tickets stands either in `ready`, by the order of its first ticket, or in `later`, by the
    time at which the chat may be written to again.
    """

    chats: dict[ChatKey, deque[Ticket]] = field(default_factory=dict)
    ready: list[tuple[int, ChatKey]] = field(default_factory=list)
    later: list[tuple[float, int, ChatKey]] = field(default_factory=list)


class Lanes:
    """The dispenser's memory and rules.

    Args:
        rates: how often messages may leave.
        is_shared: whether other processes use up the same free rate, so that none of it is reckoned with
            while digests are paid for.
    """

    def __init__(self, rates: Rates, *, is_shared: bool = False) -> None:
        self._rates, self._is_shared = rates, is_shared
        # Not a mapping by lane: the hash of an enumeration's member is slow, and this is asked all the time.
        self._answers, self._digests = _Line(), _Line()
        self._chats: dict[ChatKey, float] = {}
        self._overall = self._bulk = self._paid = 0.0
        self.credit = 0
        """How many digests may leave beyond the free rate, where there is a rate for those that are paid."""
        self._held_until = self._cut_at = float("-inf")
        self._speed_then, self._speed_at = 1.0, 0.0
        self._seq = 0
        self._answers_in_a_row = 0
        self._taken = 0

    def __len__(self) -> int:
        """Return how many tickets wait, in both lanes."""
        return sum(
            not ticket.is_gone
            for line in (self._answers, self._digests)
            for queue in line.chats.values()
            for ticket in queue
        )

    def join(self, lane: Lane, chat: ChatKey) -> Ticket:
        """Take a place at the end of a lane."""
        self._seq += 1
        ticket = Ticket(lane, chat, self._seq, lane is Lane.BULK)
        line = self._digests if ticket.is_bulk else self._answers
        queue = line.chats.setdefault(chat, deque())
        queue.append(ticket)
        if len(queue) == 1:
            heapq.heappush(line.ready, (ticket.seq, chat))
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give a place up; what stood behind it moves on."""
        ticket.is_gone = True

    def grant(self, now: float) -> Ticket | None:
        """Return the ticket whose message may leave now, or None; call again until None comes."""
        if now < self._held_until:
            return None
        if now < self._rates.overall.ready_at(self._overall):
            return self._grant_paid(now)
        is_bulks_turn = self._answers_in_a_row >= _SHARE_OF_BULK - 1
        ticket = self._first(now, is_bulk=is_bulks_turn) or self._first(now, is_bulk=not is_bulks_turn)
        if ticket is None:
            return self._grant_paid(now)
        self._take(ticket, now)
        return ticket

    def next_at(self, now: float) -> float | None:
        """Return when `grant` is worth another call; None while nobody waits."""
        times = [
            at for is_bulk in (False, True) if (at := self._lane_ready_at(now, is_bulk=is_bulk)) is not None
        ]
        return max(min(times), self._held_until) if times else None

    def hold(self, wait_s: float, now: float) -> None:
        """Let nothing leave for a while, and be slower afterwards: Telegram asked for it.

        Several messages in flight are answered so at once; together they cut the speed once.
        """
        if now >= max(self._held_until, self._cut_at + 1):
            self._speed_then, self._speed_at = max(LEAST_SPEED, self.speed(now) * CUT), now + wait_s
            self._cut_at = now
        self._held_until = max(self._held_until, now + wait_s)

    def held_for(self, now: float) -> float:
        """Return for how many seconds nothing leaves."""
        return max(0.0, self._held_until - now)

    def speed(self, now: float) -> float:
        """Return the share of the rates that is used, 1 unless Telegram asked to wait lately."""
        return min(1.0, self._speed_then + RECOVERY_PER_S * max(0.0, now - self._speed_at))

    def _rate(self, chat: ChatKey) -> Rate:
        """Return the rate of a chat: groups and channels have negative ids, or names."""
        return self._rates.chat if isinstance(chat, int) and chat > 0 else self._rates.group

    def _chat_ready_at(self, chat: ChatKey, *, is_bulk: bool) -> float:
        # Digests leave a chat's burst to its answers.
        burst = 1 if is_bulk else None
        return self._rate(chat).ready_at(self._chats.get(chat, float("-inf")), burst=burst)

    def _lane_ready_at(self, now: float, *, is_bulk: bool) -> float | None:
        line = self._digests if is_bulk else self._answers
        self._sort_in(line, now)
        if line.ready:
            at = now
        elif line.later:
            at = line.later[0][0]
        else:
            return None
        free_at = max(at, self._rates.overall.ready_at(self._overall))
        if not is_bulk:
            return free_at
        free_at = max(free_at, self._rates.bulk.ready_at(self._bulk))
        if self.credit <= 0 or self._rates.paid is None:
            return free_at
        return min(free_at, max(at, self._rates.paid.ready_at(self._paid)))

    def _grant_paid(self, now: float) -> Ticket | None:
        """Return the first digest if it may leave beyond the free rate."""
        paid = self._rates.paid
        if paid is None or self.credit <= 0 or now < paid.ready_at(self._paid):
            return None
        ticket = self._front(self._digests, now)
        if ticket is not None:
            self._take(ticket, now, is_paid=True)
        return ticket

    def _first(self, now: float, *, is_bulk: bool) -> Ticket | None:
        """Return the first ticket of a lane whose chat is ready, and leave it where it is."""
        if is_bulk and now < self._rates.bulk.ready_at(self._bulk):
            return None
        return self._front(self._digests if is_bulk else self._answers, now)

    def _front(self, line: _Line, now: float) -> Ticket | None:
        self._sort_in(line, now)
        return line.chats[line.ready[0][1]][0] if line.ready else None

    def _sort_in(self, line: _Line, now: float) -> None:
        """Bring chats whose time has come to the ready ones, until the first ready one truly is."""
        is_bulk = line is self._digests
        while line.later and line.later[0][0] <= now:
            _, _, chat = heapq.heappop(line.later)
            self._stand(line, chat)
        while line.ready:
            _, chat = line.ready[0]
            queue = line.chats[chat]
            if queue[0].is_gone:
                heapq.heappop(line.ready)
                self._stand(line, chat)
            elif (at := self._chat_ready_at(chat, is_bulk=is_bulk)) > now:
                heapq.heappop(line.ready)
                heapq.heappush(line.later, (at, queue[0].seq, chat))
            else:
                return

    @staticmethod
    def _stand(line: _Line, chat: ChatKey) -> None:
        """Let a chat stand among the ready ones for its first ticket, or forget it where none is left."""
        queue = line.chats[chat]
        while queue and queue[0].is_gone:
            queue.popleft()
        if queue:
            heapq.heappush(line.ready, (queue[0].seq, chat))
        else:
            del line.chats[chat]

    def _take(self, ticket: Ticket, now: float, *, is_paid: bool = False) -> None:
        line, slowness = self._digests if ticket.is_bulk else self._answers, 1 / self.speed(now)
        heapq.heappop(line.ready)
        line.chats[ticket.chat].popleft()
        self._stand(line, ticket.chat)
        rate = self._rate(ticket.chat)
        self._chats[ticket.chat] = rate.take(self._chats.get(ticket.chat, now), now)
        if self._rates.paid is not None:
            # Whatever leaves counts here, and while there is credit any digest may be taken for a paid one.
            self._paid = self._rates.paid.take(self._paid, now, slowness=slowness)
            ticket.may_cost = ticket.is_bulk and self.credit > 0
        if is_paid or (ticket.may_cost and self._is_shared):
            self.credit -= 1
        if not is_paid:
            self._overall = self._rates.overall.take(self._overall, now, slowness=slowness)
            if ticket.is_bulk:
                self._bulk = self._rates.bulk.take(self._bulk, now, slowness=slowness)
        if ticket.is_bulk:
            self._answers_in_a_row = 0
        elif self._digests.chats:
            self._answers_in_a_row += 1
        self._taken += 1
        if self._taken % _SWEEP_EVERY == 0:
            self._chats = {chat: until for chat, until in self._chats.items() if until > now}
