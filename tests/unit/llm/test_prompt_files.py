import tomllib
from hashlib import sha256
from importlib import resources
from pathlib import Path

import pytest

from bot.domain.prompts import Prompt
from bot.llm.prompt_files import PromptFiles, PromptInvalid, read_prompt

FOLDER = resources.files("bot.llm") / "prompts"
VERSIONS = Path(__file__).with_name("prompt_versions.toml")
NAMES = ("notes", "section", "tell", "translate", "again")
LANGUAGES = ("en", "ko", "ja", "zh", "es", "de", "fr", "pt")


@pytest.fixture(scope="module")
def prompts() -> PromptFiles:
    return PromptFiles()


def all_of_them(prompts: PromptFiles) -> list[Prompt]:
    return [*map(prompts.prompt, NAMES), *map(prompts.style_sheet, (*LANGUAGES, "sw"))]


def test_every_prompt_and_style_sheet_is_there_with_its_own_version(prompts: PromptFiles) -> None:
    versions = [one.version for one in all_of_them(prompts)]
    assert versions[0].startswith("notes-")
    assert len(set(versions)) == len(versions)


def test_a_text_that_changed_got_a_new_version(prompts: PromptFiles) -> None:
    known = tomllib.loads(VERSIONS.read_text(encoding="utf-8"))
    for one in all_of_them(prompts):
        now = sha256(one.text.encode()).hexdigest()[:16]
        assert known.get(one.version) == now, (
            f"the text of {one.version} is new: raise its version in the file, "
            f'and add the line {one.version} = "{now}" to {VERSIONS.name}'
        )


def test_a_language_without_a_style_sheet_is_written_as_any(prompts: PromptFiles) -> None:
    assert prompts.style_sheet("sw").version.startswith("any-")
    assert prompts.style_sheet("pt-BR") == prompts.style_sheet("pt")


def test_a_prompt_that_is_not_there_is_the_callers_mistake(prompts: PromptFiles) -> None:
    with pytest.raises(KeyError):
        prompts.prompt("sing")


@pytest.mark.parametrize(
    "text",
    [
        "Take notes.",
        "---\nversion: notes\n---\nTake notes.",
        "---\nversion: tell-1\n---\nTake notes.",
        "---\nversion: notes-1\n---\n \n",
        "",
    ],
)
def test_a_file_without_its_version_or_text_is_refused(text: str) -> None:
    with pytest.raises(PromptInvalid, match=r"notes\.md"):
        read_prompt("notes", text)


def test_a_text_of_windows_is_the_same_text() -> None:
    assert read_prompt("notes", "---\r\nversion: notes-2\r\n---\r\nTake\r\nnotes.\r\n") == read_prompt(
        "notes", "---\nversion: notes-2\n---\nTake\nnotes."
    )


def test_places_are_filled_once_and_the_line_parts_system_from_user() -> None:
    prompt = Prompt("x-1", 'Read {what}: {"n": 1}\n---\nFROM {marker}\n{paper}')
    places = {"what": "it", "marker": "m", "paper": "a {marker} of {what}\n---\nmore"}
    assert prompt.filled(places) == ('Read it: {"n": 1}', "FROM m\na {marker} of {what}\n---\nmore")


def test_a_place_that_is_not_given_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        Prompt("x-1", "{nobody}").filled({})


@pytest.mark.parametrize("name", ["notes", "section"])
def test_a_prompt_about_a_paper_keeps_the_paper_out_of_the_system(prompts: PromptFiles, name: str) -> None:
    system, user = prompts.prompt(name).filled({"marker": "m4rk", "paper": "its text", "most": "9"})
    assert "its text" not in system
    assert "m4rk" not in system, "what never changes can be cached by the server"
    assert user.index("m4rk") < user.index("its text") < user.rindex("m4rk")
