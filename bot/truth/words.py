"""Spelled numbers of languages with Latin letters: `two hundred and five`, `zweihundertfünf`."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.truth.lexicon.shape import Lexicon
from bot.truth.quantities import Quantity, Weight

_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
_AND_A_HALF = "einhalb"  # zweieinhalb
SOFT_UP_TO = 10
"""Spelled numbers up to here may be told by other means."""

_GERMAN = re.compile(
    r"(?:(?P<k>[a-zäöüß]*?)tausend)?(?:und)?(?:(?P<c>[a-zäöüß]*?)hundert)?(?:und)?(?P<rest>[a-zäöüß]*)"
)
_ROUND = frozenset({"mil", "mille", "tausend", "eintausend", "hundert", "einhundert", "cent"})
_ARTICLES = frozenset("a an one un une una uno ein eine einer einem einen um uma".split())
_SOME = frozenset(
    "several few many multiple some einige einigen mehrere mehreren viele vielen varios varias "
    "algunos algunas unos unas plusieurs quelques vários várias alguns algumas".split()
)

Word = tuple[str, int, int]
"""A word in lower case, and where it stands."""


def is_wordless(text: str, triggers: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a sentence has no number word at all: the quick answer for most sentences."""
    lower = text.lower()
    if lexicon.language == "de" and any(part in lower for part in ("hundert", "tausend", _AND_A_HALF)):
        return False
    return triggers.isdisjoint(_LETTERS.findall(lower))


def spelled_in(text: str, lexicon: Lexicon) -> Iterator[Quantity]:
    """Find the spelled numbers of a sentence, without their units."""
    words = [(match[0].lower(), match.start(), match.end()) for match in _LETTERS.finditer(text)]
    at = 0
    while at < len(words):
        found, taken = _number_at(text, words, at, lexicon)
        if found is not None:
            yield found
        at += taken


def _number_at(  # noqa: PLR0911 - one for each sort of number
    text: str, words: Sequence[Word], at: int, lexicon: Lexicon
) -> tuple[Quantity | None, int]:
    """Read the number that begins with a word; return it, if there is one, and how many words to go on."""
    word = words[at][0]
    if word in lexicon.vague:
        return _vague(words, at, lexicon)
    if word in lexicon.halves:
        return _spelled(words, at, 1, Decimal("0.5")), 1
    is_part = word in lexicon.fractions and text[words[at][2] : words[at][2] + 1] != "-"
    if is_part and at and words[at - 1][0] in _ARTICLES:
        return _spelled(words, at, 1, 1 / Decimal(lexicon.fractions[word])), 1
    if lexicon.language == "de" and word.endswith(_AND_A_HALF):
        whole = lexicon.cardinals.get(word.removesuffix(_AND_A_HALF), 1)
        return _spelled(words, at, 1, Decimal(whole) + Decimal("0.5")), 1
    if word not in lexicon.scales and _cardinal(word, lexicon) is None:
        return None, 1
    value, taken, is_bare = _evaluate(text, words, at, lexicon)
    end = words[at + taken - 1][2]
    following = words[at + taken] if at + taken < len(words) else None
    if following and following[0] in lexicon.fractions and _is_joined(text, end, following[1]):
        taken += 1
        return _spelled(words, at, taken, value / lexicon.fractions[following[0]]), taken
    if extra := _half_more(text, words, at + taken, lexicon):
        value += Decimal(lexicon.scales.get(words[at + taken - 1][0], (1,))[0]) / 2
        return _spelled(words, at, taken + extra, value), taken + extra
    before = words[at - 1][0] if at else ""
    is_vague = is_bare and (before in _SOME or (word not in _ROUND and before not in _ARTICLES))
    if value == 1:  # an article or a pronoun as a rule
        return None, taken
    return _spelled(words, at, taken, value, is_vague=is_vague), taken


def _spelled(
    words: Sequence[Word], at: int, taken: int, value: Decimal, *, is_vague: bool = False
) -> Quantity:
    start, end = words[at][1], words[at + taken - 1][2]
    if is_vague:
        weight = Weight.VAGUE
    else:
        weight = Weight.SOFT if value <= SOFT_UP_TO or words[at][0] == "dozen" else Weight.HARD
    return Quantity(start, end, end, (value,), weight=weight)


def _half_more(text: str, words: Sequence[Word], at: int, lexicon: Lexicon) -> int:
    """Return how many words say `and a half` here: `y medio`, `et demi`, `and a half`."""
    if at + 1 >= len(words) or words[at][0] not in lexicon.joiners:
        return 0
    place = at + 1
    if words[place][0] in _ARTICLES and place + 1 < len(words):
        place += 1
    is_tied = all(text[words[i - 1][2] : words[i][1]] in {" ", "-"} for i in range(at, place + 1))
    return place + 1 - at if is_tied and words[place][0] in lexicon.halves else 0


