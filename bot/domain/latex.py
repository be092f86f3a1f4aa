r"""LaTeX in titles and abstracts, made readable as plain text.

Feeds carry it in two states: as written (`$10^{-4}$`, `\textbf{x}`, ``quoted''), and half stripped, with
dollars and backslashes gone but the words left (`3.5times faster`, `{sim}2`, `360^circ`). Addresses are
never touched. What is not understood stays as its source, without the dollars.
"""

import re
import unicodedata
from collections.abc import Callable

from bot.domain.symbols import SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS

MATHS = re.compile(
    r"""
      \$\$ (?P<display> [^$]{1,400} ) \$\$
    | (?: (?<![\\\d$]) \$ | (?<=\d) \$ (?=[\\^_]) )
      (?! (?> \d+ (?:[.,]\d+)* ) [A-Za-z]* (?: \s+ [A-Za-z]{2,} | [.,;:)]\s ) )       # $5 and $10: money
      (?P<inline> [^$\s] (?: [^$]{0,300}? [^$\s] )?? ) (?<!\\) \$ (?! (?<=\d\$)\d | (?<=[-–]\$)\d )
    | \\\( (?P<round> .{1,300}? ) \\\)
    | \\\[ (?P<square> .{1,400}? ) \\\]
    """,
    re.VERBOSE | re.DOTALL,
)
"""A formula between its delimiters; a sum of money is none."""

URL = re.compile(r"https?://[^\s{}<>\"“”]+")
_DOUBLED_URL = re.compile(r"(https?://[^\s{}]+)\}?\{(?:https?://)?[^\s{}]+\.[^\s{}]+(?:\}|(?=\s|$))")
_HREF = re.compile(r"\\href\{[^{}]*\}\{([^{}]*)\}")
_URL_COMMAND = re.compile(r"\\url\{([^{}]*)\}")

_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304"}
_ACCENT = re.compile(
    r"""\\(?P<mark>['`"^~=])
    (?: \{ \\? (?P<inner>[A-Za-z]) \} | (?P<bare>[A-Za-z]) | \\(?P<dotless>[ij])\b )""",
    re.VERBOSE,
)
_LETTERED_ACCENT = re.compile(r"\\([cvuHk])\{([A-Za-z])\}")
_LETTERED = {"c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328"}

_FONT_NAMES = (
    "textbf|textit|texttt|textsc|textrm|textsf|textnormal|text|emph|underline|boldsymbol|bm|mbox|"
    "mathrm|mathbf|mathcal|mathbb|mathit|mathsf|mathtt|operatorname"
)
_FONT = re.compile(rf"(?:\\|\b)(?:{_FONT_NAMES})\s*\{{([^{{}}]*)\}}")
_COLOUR = re.compile(r"(?:\\(?:text)?color\{\w+\}|\b(?:red|blue|green|black|teal|orange|purple))\{([^{}]*)\}")
_REFERENCE = re.compile(r"[\s~]*\\(?:cite[a-z]*|ref|eqref|label|footnote)\*?(?:\[[^\]]*\])?\{[^{}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{\})?")
_ESCAPED = re.compile(r"\\([%&#_$ {}])")
_SPACING = re.compile(r"\\[,;:!]|\\quad\b|\\left\b|\\right\b|\\!")
_FRACTION = re.compile(r"\\[dt]?frac\{([\w.√]+)\}\{([\w.√]+)\}")
_ROOT = re.compile(r"\\sqrt\{(\w+)\}")
_UNKNOWN = re.compile(r"\\[A-Za-z]")
_COMMENT = re.compile(r"(?<![\d\\]) % (?=[A-Za-z])")

_SCRIPT = re.compile(
    r"(?P<base>[\w)\]}′'])(?P<sort>[\^_])(?:\{(?P<braced>[^{}]{1,20})\}|(?P<bare>[+-]?\d+(?!\.?\d)|\*))"
)
_CIRCLE = re.compile(r"\s?\^\s?\{?\\?circ(?:\b|(?=times))\}?")
_GROUP = re.compile(r"(?<!\\)\{([^{},\"'\n]*|,)\}")
# Words that a half stripped text has in the place of symbols; each only where a word cannot stand.
_STRANDED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[\d°])times\s?(?=\d)"), "×"),
    (re.compile(r"(?<=[\d°])times(?![a-z])"), "×"),
    (re.compile(r"\bsim\s?(?=\d)"), "~"),
    (re.compile(r"\bapprox\s?(?=\d)"), "≈"),
    (re.compile(r"(?<=\d)pm\s?(?=\d)"), "±"),
    (re.compile(r"(?<=\w)(?:long)?rightarrow(?=\w)"), "→"),
    (re.compile(r"(?<=[\d%])\s?(?:long)?rightarrow\s?(?=\d)"), "→"),
    (re.compile(r"(?<=\d)!-!(?=\d)"), "–"),
)
_QUOTES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"``\s?(.{1,200}?)\s?(?:''|\")"), r"“\1”"),
    (re.compile(r"(?<![\w`])`([^`'\n]{1,100}(?:'\w[^`'\n]{0,100})*)'(?![\w'])"), r"“\1”"),
)
_TYPOGRAPHY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"\1"),
    (re.compile(r"(?<=[\w.)\]}%])~(?=[A-Za-z\\$(])|(?<=[A-Za-z.)\]}])~(?=\d)"), " "),
    (re.compile(r"(?<![-!<])---(?!-)"), "—"),
    (re.compile(r"(?<![\w*])\*(?!\s)([^*\n]{2,80}?)(?<!\s)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<=[\w%])--(?=\w)"), "–"),
    (re.compile(r"(?<=\S) -- (?=\S)"), " – "),
)
_STRANDED_NAMES = ((re.compile(r"\bell(?=_\d)"), "ℓ"), (re.compile(r"(?<!\\)\bvarepsilon\b"), "ε"))
_SPACE = re.compile(r"\s+")


