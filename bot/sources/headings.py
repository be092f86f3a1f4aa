"""Headings that say what becomes of what stands under them."""

import re

from bot.domain.documents import Why

_NUMBER = r"(?:(?:appendix\s+)?(?:[a-z]|\d+|[ivx]+)(?:\.\d+)*[.:]?\s+)?"
_LEFT_OUT = (
    (Why.CONTENTS, r"(?:table of )?contents"),
    (Why.REFERENCES, r"references|bibliography|literature cited|works cited|references and notes"),
    (
        Why.ACKNOWLEDGEMENTS,
        r"acknowledge?ments?(?: and disclosure of funding| and funding)?|acknowledg(?:e|ing) funding",
    ),
    (
        Why.CHECKLIST,
        r"(?:[\w&]+ ){0,4}(?:paper |reproducibility |submission )?check ?list(?: for \w+)?",
    ),
)
_PATTERNS = tuple(
    (why, re.compile(rf"{_NUMBER}(?:{names})\s*[.:]?", re.IGNORECASE)) for why, names in _LEFT_OUT
)
_MAX_TITLE = 60


def left_out_under(title: str) -> Why | None:
    """Return why what stands under a heading is kept apart; None where it is read."""
    if not 0 < len(title) <= _MAX_TITLE:
        return None
    return next((why for why, pattern in _PATTERNS if pattern.fullmatch(title)), None)
