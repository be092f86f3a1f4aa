"""`paperboy verify` as a process: a line in, a line out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "bot", "verify"]


def verify(text: str) -> tuple[list[dict[str, Any]], int]:
    done = subprocess.run(
        COMMAND, input=text, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def line(source: str, target: str, language: str, **more: str) -> str:
    return json.dumps({"source": source, "target": target, "language": language, **more}) + "\n"


def test_each_line_is_answered_in_order() -> None:
    answers, code = verify(
        line("A 1.2B model.", "12억 모델.", "ko")
        + line("A 1.2B model.", "1.2억 모델.", "ko")
        + "\n"
        + line("62.4% by GPT-4o.", "GPT-4の62.4ポイント。", "ja")
        + line("12억 모델.", "A 1.2B model.", "en", source_language="ko")
    )
    assert code == 0
    assert [answer["ok"] for answer in answers] == [True, False, False, True]
    (problem,) = answers[1]["problems"]
    assert problem == {
        "kind": "scale",
        "source": "1.2B",
        "target": "1.2억",
        "source_at": [2, 6],
        "target_at": [0, 4],
    }
    assert {one["kind"] for one in answers[2]["problems"]} == {"unit", "identifier"}


def test_a_line_that_cannot_be_read_is_answered_and_the_rest_goes_on() -> None:
    answers, code = verify("no json\n[1]\n" + '{"source": "x"}\n' + line("1", "1", "de"))
    assert code == 1
    assert [answer["ok"] for answer in answers] == [False, False, False, True]
    assert all(answer["problems"] == [] for answer in answers)
    assert ["trouble" in answer for answer in answers] == [True, True, True, False]
    assert answers[2]["trouble"] == "line 3: target, language must be a text"


def test_what_is_no_translation_is_said_as_trouble() -> None:
    (answer,), code = verify(line("The model is fast.", "번역 중 오류 발생: 429", "ko"))
    assert code == 0
    assert not answer["ok"]
    assert answer["trouble"].startswith("the target is no translation")


def test_an_answer_comes_before_the_next_line_is_asked() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(line(f"{number + 20} items", f"{number + 20}개", "ko"))
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"ok": True, "problems": []}
        process.stdin.close()
        assert process.wait(timeout=30) == 0