def readable(text: str) -> str:
    r"""Return a title or an abstract as it should be read, on one line.

    `$\times$` becomes ×, `\%` %, `$10^{-4}$` 10⁻⁴, `\textbf{x}` x, a tie `~` a space and
    `` `quotes' `` “quotes”; words, numbers and their order stay as they are.
    """
    text = _HREF.sub(r"\1", _URL_COMMAND.sub(r"\1", _SPACE.sub(" ", text).strip()))
    text = _DOUBLED_URL.sub(r"\1", text)
    parts: list[str] = []
    end = 0
    for address in URL.finditer(text):
        parts += _plain(text[end : address.start()]), address[0]
        end = address.end()
    parts.append(_plain(text[end:]))
    return _SPACE.sub(" ", "".join(parts)).strip()


def _plain(text: str) -> str:
    if not text or text.isspace():
        return text
    text = _COMMENT.sub(" ", text)
    text = _ACCENT.sub(_accented, text)
    text = _LETTERED_ACCENT.sub(
        lambda match: unicodedata.normalize("NFC", match[2] + _LETTERED[match[1]]), text
    )
    for pattern, plain in (*_QUOTES, *_TYPOGRAPHY, *_STRANDED_NAMES):
        text = pattern.sub(plain, text)
    parts: list[str] = []
    end = 0
    for formula in MATHS.finditer(text):
        if not _is_known(source := _inside(formula)):
            parts += _marked_up(text[end : formula.start()]), source
            end = formula.end()
    return "".join([*parts, _marked_up(text[end:])])


def _inside(formula: re.Match[str]) -> str:
    source = str(formula[formula.lastgroup or 0]).strip()
    return _FRACTION.sub(r"\1/\2", _ROOT.sub(r"√\1", _SPACING.sub("", source)))


def _is_known(source: str) -> bool:
    return _UNKNOWN.search(_marked_up(source)) is None


def _marked_up(text: str) -> str:
    """Resolve fonts, symbols, scripts and groups, from the inside out."""
    text = _REFERENCE.sub("", MATHS.sub(_inside, text))
    text = _CIRCLE.sub("°", text)
    text = _until_stable(text, lambda one: _COLOUR.sub(r"\1", _FONT.sub(r"\1", one)))
    text = _COMMAND.sub(_symbol, text)
    text = _until_stable(text, lambda one: _SCRIPT.sub(_script, one))
    text = _until_stable(text, lambda one: _GROUP.sub(r"\1", one))
    for pattern, symbol in _STRANDED:
        text = pattern.sub(symbol, text)
    return _ESCAPED.sub(r"\1", text)


def _until_stable(text: str, change: Callable[[str], str]) -> str:
    for _ in range(5):  # nesting deeper than this is no prose
        changed = change(text)
        if changed == text:
            break
        text = changed
    return text


def _accented(match: re.Match[str]) -> str:
    letter = match["inner"] or match["bare"] or match["dotless"]
    return unicodedata.normalize("NFC", letter + _ACCENTS[match["mark"]])


def _symbol(match: re.Match[str]) -> str:
    symbol = SYMBOLS.get(match[1])
    return match[0] if symbol is None else symbol


def _script(match: re.Match[str]) -> str:
    base, sort = match["base"], match["sort"]
    script = match["braced"] if match["braced"] is not None else match["bare"]
    if sort == "_" and base.isalnum() and match["braced"] is None:
        before = match.string[match.start() - 1] if match.start() else " "
        after = match.string[match.end()] if match.end() < len(match.string) else " "
        if before.isalnum() or before == "_" or after == "_" or after.isalpha():
            return match[0]  # snake_1 is a name, F_1 is a formula
    table = SUPERSCRIPTS if sort == "^" else SUBSCRIPTS
    if all(char in table for char in script):
        return base + "".join(table[char] for char in script)
    return f"{base}{sort}{script}" if script.isalnum() or "." in script else f"{base}{sort}({script})"
