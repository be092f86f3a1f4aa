"""Whether a value has the shape that a JSON Schema describes.

Checked are the keywords that all servers' strict modes share, and a few more; a schema with any other is
refused, so that nothing in it is silently not checked. There is no `$ref`, and so no endless schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_NOTES = {"title", "description"}
_KEYWORDS = _NOTES | {
    "additionalProperties", "anyOf", "const", "enum", "items", "maxItems", "maxLength", "maximum",
    "minItems", "minLength", "minimum", "properties", "required", "type",
}  # fmt: skip
_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "object": (dict,),
    "array": (list,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_LONGEST_SHOWN = 40


def check_schema(schema: Mapping[str, Any], place: str = "the schema") -> None:
    """Refuse a schema that `faults` would not check to the last word.

    Raises:
        ValueError: it holds a keyword or a type that is not known here.
    """
    if strange := set(schema) - _KEYWORDS:
        raise ValueError(f"{place} has keywords that are not checked: {', '.join(sorted(strange))}")
    if strange := set(_types(schema)) - set(_KINDS):
        raise ValueError(f"{place} has types that are not known: {', '.join(sorted(strange))}")
    if not isinstance(schema.get("additionalProperties", False), bool):
        raise ValueError(f"{place}: additionalProperties is neither true nor false")  # noqa: TRY004 - a wrong word
    for name, inner in schema.get("properties", {}).items():
        check_schema(inner, f"{place}.{name}")
    for inner in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        check_schema(inner, f"{place}[]")


def faults(value: object, schema: Mapping[str, Any], place: str = "answer") -> Iterator[str]:
    """Yield what is wrong with a value that came out of JSON, one sentence a fault with its place."""
    if not _is_of(value, _types(schema)):
        yield f"{place} is not of type {' or '.join(_types(schema))}"
        return
    yield from _faults_of_choice(value, schema, place)
    if isinstance(value, dict):
        yield from _faults_of_object(value, schema, place)
    elif isinstance(value, list):
        yield from _beyond(len(value), schema, ("minItems", "maxItems"), f"{place}: its number of items")
        for number, one in enumerate(value):
            yield from faults(one, schema.get("items", {}), f"{place}[{number}]")
    elif isinstance(value, str):
        yield from _beyond(len(value), schema, ("minLength", "maxLength"), f"{place}: its length")
        if not _is_plain(value):
            yield f"{place} holds characters that are none"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _beyond(value, schema, ("minimum", "maximum"), place)


def _faults_of_choice(value: object, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    if "const" in schema and not _is_same(value, schema["const"]):
        yield f"{place} is not {_show(schema['const'])}"
    if "enum" in schema and not any(_is_same(value, one) for one in schema["enum"]):
        yield f"{place} is none of {', '.join(map(_show, schema['enum']))}"
    if "anyOf" in schema and all(any(faults(value, one)) for one in schema["anyOf"]):
        yield f"{place} has none of the shapes that are allowed there"


def _faults_of_object(value: dict[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    known: Mapping[str, Any] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place}.{name} is missing"
    for name, one in value.items():
        where = f"{place}.{name}" if name in known else f"{place}.{_show(name)}"
        if name not in known and not schema.get("additionalProperties", True):
            yield f"{where} is not asked for"
        elif not _is_plain(name):
            yield f"{where} has a name of characters that are none"
        else:
            yield from faults(one, known.get(name, {}), where)


def _beyond(size: float, schema: Mapping[str, Any], bounds: tuple[str, str], what: str) -> Iterator[str]:
    least, most = bounds
    if size < schema.get(least, size):
        yield f"{what} is below {schema[least]}"
    if size > schema.get(most, size):
        yield f"{what} is above {schema[most]}"


def _types(schema: Mapping[str, Any]) -> Sequence[str]:
    types = schema.get("type", tuple(_KINDS))
    return (types,) if isinstance(types, str) else types


def _is_of(value: object, types: Sequence[str]) -> bool:
    # To Python, True is an integer; to JSON it is not.
    return any(
        isinstance(value, _KINDS[one]) and (one == "boolean" or not isinstance(value, bool)) for one in types
    )


def _is_same(value: object, other: object) -> bool:
    return isinstance(value, bool) == isinstance(other, bool) and value == other


def _is_plain(text: str) -> bool:
    """Whether a text can be written anywhere: no half characters (no encoding has them), no NUL."""
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _show(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
