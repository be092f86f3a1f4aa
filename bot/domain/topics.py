"""Topics that a chat wants or does not want, matched literally and only on what a list shows."""

import re
import unicodedata
from functools import lru_cache

from bot.domain.papers import Paper

# What Korean joins to a noun without a space; a word before it is still that word.
_PARTICLES = (
    "은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|까지|부터|처럼|보다|이나|나|들|들은|들이|들을|들의"
)


def mentions(paper: Paper, topic: str) -> bool:
    """Whether a word or phrase stands in a paper's title, abstract or keywords.

    Matching ignores case, hyphens and line breaks, and respects word borders: `RAG` does not match
    `fragment`, nor `C` `C++`; a Korean particle ends a word. It never looks at the body: a filter on
    bodies once hid two thirds of all papers.
    """
    pattern = _pattern(topic)
    return pattern is not None and any(
        pattern.search(_fold(text)) for text in (paper.title, paper.abstract, *paper.keywords)
    )


def has_words(topic: str) -> bool:
    """Whether a topic names anything; one of blanks and marks is neither wanted nor unwanted."""
    return _pattern(topic) is not None


@lru_cache(maxsize=4096)
def _pattern(topic: str) -> re.Pattern[str] | None:
    words = _fold(topic).split()
    if not any(char.isalnum() for word in words for char in word):
        return None
    phrase = r"\s+".join(map(re.escape, words))
    return re.compile(rf"(?<!\w){phrase}(?:{_PARTICLES})?(?!\w|[+#](?!\w))")


@lru_cache(maxsize=1024)
def _fold(text: str) -> str:
    return re.sub(r"[\s\-‐‑–—_/]+", " ", unicodedata.normalize("NFKC", text)).casefold().strip()
