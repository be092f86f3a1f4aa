"""Files that are written by themselves."""

import logging
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.calendar import Edition, Kind
from bot.domain.errors import FeedUnavailable
from bot.domain.publications import File, Form
from bot.domain.readings import Obstacle, Scope, Unread
from bot.exports.files import Unwritable, trouble_with, write
from bot.exports.schedule import Order, finished
from tests.fakes import at
from tests.integration.exports.conftest import Press
from tests.unit.exports.readers import DOWN

THREE = [f"2025-{day}-daily-papers.md" for day in ("09-30", "10-01", "10-02")]


async def test_the_last_three_finished_lists_are_written_once(press: Press) -> None:
    schedule = press.schedule()
    assert await schedule.run() == 3
    assert press.names == THREE
    asked = len(press.readings.asked)
    assert await schedule.run() == 0
    assert await press.schedule().run() == 0, "a file that is there is done for the next program, too"
    assert len(press.readings.asked) == asked


async def test_a_list_is_written_once_it_is_closed_and_not_before(press: Press) -> None:
    press.clock.set("2025-10-03 02:44")
    await press.schedule().run()
    assert "2025-10-02-daily-papers.md" not in press.names
    press.clock.set("2025-10-03 02:45")
    await press.schedule().run()
    assert "2025-10-02-daily-papers.md" in press.names


async def test_what_somebody_changed_stays_as_it_is(press: Press) -> None:
    schedule = press.schedule()
    await schedule.run()
    post = press.folder / THREE[0]
    post.write_text("my own words", encoding="utf-8")
    await schedule.run()
    assert post.read_text(encoding="utf-8") == "my own words"


async def test_a_file_of_ours_from_an_open_list_is_written_anew_and_nobody_elses(press: Press) -> None:
    early = at("2025-10-02 12:00").timestamp()
    ours, theirs = (press.folder / name for name in (THREE[2], "2025-10-02.md"))
    ours.write_text("Made with Paperboy, too early", encoding="utf-8")
    theirs.write_text("notes of mine", encoding="utf-8")
    for one in (ours, theirs):
        os.utime(one, (early, early))
    by_day = Order(press.folder, pattern="{date}.md")
    await press.schedule(Order(press.folder), by_day).run()
    assert "too early" not in ours.read_text(encoding="utf-8")
    assert theirs.read_text(encoding="utf-8") == "notes of mine"


async def test_what_stands_in_the_place_of_a_file_is_left_alone(press: Press) -> None:
    (press.folder / THREE[2]).mkdir()
    early = at("2025-10-02 12:00").timestamp()
    os.utime(press.folder / THREE[2], (early, early))
    assert await press.schedule().run() == 2


async def test_each_table_has_its_own_files(press: Press) -> None:
    weekly = Order(press.folder, Kind.WEEKLY, Form.TEXT, "ko", count=3, pattern="{period}.txt")
    assert await press.schedule(weekly).run() == 1
    assert press.names == ["2025-W39.txt"]
    text = (press.folder / "2025-W39.txt").read_text(encoding="utf-8")
    assert text.startswith("주간 인기 논문 톱 3 · 2025년 39주\n")


async def test_a_model_that_is_down_is_waited_for_but_not_for_ever(press: Press) -> None:
    press.readings.answers["*"] = DOWN
    schedule = press.schedule()
    await schedule.run()
    assert THREE[2] not in press.names, "the newest may still be read"
    assert THREE[0] in press.names, "an old one waits no longer"
    press.readings.answers.clear()
    asked = len(press.readings.asked)
    press.clock.pass_(minutes=15)
    await schedule.run()
    assert len(press.readings.asked) == asked, "what is asked may cost something every time"
    press.clock.pass_(minutes=5)
    await schedule.run()
    assert "No summary" not in (press.folder / THREE[2]).read_text(encoding="utf-8")


async def test_after_twelve_hours_it_is_written_with_what_there_is(press: Press) -> None:
    press.readings.answers["*"] = DOWN
    press.clock.set("2025-10-03 14:46")
    await press.schedule().run()
    assert "the reading model did not answer" in (press.folder / THREE[2]).read_text(encoding="utf-8")


async def test_a_budget_that_refills_too_late_is_not_waited_for(press: Press) -> None:
    spent = Unread(Obstacle.BUDGET, Scope.DAY, at("2025-10-04 00:00"))
    press.readings.answers["*"] = spent
    assert await press.schedule().run() == 3
    assert "the day's reading budget was used up" in (press.folder / THREE[2]).read_text(encoding="utf-8")


async def test_a_feed_that_is_down_costs_nothing_but_time(press: Press) -> None:
    press.feed.trouble = FeedUnavailable("no answer")
    schedule = press.schedule()
    assert await schedule.run() == 0
    press.feed.trouble = None
    press.clock.pass_(minutes=10)
    assert await schedule.run() == 3


async def test_a_holiday_has_no_file_and_is_not_asked_for_again_and_again(press: Press) -> None:
    holiday = Edition.daily(date(2025, 10, 1))
    del press.feed.lists[holiday]
    press.clock.set("2025-10-03 12:00")
    schedule = press.schedule()
    for _ in range(5):
        await schedule.run()
        press.clock.pass_(minutes=10)
    assert press.names == [THREE[0], THREE[2]]
    assert press.feed.asked.count(holiday) == 1


async def test_trouble_with_a_folder_is_told_once_and_holds_up_no_other(
    press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    missing = Order(press.folder / "nowhere")
    schedule = press.schedule(missing, Order(press.folder))
    with caplog.at_level(logging.ERROR):
        assert await schedule.run() == 3
        await schedule.run()
    assert [one.getMessage() for one in caplog.records] == [f"exports: there is no folder {missing.folder}"]


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write(path, File("a.md", "first"))
    path.chmod(0o640)
    write(path, File("a.md", "second"))
    assert path.read_text(encoding="utf-8") == "second"
    assert path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(Unwritable, match="can't write"):
        write(tmp_path / "nowhere" / "a.md", File("a.md", "third"))
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(Unwritable, match="can't write"):
        write(tmp_path / "folder.md", File("a.md", "third"))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "folder.md"], "nothing is left over"


def test_a_folder_that_cannot_be_written_to_is_known(tmp_path: Path) -> None:
    assert trouble_with(tmp_path) is None
    assert trouble_with(tmp_path / "x") == f"there is no folder {tmp_path / 'x'}"
    (tmp_path / "file").write_text("")
    assert trouble_with(tmp_path / "file") is not None


def test_what_is_finished_is_known_at_every_hour() -> None:
    monday = at("2025-10-06 14:00")
    assert [one.period for one in finished(Kind.DAILY, monday)] == ["2025-10-03", "2025-10-02", "2025-10-01"]
    assert [one.period for one in finished(Kind.WEEKLY, monday)] == ["2025-W40"]
    assert [one.period for one in finished(Kind.MONTHLY, monday)] == ["2025-09"]
    assert replace(Order(Path("x")), pattern=None).path(Edition.daily(date(2025, 10, 3))) == Path(
        "x/2025-10-03-daily-papers.md"
    )
