"""`paperboy export`, as an operator types it."""

import json
import re
from pathlib import Path

import pytest

from bot.cli import main
from tests.conftest import Upstream
from tests.e2e.program import MONDAY_MORNING, run


async def test_an_export_of_the_sample_week_is_a_post_that_says_what_it_is(tmp_path: Path) -> None:
    code, out, err = await run(
        *("export", "--sample", "--clock", MONDAY_MORNING, "--daily", "2026-11-20", "--lang", "ko"),
        *("--format", "jekyll", "--count", "3"),
        cwd=tmp_path,
    )
    assert code == 0, err
    assert out.startswith('---\nlayout: "post"\ntitle: "오늘의 논문 · 2026년 11월 20일 금요일"\n')
    assert "가상 예시 논문 5편 중 3편" in out
    assert out.count("\n## ") == 3
    assert "Reading the list of 2026-11-20" in err
    assert not list(tmp_path.iterdir()), "a list alone makes no store"


async def test_an_export_goes_into_a_folder_under_its_usual_name(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    call = ("export", "--sample", "--clock", MONDAY_MORNING, "--daily", "2026-11-20")
    code, out, err = await run(*call, "--out", str(posts), cwd=tmp_path)
    assert (code, out) == (0, ""), err
    assert f"Wrote {posts / 'papers-2026-11-20.md'}" in err
    assert (posts / "papers-2026-11-20.md").read_text(encoding="utf-8").startswith("# Daily papers · Friday")
    code, out, err = await run(*call, "--out", str(tmp_path / "no" / "x.md"), cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "--out: can't write" in err
    code, out, err = await run(*call, "--out", str(tmp_path / "blog"), cwd=tmp_path)
    assert (code, out) == (1, "")
    assert f"--out: there is no folder {tmp_path / 'blog'}; a file needs an ending" in err


async def test_an_export_of_a_sunday_says_why_there_is_none_and_fails(tmp_path: Path) -> None:
    code, out, err = await run(
        *("export", "--sample", "--clock", MONDAY_MORNING, "--daily", "2026-11-22"), cwd=tmp_path
    )
    assert (code, out) == (1, "")
    assert "There is no list for Sunday 22 November" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--weekly", "W40"), "--weekly: 'W40' is no week; write it as 2026-W24"),
        (("--monthly", "2025-13"), "--monthly: '2025-13' is no month; write it as 2026-06"),
        (("--daily", "2025-09-29", "--weekly", "2025-W40"), "not allowed with argument"),
        (("--count", "0"), "--count: '0' is no count; write a number from 1 to 100"),
        (("--format", "pdf"), "allowed: text, markdown"),
    ],
)
def test_a_wrong_call_of_export_says_what_is_allowed(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["export", *arguments])
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.recorded
@pytest.mark.parametrize(
    ("arguments", "begins", "papers"),
    [
        (
            ("--weekly", "2025-W40", "--format", "text"),
            "주간 인기 논문 톱 10 · 2025년 40주\n",
            r"\n\d+\. .+\n-{8}",
        ),
        (
            ("--daily", "2025-05-29", "--format", "markdown", "--style", "deep"),
            "# 오늘의 논문 · ",
            r"\n## \d+\. \[",
        ),
        (
            ("--daily", "2025-10-08", "--format", "jekyll", "--style", "sections"),
            "---\nlayout: ",
            r"\n## \d+\. \[",
        ),
        (("--monthly", "2025-09", "--format", "json"), "{\n", r'"id": "\d{4}'),
    ],
)
async def test_recorded_lists_become_the_documents_that_readers_know(
    arguments: tuple[str, ...], begins: str, papers: str, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.set_now("2026-06-12T16:00:00Z")
    url = json.dumps(upstream.url)
    (tmp_path / "config.toml").write_text(f"[feed]\nhuggingface_url = {url}\narxiv_api_url = {url}\n")
    code, out, err = await run(
        "export", *arguments, "--lang", "ko", "--clock", "2026-06-12T16:00:00", cwd=tmp_path
    )
    assert code == 0, err
    assert out.startswith(begins)
    assert len(re.findall(papers, out)) == 10
    assert "https://www.alphaxiv.org/" in out
    assert "```" not in out
