"""Write a number, and a unit, as a language writes it."""

from collections.abc import Mapping
from decimal import Decimal

from bot.truth.lexicon.shelf import language_of

_MARKS: Mapping[str, tuple[str, str]] = {
    "en": (",", "."),
    "ko": (",", "."),
    "zh": (",", "."),
    "ja": (",", "."),
    "es": (".", ","),
    "de": (".", ","),
    "pt": (".", ","),
    "fr": ("\u202f", ","),
}
_SCALES: Mapping[str, tuple[tuple[int, str, str], ...]] = {
    "en": ((10**12, "trillion", "trillion"), (10**9, "billion", "billion"), (10**6, "million", "million")),
    "de": (
        (10**12, "Billion", "Billionen"),
        (10**9, "Milliarde", "Milliarden"),
        (10**6, "Million", "Millionen"),
    ),
    "es": ((10**12, "billón", "billones"), (10**6, "millón", "millones")),
    "fr": ((10**12, "billion", "billions"), (10**9, "milliard", "milliards"), (10**6, "million", "millions")),
    "pt": ((10**12, "trilhão", "trilhões"), (10**9, "bilhão", "bilhões"), (10**6, "milhão", "milhões")),
}
_MYRIADS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "ko": ((10**12, "조"), (10**8, "억"), (10**4, "만")),
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "ja": ((10**12, "兆"), (10**8, "億"), (10**4, "万")),
}
_SIGNS = {"%": "%", "x": "x", "USD": " USD", "EUR": " €", "celsius": " °C"}
_NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "pp": " percentage points",
        "s": " seconds",
        "min": " minutes",
        "h": " hours",
        "day": " days",
        "week": " weeks",
    }
    | {
        "month": " months",
        "year": " years",
        "token": " tokens",
        "param": " parameters",
        "USD": " dollars",
        "pt": " points",
    },
    "ko": {
        "pp": "%p",
        "x": "배",
        "s": "초",
        "ms": "밀리초",
        "min": "분",
        "h": "시간",
        "day": "일",
        "week": "주",
        "month": "개월",
    }
    | {
        "year": "년",
        "token": " 토큰",
        "param": " 파라미터",
        "USD": "달러",
        "EUR": "유로",
        "pt": "점",
        "frame": "프레임",
    },
    "zh": {
        "pp": "个百分点",
        "x": "倍",
        "s": "秒",
        "ms": "毫秒",
        "min": "分钟",
        "h": "小时",
        "day": "天",
        "week": "周",
    }
    | {
        "month": "个月",
        "year": "年",
        "token": "个词元",
        "param": "个参数",
        "USD": "美元",
        "EUR": "欧元",
        "pt": "分",
    },
    "ja": {
        "pp": "ポイント",
        "x": "倍",
        "s": "秒",
        "ms": "ミリ秒",
        "min": "分",
        "h": "時間",
        "day": "日間",
        "week": "週間",
    }
    | {
        "month": "か月",
        "year": "年間",
        "token": "トークン",
        "param": "パラメータ",
        "USD": "ドル",
        "EUR": "ユーロ",
        "pt": "ポイント",
    },
    "de": {
        "%": " %",
        "pp": " Prozentpunkte",
        "x": "-mal",
        "s": " Sekunden",
        "min": " Minuten",
        "h": " Stunden",
    }
    | {
        "day": " Tage",
        "week": " Wochen",
        "month": " Monate",
        "year": " Jahre",
        "token": " Token",
        "param": " Parameter",
    }
    | {"USD": " Dollar", "pt": " Punkte"},
    "es": {
        "%": " %",
        "pp": " puntos porcentuales",
        "x": " veces",
        "s": " segundos",
        "min": " minutos",
        "h": " horas",
    }
    | {
        "day": " días",
        "week": " semanas",
        "month": " meses",
        "year": " años",
        "token": " tokens",
        "param": " parámetros",
    }
    | {"USD": " dólares", "pt": " puntos"},
    "fr": {
        "%": "\u202f%",
        "pp": " points de pourcentage",
        "x": " fois",
        "s": " secondes",
        "min": " minutes",
        "h": " heures",
    }
    | {
        "day": " jours",
        "week": " semaines",
        "month": " mois",
        "year": " ans",
        "token": " tokens",
        "param": " paramètres",
    }
    | {"USD": " dollars", "pt": " points", "KB": " Ko", "MB": " Mo", "GB": " Go", "TB": " To", "PB": " Po"},
    "pt": {
        "%": "%",
        "pp": " pontos percentuais",
        "x": " vezes",
        "s": " segundos",
        "min": " minutos",
        "h": " horas",
    }
    | {
        "day": " dias",
        "week": " semanas",
        "month": " meses",
        "year": " anos",
        "token": " tokens",
        "param": " parâmetros",
    }
    | {"USD": " dólares", "pt": " pontos"},
}
_SAME_EVERYWHERE = frozenset(
    "ns us ms KB MB GB TB PB Hz kHz MHz GHz W kW MW kWh nm um mm cm m km mg g kg dB fps".split()
)


def render_number(value: Decimal, language: str, decimals: int = 0) -> str:
    """Write a number in digits, with the marks of a language: `1.234,5` in German.

    Of zeros at its end, `decimals` are kept: `66.00`.
    """
    group, point = _MARKS.get(language_of(language), (",", "."))
    whole, _, part = f"{abs(value):f}".partition(".")
    groups = [whole[max(end - 3, 0) : end] for end in range(len(whole), 0, -3)][::-1]
    part = part.rstrip("0").ljust(decimals, "0")
    return ("-" if value < 0 else "") + group.join(groups) + (point + part if part else "")


def render_scaled(value: Decimal, language: str) -> str:
    """Write a large number with the scale words of a language: `12억`, `1,2 Milliarden`; exactly."""
    code = language_of(language)
    if code in _MYRIADS:
        return _myriads(value, code) or render_number(value, code)
    for scale, one, many in _SCALES.get(code, ()):
        if abs(value) >= scale:
            figure = value / scale
            if len(figure.normalize().as_tuple().digits) > 6:
                return render_number(value, code)
            is_one = figure == 1 or (code in {"fr", "pt"} and figure < 2)
            return f"{render_number(figure, code)} {one if is_one else many}"
    return render_number(value, code)


def _myriads(value: Decimal, code: str) -> str | None:
    if value != value.to_integral_value() or value < 10**4:
        return None
    rest, parts = int(value), []
    for scale, name in _MYRIADS[code]:
        count, rest = divmod(rest, scale)
        if count:
            parts.append(f"{count}{name}")
    if rest:
        parts.append(str(rest))
    return (" " if code == "ko" else "").join(parts)


def render_unit(unit: str, language: str) -> str | None:
    """Write a unit as it follows a number in a language, with its space; None if it has no name here."""
    names = _NAMES.get(language_of(language), {})
    if unit in names:
        return names[unit]
    if unit in _SIGNS:
        return _SIGNS[unit]
    if unit not in _SAME_EVERYWHERE:
        return None
    space = "" if language_of(language) in _MYRIADS else " "
    return space + ("FPS" if unit == "fps" else unit)
