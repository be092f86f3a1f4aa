r"""Sentences made plain for reading numbers: one kind of space, hyphen and digit, no LaTeX.

Most replacements keep the length, so that positions stay; the others keep a map back.
"""

import re
import unicodedata

_SAME_LENGTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME_LENGTH |= dict.fromkeys(
    (0x09, 0x0A, 0x0D, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), 0x20
)
_SAME_LENGTH |= dict.fromkeys((0x2010, 0x2011, 0x2212, 0xFE63), 0x2D)
_SAME_LENGTH |= {
    0x301C: 0x7E,
    0x223C: 0x7E,
    0x2032: 0x27,
    0x2019: 0x27,
    0x22C5: 0xB7,
    0x2062: 0x20,
    0xFE6A: 0x25,
}

_TIE = re.compile(r"(?<=[A-Za-z0-9)}])~(?=[A-Za-z])|(?<=[A-Za-z)}])~(?=[0-9])")
_WHITE = re.compile(r"[\t\n\r]")
_ODD = re.compile("[\\\\${}\u00ad\u200b-\u200f\u2060\ufeff¼½¾⅐-⅞²³]")
_LATEX = re.compile(
    r"""
      (?P<invisible> [\u00ad\u200b-\u200f\u2060\ufeff]+ )
    | \\d?t?frac\s*\{\s*(?P<over>[0-9]+)\s*\}\s*\{\s*(?P<under>[0-9]+)\s*\}
    | \\(?P<word> times|cdot|sim|approx|pm|leq?|geq?|ll|gg|rightarrow|to )(?![A-Za-z])\s?
    | \\(?P<escaped> [%&\#_$] )
    | \\(?P<space> [,;:!\s] | quad\b )
    | \\(?:text|mathrm|mathbf|mathit|operatorname|textbf|textit|emph)\{(?P<inner>[^{}]*)\}
    | (?P<comma>\{,\})
    | (?<!\\)\$(?=[^$]{1,80}(?<!\\)\$)(?P<maths>[^$]+)\$
    | (?P<vulgar> [¼½¾⅐-⅞] )
    | (?<=[A-ZΑ-Ωα-ω])(?P<raised> [²³] )
    """,
    re.VERBOSE,
)
_SYMBOLS = {"times": "×", "cdot": "·", "sim": "~", "approx": "≈", "pm": "±", "rightarrow": "→", "to": "→"}
_MONEY = re.compile(r"\s*[0-9.,]+\s*(?:[A-Za-z]{2,}|,|\.\s|and\b)")


def plain(text: str) -> tuple[str, tuple[int, ...] | None]:
    r"""Return a sentence made plain, and for each character its place in `text` (None: the same).

    `$1.2\times10^{-3}$` becomes `1.2×10^{-3}`, `62.4\%` `62.4%`, `½` `1/2`, a thin space a space.
    """
    if text.isascii():
        if _WHITE.search(text):
            text = text.translate(_SAME_LENGTH)
    else:
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = text.translate(_SAME_LENGTH)
    if "~" in text:
        text = _TIE.sub(" ", text)
    if _ODD.search(text) is None:
        return text, None
    places: list[int] = list(range(len(text)))
    for _ in range(3):  # a formula in dollars holds commands, which hold groups
        text, places, is_changed = _once(text, places)
        if not is_changed:
            break
    return text, tuple(places)


def _once(text: str, places: list[int]) -> tuple[str, list[int], bool]:
    parts: list[str] = []
    kept: list[int] = []
    end = 0
    is_changed = False
    for match in _LATEX.finditer(text):
        new, at = _plain_of(match)
        if new is None:
            continue
        is_changed = True
        parts += text[end : match.start()], new
        kept += places[end : match.start()]
        origin = match.start() if at is None else at
        kept += [places[min(origin + (i if at is not None else 0), match.end() - 1)] for i in range(len(new))]
        end = match.end()
    if not is_changed:
        return text, places, False
    parts.append(text[end:])
    return "".join(parts), kept + places[end:], True


def _plain_of(match: re.Match[str]) -> tuple[str | None, int | None]:
    """Return what stands for a match, and where its text began if it is a part of the match."""
    sort = match.lastgroup
    if sort == "maths":
        inside = match["maths"]
        return (None, None) if _MONEY.match(inside) else (inside, match.start("maths"))
    if sort == "inner":
        return match["inner"], match.start("inner")
    if sort == "under":
        return f"{match['over']}/{match['under']}", None
    if sort == "word":
        return _SYMBOLS.get(match["word"], " "), None
    if sort == "vulgar":
        return unicodedata.normalize("NFKC", match["vulgar"]).replace("\u2044", "/"), None
    raised = {"²": "^2", "³": "^3"}.get(match["raised"], "")
    return {"escaped": match["escaped"], "space": " ", "comma": ",", "raised": raised}.get(
        sort or "", ""
    ), None
