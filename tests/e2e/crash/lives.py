"""The use cases of one process after another over one file, with an outside that remembers what arrived."""

import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from pathlib import Path

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Pause, Place, Preferences
from bot.domain.deliveries import Gone, Held, Moved, NeverLeft, Outcome, Sent, Target, Unclear
from bot.domain.errors import PaperboyError
from bot.domain.messages import Post
from bot.domain.schedule import Subscription
from bot.services.collect import Collector
from bot.services.ports import Ledger
from bot.services.publish import Publisher
from bot.services.send import Sender
from bot.store.engine import Database
from bot.store.store import SqlStore
from bot.store.urls import locate
from tests.e2e.crash.invariants import OPEN, Arrived, Owed, is_sound, read_ledger, violations
from tests.e2e.crash.moments import Blow, Fate, Killed, Mortal
from tests.fakes import FakeClock, FakeFeed, PlainView, at, papers

SATURDAY, SUNDAY = at("2026-06-13 08:15"), at("2026-06-14 08:15")
FRIDAYS = Edition.daily(date(2026, 6, 12))
BATCH = 4
MOST_TURNS = 40

# What the outside makes of the first message to a chat; chats that are not named are served.
HELD, SILENT, DEAF, LOST, GONE, CHOOSY, OLD_GROUP = 2, 3, 4, 5, 6, 7, -8
NEW_GROUP = -1000000000008
CHATS = (1, HELD, SILENT, DEAF, LOST, GONE, CHOOSY, OLD_GROUP)

Mark = Callable[[], Awaitable[bool]]


@dataclass
class Outside:
    """Telegram and the network before it: some chats have trouble, the first time or always."""

    arrived: list[Arrived] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def is_first(self, chat: int) -> bool:
        """Whether this is the first that is heard of a chat."""
        is_new = chat not in self.seen
        self.seen.add(chat)
        return is_new

    def refuse(self, chat: int) -> Outcome | None:
        """Return why a message is not taken; None where it is."""
        if chat == GONE:
            return Gone(Pause.BLOCKED, "bot was blocked by the user")
        if chat == OLD_GROUP:
            return Moved(NEW_GROUP)
        if chat == HELD and self.is_first(chat):
            return Held(timedelta(seconds=5))
        return None


class WayOut:
    """A messenger as the port has it: the mark is asked for just before the body leaves."""

    def __init__(self, outside: Outside, fate: Fate) -> None:
        self._outside, self._fate = outside, fate

    async def deliver(self, target: Target, post: Post, on_wire: Mark) -> Outcome:
        chat = target.address.chat_id
        await self._fate.moment("connecting")
        if chat == DEAF and self._outside.is_first(chat):
            return NeverLeft("no connection")
        try:
            may_leave = await on_wire()
        except PaperboyError as trouble:
            return NeverLeft(str(trouble))
        if not may_leave:
            return NeverLeft("the claim was lost")
        return await self.transmit(chat, post)

    async def transmit(self, chat: int, post: Post) -> Outcome:
        """Let the body leave and hear what the other side says."""
        await self._fate.moment("the body leaves")
        if chat == LOST:
            return Unclear("reset on the way there")
        refused = self._outside.refuse(chat)
        if refused is None:
            self._outside.arrived.append(Arrived(chat, post.html))
        await self._fate.moment("the answer comes")
        if chat == SILENT:
            return Unclear("no answer")
        return refused or Sent(len(self._outside.arrived))


@dataclass(frozen=True)
class Make:
    """What processes are made of; a mutant differs in one part."""

    way_out: type[WayOut] = WayOut
    ledger: Callable[[SqlStore, Database, Fate], Ledger] = lambda store, _database, _fate: store.ledger
    prepare: Callable[[Path], None] = lambda _file: None


class _MortalStore:
    def __init__(self, store: SqlStore, ledger: Ledger, fate: Fate) -> None:
        self.snapshots = Mortal(store.snapshots, "store", fate)
        self.chats = Mortal(store.chats, "store", fate)
        self.ledger = Mortal(ledger, "store", fate)
        self.texts = Mortal(store.texts, "store", fate)
        self.notes = Mortal(store.notes, "store", fate)


