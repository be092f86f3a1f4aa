"""A test run tells what it left out, and where nobody would read it, leaving out is failing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[2] / "conftest.py"
TESTS = """
import pytest

def test_that_runs():
    pass

def test_that_needs_what_is_missing(shared):
    pass

@pytest.mark.xfail(reason="known")
def test_that_is_known_to_fail():
    raise AssertionError

@pytest.mark.skip(reason="no browser here")
def test_that_is_skipped():
    pass
"""


def run(folder: Path, *options: str, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST.read_text())
    (folder / "test_some.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options, str(folder)]
    environment = {
        **os.environ,
        "CI": ci,
        "PAPERBOY_SHARED": str(folder / "nothing"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # a start takes half as long without
    }
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_end_of_a_run_names_what_was_skipped_and_why(tmp_path: Path) -> None:
    done = run(tmp_path, ci="")
    assert done.returncode == 0, done.stdout
    _, _, told = done.stdout.partition(" not run ")
    assert "1 skipped: no browser here" in told
    assert f"1 skipped: no recorded days at {tmp_path / 'nothing'}" in told


def test_the_end_of_a_run_counts_what_was_deselected(tmp_path: Path) -> None:
    done = run(tmp_path, "-k", "runs", ci="")
    assert "3 deselected on the command line" in done.stdout


def test_a_module_that_skips_itself_counts_too(tmp_path: Path) -> None:
    (tmp_path / "test_whole.py").write_text(
        "import pytest\npytest.skip('all of it', allow_module_level=True)"
    )
    assert "1 skipped: all of it" in run(tmp_path, ci="").stdout
    done = run(tmp_path, ci="true")
    assert done.returncode != 0
    assert "all of it" in done.stdout


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "-n", "2")])
def test_with_ci_a_skip_is_a_failure_and_an_expected_failure_is_none(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = run(tmp_path, *options, ci="true")
    assert done.returncode == 1
    assert "1 passed, 1 xfailed, 2 errors" in done.stdout
    assert "With CI=true a test that does not run counts as failed." in done.stdout
