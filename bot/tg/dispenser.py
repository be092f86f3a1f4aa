"""The lanes as something to wait for."""

import asyncio
from datetime import timedelta

from bot.tg.lanes import ChatKey, Lane, Lanes, Ticket
from bot.tg.rates import Rates


class Busy(Exception):
    """It would take too long until a message may leave.

    `wait` is for how long nothing leaves, as far as is known.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"no place for {wait.total_seconds():g} s")
        self.wait = wait


class Dispenser:
    """Hands out places for messages, in the order that `Lanes` decides.

    It starts no task: a waiting message is woken by a timer of the event loop, whose clock it goes by.
    """

    def __init__(self, rates: Rates, *, is_shared: bool = False) -> None:
        self._lanes = Lanes(rates, is_shared=is_shared)
        self._waiting: dict[Ticket, asyncio.Future[None]] = {}
        self._alarm: asyncio.TimerHandle | None = None
        self.floods = 0
        """How often Telegram has asked to wait."""

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    @property
    def credit(self) -> int:
        """How many digests may still leave beyond the free rate."""
        return self._lanes.credit

    @credit.setter
    def credit(self, messages: int) -> None:
        self._lanes.credit = messages
        self._pump()

    async def take(self, lane: Lane, chat: ChatKey, timeout_s: float) -> bool:
        """Wait for a place; after this the message may leave at once. Return whether it may be paid for.

        Raises:
            Busy: there is none within `timeout_s`.
        """
        self._refuse_if_held_longer_than(timeout_s)
        ticket = self._lanes.join(lane, chat)
        granted = asyncio.get_running_loop().create_future()
        self._waiting[ticket] = granted
        self._pump()
        if granted.done():
            return ticket.may_cost
        try:
            async with asyncio.timeout(timeout_s):
                await granted
        except TimeoutError:
            raise Busy(timedelta(seconds=max(1.0, self.held_for_s()))) from None
        finally:
            if self._waiting.pop(ticket, None) is not None:
                self._lanes.leave(ticket)
                self._pump()
        return ticket.may_cost

    async def wait_out(self, timeout_s: float) -> None:
        """Wait until nothing is held; for calls that count against no limit.

        Raises:
            Busy: it is held for longer than `timeout_s`.
        """
        while (held_s := self.held_for_s()) > 0:
            self._refuse_if_held_longer_than(timeout_s)
            await asyncio.sleep(held_s)

    def hold(self, wait: timedelta) -> None:
        """Let nothing leave for a while: Telegram asked for it."""
        self.floods += 1
        self._lanes.hold(wait.total_seconds(), asyncio.get_running_loop().time())
        self._pump()

    def held_for_s(self) -> float:
        """Return for how many seconds nothing leaves."""
        return self._lanes.held_for(asyncio.get_running_loop().time())

    def _refuse_if_held_longer_than(self, timeout_s: float) -> None:
        if (held_s := self.held_for_s()) > timeout_s:
            raise Busy(timedelta(seconds=held_s))

    def _pump(self) -> None:
        """Wake everyone whose turn it is, and be called again when the next turn comes."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        while (ticket := self._lanes.grant(now)) is not None:
            granted = self._waiting.pop(ticket)
            if not granted.done():
                granted.set_result(None)
        if (at := self._lanes.next_at(now)) is not None:
            self._alarm = loop.call_at(at, self._pump)
