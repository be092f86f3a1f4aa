import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import (
    Entity,
    FormattedText,
    count_units,
    cut,
    from_units,
    tidy,
    to_units,
)
from bot.playground.errors import BotApiError
from bot.playground.markup import parse_html
from bot.playground.rendering import render_html

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
WORDS = st.text(st.sampled_from("ab가힣😀é &<>\"'"), min_size=1, max_size=6)
TAGS = st.sampled_from(["b", "i", "u", "s", "tg-spoiler"])


@st.composite
def html_documents(draw: st.DrawFn, depth: int = 3) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(WORDS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if depth and draw(st.booleans()):
            tag = draw(TAGS)
            text = f"<{tag}>{text}{draw(html_documents(depth=depth - 1))}</{tag}>"
        parts.append(text)
    return "".join(parts)


@given(TEXTS)
def test_units_spell_every_text_and_count_its_utf_16_code_units(text: str) -> None:
    units = to_units(text)
    assert from_units(units) == text
    assert len(units) == count_units(text) == len(text.encode("utf-16-le")) // 2


@given(html_documents())
def test_a_formatted_text_written_as_html_reads_back_the_same(source: str) -> None:
    formatted = tidy(*parse_html(source))
    again = tidy(*parse_html(render_html(formatted)))
    assert again.text == formatted.text
    assert set(again.entities) == set(formatted.entities)


@given(html_documents())
def test_every_entity_lies_inside_the_text_and_begins_and_ends_with_a_character(source: str) -> None:
    formatted = tidy(*parse_html(source))
    for entity in formatted.entities:
        assert 0 <= entity.offset < entity.end <= count_units(formatted.text)
        assert not cut(formatted.text, entity).startswith((" ", "\n"))
        assert "\ufffd" not in cut(formatted.text, entity)


def test_an_emoji_counts_as_two_units() -> None:
    text, entities = parse_html("😀<b>굵게</b>")
    assert text == "😀굵게"
    assert entities == [Entity("bold", 2, 2)]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("가 <script>", 'Unsupported start tag "script" at byte offset 4'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("가<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>가</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("x<b", "Unclosed start tag at byte offset 1"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=/x>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(BotApiError) as refused:
        parse_html(source)
    assert refused.value.answer.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b></b>x", "x", []),
        ("&lt;b&gt; &amp;amp; &copy; &#44032;&#x41;", "<b> &amp; &copy; 가A", []),
        ('<a href="https://arxiv.org/abs/1?a=1&amp;b=2">x</a>', "x", ["https://arxiv.org/abs/1?a=1&b=2"]),
        ('<a href="arXiv.org">x</a>', "x", ["http://arxiv.org/"]),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ('<a href="">not an address</a>', "not an address", []),
    ],
)
def test_references_and_links_are_read_as_telegram_reads_them(
    source: str, text: str, entities: list[str]
) -> None:
    read, marks = parse_html(source)
    assert (read, [mark.url for mark in marks]) == (text, entities)


def test_a_link_to_a_user_is_a_mention() -> None:
    assert parse_html('<a href="tg://user?id=42">Ann</a>')[1] == [Entity("text_mention", 0, 3, user_id=42)]


def test_quotes_code_and_languages_are_told_apart() -> None:
    source = (
        "<blockquote expandable>q</blockquote><blockquote>r</blockquote>"
        '<pre><code class="language-py">s</code></pre><code>t</code><pre>u</pre>'
    )
    marks = parse_html(source)[1]
    assert [(mark.type, mark.language) for mark in marks] == [
        ("expandable_blockquote", None),
        ("blockquote", None),
        ("pre", "py"),
        ("code", None),
        ("pre", None),
    ]


def test_white_space_at_the_ends_goes_and_offsets_follow() -> None:
    assert tidy(*parse_html("\n  a <b> b </b>\n")) == FormattedText("a  b", (Entity("bold", 3, 1),))
    assert tidy(*parse_html("<b>  </b> \n")) == FormattedText("", ())


def test_marks_of_one_style_that_touch_become_one() -> None:
    assert tidy(*parse_html("<b>a</b><b>b<b>c</b></b>")).entities == (Entity("bold", 0, 3),)


def test_nothing_is_formatted_inside_code() -> None:
    assert tidy(*parse_html("<code>a<b>b</b></code>")).entities == (Entity("code", 0, 2),)


def test_only_the_first_hundred_marks_count() -> None:
    text = tidy(*parse_html("<b>a</b> " * 120))
    assert len(text.entities) == 100


def test_an_entity_beyond_the_text_is_refused() -> None:
    with pytest.raises(BotApiError, match="ends after the end of the text"):
        tidy("abc", [Entity("bold", 1, 5)])
