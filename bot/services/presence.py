"""Presence: each replica says that it lives, and what a dead one left in the ledger is recovered at once."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from bot.domain.errors import StoreUnavailable
from bot.services.ports import Clock, Ledger
from bot.services.replicas import Elections

log = logging.getLogger(__name__)

BEAT_S: Final = 2.0
DEAD_AFTER_S: Final = 10.0
_PREFIX: Final = "replica "


class Presence:
    """Says that this replica lives, for as long as it does.

    A lease on a delivery is long, for sending may take long; that a process is gone is known sooner. One that
    was only asleep finds its claims gone when it wakes: what it sends passes the fence of the ledger.

    Args:
        elections: where it is said.
        ledger: what the dead leave something in.
        clock: the present.
        owner: the name of this process in the ledger.
        may_resend: whether what may or may not have arrived is sent once more.
    """

    def __init__(
        self, elections: Elections, ledger: Ledger, clock: Clock, owner: str, *, may_resend: bool = False
    ) -> None:
        self._elections, self._ledger, self._clock = elections, ledger, clock
        self._owner, self._may_resend = owner, may_resend

    async def begin(self) -> None:
        """Say so before anything is claimed, and recover what the dead of before left.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        await self._beat()

    async def run(self) -> None:
        """Go on saying so, until cancelled."""
        while True:
            await asyncio.sleep(BEAT_S)
            try:
                await self._beat()
            except StoreUnavailable as trouble:
                log.debug("presence: %s", trouble)  # whoever works on it tells more loudly

    async def end(self) -> None:
        """Say that this replica is gone."""
        with suppress(StoreUnavailable):
            await self._elections.resign(_PREFIX + self._owner, self._owner)

    async def _beat(self) -> None:
        await self._elections.campaign(_PREFIX + self._owner, self._owner, DEAD_AFTER_S)
        alive = await self._elections.holders(_PREFIX)
        freed, ambiguous = await self._ledger.reap(
            self._clock.now(), alive=[*alive, self._owner], may_resend=self._may_resend
        )
        if freed or ambiguous:
            log.warning(
                "ledger: took over %d deliveries of processes that are gone; %d were cut off while leaving "
                "and are not sent again",
                freed,
                ambiguous,
            )
