"""What was learnt and told is kept, and the newest of it found at once."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.domain.documents import Source
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.summaries import SentencePair, Telling, Translation
from bot.store import SqlStore
from tests.integration.store.scenes import NOW

HOUR = timedelta(hours=1)
READING = Reading(Source.HTML, 2, True, None, 9000, "a/model:8b", "notes-1")


def notes_on(paper_id: str, version: int = 1, said: str = "It counts 12 things.") -> Notes:
    claim = Claim(1, Facet.RESULT, said, (Evidence("We count 12 things.", 7, 26, "Results", "S3.p1"),))
    dropped = (Dropped(Flaw.NUMBER, Facet.DATA, "13"),)
    return Notes(paper_id, f"notes:{paper_id}:{version}", READING, claim, (claim,), ("Count more.",), dropped)


def telling_of(notes: Notes, language: str = "ko", said: str = "열두 가지를 센다.") -> Telling:
    return Telling(notes.key, language, None, {1: said}, (), (Dropped(Flaw.MISSING),))


async def keep(store: SqlStore, notes: Notes, *tellings: Telling, hours: int = 0) -> None:
    await store.notes.put_notes(notes, NOW + hours * HOUR)
    for number, telling in enumerate(tellings):
        key = f"telling:{notes.key}:{telling.language}:{number}"
        await store.notes.put_telling(key, notes.paper_id, telling, NOW + (hours + number) * HOUR)


async def test_what_was_kept_comes_back(store: SqlStore) -> None:
    notes = notes_on("2606.00001")
    translation = Translation("2606.00001", "ko", (SentencePair("We do.", "한다."),), "m")
    assert await store.notes.put_notes(notes, NOW) == notes
    await store.notes.put_telling("t", "2606.00001", telling_of(notes), NOW)
    await store.notes.put_translation("a", translation, NOW)
    assert await store.notes.notes(notes.key) == notes
    assert await store.notes.telling("t") == telling_of(notes)
    assert await store.notes.translation("a") == translation


async def test_what_was_never_kept_is_none(store: SqlStore) -> None:
    assert await store.notes.notes("x") is None
    assert await store.notes.telling("x") is None
    assert await store.notes.translation("x") is None
    assert await store.notes.told(["x"], "ko") == {}
    assert await store.notes.told([], "ko") == {}


async def test_the_first_notes_under_a_key_stay_for_tellings_name_claims_by_number(store: SqlStore) -> None:
    first, second = notes_on("2606.00001"), notes_on("2606.00001", said="It counts 13 things.")
    assert await store.notes.put_notes(first, NOW) == first
    assert await store.notes.put_notes(second, NOW + HOUR) == first
    assert await store.notes.notes(first.key) == first


async def test_of_two_that_read_at_once_both_go_on_with_the_same_notes(
    store: SqlStore, replica: SqlStore
) -> None:
    read = [notes_on("2606.00001", said=f"It counts {n} things.") for n in range(20)]
    places = [store, replica] * 10
    kept = await asyncio.gather(
        *(one.notes.put_notes(notes, NOW) for one, notes in zip(places, read, strict=True))
    )
    assert all(one == kept[0] for one in kept)
    assert await store.notes.notes(read[0].key) == kept[0]


async def test_a_telling_and_a_translation_take_the_place_of_those_before(store: SqlStore) -> None:
    notes = notes_on("2606.00001")
    translation = Translation("2606.00001", "ko", (SentencePair("We do.", None),), "m")
    for said in ("하나.", "둘."):
        await store.notes.put_telling("t", notes.paper_id, telling_of(notes, said=said), NOW)
        pairs = (SentencePair("We do.", said),)
        await store.notes.put_translation("a", replace(translation, pairs=pairs), NOW)
    kept, translated = await store.notes.telling("t"), await store.notes.translation("a")
    assert kept is not None
    assert translated is not None
    assert (kept.claims, translated.pairs) == ({1: "둘."}, (SentencePair("We do.", "둘."),))


async def test_a_name_as_long_as_a_model_has_one_is_a_key(store: SqlStore) -> None:
    notes = replace(notes_on("2606.00001"), key="accounts/a-house/models/" + "x" * 900)
    await store.notes.put_notes(notes, NOW)
    assert await store.notes.notes(notes.key) == notes


async def test_the_newest_notes_that_were_told_come_with_their_newest_telling(store: SqlStore) -> None:
    old, new, newest = (notes_on("2606.00001", version) for version in (1, 2, 3))
    await keep(store, new, telling_of(new, said="셋"), telling_of(new, said="넷"), hours=5)
    await keep(store, old, telling_of(old, said="하나"), telling_of(old, said="둘"), hours=1)
    await keep(store, newest, telling_of(newest, "ja"), hours=9)
    other = notes_on("2606.00002")
    await keep(store, other, telling_of(other))
    told = await store.notes.told(["2606.00001", "2606.00002", "2606.00003", "2606.00001"], "ko")
    assert told == {"2606.00001": (new, telling_of(new, said="넷")), "2606.00002": (other, telling_of(other))}


async def test_english_needs_no_telling(store: SqlStore) -> None:
    old, new = notes_on("2606.00001", 1), notes_on("2606.00001", 2)
    await keep(store, new, hours=2)
    await keep(store, old, telling_of(old), hours=1)
    assert await store.notes.told(["2606.00001"], "en") == {"2606.00001": (new, Telling.in_english(new))}


async def test_notes_of_the_same_moment_are_told_once(store: SqlStore) -> None:
    for version in (1, 2):
        notes = notes_on("2606.00001", version)
        await store.notes.put_notes(notes, NOW)
        for number in (1, 2):
            await store.notes.put_telling(f"{version}:{number}", "2606.00001", telling_of(notes), NOW)
    first = notes_on("2606.00001", 1)
    assert await store.notes.told(["2606.00001"], "ko") == {"2606.00001": (first, telling_of(first))}


async def test_a_telling_without_its_notes_tells_nothing(store: SqlStore) -> None:
    notes = notes_on("2606.00001")
    await store.notes.put_telling("t", notes.paper_id, telling_of(notes), NOW)
    assert await store.notes.told(["2606.00001"], "ko") == {}


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_whole_digest_is_looked_up_at_once(store: SqlStore, language: str) -> None:
    papers = [f"2606.{n:05}" for n in range(40)]
    for paper in papers:
        await keep(store, notes_on(paper), telling_of(notes_on(paper)))
    heard: list[str] = []
    engine = store._database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    assert set(await store.notes.told(papers, language)) == set(papers)
    assert len([one for one in heard if "SELECT" in one]) == 1


async def ruin(store: SqlStore, *tables: str) -> None:
    async with store._database.write() as connection:
        for table in tables:
            change = text(f"UPDATE {table} SET body = :junk WHERE paper_id = '2606.00001'")  # noqa: S608 - of ours
            await connection.execute(change, {"junk": b"junk"})


async def test_what_is_damaged_counts_as_missing_and_is_logged_once(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    ill, well = notes_on("2606.00001"), notes_on("2606.00002")
    for notes in (ill, well):
        await keep(store, notes, telling_of(notes))
    await ruin(store, "notes", "tellings")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert await store.notes.notes(ill.key) is None
            assert await store.notes.telling(f"telling:{ill.key}:ko:0") is None
            assert set(await store.notes.told(["2606.00001", "2606.00002"], "ko")) == {"2606.00002"}
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == len(set(said)) == 3
    assert all("2606.00001" in one and "damaged" in one for one in said)


async def test_a_new_reading_takes_the_place_of_damaged_notes_and_of_what_was_told_of_them(
    store: SqlStore,
) -> None:
    ill, new, third = (notes_on("2606.00001", said=f"It counts {n} things.") for n in (12, 13, 14))
    await keep(store, ill, telling_of(ill))
    await ruin(store, "notes")
    assert await store.notes.put_notes(new, NOW + HOUR) == new
    assert await store.notes.put_notes(third, NOW + 2 * HOUR) == new, "what is sound stays"
    assert await store.notes.notes(ill.key) == new
    assert await store.notes.telling(f"telling:{ill.key}:ko:0") is None, "it numbers other claims"
    assert set(await store.notes.told(["2606.00001"], "en")) == {"2606.00001"}


async def test_damaged_notes_are_replaced_by_one_of_two_readings_at_once(store: SqlStore) -> None:
    ill = notes_on("2606.00001")
    await keep(store, ill)
    await ruin(store, "notes")
    several = [notes_on("2606.00001", said=f"It counts {n} things.") for n in range(4)]
    kept = await asyncio.gather(*(store.notes.put_notes(one, NOW) for one in several))
    assert {one.claims[0].text for one in kept} == {kept[0].claims[0].text}


async def test_a_damaged_telling_is_replaced(store: SqlStore) -> None:
    notes = notes_on("2606.00001")
    await keep(store, notes, telling_of(notes))
    await ruin(store, "tellings")
    await keep(store, notes, telling_of(notes))
    assert set(await store.notes.told(["2606.00001"], "ko")) == {"2606.00001"}
