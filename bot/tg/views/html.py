"""Telegram's classic HTML: put together so that every tag is closed, and measured as Telegram measures."""

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.words.texts import Safe, escape

ALERT_UNITS = 200
"""The most that Telegram shows in answer to a press."""
LIMIT = 4096
"""The most UTF-16 units that a message may have once its tags are read."""
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_URL = 500
_MARKS_IN_A_ROW = 3
# Letters that show nothing: a title of them would be a link that cannot be seen.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACE_CATEGORIES = frozenset({"Zs", "Zl", "Zp"})


def bold(text: str) -> Safe:
    """Return a text in bold."""
    return Safe(f"<b>{escape(text)}</b>")


def italic(text: str) -> Safe:
    """Return a text in italics."""
    return Safe(f"<i>{escape(text)}</i>")


def link(url: str, text: str) -> Safe:
    """Return a text that opens an address; the text alone where it is no http(s) address."""
    return Safe(f'<a href="{escape(url)}">{escape(text)}</a>') if is_web(url) else escape(text)


def quote(text: str) -> Safe:
    """Return a text as a quotation that folds when it is long."""
    return Safe(f"<blockquote expandable>{escape(text)}</blockquote>")


def join(parts: Iterable[str], separator: str) -> Safe:
    """Return parts as one text, leaving out the empty ones."""
    return Safe(separator.join(escape(part) for part in parts if part))


def units(text: str) -> int:
    """Return the length of a plain text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length(safe: str) -> int:
    """Return how long Telegram takes its HTML to be, in UTF-16 units without the tags."""
    return units(html.unescape(_TAG.sub("", safe)))


def is_web(url: str | None) -> bool:
    """Whether an address that somebody else wrote may be shown as a link."""
    if not url or len(url) > _LONGEST_URL or any(one.isspace() or not one.isprintable() for one in url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc


def clean(text: str) -> str:
    """Return a text of others fit for one line: no control, invisible or direction-changing characters.

    White space becomes single spaces, and of piled-up accents the first three stay.
    """
    kept: list[str] = []
    marks = 0
    for one in text:
        category = unicodedata.category(one)
        if one.isspace() or category in _SPACE_CATEGORIES:
            kept.append(" ")
            marks = 0
        elif category in _HIDDEN_CATEGORIES or one in _BLANK:
            continue
        elif category in ("Mn", "Me"):
            marks += 1
            if marks <= _MARKS_IN_A_ROW:
                kept.append(one)
        else:
            marks = 0
            kept.append(one)
    return " ".join("".join(kept).split())


def shorten(text: str, most: int) -> str:
    """Return a text of at most so many UTF-16 units, cut at a word and marked with an ellipsis if need be."""
    if units(text) <= most:
        return text
    cut, size = 0, 1
    for one in text:
        size += units(one)
        if size > most:
            break
        cut += 1
    begun = text[:cut]
    # Never between a letter and what is set upon it.
    while begun and cut < len(text) and unicodedata.combining(text[len(begun)]):
        begun = begun[:-1]
    whole, space, _ = begun.rpartition(" ")
    if space and not text[len(begun) : len(begun) + 1].isspace():
        begun = whole
    return begun.rstrip(" ,;:.-–—") + "…"
