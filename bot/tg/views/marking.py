"""Quotes with the numbers and names of a claim marked in them."""

from collections.abc import Iterator

from bot.domain.latex import readable
from bot.tg.views.html import bold, clean, join, shorten
from bot.truth.quantities import Quantity
from bot.truth.reader import read
from bot.words.texts import Safe, escape

LONGEST_QUOTE = 1_200
"""A quote beyond this is shortened at a word: it would leave no room for what it bears out."""
MOST_MARKS = 8
"""Telegram marks up to a hundred stretches in a message."""
_ENGLISH = "en"


def marked(quote: str, claim: str) -> Safe:
    """Return a quote made readable, with what a claim takes from it in bold: its numbers and its names.

    Both are in English, as papers and notes are.
    """
    shown = shorten(clean(readable(quote)), LONGEST_QUOTE)
    pieces: list[Safe] = []
    end = 0
    for begin, stop in _spans(shown, claim)[:MOST_MARKS]:
        if begin >= end:
            pieces += [escape(shown[end:begin]), bold(shown[begin:stop])]
            end = stop
    return join((*pieces, escape(shown[end:])), "")


def _spans(quote: str, claim: str) -> list[tuple[int, int]]:
    """Return the stretches of a quote that a claim repeats, in order."""
    return sorted(set(_repeated(quote, clean(readable(claim)))))


def _repeated(quote: str, claim: str) -> Iterator[tuple[int, int]]:
    there, here = read(quote, _ENGLISH), read(claim, _ENGLISH)
    names = {one.key for one in here.identifiers}
    for name in there.identifiers:
        if name.key in names:
            yield there.original(name.start, name.end)
    for found in there.quantities:
        if any(_is_same(found, one) for one in here.quantities):
            yield there.original(found.start, found.end)


def _is_same(one: Quantity, other: Quantity) -> bool:
    return not set(one.values).isdisjoint(other.values)
