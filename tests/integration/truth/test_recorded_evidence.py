"""The gate on a real paper, a model's notes on it, and their telling in Korean."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.domain.documents import Document
from bot.domain.plain_text import PlainText, flatten
from bot.sources.latexml import read_latexml
from bot.truth.claims import check_claim, check_told
from bot.truth.quotes import QuoteFinder

pytestmark = pytest.mark.recorded

PAPER = "2501.11120"


@pytest.fixture(scope="module")
def plain(shared: Path) -> PlainText:
    document = read_latexml((shared / "data" / "arxiv" / "html" / f"{PAPER}v1.html").read_bytes(), PAPER)
    assert isinstance(document, Document)
    return flatten(document)


@pytest.fixture(scope="module")
def claims(shared: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared / "data" / "model" / f"notes-{PAPER}.json").read_text())[
        "claims"
    ]
    return found


def test_every_quote_of_a_models_notes_is_found(plain: PlainText, claims: list[dict[str, Any]]) -> None:
    finder = QuoteFinder(plain.text)
    found = [finder.find(claim["quote"]) for claim in claims]
    assert len(found) == 30
    for claim, one in zip(claims, found, strict=True):
        assert one is not None, claim["quote"]
        assert one.is_exact
        letters = re.sub(r"[\W_]", "", plain.text[one.start : one.end])
        assert letters.replace("pm", "") == re.sub(r"[\W_]", "", claim["quote"]).replace("pm", "")


def test_every_claim_is_borne_out_by_its_quote(plain: PlainText, claims: list[dict[str, Any]]) -> None:
    finder = QuoteFinder(plain.text)
    for claim in claims:
        found = finder.find(claim["quote"])
        assert found is not None
        assert check_claim(claim["text"], [plain.text[found.start : found.end]]) == ()


def test_a_claim_on_the_quote_of_another_is_refused_where_it_has_numbers(
    claims: list[dict[str, Any]],
) -> None:
    measured = [one for one in claims if len(re.findall(r"(?<![\w-])[0-9]+\.?[0-9]*", one["text"])) >= 2]
    assert len(measured) >= 8
    for one in measured:
        others = [other["quote"] for other in claims if other["quote"] != one["quote"]]
        assert sum(check_claim(one["text"], [quote]) == () for quote in others) <= 1


def test_every_korean_sentence_tells_its_claim(shared: Path, claims: list[dict[str, Any]]) -> None:
    told = json.loads((shared / "data" / "model" / f"telling-ko-{PAPER}.json").read_text())["claims"]
    for claim, sentence in zip(claims, told, strict=True):
        assert check_told(claim["text"], sentence["text"], "ko") == ()


def test_every_sentence_of_a_paper_is_found_and_none_with_another_digit(plain: PlainText) -> None:
    finder = QuoteFinder(plain.text)
    sentences = [
        one for one in re.split(r"(?<=[.!?])\s+|\n+", plain.text) if len(one) > 40 and len(one.split()) > 6
    ]
    assert len(sentences) > 1_000
    for number, sentence in enumerate(sentences):
        found = finder.find(sentence)
        assert found is not None, sentence
        for digit in list(re.finditer("[0-9]", sentence))[:2]:
            changed = (
                sentence[: digit.start()]
                + str((int(digit[0]) + 1 + number % 9) % 10)
                + sentence[digit.end() :]
            )
            assert changed in plain.text or finder.find(changed) is None, changed