class _Sum:
    """A spelled number as far as it was read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.total = self.last_scale = 0
        self.current: int | None = None

    @property
    def value(self) -> Decimal:
        return Decimal(self.total + (self.current or 0))

    def fits(self, value: int) -> bool:
        """Whether a cardinal may stand after what was read: five after twenty, not after three."""
        current, is_french = self.current, self.lexicon.language == "fr"
        if current is None:
            return True
        if value >= 100:
            return False
        if current and current % 100 == 0:
            return True
        if is_french and ((value == 20 and current % 100 == 4) or (current % 100 in {60, 80} and value < 20)):
            return True
        if is_french and current % 100 == 10 and value in {7, 8, 9}:  # dix-huit
            return True
        return value < 10 and current % 10 == 0 and current % 100 >= 20

    def add(self, value: int) -> None:
        """Add a cardinal; `quatre-vingts` is four times twenty."""
        is_eighty = value == 20 and self.current is not None and self.current % 100 == 4
        self.current = (self.current or 0) + (76 if is_eighty else value)

    def multiply(self, factor: int) -> bool:
        """Apply a scale; False if it cannot stand here."""
        current = self.current
        if factor == 100:
            if current is not None and current >= 100:
                return False
            self.current = 100 * (current or 1)
            return True
        if self.total and factor > self.last_scale:  # mil millones
            self.total = (self.total + (current or 0)) * factor
        elif self.total and current is None:
            return False
        else:
            self.total += (1 if current is None else current) * factor
        self.current, self.last_scale = None, max(factor, self.last_scale)
        return True


def _evaluate(text: str, words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[Decimal, int, bool]:
    """Return the value, how many words it takes, and whether it is a scale with nothing before it."""
    so_far = _Sum(lexicon)
    place, taken = at, 0
    while place < len(words) and (place == at or _is_joined(text, words[place - 1][2], words[place][1])):
        word = words[place][0]
        value = _cardinal(word, lexicon)
        if word in lexicon.joiners:
            if not _leads_on(text, words, place, so_far):
                break
        elif word in lexicon.scales and (value is None or so_far.current is not None):
            if not so_far.multiply(lexicon.scales[word][0]):
                break
            taken = place + 1 - at
        elif value is not None and so_far.fits(value):
            so_far.add(value)
            taken = place + 1 - at
        else:
            break
        place += 1
    return so_far.value, max(taken, 1), words[at][0] in lexicon.scales and taken == 1


def _leads_on(text: str, words: Sequence[Word], place: int, so_far: _Sum) -> bool:
    """Whether an `and` stands inside a number."""
    if place + 1 >= len(words) or not _is_joined(text, words[place][2], words[place + 1][1]):
        return False
    value = _cardinal(words[place + 1][0], so_far.lexicon)
    return value is not None and so_far.fits(value)


def _is_joined(text: str, end: int, start: int) -> bool:
    return text[end:start] in {" ", "-", "- ", " -"}


def _cardinal(word: str, lexicon: Lexicon) -> int | None:
    value = lexicon.cardinals.get(word)
    if value is None and lexicon.language == "de" and ("hundert" in word or "tausend" in word):
        return _german(word, lexicon)
    return value


def _german(word: str, lexicon: Lexicon) -> int | None:
    match = _GERMAN.fullmatch(word)
    if match is None:
        return None
    total = 0
    for part, factor in ((match["k"], 1000), (match["c"], 100)):
        if part is None:
            continue
        value = 1 if part in {"", "ein"} else lexicon.cardinals.get(part)
        if value is None and "hundert" in part:
            value = _german(part, lexicon)
        if value is None:
            return None
        total += value * factor
    rest = match["rest"]
    if rest:
        value = 1 if rest in {"ein", "eins"} else lexicon.cardinals.get(rest)
        if value is None:
            return None
        total += value
    return total


def _vague(words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[Quantity, int]:
    """Read `tens of thousands`: magnitudes that multiply."""
    exponent = lexicon.vague[words[at][0]]
    taken, place = 1, at + 1
    if place + 1 < len(words) and words[place][0] in lexicon.of:
        following = words[place + 1][0]
        if following in lexicon.vague:
            exponent, taken = exponent + lexicon.vague[following], 3
        elif following in lexicon.scales:
            exponent, taken = exponent + len(str(lexicon.scales[following][0])) - 1, 3
    elif place < len(words) and words[place][0] in lexicon.scales:
        exponent, taken = exponent + len(str(lexicon.scales[words[place][0]][0])) - 1, 2
    end = words[at + taken - 1][2]
    return Quantity(words[at][1], end, end, (Decimal(10) ** exponent,), weight=Weight.VAGUE), taken
