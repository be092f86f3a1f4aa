"""Where in a paper something stands, as an address."""

from dataclasses import replace

import pytest

from bot.domain.documents import Source
from bot.domain.notes import Reading

READING = Reading(Source.HTML, 2, True, None, 9_000, "a-model", "notes-1")


@pytest.mark.parametrize(
    ("source", "version", "anchor", "url"),
    [
        (Source.HTML, 2, "S3.p1", "html/2606.00001v2#S3.p1"),
        (Source.HTML, None, "", "html/2606.00001"),
        (Source.PDF, 1, "page=7", "pdf/2606.00001v1#page=7"),
        (Source.ABSTRACT, 3, "S3.p1", "abs/2606.00001v3"),
        (Source.HTML, 2, 'x"> <b', "html/2606.00001v2#x%22%3E%20%3Cb"),
    ],
)
def test_a_place_is_linked_as_near_as_it_can_be(
    source: Source, version: int | None, anchor: str, url: str
) -> None:
    read = replace(READING, source=source, version=version)
    assert read.url("2606.00001", anchor) == f"https://arxiv.org/{url}"
