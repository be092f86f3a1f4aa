"""Text of others means nothing in Markdown."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.hygiene import scrub
from bot.exports.lines import web
from bot.exports.markup import escape, link, paragraph
from tests.unit.tg.views.hostile import texts as hostile

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_SIGNS = (
    "* ** _ __ ` `` ~ ~~ [ ](https://x.example) ] ![ <b> </b> <!-- &amp; &#35; & \\ # - + 1. 1) > | |-| --- "
    "=== : $ $$ ^ [^1] [^1]: {{site}} {%raw%} {:.x} https://x.example/a_b www.x a 1 2.5 단어 은 ( ) ' "
    "me@x.example ``` ~~~"
)
PIECES = st.sampled_from([*_SIGNS.split(), '"', " ", "# ", "- ", "+ ", "1. ", "> ", "\t", "\n"])
LINES = (st.lists(PIECES, max_size=12).map("".join) | hostile).map(
    lambda one: " ".join(scrub(one)[0].split())
)


def inline(markdown: str) -> list[Token]:
    return [child for token in MARKDOWN.parse(markdown) for child in token.children or ()]


def shown(markdown: str) -> str:
    return "".join(one.content for one in inline(markdown) if one.type in ("text", "text_special"))


@given(LINES)
@example("1) first")
@example("1986. A great year")
@example("= x")
@example("~~gone~~ a~b~c")
@example("# no heading")
def test_a_paragraph_shows_exactly_what_it_was_given(text: str) -> None:
    blocks = MARKDOWN.parse(paragraph(text))
    expected = ["paragraph_open", "inline", "paragraph_close"] if text else []
    assert [one.type for one in blocks] == expected
    assert {one.type for one in inline(paragraph(text))} <= {"text", "text_special"}
    assert shown(paragraph(text)) == text


@given(LINES)
def test_within_a_line_it_shows_the_same(text: str) -> None:
    tokens = inline(f"- **x**: {escape(text)} *y*")
    assert [one.type for one in tokens if "open" in one.type] == ["strong_open", "em_open"]


@given(LINES)
def test_nothing_is_left_for_jekylls_templates_and_for_links_that_make_themselves(text: str) -> None:
    escaped = escape(text)
    assert not set(escaped) & set("{}<>^")
    assert not re.search(r"https?://|www\.", escaped, re.IGNORECASE)


@given(LINES.filter(bool))
def test_a_link_leads_where_it_says_whatever_its_text_is(text: str) -> None:
    opened = [one for one in inline(f"## {link(text, 'https://arxiv.org/abs/1')}") if one.type == "link_open"]
    assert [one.attrs["href"] for one in opened] == ["https://arxiv.org/abs/1"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://code.example/a_b?x=1&y=2", "https://code.example/a_b?x=1&y=2"),
        ("https://x.example/a)b", "https://x.example/a%29b"),
        ("https://x.example/{{a}}", "https://x.example/%7B%7Ba%7D%7D"),
        ("https://x.example/한", "https://x.example/%ED%95%9C"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ("https://x.example/%20", "https://x.example/%20"),
    ],
)
def test_an_address_is_written_so_that_it_ends_nowhere_too_early(url: str, told: str) -> None:
    tokens = inline(link("x", web(url)))
    assert [one.attrs["href"] for one in tokens if one.type == "link_open"] == [told]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://[", "tg://user", "https://a@b.example", "https://nodot", "", None]
)
def test_what_is_no_address_becomes_no_link(url: str | None) -> None:
    assert web(url) == ""
    assert link("a [b]", web(url)) == r"a \[b\]"
