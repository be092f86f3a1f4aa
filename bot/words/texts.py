"""What Paperboy says, in every language that has a file in `locales`.

An entry is a template with named places (`{name}`), or a table of such templates by plural form. The
files are trusted and may hold Telegram's tags; the values put into them are not, and are escaped.
"""

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_compact_decimal, format_decimal

REFERENCE = "en"
"""The language whose file says which keys there are, and that speaks where no other can."""
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_ORDINAL = "ordinal_"
# The CLDR files some cities under the names that they had when it began.
_AS_IN_CLDR = {
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class TextMistake(Exception):
    """A locale file and the code disagree."""


class Safe(str):
    """A text that is Telegram HTML already."""

    __slots__ = ()


def escape(text: str) -> Safe:
    """Return a text as Telegram HTML that shows it; what is HTML already stays."""
    return text if isinstance(text, Safe) else Safe(text.translate(_ESCAPES))


@dataclass(frozen=True, slots=True)
class Entry:
    """A template, or several by plural form; `is_ordinal` for 1st, 2nd, 3rd.

    The form is chosen by the value of the place `n`.
    """

    forms: Mapping[str, str]
    is_ordinal: bool = False

    @property
    def places(self) -> frozenset[str]:
        """The names of the values that it wants, over all forms."""
        return frozenset(
            name
            for template in self.forms.values()
            for _, name, _, _ in string.Formatter().parse(template)
            if name is not None
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """One language."""

    language: str
    locale: Locale
    entries: Mapping[str, Entry]

    def say(self, key: str, /, **values: object) -> Safe:
        """Return a text as Telegram HTML, its values escaped.

        Raises:
            TextMistake: there is no such key, or it wants other values.
        """
        return Safe(self._fill(key, {name: escape(self._shown(one)) for name, one in values.items()}, values))

    def label(self, key: str, /, **values: object) -> str:
        """Return a text without markup, for buttons and other places that know none.

        Raises:
            TextMistake: there is no such key, or it wants other values.
        """
        return self._fill(key, {name: self._shown(one) for name, one in values.items()}, values)

    # Dates, times and numbers in the reader's words

    def day(self, day: date, *, has_year: bool = False) -> str:
        """Return a day with its weekday, such as `Monday 29 September`."""
        return format_date(day, self._pattern("day_year" if has_year else "day"), self.locale)

    def day_short(self, day: date, *, has_year: bool = False) -> str:
        """Return a day in short, such as `29 Sep`."""
        return format_date(day, self._pattern("date" if has_year else "day_short"), self.locale)

    def numeric(self, day: date) -> str:
        """Return a day in as few letters as the language allows, such as `9.29`."""
        return format_date(day, self._pattern("numeric"), self.locale)

    def weekday(self, day: date) -> str:
        """Return the name of a day of the week."""
        return format_date(day, self._pattern("weekday"), self.locale)

    def weekdays(self, days: Iterable[int]) -> str:
        """Return some days of the week in short; `days` are ISO weekdays."""
        names = self.locale.days["format"]["abbreviated"]
        return ", ".join(names[day - 1] for day in sorted(days))

    def month(self, day: date) -> str:
        """Return the month of a day with its year."""
        return format_date(day, self._pattern("month"), self.locale)

    def clock(self, moment: datetime | time, zone: ZoneInfo | None = None) -> str:
        """Return a time of day, an instant's in a zone."""
        if isinstance(moment, datetime):
            return format_datetime(moment, self._pattern("clock"), zone, self.locale)
        return format_time(moment, self._pattern("clock"), locale=self.locale)

    def number(self, number: int) -> str:
        """Return a number with the separators of the language."""
        return str(format_decimal(number, locale=self.locale))

    def compact(self, number: int) -> str:
        """Return a number in short, such as `1.1k`."""
        # Rounded before the unit is chosen, or 999,960 becomes 1000k.
        number = round(number, 4 - len(str(abs(number))))
        shown = str(format_compact_decimal(number, locale=self.locale, fraction_digits=1))
        thousand = str(format_compact_decimal(1000, locale=self.locale)).lstrip("1\N{NO-BREAK SPACE}")
        return shown.replace(thousand, self._pattern("thousand")) if thousand else shown

    def city(self, zone: str) -> str:
        """Return a zone by the name of its city."""
        if "/" not in zone:
            return zone
        own = self.entries.get(f"city.{zone}")
        if own is not None:
            return own.forms["other"]
        known = self.locale.time_zones.get(_AS_IN_CLDR.get(zone, zone), {}).get("city")
        return str(known or zone.rpartition("/")[2].replace("_", " "))

    def _pattern(self, name: str) -> str:
        return self.entries[f"format.{name}"].forms["other"]

    def _shown(self, value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int):
            return self.number(value)
        raise TextMistake(f"a value must be a text or a whole number, not {type(value).__name__}")

    def _fill(self, key: str, shown: Mapping[str, str], values: Mapping[str, object]) -> str:
        entry = self.entries.get(key)
        if entry is None:
            raise TextMistake(f"{self.language}.toml has no {key!r}")
        if entry.places != shown.keys():
            raise TextMistake(f"{key!r} wants {sorted(entry.places)}, not {sorted(shown)}")
        return entry.forms[self._form(entry, values.get("n"))].format_map(shown)

    def _form(self, entry: Entry, n: object) -> str:
        if entry.forms.keys() == {"other"} or not isinstance(n, int):
            return "other"
        form = self.locale.ordinal_form(n) if entry.is_ordinal else self.locale.plural_form(n)
        return form if form in entry.forms else "other"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a file, in alphabetical order."""
    names = (one.name for one in (files("bot.words") / "locales").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def is_spoken(language_code: str | None) -> bool:
    """Whether the language of someone's Telegram client, such as `ko-KR`, is one of ours."""
    return (language_code or "").partition("-")[0].lower() in languages()


@cache
def texts(language: str) -> Texts:
    """Return what the bot says in a language, or in the reference language where it has no file.

    Raises:
        TextMistake: the file has other keys or other places than the reference.
    """
    chosen = language if language in languages() else REFERENCE
    entries = _load(chosen)
    _compare(chosen, entries, _load(REFERENCE))
    return Texts(chosen, Locale.parse(chosen), entries)


def language_name(language: str) -> str:
    """Return a language's name in that language."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


@cache
def _load(language: str) -> Mapping[str, Entry]:
    text = (files("bot.words") / "locales" / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_entries("", tomllib.loads(text)))


def _entries(prefix: str, table: Mapping[str, object]) -> Iterable[tuple[str, Entry]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            yield key, Entry({"other": value})
        elif isinstance(value, dict) and "other" in value and value.keys() <= _FORMS:
            yield key, Entry(value)
        elif isinstance(value, dict) and f"{_ORDINAL}other" in value:
            yield (
                key,
                Entry({form.removeprefix(_ORDINAL): one for form, one in value.items()}, is_ordinal=True),
            )
        elif isinstance(value, dict):
            yield from _entries(f"{key}.", value)
        else:
            raise TextMistake(f"{key!r} is neither a text nor a table of texts")


def _compare(language: str, entries: Mapping[str, Entry], reference: Mapping[str, Entry]) -> None:
    odd = sorted(entries.keys() ^ reference.keys())
    odd += [key for key in entries.keys() & reference.keys() if entries[key].places != reference[key].places]
    if odd:
        raise TextMistake(f"{language}.toml and {REFERENCE}.toml differ in {', '.join(odd)}")
