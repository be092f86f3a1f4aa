"""The gate on quotes, claims and negations: what it finds of planted lies, what it stops of the truth.

On recorded papers that lie beside the checkout: two pages of arXiv, the notes of a model on one of them and
their telling in Korean. Lies are planted in every sentence that can carry them.

    python benchmarks/evidence.py [--shared ../shared] [--seed 1] [--show 5]
"""

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from truth import Tally, interval, recorded_pairs  # noqa: E402 - after the path

from bot.domain.documents import Document  # noqa: E402
from bot.domain.plain_text import flatten  # noqa: E402
from bot.sources.latexml import read_latexml  # noqa: E402
from bot.truth.claims import check_claim, check_told  # noqa: E402
from bot.truth.negation import check_negation  # noqa: E402
from bot.truth.polarity import denials  # noqa: E402
from bot.truth.quotes import QuoteFinder  # noqa: E402
from bot.truth.turns import find_turn  # noqa: E402

PAGES = {"2501.11120": "2501.11120v1.html", "1706.03762": "1706.03762v7.html"}
NOTED = "2501.11120"
TURNED = (
    ("more", "less"),
    ("higher", "lower"),
    ("increase", "decrease"),
    ("increases", "decreases"),
    ("better", "worse"),
    ("outperform", "underperform"),
    ("improve", "degrade"),
    ("larger", "smaller"),
)
_HELPER = re.compile(r" (?:is|are|was|were|can|does|will|do|have|has) ")
_DENIAL = re.compile(r"\s(?:not|never|without)(?=\s)(?!\s(?:only|just))")


def text_of(shared: Path, paper: str) -> str:
    document = read_latexml((shared / "data/arxiv/html" / PAGES[paper]).read_bytes(), paper)
    assert isinstance(document, Document)
    return flatten(document).text


def sentences_of(text: str) -> list[str]:
    found = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [one for one in found if 40 < len(one) < 600 and len(one.split()) > 6 and " | " not in one]


def lies_about(sentence: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (kind, sentence with that lie)."""
    for digit in re.finditer("[0-9]", sentence):
        other = str((int(digit[0]) + dice.randint(1, 9)) % 10)
        yield "digit", sentence[: digit.start()] + other + sentence[digit.end() :]
    helper = _HELPER.search(sentence)
    if helper is not None:
        yield "not put in", sentence[: helper.end()] + "not " + sentence[helper.end() :]
    for denial in _DENIAL.finditer(sentence):
        yield "not left out", sentence[: denial.start()] + sentence[denial.end() :]
    for word, other in TURNED:
        if f" {word} " in sentence:
            yield "opposite", sentence.replace(f" {word} ", f" {other} ", 1)


def judge_quotes(text: str, dice: random.Random, tally: Tally, kept: Tally) -> None:
    """Seek each sentence, each with lies, in its paper; and check each as a claim on the true sentence."""
    finder = QuoteFinder(text)
    for sentence in sentences_of(text):
        count(tally, None, finder.find(sentence) is None, sentence)
        count(kept, None, find_turn(sentence, sentence) is not None, sentence)
        for kind, lie in lies_about(sentence, dice):
            if lie not in text:
                count(tally, kind, finder.find(lie) is None, lie)
            if kind != "digit":
                count(kept, kind, find_turn(lie, sentence) is not None, lie)


def count(tally: Tally, fault: str | None, is_stopped: bool, text: str) -> None:  # noqa: FBT001
    if fault is None:
        tally.faithful += 1
        tally.stopped += is_stopped
    else:
        tally.planted[fault] += 1
        tally.found[fault] += is_stopped
        tally.named[fault] += is_stopped
    if is_stopped != (fault is not None):
        tally.shown.append(f"{fault or 'true'}: {text}")


def judge_negations(pairs: list[tuple[str, str]]) -> Tally:
    """Put a `not` into English sentences, and into Korean verbs, and see whether that is found."""
    tally = Tally()
    for english, korean in pairs:
        if denials(english):
            continue
        count(tally, None, check_negation(english, korean, "ko") is not None, f"{english} / {korean}")
        helper = _HELPER.search(english)
        if helper is not None:
            denied = f"{english[: helper.end()]}not {english[helper.end() :]}"
            count(tally, "not left out", check_negation(denied, korean, "ko") is not None, korean)
        for end, other in (
            ("한다", "하지 않는다"),
            ("했다", "하지 않았다"),
            ("된다", "되지 않는다"),
            ("함", "하지 않음"),
        ):
            if korean.rstrip(". ").endswith(end):
                lie = korean.rstrip(". ").removesuffix(end) + other
                count(
                    tally, "not put in", check_negation(english, lie, "ko") is not None, f"{english} / {lie}"
                )
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many misjudged sentences of each set")
    chosen = parser.parse_args()
    if not (chosen.shared / "data" / "model").is_dir():
        print(f"no recorded papers at {chosen.shared}")
        return
    dice = random.Random(chosen.seed)  # noqa: S311 - no secret
    quotes, claims = Tally(), Tally()
    for paper in PAGES:
        judge_quotes(text_of(chosen.shared, paper), dice, quotes, claims)
    quotes.report("sentences of two papers sought in them", chosen.show)
    claims.report("the same sentences as claims on themselves (digits aside)", chosen.show)
    notes = json.loads((chosen.shared / f"data/model/notes-{NOTED}.json").read_text("utf-8"))["claims"]
    told = json.loads((chosen.shared / f"data/model/telling-ko-{NOTED}.json").read_text("utf-8"))["claims"]
    text = text_of(chosen.shared, NOTED)
    began = time.perf_counter()
    finder = QuoteFinder(text)
    found = [finder.find(one["quote"]) for one in notes]
    seconds = time.perf_counter() - began
    kept = [
        one is not None and check_claim(note["text"], [text[one.start : one.end]]) == ()
        for note, one in zip(notes, found, strict=True)
    ]
    tellings = [
        check_told(note["text"], one["text"], "ko") == () for note, one in zip(notes, told, strict=True)
    ]
    print(f"\na model's notes: quotes found {interval(len([one for one in found if one]), len(found))}")
    print(f"  claims kept {interval(sum(kept), len(kept))}")
    print(f"  Korean sentences kept {interval(sum(tellings), len(tellings))}")
    print(f"  {len(found)} quotes in {len(text):,} characters: {seconds * 1000:.0f} ms")
    pairs = [(english, korean) for _, english, korean in recorded_pairs(chosen.shared)]
    pairs += [(note["text"], one["text"]) for note, one in zip(notes, told, strict=True)]
    judge_negations(pairs).report("negations in real Korean sentences", chosen.show)


if __name__ == "__main__":
    main()
