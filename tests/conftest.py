"""What all tests share: the recorded world beside the checkout, and an honest end of the report."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings

# A slow machine is no fault: no example is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CHECKOUT = Path(__file__).resolve().parent.parent
UPSTREAM_NOW = "2026-06-12T16:00:00Z"


def _shared() -> Path:
    return Path(os.environ.get("PAPERBOY_SHARED") or CHECKOUT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with recorded days, or a skip that says where it was looked for."""
    folder = _shared()
    if not (folder / "data" / "hf").is_dir():
        pytest.skip(f"no recorded days at {folder} (PAPERBOY_SHARED names another place)")
    return folder


@pytest.fixture(scope="session")
def item() -> Callable[..., dict[str, Any]]:
    """Return a maker of invented items of the feed; `paper` replaces inner fields, the rest outer ones."""

    def make(
        paper_id: str = "2601.00001",
        votes: object = 7,
        paper: Mapping[str, object] | None = None,
        **outer: object,
    ) -> dict[str, Any]:
        return {
            "paper": {
                "id": paper_id,
                "title": f"On the Invention of\n  Papers {paper_id}",
                "summary": "We invent a paper.\nIt holds 3 claims.",
                "upvotes": votes,
                "publishedAt": "2026-01-02T00:00:00.000Z",
                "authors": [{"_id": "a", "name": "Ada Example", "hidden": False}],
                **(paper or {}),
            },
            "publishedAt": "2026-01-01T19:00:00.000Z",
            "numComments": 2,
            **outer,
        }

    return make


class Upstream:
    """Hugging Face and arXiv on loopback, replaying recorded days."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._control = httpx.Client(base_url=url, trust_env=False)

    def set_now(self, now: datetime | str) -> None:
        """Move the world's clock."""
        self._post("/_now", {"now": now if isinstance(now, str) else now.isoformat()})

    def fault(self, path: str, **fault: object) -> None:
        """Plant a fault on a path prefix: status, times, headers, body, drop, delay_s."""
        self._post("/_fault", {"path": path, **fault})

    def reset(self) -> None:
        """Forget faults and the log."""
        self._post("/_reset", {})

    def log(self) -> list[dict[str, Any]]:
        """Return what was asked, in order, without the calls that steer it."""
        return [one for one in self._control.get("/_log").json() if not one["path"].startswith("/_")]

    def close(self) -> None:
        self._control.close()

    def _post(self, path: str, body: Mapping[str, Any]) -> None:
        self._control.post(path, json=body).raise_for_status()


@pytest.fixture(scope="session")
def upstream_process(shared: Path) -> Iterator[Upstream]:
    program = shared / "upstream" / "upstream.py"
    if not program.exists():
        pytest.skip(f"no {program}")
    command = [sys.executable, str(program), "--port", "0", "--now", UPSTREAM_NOW]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            words = process.stdout.readline().replace(",", " ").split()
            url = next((word for word in words if word.startswith("http://")), None)
            assert url, f"{program} did not start"
            upstream = Upstream(url)
            yield upstream
            upstream.close()
        finally:
            process.terminate()


@pytest.fixture
def upstream(upstream_process: Upstream) -> Upstream:
    """The recorded world, without faults, on the afternoon of 2026-06-12."""
    upstream_process.reset()
    upstream_process.set_now(UPSTREAM_NOW)
    return upstream_process


def _skips_are_failures() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    found = report.longrepr
    return str(found[2]) if isinstance(found, tuple) else str(found)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail") and _skips_are_failures():
        report.outcome = "failed"
        report.longrepr = f"{_reason(report)}\nWith CI=true a test that does not run counts as failed."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _fail_if_skipped(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = Counter(
        _reason(one).removeprefix("Skipped: ") for one in terminalreporter.stats.get("skipped", [])
    )
    deselected = len(terminalreporter.stats.get("deselected", []))
    terminalreporter.section("not run")
    for reason, count in sorted(skipped.items()):
        terminalreporter.line(f"{count} skipped: {reason}")
    if deselected:
        terminalreporter.line(f"{deselected} deselected on the command line")
    if not skipped and not deselected:
        terminalreporter.line("nothing: every test that was collected ran")
