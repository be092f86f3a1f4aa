"""Every recorded day, in every style and language, as Telegram would take it."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.domain.calendar import Edition
from bot.domain.chats import Preferences, Style
from bot.domain.editions import choose
from bot.domain.papers import Listed, Snapshot
from bot.sources.items import read_items
from bot.tg.views import paper as papers
from bot.tg.views.digest import DigestViews
from bot.tg.views.html import clean, units
from bot.words.texts import languages
from tests.unit.tg.views.reading import read

pytestmark = pytest.mark.recorded


def lists(shared: Path) -> list[Snapshot]:
    found = []
    for path in sorted((shared / "data" / "hf").glob("daily-*/*.json")):
        edition = Edition.daily(date.fromisoformat(path.stem))
        items = [one for one in read_items(json.loads(path.read_text())) if isinstance(one, Listed)]
        found.append(Snapshot(edition, edition.closes_at, tuple(items)))
    return found


@pytest.mark.parametrize("style", list(Style))
def test_ten_papers_of_every_recorded_day_fit_in_one_message(shared: Path, style: Style) -> None:
    for snapshot in lists(shared):
        for language in languages():
            wishes = Preferences(language=language, style=style, count=10)
            digest = choose(snapshot, wishes)
            told = read(DigestViews(has_model=False).digest(digest, wishes))
            ids = [link.rpartition("/")[2] for link in told.links]
            assert ids == [one.listed.paper.id for one in digest.chosen]


def test_no_recorded_title_is_ever_shortened_and_every_paper_has_a_brief(shared: Path) -> None:
    for snapshot in lists(shared):
        for one in snapshot.listed:
            assert not papers.title(one.paper).endswith("…")
            assert units(clean(one.paper.title)) < papers.LONGEST_TITLE
            assert papers.lead(one.paper).text
