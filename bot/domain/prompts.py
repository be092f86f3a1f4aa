"""Prompts: what a model is told to do, written in files and known by their versions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file gives it.

    `version` is part of the key of everything that was made with it, as `notes-1`: a file whose meaning
    changes gets the next one. `text` may hold named places (`{language}`).
    """

    version: str
    text: str = field(repr=False)
