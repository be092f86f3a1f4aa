"""What the documents say exists, exists; and what exists stands in them."""

import argparse
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.cli import _parser
from bot.config import Config
from bot.tg.commands import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
ADDRESS = re.compile(r"`(bot/[\w/.*]+|benchmarks/\w+\.py|tests/[\w/]+)`")


def rows(page: str) -> list[str]:
    """Return the first cells of a page's tables."""
    return [line.split("|")[1] for line in page.splitlines() if line.startswith("|")]


def keys(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    lost = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    lost = [one for one in ADDRESS.findall(page.read_text(encoding="utf-8")) if not list(ROOT.glob(one))]
    assert not lost


def test_every_room_stands_on_the_map() -> None:
    rooms = {f"bot/{one.name}" for one in (ROOT / "bot").iterdir() if list(one.glob("*.py"))}
    named = set(re.findall(r"`(bot/\w+)`", " ".join(rows(MAP))))
    assert rooms == named


def test_every_module_of_the_top_stands_on_the_map() -> None:
    modules = {one.name for one in (ROOT / "bot").glob("*.py")} - {"__init__.py", "__main__.py"}
    commands = {f"{one}.py" for one in _commands()}  # they have modules of their names
    told = set(re.findall(r"(\w+\.py)`", " ".join(rows(MAP))))
    assert modules - commands <= told


def test_every_folder_says_what_lives_there() -> None:
    silent = [
        str(one.parent.relative_to(ROOT))
        for one in (ROOT / "bot").rglob("__init__.py")
        if not one.read_text(encoding="utf-8").startswith('"""')
    ]
    assert not silent


def test_every_command_of_the_bot_stands_in_the_readme() -> None:
    told = set(re.findall(r"`/(\w+)", " ".join(rows(README))))
    assert told == set(COMMANDS)


def test_every_command_of_the_program_stands_in_the_readme_and_on_the_map() -> None:
    _, _, section = README.partition("## Commands of the program")
    told = {one.strip(" `") for one in rows(section.partition("\n## ")[0])} - {"command", "---"}
    assert told == _commands()
    assert all(f"`{one}`" in MAP for one in _commands())


def test_every_setting_stands_in_the_readme() -> None:
    lines = {
        line.split("|")[1].strip(" `[]"): line for line in README.splitlines() if line.startswith("| `[")
    }
    assert set(lines) == keys(Config)
    for table, field in Config.model_fields.items():
        (model,) = [one for one in (field.annotation, *get_args(field.annotation)) if _is_table(one)]
        missing = [key for key in keys(model) if f"`{key}`" not in lines[table]]
        assert not missing, table


def test_no_diagram_has_a_semicolon_which_ends_a_statement_there() -> None:
    diagrams = re.findall(r"```mermaid\n(.*?)```", MAP, re.DOTALL)
    assert diagrams
    assert not [one for one in diagrams if ";" in one]


def _is_table(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)


def _commands() -> set[str]:
    (found,) = [one for one in _parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return set(found.choices)
