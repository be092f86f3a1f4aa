"""Numbers of every language: tables of hard cases, our own rendering, and an independent one (Babel)."""

import re
from decimal import Decimal

import pytest
from babel.numbers import format_compact_decimal, format_decimal, format_percent, format_scientific
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.truth.gate import check_numbers, check_translation
from bot.truth.quantities import Reading
from bot.truth.reader import read
from bot.truth.render import render_number, render_scaled

LANGUAGES = ("en", "ko", "zh", "ja", "es", "de", "fr", "pt")
LONG = ("en", "es", "de", "fr", "pt")
counts = st.integers(min_value=11, max_value=10**13)
round_counts = st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(11, 9999), st.integers(0, 9))
decimals = st.decimals(min_value="0.0001", max_value="99999", places=3).map(Decimal.normalize)


def numbers(text: str, language: str) -> list[str]:
    return [
        f"{one.values[0].normalize():f}{one.unit and ' '}{one.unit}"
        for one in read(text, language).quantities
    ]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "1.2B", ["1200000000"]),
        ("en", "twelve thousand three hundred and forty-five", ["12345"]),
        ("en", "a hundred and one; two-thirds", ["101", f"{Decimal(2) / 3:f}"]),
        ("en", "10–20% of 3,000", ["10", "20 %", "3000"]),
        ("en", "1.2e-4 and 3 x 10^5 and 2^10 and 10⁻⁴", ["0.00012", "300000", "1024", "0.0001"]),
        ("en", "$1.5M, €20 and 30 USD", ["1500000 USD", "20 EUR", "30 USD"]),
        ("en", "100 000 and 12 000 of 32 128-dimensional", ["100000", "12000", "32", "128 D"]),
        ("en", "1'000'000 and 1,234,567.89", ["1000000", "1234567.89"]),
        ("en", "3,6, and 9 views", ["3", "6", "9"]),
        ("en", "five-fold in 2.5 hours at 24 frames per second", ["5 x", "2.5 h", "24 fps"]),
        ("ko", "1조 2,000억", ["1200000000000"]),
        ("ko", "3만5천", ["35000"]),
        ("ko", "1만 2000개", ["12000"]),
        ("ko", "12억3000만", ["1230000000"]),
        ("ko", "2천만 명, 5백만 개", ["20000000", "5000000"]),
        ("ko", "10분의 1과 3분의 2", ["0.1", f"{Decimal(2) / 3:f}"]),
        ("ko", "열두 개, 스물다섯 명, 백만 개", ["12", "25", "1000000"]),
        ("ko", "3%p와 3퍼센트포인트", ["3 pp", "3 pp"]),
        ("ko", "2배, 5회, 30분, 4초, 7일", ["2 x", "5 occ", "30 min", "4 s", "7 day"]),
        ("ko", "5조건, 2만큼, 3배치, 10초과, 4분야", ["5", "2", "3", "10", "4"]),
        ("ko", "2025년 9월 29일에 10년간", ["2025", "9 moy", "29 dom", "10 year"]),
        ("zh", "1.2万亿和3千万", ["1200000000000", "30000000"]),
        ("zh", "三百二十五、二〇二五、十二亿", ["325", "2025", "1200000000"]),
        ("zh", "百分之三十，三分之一", ["30 %", f"{Decimal(1) / 3:f}"]),
        ("zh", "一个统一的第一步，十分重要", []),
        ("ja", "12億3000万と1万2千", ["1230000000", "12000"]),
        ("ja", "3割、二百人", ["30 %", "200"]),
        ("ja", "一方、唯一の統一", []),
        ("es", "mil doscientos treinta y cuatro", ["1234"]),
        ("es", "1,2 mil millones y 3 billones", ["1200000000", "3000000000000"]),
        ("es", "dos mil millones", ["2000000000"]),
        ("de", "zweitausenddreihundertfünfundvierzig", ["2345"]),
        ("de", "1.234.567,89 und 1,5 Mrd. Euro", ["1234567.89", "1500000000 EUR"]),
        ("de", "einundzwanzig Prozent", ["21 %"]),
        ("fr", "quatre-vingt-dix-sept et soixante et onze", ["97", "71"]),
        ("fr", "deux cent trente mille", ["230000"]),
        ("fr", "1 234,5 et 3 Md", ["1234.5", "3000000000"]),
        ("pt", "cento e vinte e cinco mil", ["125000"]),
        ("pt", "1,2 bi e 3 mil milhões", ["1200000000", "3000000000"]),
    ],
)
def test_a_number_is_read_as_its_language_means_it(language: str, text: str, told: list[str]) -> None:
    assert numbers(text, language) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "GPT-4o, Qwen2.5-72B, ResNet-50, H100, INT8, F1, v2, pass@1, T2I, o1, H.264, 1080p, UI2Code^N",
        ),
        ("en", "see https://example.org/2501.11120 and arXiv:2501.11120v1"),
        ("ko", "GPT-4o는 H100에서 Llama-3.1-70B를"),
        ("de", "das GPT-4o-Modell auf H100-GPUs"),
        ("ja", "GPT-4oとQwen2.5-72Bを"),
    ],
)
def test_numbers_inside_names_are_no_numbers(language: str, text: str) -> None:
    assert numbers(text, language) == []


