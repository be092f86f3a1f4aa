"""Alone or one of several: what is put together differently on SQLite and on a server."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from bot.config import Config
from bot.domain.errors import StoreUnavailable
from bot.jobs.local import LocalDispatcher
from bot.jobs.timers import Chore
from bot.services.office import Office
from bot.services.ports import Clock
from bot.services.presence import Presence
from bot.services.publish import Publisher
from bot.services.replicas import Reservations
from bot.services.send import Sender
from bot.store.store import SqlStore
from bot.tg.register import Register


class Engine(Protocol):
    """What moves the work, as long as it runs."""

    def wake(self) -> None:
        """Look for work now instead of at the next turn."""

    def stop(self) -> None:
        """Begin nothing new."""

    async def run(self) -> None:
        """Work until stopped."""


@dataclass(frozen=True, slots=True)
class Replication:
    """What a process needs as one of several; alone on a file of SQLite it needs none of it.

    Attributes:
        presence: says that it lives.
        reservations: where replicas agree on the rate.
        office: who of them reads updates.
        register: what lets an update be handled once.
    """

    presence: Presence | None = None
    reservations: Reservations | None = None
    office: Office | None = None
    register: Register | None = None

    @property
    def is_alone(self) -> bool:
        """Whether no other process can work on the same store."""
        return self.presence is None


def join(store: SqlStore, config: Config, clock: Clock, owner: str) -> Replication:
    """Return what a process needs to work with others on a store, if others there may be.

    Raises:
        StoreUnavailable: what moves jobs between replicas is not installed.
    """
    register = Register(store.arrivals, owner)
    if store.is_embedded:
        return Replication(register=register if config.web.webhook_url else None)
    if find_spec("procrastinate") is None:
        raise StoreUnavailable("PostgreSQL needs procrastinate: install paperboy[cluster]")
    return Replication(
        Presence(store.elections, store.ledger, clock, owner, may_resend=config.delivery.may_resend),
        store.reservations,
        Office(store.elections, "reading of updates", owner),
        register,
    )


def engine(
    store: SqlStore,
    config: Config,
    publisher: Publisher,
    sender: Sender,
    clock: Clock,
    *,
    chores: Iterable[Chore],
) -> Engine:
    """Return what moves the work: a loop of this process, or a queue that replicas share, chores too."""
    if store.is_embedded:
        return LocalDispatcher(publisher, sender)
    from bot.jobs.cluster import ClusterDispatcher, batch_of  # noqa: PLC0415 - an extra that not everyone installs

    batch = batch_of(config.telegram.messages_per_second)
    return ClusterDispatcher(
        config.store.url, publisher, sender, store.ledger, clock, chores=chores, batch=batch
    )
