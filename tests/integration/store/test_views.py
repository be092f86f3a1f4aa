from datetime import date, timedelta

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.deliveries import Settlement, State
from bot.domain.messages import Button, Post
from bot.store import SqlStore
from tests.integration.store.scenes import Scene

POST = Post(
    "<b>오늘의 논문</b> 𝛼 & more",
    ((Button("1", data="paper:1"), Button("2", data="paper:2")), (Button("↗", url="https://example.org"),)),
)
MONTH = timedelta(days=30)


async def test_a_frozen_message_comes_back_as_it_was(store: SqlStore, scene: Scene) -> None:
    one, other = await scene.claimed(2)
    await store.ledger.freeze({one: (scene.digest("a"), POST)})
    assert await store.ledger.views([one, other, 404]) == {one: POST}
    assert await store.ledger.views([]) == {}
    await store.ledger.release("a")
    assert [delivery.view_id is None for delivery, _ in await scene.claim()] == [False, True]


async def test_equal_messages_share_a_view_and_different_ones_do_not(store: SqlStore, scene: Scene) -> None:
    ids = await scene.claimed(4)
    digest = scene.digest("a")
    await store.ledger.freeze({ids[0]: (digest, POST), ids[1]: (digest, POST)})
    await store.ledger.freeze({ids[2]: (digest, POST), ids[3]: (digest, Post("other"))})
    await store.ledger.release("a")
    views = [delivery.view_id for delivery, _ in await scene.claim()]
    assert views[0] == views[1] == views[2] != views[3]


async def test_what_was_frozen_stays_as_it_is(store: SqlStore, scene: Scene) -> None:
    (one,) = await scene.claimed()
    await store.ledger.freeze({one: (scene.digest("a"), POST)})
    await store.ledger.freeze({one: (scene.digest("b"), Post("better"))})
    await store.ledger.freeze({})
    assert await store.ledger.views([one]) == {one: POST}


async def test_more_messages_than_one_statement_names_are_frozen(
    store: SqlStore, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.chat_rows.MANY", 3)
    ids = await scene.claimed(8)
    told = {one: (scene.digest("a"), Post(f"post {one}")) for one in ids}
    await store.ledger.freeze(told)
    assert await store.ledger.views(ids) == {one: post for one, (_, post) in told.items()}
    for one in ids:
        await store.ledger.mark_sending(one, "a", scene.now)
    had = await store.ledger.had(range(1, 9), scene.now, scene.edition.previous)
    assert had == dict.fromkeys(range(1, 9), frozenset("a"))


async def tell(scene: Scene, state: State, *papers: str, edition: Edition | None = None) -> None:
    """Bring what the chat 1 is owed into a state, with these papers in its message."""
    ledger = scene.store.ledger
    await scene.chat(1, kind=(edition or scene.edition).kind, due=scene.now)
    await scene.owe(edition, papers=papers)
    if state is State.PENDING:
        return
    ((delivery, _),) = await scene.claim()
    await ledger.freeze({delivery.id: (scene.digest(*papers, edition=edition), POST)})
    if state is State.CLAIMED:
        return
    await ledger.mark_sending(delivery.id, "a", scene.now)
    if state is not State.SENDING:
        await ledger.settle("a", scene.now, {delivery.id: Settlement(state)})


@pytest.mark.parametrize("state", State)
async def test_a_chat_may_have_had_what_may_have_arrived(store: SqlStore, scene: Scene, state: State) -> None:
    await tell(scene, state, "a", "b")
    had = await store.ledger.had([1, 2], scene.now - MONTH, scene.edition.previous)
    may = state in {State.SENDING, State.SENT, State.AMBIGUOUS}
    assert had == ({1: frozenset({"a", "b"})} if may else {})


async def test_papers_of_several_days_add_up_but_not_of_the_edition_itself(
    store: SqlStore, scene: Scene
) -> None:
    await tell(scene, State.SENT, "a", "b")
    scene.now += timedelta(days=3)
    following = scene.edition.following
    await tell(scene, State.AMBIGUOUS, "b", "c", edition=following)
    ledger = store.ledger
    assert await ledger.had([1], scene.now - MONTH, following.following) == {1: frozenset("abc")}
    assert await ledger.had([1], scene.now - MONTH, following) == {1: frozenset("ab")}
    assert await ledger.had([1], scene.now - timedelta(days=3), following) == {1: frozenset("ab")}
    assert await ledger.had([1], scene.now, scene.edition) == {1: frozenset("bc")}
    assert await ledger.had([1], scene.now + timedelta(seconds=1), scene.edition) == {}
    assert await ledger.had([], scene.now, scene.edition) == {}


@pytest.mark.parametrize("kind", [Kind.WEEKLY, Kind.MONTHLY])
async def test_rankings_take_no_paper_from_the_daily_digest(
    store: SqlStore, scene: Scene, kind: Kind
) -> None:
    edition = (
        Edition.weekly(scene.edition.first) if kind is Kind.WEEKLY else Edition.monthly(scene.edition.first)
    )
    await tell(scene, State.SENT, "a", edition=edition)
    assert await store.ledger.had([1], scene.now - MONTH, scene.edition) == {}


async def test_a_message_keeps_of_which_earlier_list_it_tells(store: SqlStore, scene: Scene) -> None:
    one, other = await scene.claimed(2)
    lost, digest = Edition.daily(date(2026, 6, 11)), scene.digest("a")
    await store.ledger.freeze(dict.fromkeys((one, other), (digest, POST)), {one: lost})
    frozen = await store.ledger.frozen([one, other])
    assert (frozen[one].lost, frozen[other].lost) == (lost, None)
