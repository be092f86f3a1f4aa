"""Numbers by myriads: `12亿3000万`, `1조 2,000억`, `三十二`, `3만5천`, of Chinese, Japanese and Korean."""

import re
from collections.abc import Mapping
from decimal import Decimal

_DIGITS: Mapping[str, int] = {
    **dict.fromkeys("〇零영", 0),
    **dict.fromkeys("一壹일", 1),
    **dict.fromkeys("二两兩贰이", 2),
    **dict.fromkeys("三叁삼", 3),
    **dict.fromkeys("四사", 4),
    **dict.fromkeys("五오", 5),
    **dict.fromkeys("六육", 6),
    **dict.fromkeys("七칠", 7),
    **dict.fromkeys("八팔", 8),
    **dict.fromkeys("九구", 9),
}
_SMALL: Mapping[str, int] = {
    **dict.fromkeys("十拾십", 10),
    **dict.fromkeys("百佰백", 100),
    **dict.fromkeys("千仟천", 1000),
}
_BIG: Mapping[str, int] = {
    **dict.fromkeys("万萬만", 10**4),
    **dict.fromkeys("亿億억", 10**8),
    **dict.fromkeys("兆조", 10**12),
    **dict.fromkeys("京경", 10**16),
}

SCALES: Mapping[str, re.Pattern[str]] = {
    # What must not follow: `조건`, `만큼`, `경로`, `천천히`, `백엔드` are words, not scales.
    "ko": re.compile(
        r"\s?여?(?:[십백천]{0,3}(?:만(?![큼족])|억(?![제압울지양])|조(?![건각합작정사직율절치금기항차])|경(?![로우험계기쟁량]))|[십백천]{1,3}(?![엔본도분업팩])(?=[\s가-힣,.)]|$))+"
    ),
    "zh": re.compile(
        r"\s?[多余餘]?(?:[十百千]{0,3}[万萬亿億]{1,3}|[十百千]{0,3}兆(?![瓦赫字比])|[十百](?!科)|千(?![瓦克米兆赫字卡焦帕]))+"
    ),
    "ja": re.compile(r"\s?余?(?:[十百千]{0,3}[万億兆]{1,3}|[十百千]){1,3}"),
}
"""The scales that may follow a number in digits, by language."""

_LOWER_PART = {
    "ko": re.compile(
        r"(?![A-Za-z%:/.×\-]|\s?(?:년|월|차원|비트|퍼센트|번째|세대))(?!(?<!\d\d\d)\s?[배초분])"
    ),
    "zh": re.compile(r"(?=[个個条條张張名篇对對人])"),
    "ja": re.compile(r"(?=[個件枚人本問名組])"),
}
"""Where a lower part stands apart (`1만 2000개`), what may follow it: two numbers may stand side by side."""
_TAIL = re.compile(
    r"(?P<gap> ?)(?P<numeral>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?(?![0-9,]*[0-9]))"
)
RUN = re.compile("[〇零一壹二两兩贰三叁四五六七八九十拾百佰千仟万萬亿億兆]+")
_LONGEST = 24
"""No number is spelled with more characters."""
"""A spelled number of Chinese or Japanese, or a word that looks like one."""

KOREAN_RUN = re.compile(
    r"(?<![가-힣0-9])(?:"
    r"(?:[이삼사오육칠팔구]?[십백천])*[십백천]?[일이삼사오육칠팔구]?(?:(?<=[십백천])만|(?<=[십백천만])억|(?<=[십백])조)(?=[\s개명건장편원달여]|$)"
    r"|(?:[이삼사오육칠팔구]?[백천])?[이삼사오육칠팔구]?십[일이삼사오육칠팔구]?(?=\s?(?:개|가지|명|배|번|종|단계|년|월|일|시간|분|초|억|만|퍼센트|%|층))"
    r"|[백천](?=\s?(?:개|명|배|번|장|편|건|가지|여))"
    r")"
)
"""A spelled number of Korean: only where it can be nothing else."""


def follow(text: str, at: int, first: Decimal, language: str) -> tuple[tuple[Decimal, ...], int, int] | None:
    """Read the scales, and the lower parts, after the number `first` that ends at `at`.

    Returns the possible values, where the number ends and the first scale, or None if no scale follows.
    """
    pattern = SCALES[language]
    scale = pattern.match(text, at)
    if scale is None:
        return None
    factors = factors_of(scale[0].strip(), language)
    values = tuple(first * factor for factor in factors)
    end, last = scale.end(), factors[0]
    while last >= 1000 and (tail := _TAIL.match(text, end)) is not None:
        numeral = Decimal(tail["numeral"].replace(",", ""))
        scale = pattern.match(text, tail.end())
        factor = factors_of(scale[0].strip(), language)[0] if scale else 1
        is_apart = bool(tail["gap"])
        is_lower = numeral * factor < last and factor < last
        if not is_lower or (factor == 1 and "." in tail["numeral"]):
            break
        if factor == 1 and is_apart and not _LOWER_PART[language].match(text, tail.end()):
            break
        values = tuple(value + numeral * factor for value in values)
        end, last = (scale or tail).end(), factor
        if factor == 1:
            break
    return values, end, factors[0]


def factors_of(scale: str, language: str) -> tuple[int, ...]:
    """Return what a chain of scales multiplies by: 万亿 is 10^12, 백만 10^6, 兆 in Chinese 10^12 or 10^6."""
    factor = 1
    for char in scale:
        factor *= _SMALL.get(char) or _BIG.get(char, 1)
    if "兆" in scale and language == "zh":
        return factor, factor // 10**6
    return (factor,)


def spelled(run: str) -> int | None:
    """Return the value of a spelled number, digit by digit (二〇二五) or by places (三百二十); else None."""
    if len(run) > _LONGEST:
        return None
    if not any(char in _SMALL or char in _BIG for char in run):
        if len(run) == 1:
            return _DIGITS[run]
        # Two or three digits side by side are `three or four`, not a number.
        return int("".join(str(_DIGITS[char]) for char in run)) if len(run) >= 4 else None
    total = section = 0
    digit: int | None = None
    for char in run:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit = None
        else:
            section += digit or 0
            big = _BIG[char]
            if section == 0 and total == 0:
                section = 1
            total = (total + section) * big if total and total < big else total + section * big
            section, digit = 0, None
    return total + section + (digit or 0)
