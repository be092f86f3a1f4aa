"""Topics that a chat wants or does not want, matched literally and only on what a list shows."""

import re
import unicodedata
from functools import lru_cache

from bot.domain.papers import Paper


def mentions(paper: Paper, topic: str) -> bool:
    """Whether a word or phrase stands in a paper's title, abstract or keywords.

    Matching ignores case, hyphens and line breaks, and respects word borders: `RAG` does not match
    `fragment`. It never looks at the body: a filter on bodies once hid two thirds of all papers.
    """
    pattern = _pattern(topic)
    return pattern is not None and any(
        pattern.search(_fold(text)) for text in (paper.title, paper.abstract, *paper.keywords)
    )


@lru_cache(maxsize=4096)
def _pattern(topic: str) -> re.Pattern[str] | None:
    words = _fold(topic).split()
    if not words:
        return None
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)")


@lru_cache(maxsize=1024)
def _fold(text: str) -> str:
    return re.sub(r"[\s\-‐‑–_/]+", " ", unicodedata.normalize("NFKC", text)).casefold().strip()
