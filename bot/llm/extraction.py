"""The one JSON object in what a model wrote.

Models put thoughts before their answer, a fence around it and talk on both sides, also where they were
asked not to. All of that is passed over; nothing in the object itself is ever mended.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

from bot.llm.shapes import faults

_THOUGHTS = re.compile(r"\s*<(think|thinking)>.*?</\1>", re.DOTALL)
_ONLY_THOUGHTS = re.compile(r"\s*<think(?:ing)?>")
_END_OF_THOUGHTS = re.compile(r"</think(?:ing)?>")
_OPENING = re.compile(r'\{(?=\s*["}])')
"""A brace that opens an object; other braces stand in prose, formulas and code."""
_MOST_FAULTS = 8


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why there is no answer in a text, in sentences for the model and for the log."""

    faults: tuple[str, ...]


class _BrokenError(ValueError):
    """What begins like an object is none."""


def extract(text: str, schema: Mapping[str, Any]) -> dict[str, Any] | Misfit:
    """Return the object in a text that has the shape; never raises for what the text is.

    Objects inside of others do not count. Where several different ones have the shape, none is the answer.
    """
    text = text[thoughts.end() :] if (thoughts := _THOUGHTS.match(text)) else text
    if not thoughts and _ONLY_THOUGHTS.match(text):
        return Misfit(("it ends before the thoughts do",))
    found = _look(text, schema)
    is_bare = text.lstrip().startswith(("{", "`"))  # what stands in it then is quoted
    if isinstance(found, Misfit) and not is_bare and (end := _END_OF_THOUGHTS.search(text)):
        # Some chat templates open the thoughts themselves, and only their end is in the answer.
        later = _look(text[end.end() :], schema)
        return found if isinstance(later, Misfit) else later
    return found


def _look(text: str, schema: Mapping[str, Any]) -> dict[str, Any] | Misfit:
    try:
        return _choose(list(_objects(text)), schema)
    except _BrokenError as broken:
        return Misfit((str(broken),))
    except RecursionError:
        return Misfit(("the JSON is nested too deeply",))


def _choose(objects: list[dict[str, Any]], schema: Mapping[str, Any]) -> dict[str, Any] | Misfit:
    if not objects:
        return Misfit(("there is no JSON object in it",))
    fitting: list[dict[str, Any]] = []
    for one in objects:
        if one not in fitting and not any(faults(one, schema)):
            fitting.append(one)
        if len(fitting) > 1:
            return Misfit(("there are several different JSON objects in it",))
    meant = max(objects, key=len)
    return fitting[0] if fitting else Misfit(tuple(islice(faults(meant, schema), _MOST_FAULTS)))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(parse_constant=_refuse)
    at = 0
    while opening := _OPENING.search(text, at):
        try:
            one, at = decoder.raw_decode(text, opening.start())
        except ValueError as broken:
            # An object inside of a broken one is not the answer: there is no looking further.
            raise _BrokenError(f"the JSON is broken: {_reason(broken, opening.start())}") from None
        yield one


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _reason(broken: ValueError, start: int) -> str:
    if isinstance(broken, json.JSONDecodeError):
        return f"{broken.msg} at character {broken.pos - start} of the object"
    return "a number in it is none"
