"""Leases, updates and the shared rate: what several processes agree on."""

import asyncio
from collections.abc import Callable

import psycopg

from bot.services.replicas import Arrival, Slots
from bot.store import SqlStore


async def test_a_lease_has_one_holder_who_may_prolong_it(store: SqlStore, replica: SqlStore) -> None:
    assert await store.elections.campaign("polling", "a", 30)
    assert not await replica.elections.campaign("polling", "b", 30)
    assert await store.elections.campaign("polling", "a", 30)
    assert await replica.elections.campaign("reading", "b", 30)
    assert sorted(await store.elections.holders("")) == ["a", "b"]
    assert await replica.elections.holders("poll") == ["a"]


async def test_a_lease_that_ran_out_is_taken_over(store: SqlStore, replica: SqlStore) -> None:
    assert await store.elections.campaign("polling", "a", 0.05)
    await asyncio.sleep(0.06)
    assert await store.elections.holders("polling") == []
    assert await replica.elections.campaign("polling", "b", 30)
    assert not await store.elections.campaign("polling", "a", 30)


async def test_a_lease_is_given_back_by_its_holder_alone(store: SqlStore, replica: SqlStore) -> None:
    assert await store.elections.campaign("polling", "a", 30)
    await replica.elections.resign("polling", "b")
    assert not await replica.elections.campaign("polling", "b", 30)
    await store.elections.resign("polling", "a")
    assert await replica.elections.campaign("polling", "b", 30)


async def test_of_many_candidates_one_is_elected(store: SqlStore, replica: SqlStore) -> None:
    stores = (store, replica)
    won = await asyncio.gather(*(stores[n % 2].elections.campaign("x", str(n), 30) for n in range(20)))
    assert sum(won) == 1


async def test_an_update_is_handled_once(store: SqlStore, replica: SqlStore) -> None:
    assert await store.arrivals.take(7, "a", 30) is Arrival.NEW
    assert await replica.arrivals.take(7, "b", 30) is Arrival.IN_HAND
    assert await store.arrivals.take(7, "a", 30) is Arrival.IN_HAND, "not twice by the same one either"
    await store.arrivals.finish(7, "a")
    assert await replica.arrivals.take(7, "b", 30) is Arrival.DONE
    assert await replica.arrivals.take(8, "b", 30) is Arrival.NEW


async def test_an_update_whose_handler_died_is_handled_by_another(store: SqlStore, replica: SqlStore) -> None:
    assert await store.arrivals.take(7, "a", 0.05) is Arrival.NEW
    await asyncio.sleep(0.06)
    assert await replica.arrivals.take(7, "b", 30) is Arrival.NEW
    await store.arrivals.finish(7, "a")
    assert await replica.arrivals.take(7, "c", 30) is Arrival.IN_HAND, "the first one has no say any more"


async def test_updates_of_long_ago_are_forgotten(store: SqlStore) -> None:
    for update_id in range(3):
        await store.arrivals.take(update_id, "a", -100.0 if update_id else 30.0)
    assert await store.arrivals.prune(60) == 2
    assert await store.arrivals.take(0, "a", 30) is Arrival.IN_HAND


async def opened(url: str, count: int) -> list[SqlStore]:
    return [await SqlStore.open(url) for _ in range(count)]


async def closed(*stores: SqlStore) -> None:
    for one in stores:
        await one.close()


def near(seconds: float) -> Callable[[Slots], bool]:
    return lambda slots: abs(slots.wait_s - seconds) < 0.3


async def test_replicas_take_their_places_one_behind_the_other(empty_postgres: str) -> None:
    one, other = await opened(empty_postgres, 2)
    first = await one.reservations.take(20, 0.1, None)
    assert near(0.0)(first)
    assert first.spacing_s == 0.1
    assert near(2.0)(await other.reservations.take(10, 0.1, None))
    assert near(3.0)(await one.reservations.take(10, 0.1, None))
    await closed(one, other)


async def test_digests_keep_a_share_free_for_answers(empty_postgres: str) -> None:
    [store] = await opened(empty_postgres, 1)
    assert near(0.0)(await store.reservations.take(80, 0.1, 0.125))
    assert near(8.0)(await store.reservations.take(10, 0.1, None)), "an answer goes into the digests' share"
    assert near(10.0)(await store.reservations.take(8, 0.1, 0.125)), "the next digests wait for their pace"
    await closed(store)


async def test_no_two_places_are_given_twice(empty_postgres: str) -> None:
    stores = await opened(empty_postgres, 3)
    loop = asyncio.get_running_loop()
    starts: list[float] = []

    async def reserve(store: SqlStore) -> None:
        for _ in range(30):
            slots = await store.reservations.take(5, 0.1, None)
            starts.append(loop.time() + slots.wait_s)

    await asyncio.gather(*(reserve(store) for store in stores))
    assert len(starts) == 90
    gaps = [later - earlier for earlier, later in zip(sorted(starts), sorted(starts)[1:], strict=False)]
    assert min(gaps) > 0.4, "five places at a tenth of a second"
    assert max(gaps) < 0.6
    await closed(*stores)


async def test_a_flood_of_one_replica_holds_all_and_slows_them_once(empty_postgres: str) -> None:
    one, other = await opened(empty_postgres, 2)
    await asyncio.gather(one.reservations.hold(3), other.reservations.hold(3), one.reservations.hold(2))
    held = await other.reservations.take(1, 0.1, None)
    assert near(3.0)(held)
    assert 2.5 < held.held_s <= 3
    assert abs(held.spacing_s - 0.1 / 0.7) < 0.001
    await closed(one, other)


async def test_a_speed_that_was_cut_comes_back(empty_postgres: str) -> None:
    [store] = await opened(empty_postgres, 1)
    await store.reservations.hold(0)
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute("UPDATE reservations SET speed_at_s = speed_at_s - 100")
    assert abs((await store.reservations.take(1, 0.1, None)).spacing_s - 0.1 / 0.8) < 0.001
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute("UPDATE reservations SET speed_at_s = speed_at_s - 1000")
    assert (await store.reservations.take(1, 0.1, None)).spacing_s == 0.1
    await closed(store)


async def test_a_server_that_crashed_begins_with_nothing_taken(empty_postgres: str) -> None:
    [store] = await opened(empty_postgres, 1)
    await store.reservations.take(1000, 1, None)
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        kind = connection.execute("SELECT relpersistence FROM pg_class WHERE relname = 'reservations'")
        assert kind.fetchone() == ("u",), "what is not logged is empty after a crash"
        connection.execute("TRUNCATE reservations")
    assert near(0.0)(await store.reservations.take(1, 1, None))
    await closed(store)
