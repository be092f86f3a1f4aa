import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.answers import Standing
from bot.domain.calendar import Edition
from bot.domain.papers import Listed, Paper, Snapshot
from bot.store import SqlStore
from tests.integration.store.scenes import Scene

FULL = Paper(
    "2606.00001",
    "Ein Titel – 제목 𝛼",
    "We do.",
    authors=("Ada Vale", "김하나"),
    published_at=datetime(2026, 6, 11, 17, 59, 59, 123456, tzinfo=UTC),
    ai_summary="It does.",
    keywords=("agents", "video"),
    organization="Orchard Lab",
    code_url="https://example.org/code",
    code_stars=0,
    project_url="https://example.org",
)
BARE = Paper("2606.00001", "A new title", "We do more.")


async def test_a_list_comes_back_as_it_was_put(store: SqlStore, scene: Scene) -> None:
    snapshot = Snapshot(
        scene.edition, scene.now, (Listed(FULL, 7, 2), Listed(Paper("x/1", "B", "b"), 9)), "sample"
    )
    snapshot_id = await store.snapshots.put(snapshot)
    assert await store.snapshots.get(snapshot_id) == snapshot
    assert await store.snapshots.latest(scene.edition) == (snapshot_id, snapshot)


async def test_what_was_never_put_is_none(store: SqlStore, scene: Scene) -> None:
    assert await store.snapshots.latest(scene.edition) is None
    assert await store.snapshots.get(404) is None
    assert await store.snapshots.paper("2606.00001") is None
    assert await store.snapshots.standing("2606.00001") == []


async def test_an_empty_list_is_kept_too(store: SqlStore, scene: Scene) -> None:
    snapshot_id = await store.snapshots.put(scene.list_of())
    assert (await store.snapshots.get(snapshot_id)).is_empty


async def test_an_equal_list_only_moves_the_capture_time(store: SqlStore, scene: Scene) -> None:
    first = await store.snapshots.put(scene.list_of("a", "b"))
    again = await store.snapshots.put(scene.list_of("a", "b", at=scene.now + timedelta(hours=1)))
    assert first == again
    assert (await store.snapshots.get(first)).captured_at == scene.now + timedelta(hours=1)


async def test_a_list_seen_open_and_seen_equal_after_its_close_counts_as_closed(
    store: SqlStore, scene: Scene
) -> None:
    await store.snapshots.put(scene.list_of("a", at=scene.edition.closes_at - timedelta(minutes=1)))
    assert (await store.snapshots.latest(scene.edition))[1].is_open
    await store.snapshots.put(scene.list_of("a", at=scene.edition.closes_at))
    assert not (await store.snapshots.latest(scene.edition))[1].is_open


async def test_an_equal_list_captured_earlier_does_not_turn_time_back(store: SqlStore, scene: Scene) -> None:
    first = await store.snapshots.put(scene.list_of("a"))
    await store.snapshots.put(scene.list_of("a", at=scene.now - timedelta(hours=1)))
    assert (await store.snapshots.get(first)).captured_at == scene.now


@pytest.mark.parametrize("papers", [[], ["a", "b", "c"]])
async def test_two_processes_that_read_the_same_list_keep_it_once(
    store: SqlStore, replica: SqlStore, scene: Scene, papers: list[str]
) -> None:
    edition = scene.edition
    for _ in range(8):
        equal = scene.list_of(*papers, edition=edition)
        one, other = await asyncio.gather(store.snapshots.put(equal), replica.snapshots.put(equal))
        assert one == other
        edition = edition.following


async def test_any_difference_makes_another_list(store: SqlStore, scene: Scene) -> None:
    base = scene.list_of("a", "b")
    one, two = base.listed
    ids = {
        await store.snapshots.put(replace(base, captured_at=scene.now + timedelta(minutes=n), listed=listed))
        for n, listed in enumerate(
            [(one, two), (two, one), (replace(one, votes=1), two), (replace(one, comments=5), two), (one,)]
        )
    }
    assert len(ids) == 5
    assert await store.snapshots.put(replace(base, source="sample")) not in ids


