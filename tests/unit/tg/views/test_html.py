"""The bricks of messages: cleaned, measured and cut so that nothing breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import count_units
from bot.playground.markup import parse_html
from bot.tg.views.fit import fit
from bot.tg.views.html import bold, clean, is_web, join, length, link, quote, shorten, units
from bot.words.texts import Safe, escape


@given(st.text())
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    shown, entities = parse_html(escape(text))
    assert (shown, entities) == (text, [])


@given(st.text(), st.text(min_size=1))
def test_length_is_what_telegram_counts(before: str, marked: str) -> None:
    html = join((before, bold(link("https://a.example/?a=1&b=2", marked)), quote(before)), "\n")
    assert length(html) == count_units(parse_html(html)[0])


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert "\n" not in once
    once.encode("utf-8")


def test_what_is_hidden_goes_and_what_is_seen_stays() -> None:
    assert clean("a\u202eb\u200b\u2066c\x00\x1b\ufeff\u00ad d\r\n\te") == "abc d e"
    assert clean("서울 e\u0301 😀 𝔘 ½ “x”") == "서울 e\u0301 😀 𝔘 ½ “x”"
    assert clean("Z" + "\u0351" * 50) == "Z" + "\u0351" * 3
    assert clean("\ud83d lone") == "lone"


@given(st.text(), st.integers(1, 40))
def test_what_is_shortened_fits_and_is_a_beginning(text: str, most: int) -> None:
    cut = shorten(clean(text), most)
    assert units(cut) <= most
    assert cut == clean(text) or (cut.endswith("…") and clean(text).startswith(cut[:-1]))


def test_shortening_cuts_at_a_word() -> None:
    assert shorten("one two, three", 10) == "one two…"
    assert shorten("one two three", 13) == "one two three"
    assert shorten("abcdefghij", 5) == "abcd…"
    assert shorten("😀" * 10, 6) == "😀😀…"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "tg://user?id=1", "https://", "http://[", "https://user@evil.example", "ftp://a.example",
     "https://a.example/ x", "https://a.example/\u202e", "//a.example", "", None, "https://localhost/x",
     "https://a.example/" + "x" * 500],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert not is_web(url)
    assert link(url or "", "text") == "text"


def test_the_address_of_a_link_is_escaped() -> None:
    html = link('https://a.example/?x="><b>&y', "text")
    (entity,) = parse_html(html)[1]
    assert entity.url == 'https://a.example/?x="><b>&y'


def test_the_foot_goes_before_an_item_does() -> None:
    items = [[Safe("x" * 2_000)], [Safe("y" * 2_000)]]
    told = fit(Safe("head"), items, [Safe("first"), Safe("z" * 200)])
    assert told.startswith("head\n\nxx")
    assert told.endswith("yy\n\nfirst")


def test_items_are_told_shorter_from_the_last_and_only_as_far_as_needed() -> None:
    items = [[Safe(letter * 1_500), Safe(letter * 700), Safe(letter * 10)] for letter in "abcd"]
    told = fit(Safe("head"), items, plain=2)
    assert [part[:1] + str(len(part)) for part in told.split("\n\n")[1:]] == ["a1500", "b700", "c700", "d700"]
    items = [[Safe(letter * 1_500), Safe(letter * 900), Safe(letter * 10)] for letter in "abcdef"]
    told = fit(Safe("head"), items, plain=2)
    assert [len(part) for part in told.split("\n\n")[1:]] == [900, 900, 900, 900, 10, 10]
