"""The prompts that are shipped with the program, one file each.

A file begins with its version, `version: NAME-NUMBER` between two lines `---`; what follows is the text. The
name is the file's own.
"""

import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from bot.domain.prompts import Prompt

_FILE = re.compile(r"---\nversion: (?P<version>(?P<name>[a-z-]+)-\d+)\n---\n\s*(?P<text>\S.*)", re.DOTALL)
_ANY = "any"
"""The style sheet for languages without one of their own."""


class PromptInvalid(ValueError):
    """A prompt's file does not begin with its version."""


class PromptFiles:
    """The port `Prompts`: all files of a folder and of its folder `styles`, read at once.

    Args:
        folder: where they are; the program's own, if None.

    Raises:
        PromptInvalid: a file does not begin with its version.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        own = folder or resources.files("bot.llm") / "prompts"
        self._prompts = dict(_read(own))
        self._styles = dict(_read(own / "styles"))

    def prompt(self, name: str) -> Prompt:
        """Return a prompt; see the port."""
        return self._prompts[name]

    def style_sheet(self, language: str) -> Prompt:
        """Return how a language is written; `pt-BR` is written as `pt` is."""
        return self._styles.get(language.partition("-")[0]) or self._styles[_ANY]


def _read(folder: Traversable) -> Iterator[tuple[str, Prompt]]:
    for file in folder.iterdir():
        name, _, ending = file.name.rpartition(".")
        if ending == "md":
            yield name, read_prompt(name, file.read_text(encoding="utf-8"))


def read_prompt(name: str, text: str) -> Prompt:
    """Return what a prompt's file says.

    Raises:
        PromptInvalid: it does not begin with a version of that name.
    """
    found = _FILE.fullmatch(text.replace("\r\n", "\n"))
    if found is None or found["name"] != name:
        raise PromptInvalid(f"{name}.md does not begin with '---', 'version: {name}-1', '---'")
    return Prompt(found["version"], found["text"].rstrip())
