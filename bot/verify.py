"""`paperboy verify`: the gate for translated sentences, a line of JSON in, a line out."""

import json
from collections.abc import Iterable
from typing import TextIO

from bot.truth.gate import check_translation
from bot.truth.problems import Kind, Problem

_SAID = {
    Kind.LANGUAGE: "the target is not in its language",
    Kind.BOILERPLATE: "the target is no translation",
}


def verify(lines: Iterable[str], answers: TextIO) -> int:
    """Answer each line at once; return 0, or 1 if a line could not be read.

    A line is `{"source": …, "target": …, "language": …}` and, if the source is not English,
    `"source_language"`; blank lines are left out. Whether sentences pass does not change the exit code.
    """
    code = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer, is_read = _answer(line, number)
        code = code if is_read else 1
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()
    return code


def _answer(line: str, number: int) -> tuple[dict[str, object], bool]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return _trouble(f"line {number} is no JSON"), False
    if not isinstance(asked, dict):
        return _trouble(f"line {number} is no JSON object"), False
    wanted = ("source", "target", "language")
    wrong = [key for key in wanted if not isinstance(asked.get(key), str)]
    if not isinstance(asked.get("source_language", "en"), str):
        wrong.append("source_language")
    if wrong:
        return _trouble(f"line {number}: {', '.join(wrong)} must be a text"), False
    verdict = check_translation(
        asked["source"], asked["target"], asked["language"], asked.get("source_language", "en")
    )
    answer: dict[str, object] = {
        "ok": verdict.is_ok,
        "problems": [_told(one) for one in verdict.problems if one.kind not in _SAID],
    }
    said = [f"{_SAID[one.kind]}: {one.target[:80]}" for one in verdict.problems if one.kind in _SAID]
    return (answer | {"trouble": "; ".join(said)} if said else answer), True


def _told(problem: Problem) -> dict[str, object]:
    return {
        "kind": problem.kind.value,
        "source": problem.source,
        "target": problem.target,
        "source_at": problem.source_at,
        "target_at": problem.target_at,
    }


def _trouble(text: str) -> dict[str, object]:
    return {"ok": False, "problems": [], "trouble": text}
