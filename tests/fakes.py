"""Stand-ins with a memory for what the use cases need from the world."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.answers import Silence
from bot.domain.calendar import Edition
from bot.domain.chats import Place, Preferences
from bot.domain.deliveries import NeverLeft, Outcome, Sent, Target, Unclear
from bot.domain.editions import Digest
from bot.domain.errors import FeedUnavailable, NotOpenYet
from bot.domain.messages import Button, Post
from bot.domain.papers import Listed, Paper, Snapshot, rank
from bot.domain.summaries import Summary
from bot.services.ports import NOTHING_TOLD


def at(text: str) -> datetime:
    """Read `2025-10-02 23:15` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def paper(number: int, **fields: object) -> Paper:
    """Invent a paper."""
    title = f"Paper number {number}: counting what counts"
    abstract = f"We present method {number}. It reaches {number}.5% on an invented benchmark."
    return replace(Paper(f"2510.{number:05d}", title, abstract, ("A. Author",)), **fields)  # type: ignore[arg-type]


def papers(numbers: Iterable[int], votes: int = 100) -> tuple[Listed, ...]:
    """Invent a list, the first with the most votes."""
    return rank([Listed(paper(number), votes - n, n) for n, number in enumerate(numbers)])


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime | str) -> None:
        self._now = at(now) if isinstance(now, str) else now

    def pass_(self, **time: float) -> None:
        self._now += timedelta(**time)


class FakeFeed:
    """A feed that knows the lists that it was given, and can be down."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.lists: dict[Edition, tuple[Listed, ...]] = {}
        self.trouble: FeedUnavailable | None = None
        self.asked: list[Edition] = []
        self.known: dict[str, Paper] = {}

    async def read(self, edition: Edition) -> Snapshot:
        self.asked.append(edition)
        if self.trouble:
            raise self.trouble
        now = self._clock.now()
        if edition.opens_at > now:
            raise NotOpenYet(f"{edition} is not open yet")
        return Snapshot(edition, now, self.lists.get(edition, ()))

    async def find(self, paper_id: str) -> Paper | None:
        if self.trouble:
            raise self.trouble
        return self.known.get(paper_id)


class FakeMessenger:
    """A way out that remembers what left, and answers what it was told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[Target, Post]] = []
        self.outcomes: list[Outcome] = []
        self.edited: list[tuple[Target, int, Post]] = []
        self.edit_outcomes: list[Outcome] = []

    @property
    def shown(self) -> dict[tuple[int, int], str]:
        """What stands in each message now, by chat and message id."""
        shown = {
            (target.address.chat_id, n): post.html for n, (target, post) in enumerate(self.sent, start=1)
        }
        return shown | {(target.address.chat_id, number): post.html for target, number, post in self.edited}

    async def edit(self, target: Target, message_id: int, post: Post) -> Outcome:
        outcome = self.edit_outcomes.pop(0) if self.edit_outcomes else Sent(message_id)
        if isinstance(outcome, Sent | Unclear):
            self.edited.append((target, message_id, post))
        return outcome

    async def deliver(self, target: Target, post: Post, on_wire: Callable[[], Awaitable[bool]]) -> Outcome:
        if self.outcomes and isinstance(self.outcomes[0], NeverLeft):
            return self.outcomes.pop(0)
        if not await on_wire():
            return NeverLeft("the mark said no")
        self.sent.append((target, post))
        return self.outcomes.pop(0) if self.outcomes else Sent(len(self.sent))


class PlainView:
    """Digests as lines of ids; those that notes tell are followed by their summary's brief."""

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
        ids = " ".join(_told(one.listed.paper.id, told) for one in digest.chosen)
        state = "open" if digest.is_open else "closed"
        below = [f"{one.reason} {one.edition}" for one in silences] + ["more comes"] * is_awaited
        lines = [f"{digest.edition} {state} {preferences.language}: {ids}", *below]
        return Post("\n".join(lines), ((Button("1", data="card:1"),),))


def _told(paper_id: str, told: Mapping[str, Summary]) -> str:
    summary = told.get(paper_id)
    return f"{paper_id}={summary.shown[0].text}" if summary else paper_id
