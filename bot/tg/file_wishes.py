"""Wishes for a file as people type them: of what, in which form, how much, in any order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.calendar import Edition, Kind, feed_day, last_finished, parse_day, parse_month, parse_week
from bot.domain.chats import Style
from bot.domain.publications import Form
from bot.tg.wishes import read_kind

_FORMS: Final[Mapping[str, Form]] = {
    **dict.fromkeys(("text", "txt", "plain", "텍스트"), Form.TEXT),
    **dict.fromkeys(("markdown", "md", "마크다운"), Form.MARKDOWN),
    **dict.fromkeys(("jekyll", "post", "blog", "블로그"), Form.JEKYLL),
    **dict.fromkeys(("json", "제이슨"), Form.JSON),
    **dict.fromkeys(("bibtex", "bib", "tex"), Form.BIBTEX),
}
_TODAY: Final = frozenset({"today", "newest", "latest", "오늘", "최신"})
_YESTERDAY: Final = frozenset({"yesterday", "어제"})
_EVIDENCE: Final = frozenset({"evidence", "quotes", "근거", "인용"})
_FILLERS: Final = frozenset({"as", "in", "with", "file", "the", "of", "list", "파일", "목록"})
_LONGEST: Final = 3  # words that belong together, as in "2025년 10월 2일"


@dataclass(frozen=True, slots=True)
class FileWish:
    """What someone asked for.

    `edition` is None for the newest daily list; `unknown` is the first word without a meaning.
    """

    edition: Edition | None = None
    form: Form | None = None
    style: Style | None = None
    has_evidence: bool = False
    unknown: str | None = None


def read_file_wish(text: str, now: datetime) -> FileWish:
    """Read a wish such as `2026-W24 markdown deep` or `오늘 텍스트`; never raises."""
    words = [word for word in (one.strip(",;") for one in text.split()) if word]
    wish, begin = FileWish(), 0
    while begin < len(words):
        for size in range(min(_LONGEST, len(words) - begin), 0, -1):
            read = _read(wish, " ".join(words[begin : begin + size]), now)
            if read is not None:
                wish, begin = read, begin + size
                break
        else:
            if words[begin].casefold() not in _FILLERS:
                return replace(wish, unknown=words[begin])
            begin += 1
    return wish


def _read(wish: FileWish, said: str, now: datetime) -> FileWish | None:
    """Return a wish with one more thing known, or None where these words name no such thing."""
    word = said.casefold()
    if word in _FORMS:
        return replace(wish, form=_FORMS[word])
    if word in list(Style):
        return replace(wish, style=Style(word))
    if word in _EVIDENCE:
        return replace(wish, has_evidence=True)
    if word in _TODAY:
        return replace(wish, edition=None)
    edition = _edition(word, now)
    return None if edition is None else replace(wish, edition=edition)


def _edition(word: str, now: datetime) -> Edition | None:
    if word in _YESTERDAY:
        return Edition.daily(feed_day(now)).previous
    kind = read_kind(word)
    if kind is Kind.WEEKLY or kind is Kind.MONTHLY:
        return last_finished(kind, now)
    if day := parse_day(word):
        return Edition.daily(day)
    if month := parse_month(word):  # before weeks, one of which may be written as 2026-09
        return Edition.monthly(month)
    week = parse_week(word)
    return Edition.weekly(week) if week else None
