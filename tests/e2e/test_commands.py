"""The program's own commands, as an operator types them."""

import asyncio
import errno
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import __version__
from bot.cli import main
from bot.clock import SystemClock
from bot.config import Config
from bot.domain.errors import PaperboyError
from bot.play import play
from bot.playground.playground import TOKEN, Playground
from tests.conftest import CHECKOUT, Upstream
from tests.e2e.program import MONDAY_MORNING, run


@asynccontextmanager
async def playing(cwd: Path, *arguments: str) -> AsyncIterator[tuple[httpx.AsyncClient, list[str]]]:
    """Run the playground and yield a client of its people's door, and what the program says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stderr=asyncio.subprocess.PIPE,
    )
    said: list[str] = []
    try:
        assert process.stderr
        async with asyncio.timeout(30):
            while not said or "serves @" not in said[-1]:
                line = await process.stderr.readline()
                assert line, "\n".join(said)
                said.append(line.decode())
        url = re.search(r"open (http://\S+)", "".join(said))
        assert url
        async with httpx.AsyncClient(base_url=url[1], trust_env=False) as client:
            yield client, said
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0


async def answer(client: httpx.AsyncClient, chat: int, text: str) -> str:
    """Say something and return the next thing that the bot says."""
    said = (await client.post(f"/_people/chats/{chat}/say", json={"text": text})).json()
    async with asyncio.timeout(20):
        while True:
            seen: list[dict[str, Any]] = (await client.get(f"/_people/chats/{chat}/messages")).json()[
                "messages"
            ]
            for message in seen:
                if message["is_from_bot"] and message["id"] > said["id"]:
                    return str(message["text"])
            await asyncio.sleep(0.05)


async def test_without_token_and_internet_start_opens_a_playground_that_answers_today(tmp_path: Path) -> None:
    unreachable = "[feed]\nhuggingface_url = 'http://127.0.0.1:9'\narxiv_api_url = 'http://127.0.0.1:9'\n"
    (tmp_path / "config.toml").write_text(unreachable)
    async with playing(tmp_path, "start", "--port", "0") as (client, said):
        assert "No Telegram token is set up" in said[0]
        assert "the invented sample week" in "".join(said)
        state = (await client.get("/_people/state")).json()
        private = next(one["id"] for one in state["chats"] if one["kind"] == "private")
        text = await answer(client, private, "/today")
    assert text.startswith("오늘의 논문"), "the first private chat is that of a Korean reader"
    assert "가상 예시 논문" in text
    assert not list(tmp_path.glob("*.db")), "the playground keeps nothing"


async def test_the_preview_prints_a_digest_in_korean(tmp_path: Path) -> None:
    code, out, err = await run(
        *("preview", "--sample", "--clock", MONDAY_MORNING, "--date", "2026-11-20", "--lang", "ko"),
        *("--count", "3"),
        cwd=tmp_path,
    )
    assert code == 0, err
    assert out.startswith("오늘의 논문 · 11월 20일 금요일")
    assert "5편 중 3편" in out
    assert "[ 1 ] [ 2 ] [ 3 ]" in out
    assert "\x1b[" not in out, "no styles where it is no terminal"
    assert "Reading the list of 2026-11-20" in err


async def test_the_preview_of_a_sunday_says_why_there_is_none_and_fails(tmp_path: Path) -> None:
    code, out, _ = await run(
        *("preview", "--sample", "--clock", MONDAY_MORNING, "--date", "2026-11-22"), cwd=tmp_path
    )
    assert code == 1
    assert "none comes out at weekends" in out


@pytest.mark.recorded
async def test_the_preview_reads_the_feed_of_the_settings(tmp_path: Path, upstream: Upstream) -> None:
    (tmp_path / "config.toml").write_text(f"[feed]\nhuggingface_url = {json.dumps(upstream.url)}\n")
    code, out, err = await run("preview", "--date", "2025-10-02", cwd=tmp_path)
    assert code == 0, err
    assert "DeepSearch" in out


async def test_a_wrong_language_or_day_is_told_in_one_line(tmp_path: Path) -> None:
    code, _, err = await run("preview", "--sample", "--lang", "tlh", cwd=tmp_path)
    assert (code, err.strip()) == (1, "--lang: found 'tlh'; allowed: one of en, ko")
    code, _, err = await run("preview", "--date", "yesterday-ish", cwd=tmp_path)
    assert code == 2
    assert "write it as 2026-06-12" in err


@pytest.mark.parametrize("command", ["run", "play", "preview", "export", "doctor"])
async def test_settings_that_are_named_have_to_be_there(command: str, tmp_path: Path) -> None:
    code, out, err = await run(command, "--config", "nowhere.toml", cwd=tmp_path)
    assert code == 1
    assert "nowhere.toml: no such file; copy config.example.toml" in out + err
    assert not list(tmp_path.iterdir())


def test_start_with_a_token_of_the_environment_needs_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Config] = []

    async def serve(config: Config, _: SystemClock) -> int:
        served.append(config)
        return 0

    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text("[digest]\ncount = 9\n")
    monkeypatch.setenv("PAPERBOY_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setattr("bot.app.serve", serve)
    monkeypatch.setattr("bot.logs.set_up", lambda *_: None)
    assert main(["start", "--config", "nowhere.toml"]) == 0
    [config] = served
    assert config.telegram.token
    assert config.digest.count == 5, "the file that was named is the only one"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("play", "--port", "99999"), "--port: '99999' is no port; write a number from 0 to 65535"),
        (("play", "--port=-4"), "--port: '-4' is no port"),
        (("start", "--port", "http"), "--port: 'http' is no port"),
        (("run", "--clock", "0001-01-01"), "--clock: '0001-01-01' is no time"),
        (("play", "--clock", "nonsense"), "--clock: 'nonsense' is no time; write it as 2026-06-12T08:00"),
        (("play", "--clock", "2300-01-01"), "from the years 2000 to 2199"),
        (("play", "--clock", "2199-12-31T23:30-01:00"), "from the years 2000 to 2199"),
        (("preview", "--clock", "9999-12-31T23:30-01:00"), "from the years 2000 to 2199"),
    ],
)
def test_a_wrong_argument_is_told_with_what_is_allowed(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert told in capsys.readouterr().err


async def test_a_port_that_is_taken_and_one_that_is_refused_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Playground() as playground:
        port = playground.base_url.rpartition(":")[2]
        code, _, err = await run("play", "--sample", "--port", port, cwd=tmp_path)
    assert code == 1
    assert f"port {port} is taken; try another one with --port" in err

    async def refuse(_self: Playground, _port: int) -> str:
        raise PermissionError(errno.EACCES, "permission denied")

    monkeypatch.setattr(Playground, "start", refuse)
    with pytest.raises(PaperboyError, match=r"port 80: Permission denied; try another one"):
        await play(Config(), SystemClock(), port=80, use_sample=True, has_stand_in=True)


async def test_no_command_tells_a_password_of_an_address(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        "[telegram]\ntoken = '1:wrong'\napi_url = 'http://op:pw-tg@127.0.0.1:9'\n"
        "[feed]\nhuggingface_url = 'http://op:pw-hf@127.0.0.1:9'\n"
        "arxiv_api_url = 'http://op:pw-ar@127.0.0.1:9'\n"
        "[model]\nname = 'some-model'\nbase_url = 'http://op:pw-llm@127.0.0.1:9/v1'\n"
        "[log]\nlevel = 'debug'\n"
    )
    doctor, preview = await asyncio.gather(run("doctor", cwd=tmp_path), run("preview", cwd=tmp_path))
    for _, out, err in (doctor, preview):
        assert "pw-" not in out + err
        assert "[secret]@127.0.0.1:9" in out + err
        assert "Traceback" not in out + err
    assert doctor[1].count("[secret]@127.0.0.1:9") >= 3


async def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    code, _, err = await run("run", cwd=tmp_path)
    assert code == 1
    assert "PAPERBOY_TELEGRAM_TOKEN" in err
    assert "paperboy play" in err


async def test_run_with_settings_that_are_not_there_says_so(tmp_path: Path) -> None:
    code, _, err = await run("run", "--config", "nowhere.toml", cwd=tmp_path)
    assert code == 1
    assert err.startswith("nowhere.toml: no such file; copy config.example.toml")


async def test_the_console_script_does_the_same(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("paperboy")
    process = await asyncio.create_subprocess_exec(
        str(script), "--version", cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert out.decode().strip() == f"paperboy {__version__}"
    assert await run("--version", cwd=tmp_path) == (0, f"paperboy {__version__}\n", "")


def test_a_wheel_can_be_built_and_carries_what_is_no_code(tmp_path: Path) -> None:
    import subprocess
    import zipfile

    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    name = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=CHECKOUT, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    inside = set(zipfile.ZipFile(tmp_path / name).namelist())
    assert {
        "bot/llm/prompts/notes.md",
        "bot/llm/prompts/styles/any.md",
        "bot/words/locales/en.toml",
        "bot/words/locales/ko.toml",
        "bot/playground/page/index.html",
        "bot/playground/sample/monday.json",
    } <= inside
    assert not [one for one in inside if one.startswith("tests/")]