async def test_the_latest_is_the_one_captured_last_not_the_one_put_last(
    store: SqlStore, scene: Scene
) -> None:
    newest = await store.snapshots.put(scene.list_of("a", "b"))
    await store.snapshots.put(scene.list_of("a", at=scene.now - timedelta(hours=1)))
    assert (await store.snapshots.latest(scene.edition))[0] == newest


async def test_a_paper_that_a_list_names_twice_is_kept_at_its_first_place(
    store: SqlStore, scene: Scene
) -> None:
    snapshot_id = await store.snapshots.put(scene.list_of("a", "b", "a"))
    assert [one.paper.id for one in (await store.snapshots.get(snapshot_id)).listed] == ["a", "b"]


async def test_newer_words_win_and_nothing_known_is_erased_by_silence(store: SqlStore, scene: Scene) -> None:
    await store.snapshots.put(Snapshot(scene.edition, scene.now, (Listed(FULL, 1),)))
    later = scene.now + timedelta(hours=1)
    await store.snapshots.put(Snapshot(scene.edition, later, (Listed(BARE, 1),)))
    known = await store.snapshots.paper(FULL.id)
    assert known == replace(FULL, title=BARE.title, abstract=BARE.abstract)


async def test_older_lists_only_fill_what_is_missing(store: SqlStore, scene: Scene) -> None:
    await store.snapshots.put(Snapshot(scene.edition, scene.now, (Listed(BARE, 1),)))
    earlier = scene.now - timedelta(days=3)
    await store.snapshots.put(Snapshot(scene.edition, earlier, (Listed(FULL, 1),)))
    known = await store.snapshots.paper(FULL.id)
    assert known == replace(FULL, title=BARE.title, abstract=BARE.abstract)


async def test_a_paper_outside_any_list_is_kept_and_renewed(store: SqlStore, scene: Scene) -> None:
    await store.snapshots.keep_paper(FULL)
    assert await store.snapshots.paper(FULL.id) == FULL
    await store.snapshots.put(Snapshot(scene.edition, scene.now, (Listed(replace(FULL, code_stars=5), 1),)))
    await store.snapshots.keep_paper(replace(FULL, code_stars=6, organization=None))
    assert await store.snapshots.paper(FULL.id) == replace(FULL, code_stars=6)


async def test_characters_that_no_database_takes_do_not_lose_a_list(store: SqlStore, scene: Scene) -> None:
    odd = Paper("2606.00009", "nul\0 and \ud800 half", "a\0b", keywords=("k\ud800", "z\0"))
    await store.snapshots.put(Snapshot(scene.edition, scene.now, (Listed(odd, 1),)))
    known = await store.snapshots.paper(odd.id)
    assert (known.title, known.abstract, known.keywords[0]) == ("nul and ? half", "ab", "k?")


async def test_a_standing_is_told_from_the_newest_list_of_each_period(store: SqlStore, scene: Scene) -> None:
    week = Edition.weekly(date(2026, 6, 12))
    await store.snapshots.put(scene.list_of("b", "a"))
    await store.snapshots.put(scene.list_of("a", "b", at=scene.now + timedelta(hours=1)))
    await store.snapshots.put(scene.list_of("c", "d", "a", edition=week))
    assert await store.snapshots.standing("a") == [Standing(scene.edition, 1, 90), Standing(week, 3, 88)]
    await store.snapshots.put(scene.list_of("c", edition=week, at=scene.now + timedelta(hours=2)))
    assert await store.snapshots.standing("a") == [Standing(scene.edition, 1, 90)]


async def test_pruning_keeps_the_newest_of_each_period_and_what_was_told(
    store: SqlStore, scene: Scene
) -> None:
    await scene.chat()
    told = await scene.owe(papers=["a"])
    gone = await store.snapshots.put(scene.list_of("a", "b", at=scene.now + timedelta(hours=1)))
    newest = await store.snapshots.put(scene.list_of("a", "c", at=scene.now + timedelta(hours=2)))
    other = await store.snapshots.put(scene.list_of("d", edition=scene.edition.previous))
    assert await store.snapshots.prune(scene.now) == 0
    assert await store.snapshots.prune(scene.now + timedelta(days=9)) == 1
    assert await store.snapshots.get(gone) is None
    for kept in (told, newest, other):
        assert await store.snapshots.get(kept) is not None
    assert await store.snapshots.paper("b") is not None
