"""Translations, progress, what cannot be told, and cards and digests of papers that were read."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answers import Card
from bot.domain.calendar import Edition
from bot.domain.chats import Place, Preferences, Style
from bot.domain.documents import Source
from bot.domain.editions import Chosen, Digest
from bot.domain.notes import STAND_IN
from bot.domain.papers import Listed, Paper
from bot.domain.readings import Checking, Fetching, Obstacle, ReadingNow, Scope, Unread, Wording
from bot.domain.summaries import SentencePair, Summary, Translation, arrange
from bot.tg.callbacks import decode
from bot.tg.presses import ReadAbstract, ReadSummary
from bot.tg.views.card import card_alert, card_post
from bot.tg.views.digest import DigestViews
from bot.tg.views.progress import interrupted_post, progress_post
from bot.tg.views.translation import translation_post
from bot.tg.views.unread import unread_alert, unread_post
from bot.words.texts import languages
from tests.fakes import at
from tests.fakes_tg import READING, notes, telling
from tests.unit.tg.views import hostile
from tests.unit.tg.views.reading import read

KNOT = Paper("2509.00001", "Knot: Mooring Boats", "We moor boats. It takes 3.2 seconds.")
NOW = at("2025-10-02 14:00")
SEOUL = Preferences(language="ko", zone="Asia/Seoul")
BERLIN = Preferences(zone="Europe/Berlin")
DAY = Edition.daily(date(2025, 10, 1))
READ = DigestViews(has_model=True)


def told(paper_id: str, style: Style, language: str = "en", **fields: object) -> Summary:
    made = notes(paper_id, **fields)  # type: ignore[arg-type]
    return arrange(made, telling(made, language), style)


def translated(*targets: str | None) -> Translation:
    sources = ("We moor boats.", "It takes 3.2 seconds.")
    return Translation(KNOT.id, "ko", tuple(map(SentencePair, sources, targets)), "m")


def test_a_translation_has_its_original_beside_it() -> None:
    post = translation_post(KNOT, translated("배를 댄다.", "3.2초가 걸린다."))
    assert read(post).text == (
        "Knot: Mooring Boats · 초록 번역\n\n배를 댄다. 3.2초가 걸린다.\n\n원문\n"
        "We moor boats. It takes 3.2 seconds.\n\n2문장 중 2문장을 번역하고 확인함 · 모델 m"
    )
    assert [decode(one.data) for one in post.keyboard[0]] == [
        ReadSummary(KNOT.id),
        ReadAbstract(KNOT.id, "en"),
    ]


def test_a_sentence_without_a_translation_stays_as_it_was_written_and_is_counted() -> None:
    found = read(translation_post(KNOT, translated("배를 댄다.", None)))
    assert "배를 댄다. It takes 3.2 seconds.\n" in found.text
    assert found.text.endswith("2문장 중 1문장을 번역하고 확인함 · 나머지는 원문 그대로 · 모델 m")
    assert "It takes 3.2 seconds." in found.marked("italic")


def test_a_translation_that_no_model_made_is_labelled_before_anything_is_told() -> None:
    text = read(translation_post(KNOT, replace(translated("배를 댄다.", None), model=STAND_IN))).text
    assert text.split("\n")[1].startswith("연습용 예시입니다.")
    assert STAND_IN not in text


def test_an_abstract_that_is_written_in_the_language_is_shown_as_it_is() -> None:
    pairs = (SentencePair("We moor boats.", "We moor boats."),)
    post = translation_post(KNOT, Translation(KNOT.id, "en", pairs, "m"), Place.PRIVATE)
    assert read(post).text == "Knot: Mooring Boats · Abstract\n\nWe moor boats. It takes 3.2 seconds."
    assert decode(post.keyboard[0][1].data) == ReadAbstract(KNOT.id, "ko")
    assert len(translation_post(KNOT, translated("배를 댄다.", None), Place.CHANNEL).keyboard) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    hostile.papers(),
    st.lists(
        st.tuples(hostile.texts | hostile.long_texts, st.none() | hostile.texts | hostile.long_texts),
        max_size=12,
    ),
    st.sampled_from(languages()),
)
def test_whatever_an_abstract_holds_its_translation_is_valid_and_fits(
    paper: Paper, pairs: list[tuple[str, str | None]], language: str
) -> None:
    made = Translation(paper.id, language, tuple(SentencePair(*one) for one in pairs), "m")
    read(translation_post(paper, made))


def test_progress_says_what_is_done_and_the_bar_grows() -> None:
    stages = [
        (Fetching(), "논문을 받는 중\n▓░░░░░░░"),
        (ReadingNow(Source.PDF, 31, 0), "읽는 중 · 본문을 받았습니다(31쪽)\n▓▓▓░░░░░"),
        (ReadingNow(Source.HTML, None, 9_000), "본문을 받았습니다(9,000단어)"),
        (ReadingNow(Source.ABSTRACT, None, 200), "초록만 구할 수 있었습니다"),
        (Checking(24), "인용 24개를 원문과 대조하는 중\n▓▓▓▓▓▓░░"),
        (Wording(20), "한국어로 옮기는 중 · 20문장\n▓▓▓▓▓▓▓░"),
    ]
    for stage, said in stages:
        assert said in read(progress_post(KNOT, stage, "ko")).text
    assert "Please ask again" in read(interrupted_post(KNOT, "en")).text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_every_obstacle_is_one_friendly_line_with_what_can_be_had_instead(
    obstacle: Obstacle, language: str
) -> None:
    wishes = Preferences(language=language)
    for scope in Scope if obstacle is Obstacle.BUDGET else (None,):
        for again_at in (None, at("2025-10-03 00:00")):
            unread = Unread(obstacle, scope, again_at)
            line, _, rest = read(unread_post(KNOT, unread, wishes, NOW)).text.partition("\n\n")
            assert "\n" not in line
            assert rest.startswith("Knot: Mooring Boats\nIt takes 3.2 seconds.\n")
            assert 0 < len(unread_alert(unread, wishes, NOW)) <= 200
            assert "error" not in line.casefold()
            assert "오류" not in line


def test_a_budget_says_whose_and_refills_in_the_chats_time() -> None:
    unread = Unread(Obstacle.BUDGET, Scope.CHAT, at("2025-10-03 00:00"))
    assert unread_alert(unread, SEOUL, NOW) == (
        "이 채팅의 오늘 읽기 한도를 모두 썼습니다. 금요일 09:00에 다시 채워집니다. "
        "이미 읽은 논문의 요약은 그대로 보실 수 있습니다."
    )
    assert "It refills on Friday at 02:00." in unread_alert(unread, BERLIN, NOW)


def test_a_model_that_is_down_says_when_to_come_again() -> None:
    soon, late = (
        Unread(Obstacle.MODEL_DOWN, None, at(f"2025-10-02 {clock}")) for clock in ("14:05", "18:00")
    )
    assert "in a few minutes" in unread_alert(soon, BERLIN, NOW)
    assert "from Thursday at 20:00 on" in unread_alert(late, BERLIN, NOW)


def test_a_card_tells_the_brief_that_is_known_and_what_was_read_for_it() -> None:
    summary = told(KNOT.id, Style.BRIEF, "ko")
    post = card_post(Card(KNOT), "ko", summary, can_read=True)
    assert "카메라 한 대로 배를 3.2초 만에 댄다.\n본문 전체(v1)를 읽음" in read(post).text
    assert [decode(one.data) for one in post.keyboard[0]] == [ReadSummary(KNOT.id), ReadAbstract(KNOT.id)]
    assert "카메라 한 대로" in card_alert(Card(KNOT), "ko", summary)


def test_a_card_has_no_button_that_leads_nowhere() -> None:
    def asks(*args: object, **flags: object) -> list[object]:
        buttons = [one for row in card_post(Card(KNOT), *args, **flags).keyboard for one in row]  # type: ignore[arg-type]
        return [decode(one.data) for one in buttons if one.data]

    assert asks("ko") == []
    assert asks("ko", told(KNOT.id, Style.BRIEF, "ko")) == [ReadSummary(KNOT.id)]
    assert asks("en", can_read=True) == [ReadSummary(KNOT.id)]
    assert asks("ko", can_read=True, place=Place.CHANNEL) == [ReadSummary(KNOT.id)]


def digest_of(*papers: Paper) -> Digest:
    chosen = tuple(Chosen(Listed(one, 50 - n), n) for n, one in enumerate(papers, start=1))
    return Digest(DAY, DAY.closes_at, False, "huggingface", 42, chosen)


@pytest.mark.parametrize("style", list(Style))
def test_a_digest_tells_a_paper_that_was_read_by_its_summary_and_labels_the_others(style: Style) -> None:
    other = replace(KNOT, id="2509.00002", ai_summary="Rope holds a boat for 9 days.")
    wishes = Preferences(style=style)
    found = read(READ.digest(digest_of(KNOT, other), wishes, told={KNOT.id: told(KNOT.id, style)}))
    items = found.text.split("\n\n")
    assert items[1].split("\n")[1:3] == ["Moors a boat in 3.2 seconds with one camera.", "▲ 49"]
    assert "▲ 48 · Hugging Face's summary" in items[2]
    assert items[3] == "1 of 2 has not been read yet; it is told by Hugging Face's summary or its abstract."
    quoted = found.marked("expandable_blockquote")
    assert bool(quoted) == (style is not Style.BRIEF)
    if quoted:
        heading = "Results" if style is Style.SECTIONS else "Quantitative results"
        assert f"{heading}: It moors in 3.2 seconds, against 9 seconds before." in quoted[0]


def test_a_digest_says_when_it_will_change_and_nothing_once_all_are_read() -> None:
    digest, wishes = digest_of(KNOT), Preferences()
    awaited = read(READ.digest(digest, wishes, is_awaited=True)).text
    assert awaited.endswith("this message changes when it has been read.")
    whole = read(
        READ.digest(digest, wishes, told={KNOT.id: told(KNOT.id, Style.BRIEF)}, is_awaited=True)
    ).text
    assert whole.endswith("▲ 49")


def test_a_digest_labels_what_only_the_abstract_was_read_for_and_what_no_model_read() -> None:
    for reading, label in (
        (replace(READING, source=Source.ABSTRACT), "read: the abstract only"),
        (replace(READING, model=STAND_IN), "rehearsal, no model"),
    ):
        summary = told(KNOT.id, Style.BRIEF, reading=reading)
        assert (
            f"▲ 49 · {label}"
            in read(READ.digest(digest_of(KNOT), Preferences(), told={KNOT.id: summary})).text
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile.digests(), hostile.preferences, st.data())
def test_whatever_was_told_a_digest_fits_and_holds_all_its_papers(
    digest: Digest, wishes: Preferences, data: st.DataObject
) -> None:
    ids = list(dict.fromkeys(one.listed.paper.id for one in digest.chosen))
    read_ones = data.draw(st.lists(st.sampled_from(ids), unique=True))
    each = data.draw(st.integers(1, 8))
    summaries = {one: told(one, wishes.style, wishes.language, **_claims(one, each)) for one in read_ones}
    found = read(READ.digest(digest, wishes, told=summaries))
    assert [one.rpartition("/")[2] for one in found.links] == [one.listed.paper.id for one in digest.chosen]


def _claims(paper_id: str, each: int) -> dict[str, object]:
    return {"claims": notes(paper_id, each=each).claims}
