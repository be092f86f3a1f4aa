"""Prompts: what a model is told to do, written in files and known by their versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_SEAM = "\n---\n"
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file gives it.

    `version` is part of the key of everything that was made with it, as `notes-1`: a file whose meaning
    changes gets the next one. `text` may hold named places (`{language}`).
    """

    version: str
    text: str = field(repr=False)

    def filled(self, places: Mapping[str, str]) -> tuple[str, str]:
        """Return what stands before and after a line `---`, with the named places filled in.

        The first is for the system's message, the second for the user's; without such a line the second is
        empty. What is filled in is not looked at again: braces in it stay as they are.

        Raises:
            KeyError: a place of the text is not given.
        """
        system, _, user = self.text.partition(_SEAM)
        return _filled(system, places), _filled(user, places)


def _filled(text: str, places: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: places[found[1]], text).strip()
