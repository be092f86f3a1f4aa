"""A strong model's recorded answer about a real paper, held against the paper as it is parsed."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.budgets import Limits, Prices
from bot.domain.documents import Document
from bot.domain.model_answers import Told, Usage
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.plain_text import flatten
from bot.domain.readings import Asker, Obstacle, Unread
from bot.llm.extraction import extract
from bot.llm.prompt_files import PromptFiles
from bot.services.budget import Budget
from bot.services.note_asks import NOTES_SCHEMA, SECTION_SCHEMA
from bot.services.notes import NoteTaker
from bot.sources.latexml import read_latexml
from tests.fakes import FakeClock, at
from tests.fakes_reading import FakeFullText, FakeModel, FakePurse, FakeShelf, Heard

pytestmark = pytest.mark.recorded

ID = "2501.11120"
BRIEF = "The reversal trained model can elicit the trigger in free-form text approximately 30% of the time."


@pytest.fixture
def paper(shared: Path) -> Document:
    found = read_latexml((shared / "data" / "arxiv" / "html" / f"{ID}v1.html").read_bytes(), ID)
    assert isinstance(found, Document)
    return found


@pytest.fixture
def answer(shared: Path) -> dict[str, Any]:
    """The recorded claims with a brief and an idea of ours."""
    claims = json.loads((shared / "data" / "model" / f"notes-{ID}.json").read_text(encoding="utf-8"))[
        "claims"
    ]
    quote = next(one["quote"] for one in claims if "30% of the time" in one["quote"])
    idea = "Asking models about behaviors that were trained into them by reinforcement learning."
    return {"brief": {"text": BRIEF, "quotes": [quote]}, "claims": claims, "ideas": [idea]}


async def ask(
    paper: Document, answer: dict[str, Any], context_tokens: int = 128_000
) -> tuple[Notes | Unread, FakeModel]:
    clock, model = (
        FakeClock(at("2026-06-12 12:00")),
        FakeModel(Told(answer, Usage(14_000, 4_000, requests=1))),
    )
    taker = NoteTaker(
        FakeFullText(paper),
        model,
        PromptFiles(),
        FakeShelf(),
        Budget(FakePurse(), Limits(), Prices(), clock),
        clock=clock,
        context_tokens=context_tokens,
        max_output_tokens=8_000,
        nonce=lambda: "0123456789abcdef",
    )
    return await taker.take(Paper(paper.paper_id, paper.title, ""), Asker(), Heard()), model


async def take(
    paper: Document, answer: dict[str, Any], context_tokens: int = 128_000
) -> tuple[Notes, FakeModel]:
    found, model = await ask(paper, answer, context_tokens)
    assert isinstance(found, Notes)
    return found, model


async def test_every_recorded_claim_is_kept_with_the_papers_own_words(
    paper: Document, answer: dict[str, Any]
) -> None:
    notes, model = await take(paper, answer)
    assert (len(notes.claims), notes.offered, notes.dropped) == (30, 30, ())
    assert notes.brief
    assert notes.brief.text == BRIEF
    assert len(notes.ideas) == 1
    text = flatten(paper).text
    for one in notes.claims:
        [evidence] = one.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        assert evidence.anchor
    [ask] = model.asked
    assert ask.estimate_tokens < 16_000, "references and appendices are not paid for"


async def test_the_recorded_answer_has_the_shape_that_is_asked_for(answer: dict[str, Any]) -> None:
    assert extract(json.dumps(answer), NOTES_SCHEMA) == answer
    claims = {"claims": answer["claims"]}
    assert extract(json.dumps(claims), SECTION_SCHEMA) == claims


async def test_a_changed_digit_in_any_claim_or_quote_is_dropped(
    paper: Document, answer: dict[str, Any]
) -> None:
    for field in ("text", "quote"):
        changed = json.loads(json.dumps(answer))
        figures = [one for one in changed["claims"] if "0.14" in one[field] or "30%" in one[field]]
        for one in figures:
            one[field] = one[field].replace("0.14", "0.19").replace("30%", "80%")
        notes, _ = await take(paper, changed)
        assert figures
        assert len(notes.claims) == 30 - len(figures), field


async def test_the_claims_about_another_paper_are_all_dropped(shared: Path, answer: dict[str, Any]) -> None:
    other = read_latexml(
        (shared / "data" / "arxiv" / "html" / "1706.03762v7.html").read_bytes(), "1706.03762"
    )
    assert isinstance(other, Document)
    found, _ = await ask(other, answer)
    assert found == Unread(Obstacle.UNPROVEN)


async def test_a_small_context_reads_the_same_paper_in_parts(paper: Document, answer: dict[str, Any]) -> None:
    notes, model = await take(paper, answer, context_tokens=8_000)
    assert 4 <= len(model.asked) <= 12
    assert len(notes.claims) == 30
    assert notes.reading.is_whole
