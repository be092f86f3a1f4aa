"""The gate on sentences: how many faults it finds, how many faithful sentences it stops, how fast it is.

Two sets, both with planted faults, made anew each time from a seed:

- real Korean sentences beside their English evidence, from the recorded summaries; `truth_labels.json` holds
  what a reader found in each pair (the sentences themselves stay where they are recorded);
- numbers as Babel renders them in eight languages, in sentences of each language.

    python benchmarks/truth.py [--shared ../shared] [--seed 1] [--show 10]
"""

import argparse
import json
import math
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel.numbers import format_compact_decimal, format_decimal, format_percent  # noqa: E402 - after the path

from bot.truth.gate import check_numbers  # noqa: E402
from bot.truth.reader import clear  # noqa: E402

LABELS = Path(__file__).with_name("truth_labels.json")
LANGUAGES = ("en", "ko", "zh", "ja", "es", "de", "fr", "pt")


@dataclass
class Tally:
    """What came of one set: by kind of fault (planted, found, named rightly); and the faithful ones."""

    planted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    named: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    faithful: int = 0
    stopped: int = 0
    shown: list[str] = field(default_factory=list)

    def judge(self, source: str, target: str, language: str, fault: str | None) -> None:
        """Ask the gate about one sentence; `fault` is the kind planted, None for a faithful one."""
        kinds = {one.kind.value for one in check_numbers(source, target, language).problems}
        if fault is None:
            self.faithful += 1
            self.stopped += bool(kinds)
        else:
            self.planted[fault] += 1
            self.found[fault] += bool(kinds)
            self.named[fault] += fault in kinds
        if bool(kinds) != (fault is not None):
            self.shown.append(
                f"{language} {fault or 'faithful'} -> {sorted(kinds)}\n    {source}\n    {target}"
            )

    def report(self, name: str, show: int) -> None:
        """Print the shares with their Wilson intervals (95 %)."""
        print(f"\n{name}")
        for fault in sorted(self.planted):
            count = self.planted[fault]
            print(
                f"  {fault:12} recall {interval(self.found[fault], count)}, "
                f"named rightly {self.named[fault] / count:.1%}"
            )
        alarms = sum(self.found.values()) + self.stopped
        print(f"  {'all faults':12} precision {interval(sum(self.found.values()), alarms)}")
        print(f"  {'faithful':12} false alarms {interval(self.stopped, self.faithful)}")
        for line in self.shown[:show]:
            print("   ", line)


def interval(hits: int, count: int) -> str:
    """Return a share with its Wilson interval."""
    if not count:
        return "none"
    z, share = 1.96, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{share:.2%} ({max(middle - half, 0):.2%} to {min(middle + half, 1):.2%}; {hits} of {count})"


# --- real Korean sentences


