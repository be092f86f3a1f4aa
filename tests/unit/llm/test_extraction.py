import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.extraction import Misfit, extract

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {"type": "array", "items": {"type": "string"}},
        "count": {"type": ["integer", "null"]},
    },
    "required": ["claims", "count"],
    "additionalProperties": False,
}
GOOD = {"claims": ["Method 7 reaches 7.5% {on} ```one``` </think> benchmark"], "count": 1}

plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
answers = st.fixed_dictionaries({"claims": st.lists(plain, max_size=4), "count": st.none() | st.integers()})
prose = st.text(max_size=40).map(
    lambda text: text.replace("{", "(").replace("</think", "").replace("<think", "")
)
thoughts = st.text(max_size=40).map(lambda text: f"<think>{text.replace('</think>', '')}</think>\n")
fences = st.sampled_from([("", ""), ("```json\n", "\n```"), ("```\n", "\n```"), ("~~~", "~~~")])


writings = st.sampled_from([{}, {"indent": 2}, {"ensure_ascii": False}])


@given(answers, writings, st.tuples(thoughts | st.just(""), prose, fences, prose))
def test_the_object_is_found_inside_any_wrapping(
    answer: dict[str, Any], writing: dict[str, Any], wrapping: tuple[str, str, tuple[str, str], str]
) -> None:
    thought, before, (opened, closed), after = wrapping
    text = f"{thought}{before}{opened}{json.dumps(answer, **writing)}{closed}{after}"
    assert extract(text, SCHEMA) == answer


@given(st.text() | st.text(alphabet='{}[]":,\\ \nabctrue019eE-.<think>/`'))
def test_no_text_makes_it_raise(text: str) -> None:
    found = extract(text, SCHEMA)
    assert isinstance(found, Misfit | dict)
    if isinstance(found, Misfit):
        assert found.faults


@given(answers, st.integers(0, 1_000))
def test_an_answer_that_was_cut_anywhere_is_never_taken_for_whole(answer: dict[str, Any], cut: int) -> None:
    text = json.dumps(answer)
    assert isinstance(extract(text[: cut % len(text)], SCHEMA), Misfit)


@pytest.mark.parametrize(
    "text",
    [
        "reasoning of a template that opened the thoughts itself {x}\n</think>\n" + json.dumps(GOOD),
        'a draft {"claims": ["no"], "count": 0} of thoughts</think>' + json.dumps(GOOD),
        'broken {"claims": [oops thoughts</think>' + json.dumps(GOOD),
        "Fill {} like this: " + json.dumps(GOOD),
        r"With $\mathbb{R}^{d}$ in mind: " + json.dumps(GOOD),
        json.dumps(GOOD) + "\nand once more\n" + json.dumps(GOOD),
        "[" + json.dumps(GOOD) + "]",
        "\ufeff  <thinking>{}</thinking>```json" + json.dumps(GOOD) + "```",
    ],
)
def test_it_is_found_in_what_models_write(text: str) -> None:
    assert extract(text, SCHEMA) == GOOD


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no JSON object"),
        ("Sorry, I can't.", "no JSON object"),
        ('<think>so {"claims": [], "count": 1}', "before the thoughts do"),
        ('{"claims": ["a"], "count": 1', "broken"),
        ('{"outer": [' + json.dumps(GOOD), "broken"),
        ('{"claims": [], "count": NaN}', "a number in it is none"),
        ('{"claims": [], "count": ' + "9" * 5_000 + "}", "a number in it is none"),
        ('{"quote": "</think> {x", "broken": ' + json.dumps(GOOD), "broken"),
        ('{"a":' * 100_000, "too deeply"),
        ('{"claims": [], "count": 1} {"claims": [], "count": 2}', "several"),
        ('{"claims": "a", "count": 1} (the {} is mine)', "answer.claims is not of type array"),
        ('{"claims": ["\\ud800"], "count": 1}', "characters that are none"),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str) -> None:
    found = extract(text, SCHEMA)
    assert isinstance(found, Misfit)
    assert fault in " ".join(found.faults)


def test_the_faults_are_few_however_many_there_are() -> None:
    found = extract(json.dumps({"claims": [1] * 1_000, "count": 1}), SCHEMA)
    assert isinstance(found, Misfit)
    assert len(found.faults) == 8
