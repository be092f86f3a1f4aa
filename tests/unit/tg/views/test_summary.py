"""Summaries: what they say, what they leave out, and that whatever was learnt they arrive whole."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.chats import Place, Style
from bot.domain.documents import Source
from bot.domain.notes import STAND_IN, Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.papers import Paper
from bot.domain.summaries import Summary, Telling, arrange
from bot.tg.callbacks import decode
from bot.tg.presses import ReadSummary, ShowEvidence
from bot.tg.views.evidence import MOST_ON_A_PAGE, evidence_post
from bot.tg.views.marking import marked
from bot.tg.views.summary import summary_alert, summary_post
from tests.fakes_tg import ENGLISH, READING, notes, telling
from tests.unit.tg.views import hostile
from tests.unit.tg.views.reading import Read, read

KNOT = Paper("2509.00001", "Knot: Mooring Boats", "We moor boats.")
JOINER = "\N{WORD JOINER}"


def sample() -> Reading:
    return replace(READING, model=STAND_IN)


def told(style: Style, language: str = "en", of: Notes | None = None) -> Summary:
    of = of or notes(KNOT.id)
    return arrange(of, telling(of, language), style)


def shown(summary: Summary, place: Place = Place.PRIVATE) -> Read:
    return read(summary_post(KNOT, summary, place))


def plain(summary: Summary) -> str:
    return shown(summary).text.replace(JOINER, "")


def test_a_summary_reads_like_this() -> None:
    assert plain(told(Style.SECTIONS)) == (
        "Knot: Mooring Boats · Summary\n"
        "Moors a boat in 3.2 seconds with one camera.[1]\n"
        "\n"
        "Introduction\n"
        "Goal: Knot moors a boat without a crew.[2]\n"
        "Motivation: Crews of two cost 40% of a ferry's running costs.[3]\n"
        "Contribution: A planner that needs a single camera.[4]\n"
        "\n"
        "Method\n"
        "It reads the wind from 1.3B frames of video.[5]\n"
        "\n"
        "Results\n"
        "It moors in 3.2 seconds, against 9 seconds before.[6]\n"
        "\n"
        "Not stated in the paper: Conclusion\n"
        "Left out because the original did not confirm it: Limitations\n"
        "\n"
        "Read: the full text (v1) · 5 of 7 claims match the original · written by reader-1"
    )


def test_the_same_in_korean() -> None:
    text = plain(told(Style.SECTIONS, "ko"))
    assert "목표: Knot은 선원 없이 배를 댄다.[2]" in text
    assert "논문에 서술 없음: 결론\n원문으로 확인하지 못해 뺐습니다: 한계" in text
    assert text.endswith("본문 전체(v1)를 읽음 · 주장 7개 중 5개가 원문과 일치 · 모델 reader-1")


def test_each_number_leads_to_its_place_in_what_was_read() -> None:
    links = shown(told(Style.SECTIONS)).links
    assert links == ["https://arxiv.org/abs/2509.00001"] + ["https://arxiv.org/html/2509.00001v1#S3.p1"] * 6


@pytest.mark.parametrize(
    ("source", "version", "anchor", "url"),
    [
        (Source.PDF, 2, "page=7", "https://arxiv.org/pdf/2509.00001v2#page=7"),
        (Source.HTML, None, "", "https://arxiv.org/html/2509.00001"),
        (Source.ABSTRACT, None, "abstract", "https://arxiv.org/abs/2509.00001"),
    ],
)
def test_a_place_is_that_of_the_source_that_was_read(
    source: Source, version: int | None, anchor: str, url: str
) -> None:
    claim = Claim(1, Facet.GOAL, "It moors.", (Evidence("It moors.", 0, 9, "3 Mooring", anchor),))
    reading = replace(READING, source=source, version=version)
    of = notes(KNOT.id, claims=(claim,), brief=None, reading=reading)
    assert shown(told(Style.SECTIONS, of=of)).links[1] == url
    assert read(evidence_post(KNOT, told(Style.SECTIONS, of=of))).links[1] == url


def test_of_an_abstract_it_says_so_and_does_not_speak_of_the_paper() -> None:
    reading = replace(READING, source=Source.ABSTRACT, version=None)
    text = plain(told(Style.SECTIONS, of=notes(KNOT.id, reading=reading)))
    assert "Not stated in the abstract: Conclusion" in text
    assert "Read: the abstract only · " in text


def test_what_no_model_read_is_labelled_before_anything_is_told() -> None:
    of = notes(KNOT.id, reading=sample())
    for language, said in (("en", "Only a rehearsal"), ("ko", "연습용 예시입니다")):
        text = plain(told(Style.SECTIONS, language, of))
        assert text.split("\n")[1].startswith(said)
        assert STAND_IN not in text
        evidence = read(evidence_post(KNOT, told(Style.SECTIONS, language, of))).text
        assert evidence.split("\n")[1].startswith(said)


def test_in_depth_there_are_numbered_parts_and_ideas_that_are_the_models_own() -> None:
    text = plain(told(Style.DEEP, "ko"))
    assert "1 · 동기와 문제\n• Knot은 선원 없이 배를 댄다.[2]\n• 선원 두 명이" in text
    assert "7 · 후속 연구 아이디어\n논문 내용이 아닌 모델의 의견\n• 배 두 척을 함께 댄다." in text
    assert "댄다.[8]" not in text


def test_a_brief_is_one_sentence_with_what_was_read() -> None:
    assert plain(told(Style.BRIEF)).split("\n") == [
        "Knot: Mooring Boats · In a sentence",
        "Moors a boat in 3.2 seconds with one camera.[1]",
        "",
        "Read: the full text (v1) · 5 of 7 claims match the original · written by reader-1",
    ]


def test_buttons_lead_to_evidence_another_depth_and_another_language() -> None:
    for style, further in (
        (Style.BRIEF, Style.SECTIONS),
        (Style.SECTIONS, Style.DEEP),
        (Style.DEEP, Style.SECTIONS),
    ):
        turns, reading = summary_post(KNOT, told(style, "ko")).keyboard
        assert [decode(one.data) for one in turns] == [
            ShowEvidence(KNOT.id, "ko", style),
            ReadSummary(KNOT.id, "ko", further),
            ReadSummary(KNOT.id, "en", style),
        ]
        assert turns[2].text == "English"
        assert reading[2].url == "https://www.alphaxiv.org/ko/overview/2509.00001"


def test_in_a_channel_nothing_turns_the_post_over() -> None:
    (reading,) = summary_post(KNOT, told(Style.SECTIONS), Place.CHANNEL).keyboard
    assert all(one.url for one in reading)


def test_what_has_no_room_is_left_out_in_whole_sentences_and_counted() -> None:
    long = {facet: f"{text[:-1]}, {'and so on ' * 12}indeed." for facet, text in ENGLISH.items()}
    of = notes(KNOT.id, long, each=6)
    post = shown(told(Style.DEEP, of=of))
    assert "sentences had no room; they are under “Evidence”." in post.text
    for line in post.text.split("\n"):
        assert not line.startswith("•") or line.replace(JOINER, "").endswith(("indeed.", "]", "once."))
    for number in range(1, 7):
        assert f"\n{number} · " in post.text or number in (4, 6)  # nothing was learnt of these two


def test_the_window_of_a_press_holds_the_brief_and_what_was_read() -> None:
    assert summary_alert(told(Style.BRIEF)) == (
        "Moors a boat in 3.2 seconds with one camera.\n(Read: the full text (v1))"
    )


def test_in_the_window_of_a_press_a_long_brief_leaves_room_for_what_was_read() -> None:
    brief = Claim(0, Facet.RESULT, "It moors boats of all kinds. " * 7, ())
    for reading, said in ((READING, "Read: the full text (v1)"), (sample(), "rehearsal, no model")):
        of = notes(KNOT.id, brief=brief, reading=reading)
        text, _, label = summary_alert(told(Style.BRIEF, of=of)).rpartition("\n")
        assert (text[:8], label) == ("It moors", f"({said})")


def test_evidence_stands_under_the_numbers_of_the_summary() -> None:
    text = read(evidence_post(KNOT, told(Style.SECTIONS, "ko"))).text
    assert "[6] 9초 걸리던 접안을 3.2초에 끝낸다." in text
    post = evidence_post(KNOT, told(Style.SECTIONS, "ko"))
    found = read(post)
    assert found.marked("expandable_blockquote")[5].startswith("As we show, it moors in 3.2 seconds")
    assert "— 3 Mooring" in text
    assert [decode(one.data) for row in post.keyboard for one in row] == [
        ReadSummary(KNOT.id, "ko", Style.SECTIONS)
    ]


def test_each_number_of_a_claim_is_marked_in_its_quote() -> None:
    quote = "Trained on 1.3 billion frames, Knot-7B needs 3.2 s where others need 9 s and 40 ropes."
    html = marked(quote, "Knot-7B trained on 1.3B frames moors in 3.2 s, not 9 s.")
    assert [part.partition("</b>")[0] for part in html.split("<b>")[1:]] == [
        "1.3 billion frames", "Knot-7B", "3.2 s", "9 s"
    ]  # fmt: skip


def test_a_quote_with_formulas_is_made_readable() -> None:
    assert marked(r"a rate of $62.4\%$ at $10^{-4}$", "62.4%") == "a rate of <b>62.4%</b> at 10⁻⁴"


def test_many_claims_are_shown_page_by_page() -> None:
    of = notes(KNOT.id, each=4)
    summary = told(Style.DEEP, of=of)
    assert len(summary.shown) == 21
    first, second, last = (evidence_post(KNOT, summary, page) for page in (1, 2, 99))
    assert [one.text for one in first.keyboard[0]] == ["7–12 →"]
    assert [one.text for one in second.keyboard[0]] == ["← 1–6", "13–18 →"]
    assert [one.text for one in last.keyboard[0]] == ["← 13–18"]
    assert decode(second.keyboard[0][1].data) == ShowEvidence(KNOT.id, "en", Style.DEEP, 3)
    assert read(last).text.count("\n[") == 21 - 3 * MOST_ON_A_PAGE


@st.composite
def summaries(draw: st.DrawFn) -> tuple[Paper, Summary]:
    paper = draw(hostile.papers())
    words = hostile.texts | hostile.long_texts
    quotes = st.builds(Evidence, words, st.just(0), st.just(1), hostile.texts, hostile.texts)
    claims = [
        Claim(number, facet, draw(words), tuple(draw(st.lists(quotes, min_size=1, max_size=3))))
        for number, facet in enumerate(draw(st.lists(st.sampled_from(list(Facet)), max_size=12)), start=1)
    ]
    brief = Claim(0, Facet.RESULT, draw(words), (draw(quotes),)) if draw(st.booleans()) else None
    reading = replace(
        READING,
        source=draw(st.sampled_from(list(Source))),
        is_whole=draw(st.booleans()),
        version=draw(st.none() | st.integers(1, 99)),
        model=draw(st.just(STAND_IN) | hostile.texts),
    )
    dropped = tuple(
        Dropped(Flaw.QUOTE, one) for one in draw(st.lists(st.sampled_from(list(Facet)), max_size=4))
    )
    made = Notes(
        paper.id, "k", reading, brief, tuple(claims), tuple(draw(st.lists(words, max_size=3))), dropped
    )
    english = Telling.in_english(made)
    spoken = replace(english, language=draw(st.sampled_from(["en", "ko"])))
    return paper, arrange(made, spoken, draw(st.sampled_from(list(Style))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(summaries(), st.integers(1, 99))
def test_whatever_was_learnt_summary_and_evidence_are_valid_and_fit(
    made: tuple[Paper, Summary], page: int
) -> None:
    paper, summary = made
    assert read(summary_post(paper, summary)).links[0] == f"https://arxiv.org/abs/{paper.id}"
    read(evidence_post(paper, summary, page))
    if summary.shown:
        assert len(summary_alert(summary).encode("utf-16-le")) <= 400
