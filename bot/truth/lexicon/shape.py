"""The shape of a language's data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a language calls numbers; all words in lower case.

    Attributes:
        language: ISO 639-1 code.
        decimal: the decimal mark.
        is_mark_free: whether both marks are customary, so that `1.234` and `1,234` may be read both ways.
        cardinals: number words below 1000, and the value of each.
        scales: words that multiply: each with its possible values, likeliest first.
        suffixes: abbreviations after a number in digits; `K` and `Mio.` are told apart by case.
        spaced: abbreviations that mean something else when a space sets them apart.
        joiners: words that may stand inside a spelled number.
        fractions: nouns of parts, each with its denominator.
        halves: words for one half.
        vague: words for a mere magnitude, each with its power of ten.
        of: words that may stand between two vague magnitudes (`tens of thousands`).
        counters: a pattern of words between a number and its unit (`개의`).
        natives: number words of a language without its own spaces or letters (`두`, `열두`).
        native_after: a pattern of what must follow a native number word.
        units: for each unit id a pattern of its names.
        unit_before: for some unit ids a pattern that ends where the number begins (`초당 `).
        traces: for small values a pattern of words by which they may be told.
        negative: a pattern of words that say minus, or that something falls.
        is_spaced: whether words are set apart by spaces and letters are Latin.
        is_known: whether the words of this language are known at all.
    """

    language: str
    decimal: str = "."
    is_mark_free: bool = False
    cardinals: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    suffixes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    spaced: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    fractions: Mapping[str, int] = field(default_factory=dict)
    halves: frozenset[str] = frozenset()
    vague: Mapping[str, int] = field(default_factory=dict)
    of: frozenset[str] = frozenset()
    counters: str = ""
    natives: Mapping[str, int] = field(default_factory=dict)
    native_after: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    unit_before: Mapping[str, str] = field(default_factory=dict)
    traces: Mapping[str, str] = field(default_factory=dict)
    negative: str = ""
    is_spaced: bool = True
    is_known: bool = True


K, M, G, T = 10**3, 10**6, 10**9, 10**12

SUFFIXES: Mapping[str, tuple[int, ...]] = {
    "K": (K,),
    "k": (K,),
    "M": (M,),
    "B": (G,),
    "b": (G,),
    "T": (T,),
    "bn": (G,),
    "Bn": (G,),
    "BN": (G,),
    "mn": (M,),
    "MM": (M,),
    "tn": (T,),
    "mln": (M,),
    "bln": (G,),
    "trn": (T,),
}
"""Abbreviations that every language borrows."""

SYMBOLS: Mapping[str, str] = {
    "pp": r"%[pP](?![A-Za-z])|%\s?-?(?:points?|Punkte?n?|puntos|pontos|포인트|ポイント|pt)(?![A-Za-z])",
    "%": r"%",
    "permille": r"‰",
    "celsius": r"°\s?C(?![A-Za-z])|℃",
    "degree": r"°",
    "EUR": r"€",
    "USD": r"\$|(?:USD|US\$)(?![A-Za-z])",
    "GBP": r"£",
    "KRW": r"₩",
    "x": r"×(?!\s?[0-9])",
    "us": r"[µμ]s(?![A-Za-z])",
    "um": r"[µμ]m(?![A-Za-z])",
}
"""Unit signs of every language."""

LATIN_UNITS: Mapping[str, str] = {
    "x": r"[xX](?!\s?[0-9])",
    "pp": r"p\.p\.|pp",
    "ns": r"ns",
    "ms": r"ms|msec",
    "us": r"us",
    "s": r"s|sec|secs",
    "min": r"min|mins",
    "h": r"h|hr|hrs",
    "KB": r"[kK]i?B",
    "MB": r"Mi?B",
    "GB": r"Gi?B",
    "TB": r"Ti?B",
    "PB": r"Pi?B",
    "Kbps": r"[kK]bps|[kK]bit/s|kb/s",
    "Mbps": r"Mbps|Mbit/s|Mb/s",
    "Gbps": r"Gbps|Gbit/s|Gb/s",
    "bit": r"bits?",
    "Hz": r"[Hh][Zz]",
    "kHz": r"[Kk][Hh]z",
    "MHz": r"M[Hh]z",
    "GHz": r"G[Hh]z",
    "kWh": r"kWh",
    "W": r"W",
    "kW": r"kW",
    "MW": r"MW",
    "nm": r"nm",
    "mm": r"mm",
    "cm": r"cm",
    "m": r"m",
    "km": r"km",
    "mg": r"mg",
    "g": r"g",
    "kg": r"kg",
    "dB": r"dB",
    "fps": r"(?i:fps)|frames?/s(?:ec)?",
    "token/s": r"tok(?:ens?)?/s(?:ec)?|tps",
    "FLOP": r"[MGTPEZ]?(?i:flops?)(?:/s)?",
    "D": r"D",
    "gpu-h": r"(?:[A-Z][A-Za-z0-9]*[ -])?[GT]PU[ -]?h(?:rs?)?",
    "USD": r"USD",
    "EUR": r"EUR",
    "KRW": r"KRW",
}
"""Unit abbreviations of every language; a letter may not follow."""

ENGLISH_UNITS: Mapping[str, str] = {
    "token/s": r"tokens? per second|tokens?/second|tokens/sec",
    "fps": r"frames? per second|frames?/second",
    "gpu-h": r"(?:[A-Z][A-Za-z0-9]*[ -])?(?:[GT]PU|[AHV]100)[ -]hours?|hours? of [GT]PU(?: time)?",
    "gpu-day": r"(?:[A-Z][A-Za-z0-9]*[ -])?(?:[GT]PU|[AHV]100)[ -]days?",
    "token": r"(?i:tokens?)",
    "param": r"(?i:parameters?|params?)",
    "frame": r"(?i:frames?)",
    "epoch": r"(?i:epochs?)",
    "layer": r"(?i:layers?)",
    "bit": r"(?i:bits?)",
    "byte": r"(?i:bytes?)",
}
"""English nouns that stand untranslated in many languages."""


def cardinals(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    """Number the words of a text: each place counts, `a|b` are two words for one value."""
    return {
        word: first + step * place for place, group in enumerate(words.split()) for word in group.split("|")
    }