def test_ambiguous_words_keep_both_readings() -> None:
    assert read("3兆", "zh").quantities[0].values == (3 * Decimal(10) ** 12, 3 * Decimal(10) ** 6)
    assert read("1.234", "es").quantities[0].values == (Decimal(1234), Decimal("1.234"))
    assert read("3 biliões", "pt-PT").quantities[0].values == (3 * Decimal(10) ** 12, 3 * Decimal(10) ** 9)


def values(reading: Reading) -> list[tuple[Decimal, ...]]:
    return [one.values for one in reading.quantities]


@given(st.sampled_from(LANGUAGES), counts | round_counts)
def test_what_we_render_we_read_back(language: str, count: int) -> None:
    for text in (render_number(Decimal(count), language), render_scaled(Decimal(count), language)):
        (found,) = values(read(f"x {text} y", language))
        assert Decimal(count) in found, text


@given(st.sampled_from(LANGUAGES), decimals)
def test_decimals_that_we_render_we_read_back(language: str, value: Decimal) -> None:
    (found,) = values(read(f"({render_number(value, language)})", language)) or [()]
    assert value in found or value <= 20  # `(3)` counts a list


def test_a_sentence_tells_by_its_other_numbers_how_it_marks_decimals() -> None:
    assert values(read("1.234 de 5,5", "es"))[0] == (Decimal(1234),)
    assert values(read("1.234 de 5.5", "es"))[0] == (Decimal("1.234"),)
    assert values(read("11.000", "es")) == [(Decimal(11000),)]
    assert values(read("1.234", "de")) == [(Decimal(1234),)]
    assert values(read("1.234 von 5.5", "de"))[0] == (Decimal(1234), Decimal("1.234"))


@given(st.sampled_from(LANGUAGES), counts | round_counts)
def test_a_number_that_babel_renders_is_told(language: str, count: int) -> None:
    source = f"There are {count:,} of them."
    assert check_numbers(source, f"x {format_decimal(count, locale=language)} y", language).is_ok
    short = format_compact_decimal(count, locale=language, fraction_digits=13)
    assert check_numbers(source, f"x {short} y", language).is_ok, short
    if language in LONG:
        long = format_compact_decimal(count, locale=language, format_type="long", fraction_digits=13)
        assert check_numbers(source, f"x {long} y", language).is_ok, long


@given(st.sampled_from(LANGUAGES), decimals)
def test_a_share_that_babel_renders_is_told(language: str, value: Decimal) -> None:
    told = format_percent(value / 100, locale=language, decimal_quantization=False)
    assert check_numbers(f"It is {value:f}%.", f"x {told} y", language).is_ok, told
    scientific = format_scientific(value, locale=language, decimal_quantization=False)
    assert check_numbers(f"It is {value:f}.", f"x {scientific} y", language).is_ok, scientific


@given(
    st.sampled_from(LANGUAGES), counts | round_counts, st.sampled_from((10, 100, 1000, 10**4)), st.booleans()
)
def test_a_wrong_magnitude_never_passes(language: str, count: int, factor: int, is_compact: bool) -> None:  # noqa: FBT001
    wrong = Decimal(count * factor)
    told = (
        format_compact_decimal(wrong, locale=language, fraction_digits=13)
        if is_compact
        else render_scaled(wrong, language)
    )
    found = check_numbers(f"There are {count:,} of them.", f"x {told} y", language).problems
    # In Spanish `1.234`, and `1.234 millones`, may be read both ways.
    is_open = language == "es" and re.search(r"^[0-9]{1,3}\.[0-9]{3}(?: |$)", told) is not None
    assert [one.kind for one in found] == ["scale"] or is_open, told


@given(st.sampled_from(LANGUAGES), counts | round_counts, st.data())
def test_a_changed_digit_never_passes(language: str, count: int, data: st.DataObject) -> None:
    digits = list(str(count))
    place = data.draw(st.integers(0, len(digits.copy()) - 1))
    digits[place] = data.draw(st.sampled_from([digit for digit in "123456789" if digit != digits[place]]))
    told = format_compact_decimal(int("".join(digits)), locale=language, fraction_digits=13)
    assert not check_numbers(f"There are {count:,} of them.", f"x {told} y", language).is_ok


@given(st.sampled_from((*LANGUAGES, "it", "xx", "")), st.text(), st.text())
def test_no_text_breaks_the_gate_and_the_answer_is_always_the_same(
    language: str, source: str, target: str
) -> None:
    first = check_translation(source, target, language)
    assert check_translation(source, target, language) == first


@given(
    st.sampled_from(LANGUAGES),
    st.text(
        alphabet="0123456789.,-–%xKMB억만조千万亿十 ()[]/^{}×e⁻⁴$\\둘두세GPTo第一三分之의배fr", max_size=40
    ),
)
def test_a_sentence_agrees_with_itself(language: str, text: str) -> None:
    assume(text.strip())
    assert check_numbers(text, text, language, language).is_ok
