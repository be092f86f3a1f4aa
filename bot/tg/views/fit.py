"""Fitting: what is least missed goes first, and nothing is ever cut in the middle."""

from collections.abc import Sequence

from bot.tg.views.html import LIMIT, join, length
from bot.words.texts import Safe

BETWEEN = "\n\n"


def fit(
    head: Safe,
    items: Sequence[Sequence[Safe]],
    foot: Sequence[Safe] = (),
    *,
    plain: int = 1,
) -> Safe:
    """Return a message that Telegram accepts, with as much of each item as there is room for.

    First the last items go down to their plain forms, one after the other, so that those in front stay
    full. Only when all are plain do they become barer, again from the last.

    Args:
        head: always kept whole.
        items: for each item its forms, from the fullest to the barest.
        foot: paragraphs after the items; where even the barest forms leave no room, the last go first.
        plain: how many forms at the end count as plain and barer.
    """
    body = _Body(items, LIMIT - sum(len(BETWEEN) + length(one) for one in (head, *foot)))
    for index in reversed(range(len(items))):
        for level in range(1, len(items[index]) - plain + 1):
            body.lower(index, level)
    for barer in range(plain - 1, 0, -1):
        for index in reversed(range(len(items))):
            body.lower(index, len(items[index]) - barer)
    kept = list(foot)
    while kept and length(join((head, body.html, *kept), BETWEEN)) > LIMIT:
        kept.pop()
    return join((head, body.html, *kept), BETWEEN)


class _Body:
    """Items at the level that each was lowered to, and the room for them."""

    def __init__(self, items: Sequence[Sequence[Safe]], room: int) -> None:
        self._items, self._room = items, room
        self._levels = [0] * len(items)
        self._used = sum(length(forms[0]) + len(BETWEEN) for forms in items)

    def lower(self, index: int, level: int) -> None:
        """Tell less of an item, if there is no room for what is told now."""
        if self._used > self._room and level > self._levels[index]:
            forms = self._items[index]
            self._used -= length(forms[self._levels[index]]) - length(forms[level])
            self._levels[index] = level

    @property
    def html(self) -> Safe:
        return join((forms[level] for forms, level in zip(self._items, self._levels, strict=True)), BETWEEN)