class World:
    """One file, one clock and one outside, for as many processes as it takes.

    `idle` holds databases without connections, one for each process that may be alive at once: a new process
    opens new connections, but statements need not be compiled anew.
    """

    def __init__(self, file: Path, idle: list[Database], make: Make) -> None:
        self.clock, self.outside = FakeClock(SATURDAY), Outside()
        self._file, self._idle, self._make = file, idle, make
        self._starts = 0
        make.prepare(file)

    async def run(self, fate: Fate, *, is_alone: bool = True) -> None:
        """Run one process as the program does, until there is nothing left to do or it dies."""
        self._starts += 1
        database = self._idle.pop()
        store = SqlStore(database)
        mortal = _MortalStore(store, self._make.ledger(store, database, fate), fate)
        feed = FakeFeed(self.clock)
        feed.lists[FRIDAYS] = papers(range(10))
        way_out = self._make.way_out(self.outside, fate)
        sender = Sender(
            mortal,
            way_out,
            PlainView(),
            clock=self.clock,
            owner=f"process {self._starts}",
            most_in_hand=BATCH,
            gather_s=0,
        )  # type: ignore[arg-type]
        collector = Collector(Mortal(feed, "feed", fate), mortal.snapshots, self.clock)  # type: ignore[arg-type]
        publisher = Publisher(mortal.ledger, collector, self.clock)  # type: ignore[arg-type]
        try:
            await self._work(publisher, sender, is_alone=is_alone)
        except (Killed, BaseExceptionGroup):
            if not fate.is_dead:
                raise
        finally:
            await database.disconnect()
            self._idle.append(database)

    async def meanwhile(self) -> None:
        """Let another process find that the leases ran out, and do the work."""
        self.clock.pass_(minutes=6)
        await self.run(Fate(), is_alone=False)

    def violations(self) -> list[str]:
        """Return what must not be."""
        rows = [replace(row, chat=OLD_GROUP) if row.chat == NEW_GROUP else row for row in self._ledger()]
        arrived = [
            Arrived(OLD_GROUP if one.chat == NEW_GROUP else one.chat, one.text)
            for one in self.outside.arrived
        ]
        found = violations([(chat, str(FRIDAYS)) for chat in CHATS], rows, arrived)
        return found if is_sound(self._file) else [*found, "the file is broken"]

    async def _work(self, publisher: Publisher, sender: Sender, *, is_alone: bool) -> None:
        # The program's loops tell expected trouble in one line and go on, and so does this.
        with suppress(PaperboyError):
            await sender.reap(is_alone=is_alone)
        for _ in range(MOST_TURNS):
            with suppress(PaperboyError):
                await publisher.tick()
            with suppress(PaperboyError):
                await sender.send_all()
            if self._is_quiet():
                return
            self.clock.pass_(seconds=20)
            with suppress(PaperboyError):
                await sender.reap()

    def _is_quiet(self) -> bool:
        rows = self._ledger()
        return len(rows) >= len(CHATS) and not any(row.state in OPEN for row in rows)

    def _ledger(self) -> list[Owed]:
        return read_ledger(self._file)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a story ended; `struck` names the moments of the blows, fewer than planned if it ended sooner."""

    struck: tuple[str, ...]
    violations: tuple[str, ...]


class Stage:
    """Where one story is told again and again: Friday's list comes on Saturday, and not again on Sunday."""

    def __init__(self, folder: Path) -> None:
        self._template, self._file = folder / "template.db", folder / "story.db"
        where = locate(f"sqlite:///{self._file}")
        self._idle = [Database(where), Database(where)]

    async def build(self) -> None:
        """Make a store in which every chat is due on Saturday morning."""
        store = await SqlStore.open(f"sqlite:///{self._template}")
        for chat in CHATS:
            place = Place.PRIVATE if chat > 0 else Place.GROUP
            wishes = Preferences(min_votes=10_000 if chat == CHOOSY else 0)
            met = await store.chats.meet(Address(chat), place, f"chat {chat}", wishes)
            await store.chats.subscribe(met.id, Subscription(Kind.DAILY, time(8, 15), next_due_at=SATURDAY))
        await store.close()

    async def tell(self, blow: Blow, moments: tuple[int, ...], make: Make | None = None) -> Ending:
        """Tell the story with a blow in each of the first lives.

        Args:
            blow: what happens to them.
            moments: at which moment of the first life, of the second and so on.
            make: what the processes are made of.
        """
        for left in self._file.parent.glob(f"{self._file.name}*"):
            left.unlink()
        shutil.copyfile(self._template, self._file)
        world = World(self._file, self._idle, make or Make())
        struck: list[str] = []
        fate = Fate()
        try:
            for moment in moments:
                fate = Fate(blow, moment, world.meanwhile)
                await world.run(fate)
                struck += [fate.struck] if fate.struck else []
            await world.run(Fate())
            wrong = world.violations()
            world.clock.set(max(SUNDAY, world.clock.now()))
            await world.run(Fate())
        except ExceptionGroup as fall:
            return Ending((*struck, fate.struck), (f"fell over: {fall.exceptions}",))
        return Ending(tuple(struck), tuple(dict.fromkeys(wrong + world.violations())))

    async def strike_everywhere(
        self,
        blow: Blow,
        make: Make | None = None,
        *,
        is_enough: Callable[[list[str]], bool] = lambda _: False,
    ) -> tuple[int, list[str]]:
        """Strike at every moment in turn; return how many there were and what went wrong."""
        wrong: list[str] = []
        moment = 0
        while not is_enough(wrong):
            ending = await self.tell(blow, (moment + 1,), make)
            wrong += [f"{blow} at {moment + 1}, {ending.struck}: {one}" for one in ending.violations]
            if not ending.struck:
                break
            moment += 1
        return moment, wrong
