"""Authors in short."""

from collections.abc import Iterable

from bot.words.texts import Texts

_NAMED = 2
_LEAST_REST = 2  # "and 1 more" would take more room than the name


def authors(words: Texts, names: Iterable[str]) -> str:
    """Return authors in short: all of up to three, else the first two and how many more.

    The names are fit to be shown; those that are empty are left out.
    """
    shown = [name for name in names if name]
    rest = len(shown) - _NAMED
    if rest >= _LEAST_REST:
        return words.label("card.authors_more", names=", ".join(shown[:_NAMED]), n=rest)
    return ", ".join(shown)