def recorded_pairs(shared: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (key, English evidence, Korean sentence) of the recorded summaries, `KOREAN(ENGLISH)` each."""
    for file in sorted((shared / "data" / "summaries").glob("*.json")):
        for item in json.loads(file.read_text("utf-8")):
            told = item.get("method") or []
            for place, text in enumerate([told] if isinstance(told, str) else told):
                pair = split_pair(text)
                if pair is not None:
                    digest = sha256("\n".join(pair).encode()).hexdigest()[:8]
                    yield f"{file.stem[:10]}/{item['paper']['id']}/{place}/{digest}", *pair


def split_pair(text: str) -> tuple[str, str] | None:
    text = text.strip().rstrip(".").strip()
    for match in re.finditer(r"\(", text):
        korean, english = text[: match.start()].strip(), text[match.end() :]
        if len(english) >= 20 and not re.search("[가-힣]", english) and re.search("[가-힣]", korean):
            return english.removesuffix(")").strip(), korean
    return None


NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,^_@-])(?<![A-Za-z]\s)[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9A-Za-z^,)]|\.[0-9]|D\b)"
)
SCALES = {"천": "만", "만": "억", "억": "조", "조": "억"}
UNITS = {"%p": "%", "%": "%p", "배": "%", "GB": "MB", "시간": "분", "초": "시간", "달러": "유로"}
NAME = re.compile(r"[A-Za-z][A-Za-z.]*-?[0-9][A-Za-z0-9.-]*")


def faults_of(english: str, korean: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (kind, sentence with that fault) for what can go wrong with the numbers of a sentence."""
    numbers = [match for match in NUMBER.finditer(korean) if int(re.sub(r"\D", "", match[0])) > 1]
    if numbers:
        chosen = dice.choice(numbers)
        start, end = chosen.span()
        before, number, after = korean[:start], chosen[0], korean[end:]
        places = [place for place, char in enumerate(number) if char.isdigit()]
        place = dice.choice(places)
        digit = dice.choice([one for one in "123456789" if one != number[place]])
        yield "digit", before + number[:place] + digit + number[place + 1 :] + after
        scale = next((one for one in SCALES if re.match(rf"\s?{one}", after)), None)
        if scale is not None:
            yield "scale", before + number + after.replace(scale, SCALES[scale], 1)
        elif "." in number:
            yield "scale", before + number.replace(".", "") + after
        else:
            yield "scale", before + number + dice.choice(("0", "00", "만")) + after
        unit = next((one for one in UNITS if after.startswith(one)), None)
        if unit is not None:
            yield "unit", before + number + UNITS[unit] + after.removeprefix(unit)
        yield "unsupported", korean + f" 총 {dice.randint(11, 999)}개를 썼다."
        if korean.count(number) == 1 and number in english:  # a small number told in words may be dropped
            dropped = re.sub(r"^\s?(?:여\s)?[만억조천]*\s?(?:%p?|개의?|배|명의?|시간|가지)?", "", after)
            yield "omitted", f"{before}여러 {dropped}"
    names = [match for match in NAME.finditer(korean) if len(match[0]) > 2]
    if names:
        name = dice.choice(names)
        place = max(at for at, char in enumerate(name[0]) if char.isdigit())
        changed = (
            name[0][:place] + str((int(name[0][place]) + dice.randint(1, 8)) % 10) + name[0][place + 1 :]
        )
        if korean.count(name[0]) == 1:
            yield "identifier", korean[: name.start()] + changed + korean[name.end() :]


def judge_recorded(shared: Path, dice: random.Random) -> tuple[Tally, Tally, list[tuple[str, str, str]]]:
    """Judge the labelled pairs as they are, and the faithful of them with planted faults."""
    labels = json.loads(LABELS.read_text("utf-8"))
    real, planted = Tally(), Tally()
    pairs = []
    for key, english, korean in recorded_pairs(shared):
        if key not in labels:
            continue
        pairs.append((english, korean, "ko"))
        kinds = [kind for kind in labels[key] if kind != "small word"]
        real.judge(english, korean, "ko", kinds[0] if kinds else None)
        if not kinds:
            for kind, told in faults_of(english, korean, dice):
                planted.judge(english, told, "ko", kind)
            planted.judge(english, korean, "ko", None)
    return real, planted, pairs


# --- numbers that Babel renders

TOLD = {
    "en": ("The corpus has {} tokens.", "It reaches {} accuracy.", "It gains {} {}."),
    "ko": ("말뭉치는 {} 개의 토큰으로 이루어진다.", "정확도 {}에 도달한다.", "{}{} 향상된다."),
    "zh": ("语料库有{}个词元。", "准确率达到{}。", "提升{}{}。"),
    "ja": ("コーパスは{}トークンからなる。", "精度は{}に達する。", "{}{}向上する。"),
    "es": ("El corpus tiene {} tokens.", "Alcanza una precisión del {}.", "Gana {} {}."),
    "de": ("Das Korpus hat {} Token.", "Die Genauigkeit erreicht {}.", "Es gewinnt {} {}."),
    "fr": ("Le corpus compte {} tokens.", "La précision atteint {}.", "Le gain est de {} {}."),
    "pt": ("O corpus tem {} tokens.", "A acurácia chega a {}.", "Ganha {} {}."),
}
POINTS = {
    "en": "percentage points",
    "ko": "%p",
    "zh": "个百分点",
    "ja": "パーセントポイント",
    "es": "puntos porcentuales",
    "de": "Prozentpunkte",
    "fr": "points de pourcentage",
    "pt": "pontos percentuais",
}
OTHER_UNITS = {
    "ms": {
        "en": "seconds",
        "ko": "초",
        "zh": "秒",
        "ja": "秒",
        "es": "segundos",
        "de": "Sekunden",
        "fr": "secondes",
        "pt": "segundos",
    },
    "hours": {
        "en": "days",
        "ko": "일",
        "zh": "天",
        "ja": "日間",
        "es": "días",
        "de": "Tage",
        "fr": "jours",
        "pt": "dias",
    },
    "GB": {"en": "MB", "ko": "MB", "zh": "MB", "ja": "MB", "es": "MB", "de": "MB", "fr": "Mo", "pt": "MB"},
}
RIGHT_UNITS = {
    "ms": {
        "en": "ms",
        "ko": "밀리초",
        "zh": "毫秒",
        "ja": "ミリ秒",
        "es": "milisegundos",
        "de": "Millisekunden",
        "fr": "ms",
        "pt": "ms",
    },
    "hours": {
        "en": "hours",
        "ko": "시간",
        "zh": "小时",
        "ja": "時間",
        "es": "horas",
        "de": "Stunden",
        "fr": "heures",
        "pt": "horas",
    },
    "GB": {"en": "GB", "ko": "GB", "zh": "GB", "ja": "GB", "es": "GB", "de": "GB", "fr": "Go", "pt": "GB"},
}


def rendered(value: Decimal, language: str, dice: random.Random) -> str:
    sort = dice.choice(("decimal", "short", "long"))
    if sort == "decimal" or value < 1000:
        return str(format_decimal(value, locale=language, decimal_quantization=False))
    sort = "short" if language in {"ko", "zh", "ja"} else sort
    return str(format_compact_decimal(value, format_type=sort, locale=language, fraction_digits=9))  # type: ignore[arg-type]


def count_of(dice: random.Random) -> Decimal:
    return Decimal(dice.randint(11, 9999)) * Decimal(10) ** dice.randint(0, 9)


def changed(value: Decimal, dice: random.Random) -> Decimal:
    digits = list(f"{value:f}")
    place = dice.choice([at for at, char in enumerate(digits) if char.isdigit() and char != "0"])
    digits[place] = dice.choice([one for one in "123456789" if one != digits[place]])
    return Decimal("".join(digits))


def judge_babel(dice: random.Random, rounds: int) -> tuple[Tally, list[tuple[str, str, str]]]:
    tally, pairs = Tally(), []
    for language in LANGUAGES:
        counted, reaches, gains = TOLD[language]
        for _ in range(rounds):
            count = count_of(dice)
            source = TOLD["en"][0].format(rendered(count, "en", dice))
            told = counted.format(rendered(count, language, dice))
            pairs.append((source, told, language))
            tally.judge(source, told, language, None)
            wrong = count * Decimal(10) ** dice.choice((-1, 1, 2, 3, 4))
            if wrong == wrong.to_integral_value():
                tally.judge(source, counted.format(rendered(wrong, language, dice)), language, "scale")
            tally.judge(
                source, counted.format(rendered(changed(count, dice), language, dice)), language, "digit"
            )
            share = Decimal(dice.randint(11, 9999)) / 100
            percent = format_percent(share / 100, locale=language, decimal_quantization=False)
            number = format_decimal(share, locale=language, decimal_quantization=False)
            source = TOLD["en"][1].format(f"{share:f}%")
            tally.judge(source, reaches.format(percent), language, None)
            tally.judge(source, gains.format(number, POINTS[language]), language, "unit")
            percent = format_percent(changed(share, dice) / 100, locale=language, decimal_quantization=False)
            tally.judge(source, reaches.format(percent), language, "digit")
            unit = dice.choice(("ms", "hours", "GB"))
            source = TOLD["en"][2].format(f"{share:f}", unit)
            tally.judge(source, gains.format(number, RIGHT_UNITS[unit][language]), language, None)
            tally.judge(source, gains.format(number, OTHER_UNITS[unit][language]), language, "unit")
    return tally, pairs


def sentences_per_s(pairs: list[tuple[str, str, str]]) -> float:
    """Return how many sentences (a pair is two) one process checks in a second, nothing remembered."""
    best = math.inf
    for _ in range(3):
        began = time.perf_counter()
        for place, (source, target, language) in enumerate(pairs):
            if place % 200 == 0:
                clear()
            check_numbers(source, target, language)
        best = min(best, time.perf_counter() - began)
    return 2 * len(pairs) / best


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--show", type=int, default=0, help="print so many misjudged sentences of each set")
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)  # noqa: S311 - no secret
    pairs = []
    if (chosen.shared / "data" / "summaries").is_dir():
        real, planted, pairs = judge_recorded(chosen.shared, dice)
        real.report(f"{len(pairs)} real Korean sentences, as labelled", chosen.show)
        planted.report("the faithful of them, with planted faults", chosen.show)
    else:
        print(f"no recorded summaries at {chosen.shared}")
    tally, rendered_pairs = judge_babel(dice, chosen.rounds)
    tally.report("numbers that Babel renders, in 8 languages", chosen.show)
    for name, some in (("real sentences", pairs), ("rendered numbers", rendered_pairs)):
        if some:
            print(f"\n{name}: {sentences_per_s(some):,.0f} sentences a second", end="")
    print()


if __name__ == "__main__":
    main()
