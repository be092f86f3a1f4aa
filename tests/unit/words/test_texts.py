"""Locale files and code agree: same keys, same places, nothing missing, nothing unused."""

import ast
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

import bot.exports
import bot.tg
import bot.words
from bot.domain import errors
from bot.tg.commands import COMMANDS
from bot.tg.zones import allowed
from bot.words import texts as room
from bot.words.texts import REFERENCE, Entry, Safe, TextMistake, Texts, language_name, languages, texts

ROOMS = [Path(one.__file__).parent for one in (bot.tg, bot.words, bot.exports)]
KEY = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")
EVERY_LANGUAGE = pytest.mark.parametrize("language", languages())


def modules() -> Iterator[Path]:
    """Every module of the rooms that speak."""
    for one in ROOMS:
        yield from one.rglob("*.py")


def literals() -> Iterator[str]:
    """Every text in the code of these rooms, with `*` for what is filled in."""
    for path in [*modules(), Path(errors.__file__)]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
                yield "".join(map(str, parts))


def asked_keys() -> Iterator[tuple[str, str]]:
    """Every key that the code asks for by `say` or `label`, with the place that asks."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            is_asking = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_asking and node.func.attr in ("say", "label") and node.args:  # type: ignore[attr-defined]
                key = node.args[0]  # type: ignore[attr-defined]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, f"{path.name}:{node.lineno}"


def invented(**entries: Entry) -> Texts:
    return Texts("en", texts("en").locale, {**texts("en").entries, **entries})


@EVERY_LANGUAGE
def test_every_language_has_the_same_keys_with_the_same_places(language: str) -> None:
    ours, reference = texts(language).entries, texts(REFERENCE).entries
    assert ours.keys() == reference.keys()
    assert {key: entry.places for key, entry in ours.items()} == {
        key: entry.places for key, entry in reference.items()
    }


def test_every_key_that_the_code_asks_for_exists() -> None:
    asked = list(asked_keys())
    assert len(asked) > 50
    assert [(key, where) for key, where in asked if key not in texts(REFERENCE).entries] == []


def test_every_key_is_used() -> None:
    said = set(literals())
    shapes = [one for one in said if "*" in one and KEY.fullmatch(one.replace("*", "x"))]
    patterns = [re.compile(re.escape(one).replace(r"\*", r"[a-z0-9_]+")) for one in shapes]
    keys = [key for key in texts(REFERENCE).entries if not key.startswith(("format.", "city."))]
    unused = [key for key in keys if key not in said and not any(one.fullmatch(key) for one in patterns)]
    assert unused == []


@EVERY_LANGUAGE
def test_entries_are_whole_and_not_merely_spaces(language: str) -> None:
    for key, entry in texts(language).entries.items():
        for form in entry.forms.values():
            assert form.strip() == form != "", key


@EVERY_LANGUAGE
def test_plural_forms_are_those_that_the_language_needs(language: str) -> None:
    words = texts(language)
    cardinal, ordinal = words.locale.plural_form.tags, words.locale.ordinal_form.tags
    for key, entry in words.entries.items():
        if entry.forms.keys() != {"other"}:
            needed = (ordinal if entry.is_ordinal else cardinal) | {"other"}
            assert entry.forms.keys() <= needed, key
            if entry.is_ordinal:
                assert entry.forms.keys() == needed, key


@EVERY_LANGUAGE
def test_lines_about_trouble_never_say_error_and_hold_no_code(language: str) -> None:
    for key, entry in texts(language).entries.items():
        for form in entry.forms.values():
            if key.startswith(("trouble.", "silence.")):
                assert not re.search(r"error|exception|오류|에러|\b[45]\d\d\b", form, re.IGNORECASE), key


@EVERY_LANGUAGE
def test_commands_are_described_within_telegrams_limits(language: str) -> None:
    for command in COMMANDS:
        assert 1 <= len(texts(language).label(f"command.{command}")) <= 256


def test_every_error_for_readers_has_its_text() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and hasattr(one, "text_key")]
    assert len(kinds) > 3
    for kind in kinds:
        assert texts(REFERENCE).say(kind.text_key)


def test_a_missing_key_a_missing_value_and_a_needless_one_are_mistakes() -> None:
    words = texts("en")
    with pytest.raises(TextMistake, match=r"no\.such"):
        words.say("no.such")
    with pytest.raises(TextMistake, match="votes"):
        words.say("paper.votes")
    with pytest.raises(TextMistake, match="stars"):
        words.say("paper.votes", votes=1, stars=2)
    with pytest.raises(TextMistake, match="float"):
        words.say("paper.votes", votes=1.5)


def test_a_file_that_differs_from_the_reference_is_a_mistake_when_it_is_loaded() -> None:
    entries = dict(texts("en").entries)
    del entries["button.back"]
    with pytest.raises(TextMistake, match=r"button\.back"):
        room._compare("xx", entries, texts("en").entries)
    renamed = texts("en").entries | {"button.again": Entry({"other": "Show {what}"})}
    with pytest.raises(TextMistake, match=r"button\.again"):
        room._compare("xx", renamed, texts("en").entries)


def test_values_are_escaped_unless_they_are_html_already() -> None:
    words = invented(**{"a.b": Entry({"other": "<b>{what}</b>"})})
    assert words.say("a.b", what='<i>"R&D"</i>') == "<b>&lt;i&gt;&quot;R&amp;D&quot;&lt;/i&gt;</b>"
    assert words.say("a.b", what=Safe("<i>x</i>")) == "<b><i>x</i></b>"
    assert words.label("card.place", n=2) == "2nd"
    assert words.label("button.again", period="R&D <1>") == "Show R&D <1>'s list"


def test_braces_in_values_are_no_places() -> None:
    assert texts("en").say("button.again", period="{n}{0}") == "Show {n}{0}'s list"


def test_plural_forms_are_chosen_by_n() -> None:
    words = texts("en")
    assert words.say("digest.hidden_topics", n=1) == "1 paper hidden by the topic filter."
    assert words.say("digest.hidden_topics", n=1_200) == "1,200 papers hidden by the topic filter."
    assert [words.label("card.place", n=n) for n in (1, 2, 3, 4, 11, 21, 103)] == [
        "1st", "2nd", "3rd", "4th", "11th", "21st", "103rd",
    ]  # fmt: skip
    assert texts("ko").label("card.place", n=3) == "3위"


def test_dates_times_and_numbers_are_in_the_readers_words() -> None:
    english, korean, day = texts("en"), texts("ko"), date(2025, 9, 29)
    assert english.day(day) == "Monday 29 September"
    assert korean.day(day) == "9월 29일 월요일"
    assert korean.day(day, has_year=True) == "2025년 9월 29일 월요일"
    assert english.day_short(day, has_year=True) == "29 Sep 2025"
    assert (english.compact(1_140), korean.compact(1_140)) == ("1.1k", "1.1천")
    assert (english.compact(315), english.compact(44_920), korean.compact(44_920)) == (
        "315",
        "44.9k",
        "4.5만",
    )
    assert (english.compact(1_234_567), korean.compact(12_345_678)) == ("1.2M", "1235만")
    assert english.compact(999_960) == "1M"
    assert english.clock(time(8, 5)) == korean.clock(time(8, 5)) == "08:05"
    assert (english.city("Asia/Seoul"), korean.city("Asia/Seoul")) == ("Seoul", "서울")
    assert (english.city("UTC"), english.city("America/Sao_Paulo")) == ("UTC", "Sao Paulo")
    assert (english.city("Asia/Kolkata"), korean.city("Asia/Ho_Chi_Minh")) == ("Kolkata", "호치민")
    assert english.weekdays({5, 1}) == "Mon, Fri"


def test_cities_that_a_file_names_are_zones() -> None:
    named = [key.removeprefix("city.") for key in texts(REFERENCE).entries if key.startswith("city.")]
    assert named
    assert set(named) <= allowed()


def test_a_language_without_a_file_is_answered_in_the_reference_language() -> None:
    assert texts("tlh").language == texts("").language == REFERENCE


def test_languages_are_named_in_themselves() -> None:
    assert [language_name(one) for one in languages()] == ["English", "한국어"]
