"""All languages, found by their code."""

from collections.abc import Mapping

from bot.truth.lexicon.chinese import CHINESE
from bot.truth.lexicon.english import ENGLISH
from bot.truth.lexicon.french import FRENCH
from bot.truth.lexicon.german import GERMAN
from bot.truth.lexicon.japanese import JAPANESE
from bot.truth.lexicon.korean import KOREAN
from bot.truth.lexicon.portuguese import PORTUGUESE
from bot.truth.lexicon.shape import Lexicon
from bot.truth.lexicon.spanish import SPANISH

LEXICONS: Mapping[str, Lexicon] = {
    lexicon.language: lexicon
    for lexicon in (ENGLISH, KOREAN, CHINESE, JAPANESE, SPANISH, GERMAN, FRENCH, PORTUGUESE)
}


def lexicon_of(code: str) -> Lexicon:
    """Return what is known of a language by its code, as `pt-BR`; digits are read in any language."""
    known = LEXICONS.get(language_of(code))
    if known is not None:
        return known
    return Lexicon(language=language_of(code), is_mark_free=True, is_known=False, is_spaced=True)


def language_of(code: str) -> str:
    """Return the language of a code: `zh` of `zh-Hans-CN`, `pt` of `pt_BR`."""
    return code.strip().lower().replace("_", "-").partition("-")[0]
