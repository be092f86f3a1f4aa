"""What files say, in every form."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.domain.calendar import Edition
from bot.domain.chats import Style
from bot.domain.documents import Source
from bot.domain.notes import STAND_IN, Facet
from bot.domain.papers import Listed, Paper
from bot.domain.publications import Commission, Entry, Form, Late, Publication
from bot.domain.readings import Obstacle, Unread
from bot.exports.printer import Printer, file_name, is_pattern
from bot.words.texts import languages
from tests.unit.exports.readers import (
    DOWN,
    NO_MODEL,
    PAPER,
    READ,
    entry,
    notes,
    publication,
    summary,
    translation,
)
from tests.unit.tg.views.hostile import papers

READABLE = (Form.TEXT, Form.MARKDOWN, Form.JEKYLL)
EVERY_FORM = pytest.mark.parametrize("form", list(Form))
EVERY_READABLE_FORM = pytest.mark.parametrize("form", READABLE)


def written(told: Publication, form: Form = Form.MARKDOWN, *, has_evidence: bool = False) -> str:
    return Printer().file(told, Commission(form, has_evidence=has_evidence)).text


def korean(*entries: Entry, style: Style | None = Style.SECTIONS) -> Publication:
    return publication(*entries, language="ko", style=style)


def front_matter(post: str) -> dict[str, Any]:
    """Read the front matter as YAML does for values that are JSON or a date."""
    head = re.match(r"---\n(.*?)\n---\n\n", post, re.DOTALL)
    assert head
    fields = dict(one.split(": ", 1) for one in head[1].split("\n"))
    moment = datetime.strptime(fields.pop("date"), "%Y-%m-%d %H:%M:%S %z")
    return {"date": moment, **{name: json.loads(value) for name, value in fields.items()}}


# The parts of a summary


def test_sections_open_with_the_brief_and_an_introduction_of_three_labelled_points() -> None:
    text = written(korean(entry(summary=summary(language="ko"))))
    assert (
        "LongVideo는 20.7 FPS로 실행된다.\n\n### 서론\n\n- **목표**: 1번 goal 문장이다.\n- **동기**: 2번"
        in text
    )
    assert [one[4:] for one in text.split("\n") if one.startswith("### ")] == [
        *("서론", "방법", "결과", "한계", "결론"),
    ]


def test_deep_has_seven_numbered_parts_and_the_last_says_whose_ideas_they_are() -> None:
    text = written(publication(entry(summary=summary(style=Style.DEEP)), style=Style.DEEP))
    assert [one[4:] for one in text.split("\n") if one.startswith("### ")] == [
        "1. Motivation and problem",
        "2. Contributions and novelty",
        "3. Architecture and training",
        "4. Experimental set-up",
        "5. Quantitative results",
        "6. Limitations",
        "7. Follow-up ideas (the model's own, not the paper's)",
    ]


@EVERY_READABLE_FORM
def test_what_the_paper_does_not_state_is_said_once_and_what_was_dropped_apart(form: Form) -> None:
    few = summary(style=Style.DEEP, notes=notes(facets=[Facet.GOAL, Facet.RESULT]))
    text = written(publication(entry(summary=few), style=Style.DEEP), form)
    assert text.count("Not stated in the paper") == 1
    parts = "2. Contributions and novelty, 3. Architecture and training, 4. Experimental set-up"
    assert f"Not stated in the paper: {parts}." in text.replace("\\", "")
    assert "Left out, because the paper did not bear it out: 6. Limitations." in text
    assert "2 of 3 claims are borne out by quotes" in text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Read: the full text (v2) · "),
        ({"version": None}, "Read: the full text · "),
        ({"source": Source.PDF, "pages": 31}, "Read: the full text (v2), 31 pages · "),
        ({"source": Source.PDF, "pages": 31, "is_whole": False}, "Read: a part of the full text (v2) · "),
        ({"source": Source.ABSTRACT, "version": None}, "Read: the abstract only · "),
        ({"model": STAND_IN}, "No model read this: the playground's stand-in copied sentences by rule."),
    ],
)
def test_the_foot_says_what_was_read(changes: dict[str, Any], told: str) -> None:
    read = summary(notes=notes(reading=replace(READ, **changes)))
    assert told in written(publication(entry(summary=read)), Form.TEXT)


def test_a_summary_of_the_abstract_blames_the_abstract_alone() -> None:
    read = summary(notes=notes(reading=replace(READ, source=Source.ABSTRACT), facets=[Facet.GOAL]))
    text = written(publication(entry(summary=read)), Form.TEXT)
    assert "Not stated in the abstract: " in text
    assert "Not stated in the paper" not in text


@EVERY_READABLE_FORM
def test_the_model_is_named_once_and_only_where_it_wrote_something(form: Form) -> None:
    text = written(publication(entry(summary=summary())), form)
    assert text.count("strong-1") == 1
    assert "language model" not in written(publication(entry(summary=NO_MODEL), has_model=False), form)


@EVERY_READABLE_FORM
def test_the_playgrounds_stand_in_is_called_no_model(form: Form) -> None:
    read = summary(notes=notes(reading=replace(READ, model=STAND_IN)))
    told = replace(translation(), model=STAND_IN)
    text = written(publication(entry(summary=read, translation=told)), form)
    assert text.count("No model read this: the playground's stand-in copied sentences by rule.") == 1
    assert "language model" not in text
    assert "borne out" not in text


# Evidence


def test_evidence_becomes_footnotes_each_with_its_quotes_and_their_places() -> None:
    text = written(publication(entry(summary=summary())), has_evidence=True)
    used = re.findall(r"\[\^(\d+-\d+)\](?!:)", text)
    kept = re.findall(r"^\[\^(\d+-\d+)\]: (.*)$", text, re.MULTILINE)
    assert sorted(used) == sorted(name for name, _ in kept)
    assert dict(kept)["1-0"] == (
        "“It runs at 20.7 FPS.” — [1 Introduction](https://arxiv.org/html/2509.22622v2#S1.p1) … "
        "“32 GPU-days” — [1 Introduction](https://arxiv.org/html/2509.22622v2#S1.p1)"
    )
    assert "[^" not in written(publication(entry(summary=summary())))


def test_a_quote_of_a_pdf_is_linked_by_its_page() -> None:
    taken = notes(reading=replace(READ, source=Source.PDF, pages=9))
    paged = replace(
        taken,
        claims=tuple(
            replace(one, evidence=(replace(one.evidence[0], anchor="page=7", section=""),))
            for one in taken.claims
        ),
    )
    text = written(publication(entry(summary=summary(notes=paged))), has_evidence=True)
    assert "(https://arxiv.org/pdf/2509.22622v2#page=7)" in text


def test_json_has_evidence_always_and_marks_what_is_the_models_own() -> None:
    told = json.loads(written(publication(entry(summary=summary(style=Style.DEEP))), Form.JSON))
    parts = {one["heading"]: one for one in told["papers"][0]["summary"]["parts"]}
    assert parts["problem"]["sentences"][0]["evidence"] == [
        {
            "quote": "As we say: Its goal is number 1.",
            "section": "1 Introduction",
            "url": "https://arxiv.org/html/2509.22622v2#S1.p1",
        }
    ]
    assert parts["ideas"]["sentences"] == [{"text": "Try it on animals.", "is_models_own": True}]
    assert told["edition"] == "daily:2025-09-29"
    assert told["papers"][0]["title"] == "LongVideo: Real-time Generation of 10²-minute Films"


# Translations


def test_an_abstract_stands_sentence_by_sentence_above_its_translation() -> None:
    text = written(korean(entry(translation=translation()), style=None), Form.TEXT)
    assert (
        "초록과 번역\n\n"
        "  We present LongVideo.\n  → 1번째 문장이다.\n"
        "  It tunes a 1.3B-parameter model in 32 GPU-days.\n  → 2번째 문장이다.\n"
        "  It runs at 20.7 FPS.\n  → 3번째 문장이다.\n"
    ) in text
    assert "번역이 없습니다" not in text


def test_a_sentence_without_a_translation_is_marked_where_it_stands_and_counted() -> None:
    text = written(korean(entry(translation=translation(missing=[2])), style=None), Form.TEXT)
    assert "  It tunes a 1.3B-parameter model in 32 GPU-days.\n  → [번역 없음]\n" in text
    assert "문장 3개 중 2개를 번역했습니다." in text


def test_an_abstract_without_any_translation_is_shown_in_the_original_and_says_why() -> None:
    text = written(korean(entry(translation=translation(missing=[1, 2, 3])), style=None), Form.TEXT)
    assert "초록(원문)\n\n  We present LongVideo.\n" in text
    assert "번역이 없습니다: 모델이 쓴 내용을 논문에서 확인하지 못했습니다." in text


# What could not be read


@EVERY_READABLE_FORM
def test_without_a_model_that_is_said_once_and_each_paper_is_told_by_what_there_is(form: Form) -> None:
    other = replace(PAPER, id="2509.00001", ai_summary=None)
    told = publication(entry(1, summary=NO_MODEL), entry(2, other, summary=NO_MODEL), has_model=False)
    text = written(told, form)
    assert text.count("No summary: no reading model is set up.") == 1
    assert text.count("LongVideo makes long films in real time.") == 1
    assert text.count("Hugging Face's summary") == 1
    assert text.count("from the abstract") == 1


@EVERY_READABLE_FORM
@pytest.mark.parametrize("obstacle", [*(one for one in Obstacle if one is not Obstacle.NO_MODEL), None])
def test_one_paper_that_was_not_read_says_why_once(form: Form, obstacle: Obstacle | None) -> None:
    missing = Unread(obstacle) if obstacle else Late()
    other = replace(PAPER, id="2509.00001")
    told = publication(entry(1, summary=summary()), entry(2, other, summary=missing))
    text = written(told, form)
    assert text.count("No summary: ") == 1
    assert text.index("No summary: ") > text.index("2509.00001")


def test_the_same_reason_for_summary_and_translation_is_told_as_one() -> None:
    told = publication(
        entry(1, summary=DOWN, translation=DOWN), entry(2, summary=summary(), translation=translation())
    )
    text = written(told, Form.TEXT)
    assert text.count("the reading model did not answer") == 1
    assert "No summary and no translation: the reading model did not answer." in text


def test_in_the_brief_style_an_unread_paper_has_its_one_sentence_and_no_abstract() -> None:
    text = written(publication(entry(summary=DOWN), style=Style.BRIEF))
    assert "LongVideo makes long films in real time. — *Hugging Face's summary*" in text
    assert "We present" not in text


def test_what_may_come_later_is_known_of_a_publication() -> None:
    assert publication(entry(summary=DOWN)).is_passing
    assert publication(entry(summary=Late())).is_passing
    assert publication(entry(summary=Unread(Obstacle.BUDGET))).is_passing
    assert not publication(entry(summary=NO_MODEL)).is_passing
    assert not publication(entry(summary=summary())).is_passing


# Posts


def test_a_post_has_front_matter_that_a_blog_can_read() -> None:
    file = Printer().file(korean(entry(summary=summary(language="ko"))), Commission(Form.JEKYLL))
    assert file.name == "2025-09-29-daily-papers.md"
    assert front_matter(file.text) == {
        "layout": "post",
        "title": "오늘의 논문 · 2025년 9월 29일 월요일",
        "date": datetime(2025, 9, 29, 12, tzinfo=UTC),
        "lang": "ko",
        "tags": ["papers", "huggingface"],
        "categories": [],
    }
    assert (
        "## 1. [LongVideo: Real-time Generation of 10²-minute Films](https://arxiv.org/abs/2509.22622)"
        in (file.text)
    )
    assert "[alphaXiv](https://www.alphaxiv.org/ko/overview/2509.22622)" in file.text


def test_a_post_of_an_open_list_is_not_dated_in_the_future() -> None:
    read_at = datetime(2025, 9, 29, 8, 30, tzinfo=UTC)
    told = publication(captured_at=read_at, is_open=True)
    assert front_matter(written(told, Form.JEKYLL))["date"] == read_at
    assert "list still open, as of" in written(told, Form.JEKYLL)


# Any paper, any form


publications = st.builds(
    lambda found, told, language, style, edition: publication(
        *(
            Entry(
                place,
                Listed(one, 5),
                told or (summary(one, style, language) if style else None),
                told or (translation(one, "ko") if language == "ko" else None),
            )
            for place, one in enumerate(found, start=1)
        ),
        language=language,
        style=style,
        edition=edition,
    ),
    st.lists(papers(), min_size=1, max_size=2),
    st.sampled_from([None, DOWN, NO_MODEL, Late()]),
    st.sampled_from(languages()),
    st.sampled_from([None, *Style]),
    st.sampled_from(
        [
            Edition.daily(date(2025, 12, 31)),
            Edition.weekly(date(2026, 12, 30)),
            Edition.monthly(date(2025, 9, 1)),
        ]
    ),
)
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def links(markdown: str) -> Sequence[str]:
    tokens = [child for one in MARKDOWN.parse(markdown) for child in one.children or ()]
    assert not [one for one in tokens if one.type in ("html_inline", "image", "code_inline")]
    return [str(one.attrs["href"]) for one in tokens if one.type == "link_open"]


@settings(max_examples=60)
@given(publications)
def test_no_paper_breaks_any_file(told: Publication) -> None:
    for form in Form:
        text = written(told, form, has_evidence=True)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not CONTROLS.search(text)
        text.encode("utf-8")
    json.loads(written(told, Form.JSON))
    post = written(told, Form.JEKYLL, has_evidence=True)
    front_matter(post)
    assert "{{" not in post
    assert "{%" not in post
    known = ("https://arxiv.org/", "https://www.alphaxiv.org/", "https://huggingface.co/papers/")
    own = {one.listed.paper.code_url for one in told.entries} | {
        one.listed.paper.project_url for one in told.entries
    }
    for url in links(written(told, has_evidence=True)):
        assert url.startswith(known) or url in own


@pytest.mark.parametrize("form", Form)
def test_papers_that_are_invented_link_to_nowhere(form: Form) -> None:
    told = publication(source="sample")
    assert "https://" in written(replace(told, source="huggingface"), form, has_evidence=True)
    text = written(told, form, has_evidence=True)
    assert "https://" not in text
    assert "eprint" not in text
    assert text.count("invented") or form is Form.JSON


def test_titles_stand_in_one_line_and_a_blank_one_becomes_its_id() -> None:
    blank = Paper("2509.00001", "\u200b \n", "")
    assert "## 1. [2509.00001](https://arxiv.org/abs/2509.00001)" in written(publication(entry(1, blank)))


# Names


@pytest.mark.parametrize(
    ("pattern", "edition", "name"),
    [
        ("{date}-{kind}-papers.md", Edition.daily(date(2025, 10, 8)), "2025-10-08-daily-papers.md"),
        ("{date}-{kind}.md", Edition.weekly(date(2025, 9, 29)), "2025-10-05-weekly.md"),
        ("{period}.{language}.txt", Edition.monthly(date(2025, 9, 1)), "2025-09.ko.txt"),
    ],
)
def test_files_are_called_by_their_period(pattern: str, edition: Edition, name: str) -> None:
    assert file_name(pattern, edition, "ko") == name


@pytest.mark.parametrize(
    "pattern", ["", "papers.md", "{kind}.md", "../{date}", "a/{date}", ".{date}", "{", "{0}", "{x}"]
)
def test_a_pattern_that_names_two_lists_alike_or_leaves_its_folder_is_none(pattern: str) -> None:
    assert not is_pattern(pattern)
