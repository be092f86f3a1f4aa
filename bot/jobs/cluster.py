"""Many processes do the work: each looks for it, says so in a shared queue, and takes jobs out of it.

procrastinate moves the jobs. A job carries nothing: it is one run of a step that may be repeated and killed
at any point (owe, send a batch, a chore). Nobody leads: whoever sees that there is something to do puts a job
into the queue, where there is never more than one of a kind waiting.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Final

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, ProcrastinateException
from procrastinate.jobs import Status
from procrastinate.worker import Worker

from bot.domain.errors import PaperboyError, StoreUnavailable
from bot.jobs.cluster_queue import open_queue
from bot.jobs.timers import Chore
from bot.services.ports import Clock, Ledger
from bot.services.publish import Publisher
from bot.services.send import Sender

log = logging.getLogger(__name__)

PERIOD_S: Final = 1.0
TROUBLE_PAUSE_S: Final = 5.0
TEND_EVERY_S: Final = 5.0
"""How often chores are put into the queue that are not in it, and jobs of the dead are forgotten."""
BATCHES_AT_ONCE: Final = 2
LEAST_A_BATCH, MOST_A_BATCH = 20, 100
BATCH_S: Final = 2.0
"""A batch is what all replicas together send in so long: what ten of them hold must leave in a minute."""
CHORES_AT_ONCE: Final = 4
LOOK_EVERY_S: Final = 2.0
"""How often the queue is looked at for chores whose time has come; of new jobs it tells by itself."""
BEAT_S: Final = 2.0
DEAD_AFTER_S: Final = 10.0
GRACE_S: Final = 5.0
_SEND, _HOUSE = "send", "house"
_OWE = "owe"


class ClusterDispatcher:
    """One of several processes that owe, send and do chores; use it within `opened`.

    Args:
        url: the database, where the queue is kept, too.
        publisher: owes.
        sender: sends.
        ledger: where there is something to do.
        clock: the present.
        chores: what is done again and again; those are done here of which it is enough that one replica does.
        batch: how many deliveries a job sends.
    """

    def __init__(
        self,
        url: str,
        publisher: Publisher,
        sender: Sender,
        ledger: Ledger,
        clock: Clock,
        *,
        chores: Iterable[Chore] = (),
        batch: int = MOST_A_BATCH,
    ) -> None:
        self._url, self._batch = url, batch
        self._publisher, self._sender, self._ledger, self._clock = publisher, sender, ledger, clock
        self._chores = tuple(one for one in chores if one.is_shared)
        self._due, self._is_stopping = asyncio.Event(), asyncio.Event()
        # What goes wrong is told here in one line, and not by the library with a traceback.
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL + 1)
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL + 1)

    def wake(self) -> None:
        """Look for work now instead of at the next turn."""
        self._due.set()

    def stop(self) -> None:
        """Begin nothing new."""
        self._is_stopping.set()
        self.wake()

    async def run(self) -> None:
        """Work until stopped, however often the server goes away meanwhile."""
        while not self._is_stopping.is_set():
            try:
                await self._run_once()
            except* (StoreUnavailable, ProcrastinateException) as troubles:
                log.warning("queue: %s; trying again in %.0f s", _words(troubles), TROUBLE_PAUSE_S)
                await self._pause(TROUBLE_PAUSE_S)

    async def _run_once(self) -> None:
        app = await open_queue(self._url)
        try:
            self._add_tasks(app)
            workers = (
                _worker(app, _SEND, BATCHES_AT_ONCE),
                _worker(app, _HOUSE, CHORES_AT_ONCE),
            )
            async with asyncio.TaskGroup() as group:
                loops = [
                    group.create_task(self._look_for_work(app)),
                    group.create_task(self._tend(app)),
                    *(group.create_task(self._serve(worker)) for worker in workers),
                ]
                await self._is_stopping.wait()
                for loop in loops:
                    loop.cancel()
        finally:
            with suppress(ConnectorException):
                await app.close_async()

    def _add_tasks(self, app: App) -> None:
        """Tell the queue what its jobs do."""
        app.task(name=_OWE, queue=_HOUSE, lock=_OWE, queueing_lock=_OWE, priority=1)(partial(self._owe, app))
        app.task(name=_SEND, queue=_SEND, queueing_lock=_SEND)(partial(self._send, app))
        for chore in self._chores:
            app.task(name=chore.name, queue=_HOUSE, lock=chore.name, queueing_lock=chore.name)(
                _guarded(chore.run)
            )

    async def _owe(self, app: App) -> None:
        if await _told(self._publisher.tick):
            await _defer(app, _SEND)

    async def _send(self, app: App) -> None:
        """Send one batch, and say before and after that there may be more: whoever is free sends it."""
        if await _told(partial(self._ledger.is_owing, self._clock.now())):
            await _defer(app, _SEND)
        if await _told(partial(self._sender.send_batch, self._batch)) and not self._is_stopping.is_set():
            await _defer(app, _SEND)

    async def _look_for_work(self, app: App) -> None:
        # Not for ever: a cancellation that comes together with the wake-up is swallowed by `wait_for`.
        while not self._is_stopping.is_set():
            self._due.clear()
            now = self._clock.now()
            if await self._ledger.due(now):
                await _defer(app, _OWE)
            if await self._ledger.is_owing(now):
                await _defer(app, _SEND)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), PERIOD_S)

    async def _tend(self, app: App) -> None:
        """Keep the next run of each chore in the queue, and forget the jobs of processes that died."""
        is_first = True
        while True:
            for chore in self._chores:
                wait = chore.first if is_first else chore.every
                await _defer(app, chore.name, wait_s=int(wait.total_seconds()))
            is_first = False
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
                # Not started again: what it was to do is found by whoever looks for work. While it is there
                # its lock keeps others from their turn.
                if job.id is not None:
                    log.warning("queue: a process died, or sleeps, over the job %s", job.task_name)
                    await _forget(app, job.id)
            await asyncio.sleep(TEND_EVERY_S)

    async def _serve(self, worker: Worker) -> None:
        """Let a worker work; one that gives up by itself has lost the server."""
        await worker.run()  # type: ignore[no-untyped-call]
        if not self._is_stopping.is_set():
            raise StoreUnavailable("the server of the queue was lost")

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_stopping.wait(), seconds)


class _Watchful(Worker):
    """A worker that stops when one of its side tasks fails, its heart for example.

    The library's own looks at them until the first one ends, and without periodic jobs one ends at once.
    """

    async def _periodic_deferrer(self) -> None:
        await asyncio.Event().wait()


def batch_of(messages_per_second: float) -> int:
    """Return how many deliveries a job should send at a rate that all replicas share."""
    return max(LEAST_A_BATCH, min(MOST_A_BATCH, int(messages_per_second * BATCH_S)))


def _worker(app: App, queue: str, at_once: int) -> Worker:
    return _Watchful(
        app,
        queues=[queue],
        name=queue,
        concurrency=at_once,
        fetch_job_polling_interval=LOOK_EVERY_S,
        shutdown_graceful_timeout=GRACE_S,
        delete_jobs="always",
        install_signal_handlers=False,
        update_heartbeat_interval=BEAT_S,
        stalled_worker_timeout=DEAD_AFTER_S,
    )


async def _defer(app: App, name: str, wait_s: int = 0) -> None:
    """Put a job into the queue, unless one of its kind waits there."""
    when = {"schedule_in": {"seconds": wait_s}} if wait_s else {}
    with suppress(AlreadyEnqueued):
        await app.configure_task(name, allow_unknown=False, **when).defer_async()


async def _forget(app: App, job_id: int) -> None:
    with suppress(ConnectorException):  # another one was first
        await app.job_manager.finish_job_by_id_async(job_id, Status.FAILED, delete_job=True)


def _guarded(run: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """Tell what goes wrong in a chore; the next run tries again."""

    async def guarded() -> None:
        await _told(run)

    return guarded


async def _told(run: Callable[[], Awaitable[object]]) -> object:
    """Return what a step returns; None where it failed, which is told here."""
    try:
        return await run()
    except PaperboyError as trouble:
        log.warning("queue: %s", trouble)
    except Exception:
        log.exception("queue: a step failed as it should not")
    return None


def _words(troubles: BaseExceptionGroup[BaseException]) -> str:
    """Return in a few words what went wrong first."""
    first: BaseException = troubles
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return str(first).strip().partition("\n")[0]
