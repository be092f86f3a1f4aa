"""A strong model's recorded telling of a real paper's notes: all of it passes, and no lie in it does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.domain.notes import Facet
from bot.services.tell_asks import Entry, Sentence, Sort
from bot.services.verdicts import judge

pytestmark = pytest.mark.recorded

Told = tuple[list[Sentence], list[Entry]]


@pytest.fixture(scope="module")
def told(shared: Path) -> Told:
    """The claims in English, and how they were told in Korean."""
    claims = _claims(shared / "data/model/notes-2501.11120.json")
    korean = _claims(shared / "data/model/telling-ko-2501.11120.json")
    sentences = [Sentence(Sort.CLAIM, n, one["text"], Facet(one["facet"])) for n, one in enumerate(claims, 1)]
    return sentences, [(Sort.CLAIM, one["n"], one["text"]) for one in korean]


def _claims(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["claims"]
    return found


def test_all_thirty_sentences_pass_as_they_are(told: Told) -> None:
    sentences, entries = told
    verdict = judge(sentences, entries, "ko")
    assert (len(verdict.passed), verdict.stopped, verdict.mended) == (30, (), 0)
    assert list(verdict.passed.values()) == [text for *_, text in entries]


def test_every_changed_figure_is_mended_or_stopped(told: Told) -> None:
    sentences, entries = told
    changed = 0
    for at, (sort, number, text) in enumerate(entries):
        for figure in re.finditer(r"(?<![A-Za-z0-9.-])[0-9]+\.[0-9]+(?![A-Za-z0-9.-])", text):
            lie = text[: figure.start()] + _other(figure[0]) + text[figure.end() :]
            verdict = judge(sentences, [*entries[:at], (sort, number, lie), *entries[at + 1 :]], "ko")
            assert verdict.passed.get(sentences[at]) != lie
            changed += 1
    assert changed >= 12


def test_of_all_swaps_of_two_sentences_more_than_nine_of_ten_are_seen(told: Told) -> None:
    sentences, entries = told
    seen = swaps = 0
    for i in range(len(entries)):
        for j in range(i):
            swapped = list(entries)
            swapped[i] = (*entries[i][:2], entries[j][2])
            swapped[j] = (*entries[j][:2], entries[i][2])
            stopped = {one.sentence.number for one in judge(sentences, swapped, "ko").stopped}
            seen += {i + 1, j + 1} <= stopped
            swaps += 1
    assert seen / swaps > 0.9


def test_all_numbers_off_by_one_leave_nothing(told: Told) -> None:
    sentences, entries = told
    shifted = [(sort, number % 30 + 1, text) for sort, number, text in entries]
    assert len(judge(sentences, shifted, "ko").passed) <= 1


def _other(figure: str) -> str:
    return figure[:-1] + str((int(figure[-1]) + 4) % 10)
