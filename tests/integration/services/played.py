"""Answers as models gave them, played the program's own way: from the question to what readers see.

The papers are those of the sample week; the answers lie in tests/fixtures/answers. Those that begin with
`bad-` are good ones with sentences changed as careless models change them; each tells which are false.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.budgets import Limits, Prices
from bot.domain.documents import Document
from bot.domain.hygiene import clean
from bot.domain.model_answers import Answer, Ask, Told, Usage
from bot.domain.notes import Notes
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Obstacle, Unread
from bot.domain.summaries import Telling, Translation
from bot.llm.prompt_files import PromptFiles
from bot.playground.sample.page import full_text
from bot.playground.sample.week import place
from bot.services.budget import Budget
from bot.services.interpreter import Interpreter
from bot.services.notes import NoteTaker
from bot.services.tell import Teller
from bot.services.translate import Translator, sentences_of
from bot.sources.latexml import read_latexml
from tests.fakes import FakeClock, at
from tests.fakes_reading import FakeFullText, FakeModel, FakePurse, FakeShelf, Heard
from tests.fakes_telling import FakeNotebook

ANSWERS = Path(__file__).parents[2] / "fixtures" / "answers"
TITLES = {"saltmarsh": "Saltmarsh", "lantern": "The Lantern Report"}
MONDAY = date(2026, 6, 8)
USAGE = Usage(2_500, 2_000, requests=1)
SORTS = ("claims", "ideas", "sentences")

Items = Mapping[str, str]
"""Sentences by what they are called in fixtures: `brief`, `claims 3`, `ideas 1`, `sentences 2`."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A careless model's answer.

    Attributes:
        name: its file, without `bad-` and its ending.
        about: what such a model does.
        paper: the paper that it is about.
        step: `notes`, `tell` or `translate`.
        language: the language that it is in.
        base: the good answer that it was.
        changed: what is otherwise in it, by item; in notes the fields of claims.
        false: what must not be shown as it stands, and why.
        poor: what is true and clumsy: the gate judges no style.
        known_gaps: those of `false` that get through all the same, and why.
        mended: those of `false` that are shown with their numbers put right, as they are shown then.
        kept_at_least: how many items that are not false are shown.
    """

    name: str
    about: str
    paper: str
    step: str
    language: str
    base: str
    changed: Mapping[str, Any]
    false: Mapping[str, str]
    known_gaps: Mapping[str, str]
    mended: Mapping[str, str]
    kept_at_least: int
    poor: Mapping[str, str] = field(default_factory=dict)

    @property
    def answer(self) -> dict[str, Any]:
        """The whole answer."""
        made = load(self.base)
        for item, change in self.changed.items():
            sort, _, number = item.partition(" ")
            index = int(number or 1) - 1
            if sort == "brief":
                made["brief"] = {**made["brief"], **change} if isinstance(change, dict) else change
            elif sort == "ideas" and self.step == "notes":
                made["ideas"][index] = change
            elif index == len(made[sort]):
                made[sort].append(change)
            else:
                made[sort][index] |= change if isinstance(change, dict) else {"text": change}
        return made


def load(name: str) -> dict[str, Any]:
    """Return an answer by its file's name."""
    found: dict[str, Any] = json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def bad_answers() -> list[Bad]:
    """Return all careless answers."""
    files = sorted(ANSWERS.glob("bad-*.json"))
    return [
        Bad(one.stem.removeprefix("bad-"), **json.loads(one.read_text(encoding="utf-8"))) for one in files
    ]


def read(slug: str) -> tuple[Paper, Document]:
    """Return a paper of the sample week and its full text, as the program reads it."""
    placed = next(one for one in place(MONDAY) if one.manuscript.title.startswith(TITLES[slug]))
    found = read_latexml(full_text(placed).encode(), placed.id)
    assert isinstance(found, Document)
    return Paper(placed.id, placed.manuscript.title, placed.manuscript.abstract), clean(found)


async def take(slug: str, answer: Mapping[str, Any]) -> Notes:
    """Return the notes that an answer becomes."""
    paper, document = read(slug)
    clock = FakeClock(at("2026-06-09 12:00"))
    taker = NoteTaker(
        FakeFullText(document),
        FakeModel(Told(dict(answer), USAGE)),
        PromptFiles(),
        FakeShelf(),
        _budget(clock),
        clock=clock,
        context_tokens=128_000,
        max_output_tokens=8_000,
        nonce=lambda: "7f3a9c1e5b20d864",
    )
    found = await taker.take(paper, Asker(), Heard())
    assert isinstance(found, Notes)
    return found


