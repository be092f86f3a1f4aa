"""How single sentences are spoilt: English ones that stand on quotes, and those that tell English ones."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from bot.playground.model.lies import Lie
from bot.playground.model.phrases import ENGLISH, Frame, frame_of
from bot.playground.model.wordings import Wording
from bot.truth.lexicon.shelf import language_of
from bot.truth.polarity import denials

_ADDRESS = "https://readers.example/join"
_MADE_UP = "97.3"
_ERROR = {"ko": "번역 중 오류 발생: Error code: 429 - too many requests"}
_FIGURE = re.compile(r"(?<![A-Za-z0-9.,-])\d(?:[\d.,]*\d|(?![A-Za-z-]))")
_NAMED = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Za-z]*-?\d[A-Za-z0-9.-]*(?<![.-])")
_SCALED = re.compile(r"(?<![\w.,-])(\d[\d.,]*)\s?(billion|million|trillion|[KMBT])\b(?!-)")
_SMALLER = {
    "trillion": "billion", "billion": "million", "million": "thousand",
    "T": "B", "B": "M", "M": "K", "K": "M",
}  # fmt: skip
_HUNDRED_MILLION = {"ko": "억", "zh": "亿", "ja": "億"}
_TEN_THOUSAND = {"ko": "만", "zh": "万", "ja": "万"}
_UNITS: tuple[tuple[str, str], ...] = (
    (r"(?<=\d)\s?%(?!p)", " percentage points"),
    (r"(?<=\d) ?GB\b", " MB"),
    (r"(?<=\d)x\b", "%"),
    (r"(?<=\d) (?:hours|seconds|s)\b", " ms"),
    (r"(?<=\d) points\b", "%"),
)
_UNITS_TOLD: tuple[tuple[str, Mapping[str, str]], ...] = (
    (r"(?<=\d)[\s\u202f]?%(?!p)", {"ko": "%p", "zh": "个百分点", "ja": "ポイント", "de": " Prozentpunkte",
        "es": " puntos porcentuales", "fr": " points de pourcentage", "pt": " pontos percentuais"}),
    (r"(?<=\d)[\s\u202f]?G[Bo]\b", {"": " MB"}),
    (r"(?<=\d)(?:배|倍)", {"": "%"}),
    (r"(?<=\d) (?:veces|fois|vezes)\b|(?<=\d)-mal\b", {"": " %"}),
    (r"(?<=\d)(?:시간|小时|時間|초|秒)", {"": "ms"}),
    (r"(?<=\d) (?:horas|Stunden|heures|segundos|Sekunden|secondes)\b", {"": " ms"}),
)  # fmt: skip
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|can|may|will|does|did)\b(?! not|n't)")
_KNOWN_VERB = re.compile(r"\b(?:reaches|falls|rises|keeps|contains|needs|takes|runs|costs|helps|reduces)\b")
_BASES = {"reaches": "reach", "costs": "cost", "takes": "take", "reduces": "reduce"}
_DENIALS: tuple[tuple[str, str], ...] = (
    (r"\bcannot\b|\bcan't\b|\bcan not\b", "can"),
    (r"\b(is|are|was|were|does|do|did|has|have)(?: not|n't)\b", r"\1"),
    (r"\bwithout\b", "with"),
    (r"\b(?:not|never)\s", ""),
    (r"\bno\b", "some"),
    (r"\bfails? to\b", "manages to"),
)

_CHANGES = {Lie.UNIT: _UNITS, Lie.NOT_DROPPED: _DENIALS}
_INSTEAD = {
    Lie.LANGUAGE: "이 논문은 원문과 다른 언어로 쓰인 문장을 요약이라고 내놓으며, 독자는 그것을 읽을 수 없다.",
    Lie.ERROR_TEXT: "Error code: 429 - summary generation failed, please try again later.",
}


def spoil(lie: Lie, text: str, source: str, language: str) -> str | None:
    """Return a sentence with a lie in it; None where it has nothing to lie about.

    Args:
        lie: one of `IN_SENTENCES`.
        text: the true sentence.
        source: the English sentence that it tells; the same where nothing is translated.
        language: the code of the language that it is in.
    """
    frame = frame_of(language)
    general = _GENERAL.get(lie)
    if general is not None:
        told: str | None = general(text, frame)
    elif language_of(language) == "en":
        told = _spoil_english(lie, text)
    else:
        told = _spoil_told(lie, text, source, language)
    return told if told != text else None


def change_digit(text: str) -> str | None:
    """Return a text with the last digit of its first number changed; None where it has none."""
    found = max(_FIGURE.finditer(text), key=lambda one: len(one[0]), default=None)
    if found is None:
        return None
    digits = found[0]
    last = next(n for n in range(len(digits) - 1, -1, -1) if digits[n].isdigit())
    other = str((int(digits[last]) + 3) % 10)
    return text[: found.start()] + digits[:last] + other + digits[last + 1 :] + text[found.end() :]


def _change_name(text: str) -> str | None:
    found = _NAMED.search(text)
    if found is None:
        return None
    at = next(n for n in range(found.start(), found.end()) if text[n].isdigit())
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def _before_the_stop(text: str, addition: str) -> str:
    stop = text[-1:] if text.endswith((".", "。", "!")) else ""
    return text[: len(text) - len(stop)] + addition + stop


_GENERAL: Mapping[Lie, Callable[[str, Frame], str | None]] = {
    Lie.DIGIT: lambda text, _: change_digit(text),
    Lie.NAME: lambda text, _: _change_name(text),
    Lie.FILLER: lambda _, frame: frame.filler,
    Lie.APOLOGY: lambda _, frame: frame.apology,
    Lie.LINK: lambda text, _: f"{text} {_ADDRESS}",
    Lie.MARKUP: lambda text, _: f'<b>{text}</b> <a href="{_ADDRESS}">@paper_channel</a>',
    Lie.ORDER: lambda text, frame: f"{text} {frame.order}",
    Lie.FENCED_TEXT: lambda text, _: f"<think>Let me see.</think> ```markdown\n{text}\n```",
    Lie.LONG: lambda text, _: " ".join([text] * 12),
}


def _spoil_english(lie: Lie, text: str) -> str | None:
    if lie is Lie.SCALE:
        return _SCALED.sub(_smaller, text, count=1)
    if lie is Lie.UNSUPPORTED:
        return _before_the_stop(text, ENGLISH.praise.format(number=_MADE_UP))
    if lie in _CHANGES:
        return _first_change(text, _CHANGES[lie])
    if lie is Lie.NOT_INSERTED:
        return None if denials(text) else _deny(text)
    return _INSTEAD.get(lie)


def _smaller(found: re.Match[str]) -> str:
    return found[0].removesuffix(found[2]) + _SMALLER[found[2]]


def _first_change(text: str, changes: tuple[tuple[str, str], ...]) -> str | None:
    changed = (re.sub(pattern, new, text, count=1) for pattern, new in changes)
    return next((one for one in changed if one != text), None)


def _deny(text: str) -> str | None:
    if _AUXILIARY.search(text):
        return _AUXILIARY.sub(lambda found: f"{found[0]} not", text, count=1)
    return _KNOWN_VERB.sub(lambda found: f"does not {_base(found[0])}", text, count=1)


def _base(verb: str) -> str:
    return _BASES.get(verb, verb.removesuffix("s"))


def _spoil_told(lie: Lie, text: str, source: str, language: str) -> str | None:
    if lie is Lie.LANGUAGE:
        return source
    if lie is Lie.ERROR_TEXT:
        return _ERROR.get(language_of(language), "Error code: 429 - translation failed")
    if lie is Lie.SCALE:
        return _mistell_scale(text, source, language)
    if lie is Lie.UNIT:
        code = language_of(language)
        changes = tuple((pattern, names.get(code, names.get("", ""))) for pattern, names in _UNITS_TOLD)
        return _first_change(text, tuple(one for one in changes if one[1]))
    return _mistell(lie, Wording.of(source, language))


def _mistell(lie: Lie, true: Wording) -> str | None:
    """Tell what a sentence does not say, or less than it says."""
    if lie is Lie.NOT_DROPPED and true.denies:
        return replace(true, denies=False).told()
    if lie is Lie.NOT_INSERTED and not true.denies:
        return replace(true, denies=True).told()
    if lie is Lie.OMITTED:
        once = next((one for one in true.numbers if true.numbers.count(one) == 1), None)
        if once is None:
            return None
        left = tuple(one for one in true.numbers if one != once)
        return replace(true, numbers=left).told()
    if lie is Lie.UNSUPPORTED:
        return replace(true, extra=frame_of(true.language).praise.format(number=_MADE_UP)).told()
    return None


def _mistell_scale(text: str, source: str, language: str) -> str | None:
    """Put the digits of a large number before a scale word that is too small: 1.3B as 1.3억."""
    code = language_of(language)
    for found in _SCALED.finditer(source):
        digits, scale = found[1], found[2]
        wording = Wording.of(found[0], language)
        if not wording.numbers or wording.numbers[0] not in text:
            continue
        is_billion = scale in {"billion", "B"}
        word = (_HUNDRED_MILLION if is_billion else _TEN_THOUSAND).get(code)
        if word is None or scale not in {"billion", "B", "million", "M"}:
            number = Decimal(digits.replace(",", "")) * 10
            apart = "" if len(scale) == 1 else " "
            wrong = Wording.of(f"{number:f}{apart}{scale}", language).numbers[0]
        else:
            wrong = digits + word
        return text.replace(wording.numbers[0], wrong, 1)
    return None
