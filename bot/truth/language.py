"""Whether a sentence is in the language, and the script, that it should be in.

Scripts are counted; languages of Latin letters are told by their commonest words. Only clear evidence
counts: names, numbers and terms of art stay English in every language.
"""

import re
from collections.abc import Mapping

from bot.truth.lexicon.shelf import language_of

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_HAN = re.compile("[一-鿿]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
_LATIN_WORD = re.compile(r"(?<![A-Za-z])[a-zà-öø-ÿ]{2,}(?![A-Za-z])")

_COMMON: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "the of and to in is that for with on as by we are this from which it an be at our has have "
        "its can these not than or their was were while both such into show".split()
    ),
    "es": frozenset(
        "el la los las de del y en que un una por con para se es al como más su sus este esta estos "
        "lo son entre sobre no también hasta sin cada muy ha nuestro".split()
    ),
    "de": frozenset(
        "der die das und ist ein eine einen einem einer mit von den dem des für auf zu wir sich im "
        "nicht werden wird durch als auch bei aus sind es über zur zum nach oder".split()
    ),
    "fr": frozenset(
        "le la les de des du et un une est en que qui dans pour sur avec par nous ce cette ces au aux "
        "sont plus il elle ne pas sa son ses leur entre".split()
    ),
    "pt": frozenset(
        "o a os as de do da dos das e em que um uma por com para se é ao no na nos nas como mais seu "
        "sua este esta são não entre pelo pela também até".split()
    ),
    "it": frozenset(
        "il lo la gli le di del della e in che un una per con si è al come più sono non nel".split()
    ),
}
_CHINESE = re.compile("[ぁ-んァ-ヶ一-鿿]")
_ASIDE = re.compile(r"[(（‘“\"'「『《][^)）’”\"'」』》]*[)）’”\"'」』》]")
MOST_HANJA = 4
"""More Chinese characters, or kana, stand in no Korean sentence outside brackets and quotation marks."""
MIN_WORDS = 6
"""Fewer words tell nothing about a language."""
MIN_FOREIGN = 3
"""So many words of Latin letters, and nothing else, are no sentence of another script."""
MOST_COPIED = 0.8
"""A greater share of words that its source has, too, is no translation."""


def is_in_language(text: str, language: str) -> bool:
    """Whether a sentence may be in a language: False only where it clearly is not."""
    code = language_of(language)
    hangul, kana, han = (len(pattern.findall(text)) for pattern in (_HANGUL, _KANA, _HAN))
    latin = len(_LATIN_WORD.findall(text))
    if code == "ko":
        strange = len(_CHINESE.findall(_ASIDE.sub("", text)))
        return strange <= MOST_HANJA and not _is_foreign(hangul, latin, kana + han)
    if code == "ja":
        return not (_is_foreign(kana + han, latin, hangul) or (kana == 0 and han >= 12))
    if code == "zh":
        return not (_is_foreign(han, latin, hangul) or kana > max(4, han // 4))
    if code not in _COMMON:
        return True
    foreign = hangul + kana + han
    if foreign > max(6, 4 * latin) or (foreign >= MIN_FOREIGN and _LATIN.search(text) is None):
        return False
    return _is_latin_language(text, code)


def _is_foreign(own: int, latin_words: int, other: int) -> bool:
    if other > max(8, own) or (own == 0 and latin_words >= MIN_FOREIGN):
        return True
    return latin_words >= MIN_WORDS and own < 2 * latin_words


def _is_latin_language(text: str, code: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < MIN_WORDS:
        return True
    hits = {other: sum(word in common for word in words) for other, common in _COMMON.items()}
    likeliest = max(hits, key=lambda other: hits[other])
    return hits[likeliest] < 3 or hits[code] * 2 >= hits[likeliest]


def is_copied(target: str, source: str) -> bool:
    """Whether a sentence was left as it is in its source's language; names and numbers stay anyway."""
    words = _LATIN_WORD.findall(target)
    if len(words) < MIN_FOREIGN + 1 or any(one.search(target) for one in (_HANGUL, _KANA, _HAN)):
        return False
    known = frozenset(_LATIN_WORD.findall(source))
    return sum(word in known for word in words) >= MOST_COPIED * len(words)
