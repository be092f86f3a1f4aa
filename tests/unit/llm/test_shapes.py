from typing import Any

import pytest

from bot.llm.shapes import check_schema, faults

CASES: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    ({"type": "string"}, ["", "가"], [1, None, "\0", "\ud83d"]),
    ({"type": "integer"}, [0, -3], [True, 1.0, "1"]),
    ({"type": "number"}, [0, 1.5], [False, "1"]),
    ({"type": "boolean"}, [True], [1, 0, "true"]),
    ({"type": ["string", "null"]}, ["a", None], [1, []]),
    ({"enum": ["a", 1, None]}, ["a", 1, None], ["b", True, 2]),
    ({"const": 0}, [0], [False, 1]),
    ({"type": "array", "minItems": 1, "maxItems": 2}, [[1], [1, 2]], [[], [1, 2, 3]]),
    ({"items": {"type": "integer"}}, [[], [1, 2], "no array"], [["a"], [1, None]]),
    ({"type": "string", "minLength": 2, "maxLength": 3}, ["ab", "abc"], ["a", "abcd"]),
    ({"type": "number", "minimum": 0, "maximum": 1}, [0, 0.5, 1], [-1, 2]),
    ({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]}, ["a", 3], [2, None]),
    ({"properties": {"a": {"type": "string"}}}, [{}, {"a": "", "b": 1}], [{"a": 1}]),
    ({"required": ["a"]}, [{"a": 1}, "no object"], [{}, {"b": 1}]),
    ({"properties": {"a": {}}, "additionalProperties": False}, [{}, {"a": 1}], [{"b": 1}]),
    ({}, [{}, 1, None, [1, {"a": []}]], [{"a": ["\ud800"]}, {"\0": 1}]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "right", "wrong"), CASES)
def test_right_values_have_no_faults_and_wrong_ones_have(
    schema: dict[str, Any], right: list[Any], wrong: list[Any]
) -> None:
    check_schema(schema)
    assert [list(faults(value, schema)) for value in right] == [[]] * len(right)
    assert all(any(faults(value, schema)) for value in wrong)


def test_a_fault_has_its_place() -> None:
    claim = {"type": "object", "properties": {"quote": {"type": "string"}}, "required": ["quote"]}
    schema = {"type": "object", "properties": {"claims": {"type": "array", "items": claim}}}
    assert list(faults({"claims": [{"quote": "a"}, {"quote": 1}, {}]}, schema)) == [
        "answer.claims[1].quote is not of type string",
        "answer.claims[2].quote is missing",
    ]


def test_a_name_that_the_model_invents_is_shown_short_and_harmless() -> None:
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    (fault,) = faults({"\n\u202e" + "x" * 100: 1}, schema)
    assert fault.isascii() is False  # it ends in an ellipsis
    assert "\n" not in fault
    assert len(fault) < 80


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/a"},
        {"type": "object", "properties": {"a": {"pattern": "x"}}},
        {"type": "array", "items": {"format": "date"}},
        {"anyOf": [{"oneOf": []}]},
        {"type": "text"},
        {"additionalProperties": {"type": "string"}},
    ],
)
def test_a_schema_that_would_not_be_checked_to_the_last_word_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="the schema"):
        check_schema(schema)
