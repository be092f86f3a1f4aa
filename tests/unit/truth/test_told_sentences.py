"""Sentences as abstracts are really translated, faithful and not, in every language.

Each line of `sentences/LANGUAGE.txt` is `ok | source | target` or `kind of problem | source | target`.
"""

import re
from pathlib import Path

import pytest

from bot.truth.gate import check_translation
from bot.truth.problems import Kind
from bot.truth.repair import repair

LANGUAGES = ("ko", "zh", "ja", "es", "de", "fr", "pt")
LINES = [
    (file.stem, *line.split(" | "))
    for file in sorted((Path(__file__).parent / "sentences").glob("*.txt"))
    for line in file.read_text("utf-8").splitlines()
]
MENDABLE = {Kind.SCALE, Kind.DIGIT, Kind.UNIT}


def test_every_language_has_sentences_of_both_sorts() -> None:
    for language in LANGUAGES:
        kinds = {kind for code, kind, *_ in LINES if code == language}
        assert kinds >= {"ok", "scale", "digit", "unit", "omitted", "unsupported", "identifier"}, language


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [(code, source, target) for code, kind, source, target in LINES if kind == "ok"],
)
def test_a_faithful_sentence_passes(language: str, source: str, target: str) -> None:
    assert check_translation(source, target, language).problems == ()


@pytest.mark.parametrize(("language", "kind", "source", "target"), [one for one in LINES if one[1] != "ok"])
def test_a_mistold_sentence_is_named_by_kind_and_place(
    language: str, kind: str, source: str, target: str
) -> None:
    problems = check_translation(source, target, language).problems
    assert [one.kind.value for one in problems] == [kind]
    (problem,) = problems
    if problem.target_at is not None:
        assert target[slice(*problem.target_at)].strip() == problem.target
    if problem.source_at is not None:
        assert source[slice(*problem.source_at)].strip() == problem.source
    assert problem.source or problem.target


@pytest.mark.parametrize(
    ("language", "kind", "source", "target"), [one for one in LINES if one[1] in MENDABLE]
)
def test_a_mended_sentence_passes(language: str, kind: str, source: str, target: str) -> None:
    problems = check_translation(source, target, language).problems
    told = repair(source, target, language, problems)
    if told is None:
        assert any(word in source for word in ("millions", "thousands", "per second")), (
            "only mere magnitudes and rates cannot be mended"
        )
    else:
        assert told != target
        assert check_translation(source, told, language).is_ok


def test_a_digit_changed_anywhere_in_a_faithful_sentence_is_found() -> None:
    changed = [
        (language, source, target[: digit.start()] + str((int(digit[0]) + 3) % 10) + target[digit.end() :])
        for language, kind, source, target in LINES
        if kind == "ok"
        for digit in re.finditer("[0-9]", target)
    ]
    missed = [one for one in changed if check_translation(one[1], one[2], one[0]).is_ok]
    assert len(changed) > 1500
    assert len(missed) < 0.01 * len(changed), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_of_one_paper_do_not_pass_for_another(language: str) -> None:
    pairs = [(source, target) for code, kind, source, target in LINES if code == language and kind == "ok"]
    sources = [source for source, _ in pairs if sum(char.isdigit() for char in source) > 4]
    alarms = [
        not check_translation(source, target, language).is_ok
        for source in sources[:20]
        for other, target in pairs
        if other != source and any(char.isdigit() for char in target)
    ]
    assert sum(alarms) / len(alarms) > 0.98
