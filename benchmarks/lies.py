"""The gate on whole answers: which lies of the stand-in model get past it, in notes and in tellings.

Every lie about sentences is told in every sentence that has room for it, about all papers of the invented
week: in their notes, and in what is told of them in seven languages. What then passes the product's own
checks is printed. Nothing leaves the machine, and nothing is sent: the parts are called as they are.

    python benchmarks/lies.py [--papers 25] [--show 1]
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.domain.documents import Document, Source  # noqa: E402 - after the path
from bot.domain.model_answers import Ask  # noqa: E402
from bot.domain.notes import STAND_IN, Notes, Reading  # noqa: E402
from bot.domain.plain_text import flatten  # noqa: E402
from bot.llm.prompt_files import PromptFiles  # noqa: E402
from bot.llm.questions import opening  # noqa: E402
from bot.playground.model.answers import answer  # noqa: E402
from bot.playground.model.deceits import deceive  # noqa: E402
from bot.playground.model.lies import IN_LISTS, IN_SENTENCES, Lie  # noqa: E402
from bot.playground.model.questions import Question, read_question  # noqa: E402
from bot.playground.sample.page import full_text  # noqa: E402
from bot.playground.sample.week import Placed, open_days, place  # noqa: E402
from bot.services.note_asks import asks, read_offer  # noqa: E402
from bot.services.note_parts import write  # noqa: E402
from bot.services.note_proof import prove  # noqa: E402
from bot.services.tell_asks import TELLING, Sort, first_ask, sentences_of  # noqa: E402
from bot.services.verdicts import judge  # noqa: E402
from bot.sources.latexml import read_latexml  # noqa: E402

NOW = datetime(2026, 6, 13, 14, tzinfo=UTC)
LANGUAGES = ("ko", "zh", "ja", "es", "de", "fr", "pt")
PROMPTS = PromptFiles()
LIES = [one for one in Lie if one in IN_SENTENCES or one in IN_LISTS]
Found = tuple[str, Lie, int, list[str]]
"""Where which lie was told in how many sentences, and those that passed."""


def main() -> None:
    """Print how many lies were told and how many passed, by lie and by where they were told."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=25)
    parser.add_argument("--show", type=int, default=1, help="how many examples of what passed")
    options = parser.parse_args()
    told: Counter[tuple[Lie, str]] = Counter()
    passed: dict[tuple[Lie, str], list[str]] = defaultdict(list)
    papers = [placed for day in list(open_days(NOW))[-5:] for placed in place(day)]
    for placed in papers[: options.papers]:
        for where, lie, count, past in _lie_about(placed):
            told[lie, where] += count
            passed[lie, where] += past
    places = ("notes", *LANGUAGES)
    print(f"{'passed of told':16}" + "".join(f"{where:>11}" for where in places))
    for lie in LIES:
        cells = (f"{len(passed[lie, at])}/{told[lie, at]}" if told[lie, at] else "-" for at in places)
        print(f"{lie:16}" + "".join(f"{cell:>11}" for cell in cells))
    print(f"\nall: {sum(map(len, passed.values()))} of {sum(told.values())} passed")
    for (lie, where), past in passed.items():
        for text in past[: options.show]:
            print(f"{where} {lie}: {text}")


def _lie_about(placed: Placed) -> Iterator[Found]:
    document = read_latexml(full_text(placed).encode(), placed.id)
    assert isinstance(document, Document)
    text = flatten(document, has_appendix=False)
    prompts = PROMPTS.prompt("notes"), PROMPTS.prompt("section")
    question = _question(asks(*prompts, [write(document)], lambda: "5c0ffee5c0ffee", 8_000)[0])
    true = answer(question)
    honest = prove(text, [read_offer(true)])
    reading = Reading(Source.HTML, 1, True, None, 900, STAND_IN, "notes")
    notes = Notes(placed.id, "key", reading, honest.brief, honest.claims, honest.ideas, honest.dropped)
    for lie in LIES:
        spoilt = deceive(lie, question, true)
        if spoilt is not None and spoilt.told:
            found = prove(text, [read_offer(spoilt.answer)])
            shown = {one.text for one in (*found.claims, *filter(None, [found.brief]))}
            yield "notes", lie, len(spoilt.told), [one for one in spoilt.told if _line(one) in shown]
    for language in LANGUAGES:
        yield from _mistell(notes, language)


def _mistell(notes: Notes, language: str) -> Iterator[Found]:
    sentences = sentences_of(notes, language)
    question = _question(first_ask(TELLING, PROMPTS, language, sentences, 8_000))
    true = answer(question)
    claims = {one["n"]: one["text"] for one in true["claims"]}
    for lie in LIES:
        spoilt = deceive(lie, question, true)
        if spoilt is None:
            continue
        passed = judge(sentences, TELLING.read(spoilt.answer), language).passed
        if lie is Lie.SWAPPED:
            count = sum(one["text"] != claims[one["n"]] for one in spoilt.answer["claims"])
            under = {one: text for one, text in passed.items() if one.sort is Sort.CLAIM}
            yield language, lie, count, [t for one, t in under.items() if t != claims[one.number]]
        elif spoilt.told:
            shown = set(passed.values())
            yield language, lie, len(spoilt.told), [one for one in spoilt.told if _line(one) in shown]


def _question(ask: Ask) -> Question:
    return read_question({"messages": list(opening(ask))})


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
