"""What is read for a file, and what is done where it cannot be."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain.answers import Reason
from bot.domain.calendar import Edition
from bot.domain.chats import Style
from bot.domain.errors import FeedUnavailable, StoreUnavailable
from bot.domain.papers import Paper
from bot.domain.publications import Commission, Form, Late
from bot.domain.readings import Asker, Obstacle, Unread
from bot.domain.summaries import Summary, Translation
from bot.services.export import AT_ONCE, Exported
from bot.services.reading_ports import Watch
from tests.integration.exports.conftest import Press
from tests.unit.exports.readers import DOWN, notes, telling

DAY = Edition.daily(date(2025, 10, 2))


async def written(press: Press, commission: Commission, patience: timedelta | None = None) -> Exported:
    exported = await press.exporter.export(commission, Asker(7, 8), patience=patience)
    assert isinstance(exported, Exported)
    return exported


@pytest.mark.parametrize(
    ("form", "language", "style", "asked"),
    [
        (Form.TEXT, "ko", None, [None]),
        (Form.TEXT, "en", None, []),
        (Form.TEXT, "ko", Style.BRIEF, [Style.BRIEF, None]),
        (Form.MARKDOWN, "ko", None, [Style.DEEP]),
        (Form.MARKDOWN, "ko", Style.SECTIONS, [Style.SECTIONS]),
        (Form.JEKYLL, "en", None, [Style.SECTIONS]),
        (Form.JSON, "ko", None, [Style.DEEP, None]),
        (Form.JSON, "en", None, [Style.DEEP]),
        (Form.BIBTEX, "ko", Style.DEEP, []),
    ],
)
async def test_what_a_form_needs_is_asked_for_and_no_more(
    press: Press, form: Form, language: str, style: Style | None, asked: list[Style | None]
) -> None:
    await written(press, Commission(form, DAY, language, style, count=1))
    assert [(told, asker) for _, _, told, asker in press.readings.asked] == [
        (one, Asker(7, 8)) for one in asked
    ]
    assert {spoken for _, spoken, _, _ in press.readings.asked} <= {language}


async def test_papers_stand_in_the_lists_order_whichever_is_read_first(press: Press) -> None:
    exported = await written(press, Commission(Form.MARKDOWN, DAY))
    told = [one.listed.paper.id for one in exported.publication.entries]
    assert told == [one.paper.id for one in press.feed.lists[DAY][:10]]
    assert all(isinstance(one.summary, Summary) for one in exported.publication.entries)
    assert exported.publication.total == 12


async def test_two_papers_are_read_at_a_time_and_each_is_counted(press: Press) -> None:
    running, most = 0, 0
    read = press.readings.summary

    async def slow(paper: Paper, language: str, style: Style, asker: Asker, watch: Watch) -> Summary | Unread:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.005)
        running -= 1
        return await read(paper, language, style, asker, watch)

    press.readings.summary = slow  # type: ignore[method-assign]
    told: list[tuple[int, int]] = []

    async def note(done: int, count: int) -> None:
        told.append((done, count))

    await press.exporter.export(Commission(Form.MARKDOWN, DAY, count=6), Asker(), note)
    assert most == AT_ONCE
    assert told == [(done, 6) for done in range(7)]


async def test_a_model_that_is_down_is_not_asked_about_every_paper_and_the_shelf_still_serves(
    press: Press,
) -> None:
    press.readings.answers["*"] = DOWN
    last = press.feed.lists[DAY][9].paper
    taken = notes(last)
    press.readings.shelf[last.id] = (taken, telling(taken))
    exported = await written(press, Commission(Form.MARKDOWN, DAY))
    assert len(press.readings.asked) <= AT_ONCE
    *others, known = exported.publication.entries
    assert all(one.summary == DOWN for one in others)
    assert isinstance(known.summary, Summary)
    assert exported.publication.is_passing


async def test_an_answer_that_cannot_be_used_is_about_one_paper_and_not_waited_for(press: Press) -> None:
    first, *others = (one.paper.id for one in press.feed.lists[DAY][:4])
    press.readings.answers[first] = Unread(Obstacle.GARBLED)
    exported = await written(press, Commission(Form.MARKDOWN, DAY, count=4))
    assert [type(one.summary) for one in exported.publication.entries] == [Unread, *[Summary] * len(others)]
    assert "the reading model's answer could not be used" in exported.file.text
    assert not exported.publication.is_passing


@pytest.mark.parametrize("obstacle", list(Obstacle))
async def test_whatever_is_in_the_way_what_was_read_before_is_told(press: Press, obstacle: Obstacle) -> None:
    press.readings.answers["*"] = Unread(obstacle)
    first, second = (one.paper for one in press.feed.lists[DAY][:2])
    taken = notes(second)
    press.readings.shelf[second.id] = (taken, telling(taken))
    exported = await written(press, Commission(Form.MARKDOWN, DAY, count=2))
    assert [one.listed.paper.id for one in exported.publication.entries] == [first.id, second.id]
    assert [type(one.summary) for one in exported.publication.entries] == [Unread, Summary]


async def test_a_spent_budget_stops_nobodys_cached_papers(press: Press) -> None:
    first, second = (one.paper.id for one in press.feed.lists[DAY][:2])
    press.readings.answers[first] = Unread(Obstacle.BUDGET)
    exported = await written(press, Commission(Form.TEXT, DAY, "ko", count=2))
    assert [type(one.translation) for one in exported.publication.entries] == [Unread, Translation]
    assert [paper_id for paper_id, *_ in press.readings.asked] == [first, second]


async def test_what_is_not_read_in_time_is_told_as_late_and_the_rest_is_there(press: Press) -> None:
    slow = press.feed.lists[DAY][1].paper.id
    read = press.readings.summary

    async def summary(
        paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        if paper.id == slow:
            await asyncio.Event().wait()
        return await read(paper, language, style, asker, watch)

    press.readings.summary = summary  # type: ignore[method-assign]
    exported = await written(press, Commission(Form.MARKDOWN, DAY, count=3), timedelta(seconds=0.2))
    assert [type(one.summary) for one in exported.publication.entries] == [Summary, Late, Summary]
    assert exported.file.text.count("there was no time left to read it") == 1


async def test_a_database_that_fails_is_told_as_what_it_is(press: Press) -> None:
    async def broken(*_: object) -> Summary | Unread:
        raise StoreUnavailable("the disk is full")

    press.readings.summary = broken  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable, match="the disk is full"):
        await written(press, Commission(Form.MARKDOWN, DAY))


async def test_a_day_without_a_list_and_a_feed_that_is_down_are_reasons_and_no_files(press: Press) -> None:
    sunday = Commission(Form.TEXT, Edition.daily(date(2025, 9, 28)))
    [silence] = await press.exporter.export(sunday, Asker())  # type: ignore[misc]
    assert silence.reason is Reason.WEEKEND
    press.feed.trouble = FeedUnavailable("no answer")
    [silence] = await press.exporter.export(Commission(Form.TEXT, DAY), Asker())  # type: ignore[misc]
    assert silence.reason is Reason.FEED_DOWN


async def test_without_an_edition_the_newest_list_is_written(press: Press) -> None:
    exported = await written(press, Commission(Form.BIBTEX))
    assert exported.publication.edition == DAY
    assert exported.file.name == "papers-2025-10-02.bib"


async def test_a_file_may_hold_more_papers_than_a_digest(press: Press) -> None:
    exported = await written(press, Commission(Form.BIBTEX, DAY, count=12))
    assert len(exported.publication.entries) == 12