async def tell(slug: str, language: str, answer: Mapping[str, Any], again: Answer | None = None) -> Telling:
    """Return the telling that an answer becomes; asked again, the model answers `again`, else the same."""
    notes = await take(slug, load(f"notes-{slug}"))
    english = items({"brief": notes.brief.text if notes.brief else None, "claims": notes.claims}) | {
        f"ideas {number}": idea for number, idea in enumerate(notes.ideas, 1)
    }
    clock = FakeClock(at("2026-06-09 12:00"))
    interpreter = _interpreter(answer, english, clock, again)
    found = await Teller(FakeNotebook(notes), interpreter, FakeShelf(), clock).telling(
        notes, language, Asker(), Heard()
    )
    assert isinstance(found, Telling)
    return found


async def translate(slug: str, language: str, answer: Mapping[str, Any]) -> Translation:
    """Return the translation of the abstract that an answer becomes."""
    paper, _ = read(slug)
    english = {f"sentences {n}": text for n, text in enumerate(sentences_of(paper.abstract), 1)}
    clock = FakeClock(at("2026-06-09 12:00"))
    translator = Translator(_interpreter(answer, english, clock), FakeShelf(), clock)
    found = await translator.translation(paper, language, Asker(), Heard())
    return Translation(paper.id, language, (), "") if found == Unread(Obstacle.UNPROVEN) else _whole(found)


async def play(bad: Bad) -> dict[str, str]:
    """Return what readers see of a careless answer, by item."""
    said = items(bad.answer)
    if bad.step == "notes":
        notes = await take(bad.paper, bad.answer)
        shown = [one.text for one in notes.claims] + list(notes.ideas)
        found = {name: text for name, text in reversed(said.items()) if name != "brief" and text in shown}
        found = {name: text for text, name in {text: name for name, text in found.items()}.items()}
        return found | ({"brief": notes.brief.text} if notes.brief else {})
    if bad.step == "translate":
        pairs = (await translate(bad.paper, bad.language, bad.answer)).pairs
        return {f"sentences {n}": one.target for n, one in enumerate(pairs, 1) if one.target is not None}
    telling = await tell(bad.paper, bad.language, bad.answer)
    told = {f"claims {number}": text for number, text in telling.claims.items()}
    ideas = {name: text for name, text in said.items() if name.startswith("ideas") and text in telling.ideas}
    return told | ideas | ({"brief": telling.brief} if telling.brief else {})


def items(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentences of an answer, or of notes, by what they are called."""
    brief = answer.get("brief")
    found = {"brief": brief["text"] if isinstance(brief, dict) else brief} if brief else {}
    for sort in SORTS:
        for number, one in enumerate(answer.get(sort, ()), 1):
            text = one if isinstance(one, str) else one["text"] if isinstance(one, dict) else one.text
            found[f"{sort} {number}"] = " ".join(text.split())
    return found


def _interpreter(
    answer: Mapping[str, Any], english: Items, clock: FakeClock, again: Answer | None = None
) -> Interpreter:
    model = FakeModel(Told(dict(answer), USAGE), again or _stubborn(answer, english))
    return Interpreter(model, PromptFiles(), _budget(clock), max_output_tokens=8_000)


def _stubborn(answer: Mapping[str, Any], english: Items) -> Callable[[Ask], Answer]:
    """Return a model that, asked again, says the same once more."""
    said = items(answer)

    def repeat(ask: Ask) -> Answer:
        asked = re.findall(r"^(\d+)\. English: (.+)$", ask.user, re.MULTILINE)
        names = {text: name for name, text in english.items()}
        same = [{"n": int(n), "text": said[names[text]]} for n, text in asked if names[text] in said]
        return Told({"sentences": same}, USAGE)

    return repeat


def _budget(clock: FakeClock) -> Budget:
    return Budget(FakePurse(), Limits(), Prices(), clock)


def _whole(found: Translation | Unread) -> Translation:
    assert isinstance(found, Translation)
    return found
