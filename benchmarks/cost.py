"""What it costs in tokens to read one paper and to tell it in many languages and styles.

The real services, prompts and checks run against a scripted model that answers as a strong model did: with
the recorded notes of a real paper and their recorded Korean telling. Where no telling is recorded, sentences
that pass the gate stand in for it, and are counted at the length that a telling in that language has
(`LENGTHS`).

Tokens are estimated: four letters of European text a token, and `--per-character` tokens (0.7) for a Korean,
Chinese or Japanese character. Counted is all that is sent and answered, the answer's schema included. Nothing
is asked again: all recorded sentences pass.

    python benchmarks/cost.py [--shared ../shared] [--per-character 0.7]
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.domain.budgets import Limits, Prices  # noqa: E402 - after the path is set
from bot.domain.chats import Style  # noqa: E402
from bot.domain.documents import Document  # noqa: E402
from bot.domain.model_answers import Answer, Ask, Told, Usage  # noqa: E402
from bot.domain.papers import Paper  # noqa: E402
from bot.domain.readings import Asker  # noqa: E402
from bot.domain.summaries import Summary  # noqa: E402
from bot.domain.tokens import estimate_tokens  # noqa: E402
from bot.llm.prompt_files import PromptFiles  # noqa: E402
from bot.llm.questions import opening  # noqa: E402
from bot.playground.model.wordings import Wording  # noqa: E402
from bot.services.budget import Budget  # noqa: E402
from bot.services.interpreter import Interpreter  # noqa: E402
from bot.services.notes import NoteTaker  # noqa: E402
from bot.services.tell import Teller  # noqa: E402
from bot.sources.latexml import read_latexml  # noqa: E402
from tests.fakes import FakeClock, at  # noqa: E402
from tests.fakes_reading import FakeFullText, FakePurse, FakeShelf, Heard  # noqa: E402

PAPER = "2501.11120"
LANGUAGES = ("ko", "ja", "zh", "de", "es")
GOAL = 1.35
LENGTHS: Mapping[str, float] = {"ja": 0.55, "zh": 0.4, "de": 1.2, "es": 1.2}
"""Characters of a telling for one of its English; 0.57 in the recorded Korean one."""
PRICE_OF_AN_ANSWER = 4
"""What a token of an answer costs, in tokens of a prompt, at most servers."""
BRIEF = ("The reversal trained model can elicit the trigger in free-form text approximately 30% of the time.",
         "역전 학습한 모델은 약 30%의 비율로 트리거를 자유 형식 텍스트로 도출할 수 있다.")  # fmt: skip
IDEA = ("Asking models about behaviors that were trained into them by reinforcement learning.",
        "강화 학습으로 학습시킨 행동에 대해 모델에게 물어본다.")  # fmt: skip


@dataclass(frozen=True)
class Recording:
    """A strong model's notes of a paper, and their telling in Korean."""

    claims: Sequence[Mapping[str, Any]]
    korean: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> "Recording":
        """Read the recorded answers."""
        notes = json.loads((folder / f"notes-{PAPER}.json").read_text(encoding="utf-8"))["claims"]
        told = json.loads((folder / f"telling-ko-{PAPER}.json").read_text(encoding="utf-8"))["claims"]
        korean = {notes[one["n"] - 1]["text"]: one["text"] for one in told}
        return cls(notes, {**korean, BRIEF[0]: BRIEF[1], IDEA[0]: IDEA[1]})

    def notes(self) -> dict[str, Any]:
        """Return the answer to the question about the paper, with a brief and an idea of ours."""
        quote = next(one["quote"] for one in self.claims if "30% of the time" in one["quote"])
        return {"brief": {"text": BRIEF[0], "quotes": [quote]}, "claims": self.claims, "ideas": [IDEA[0]]}

    def telling(self, language: str, ask: Ask) -> dict[str, Any]:
        """Return the answer to the question about the sentences that stand in it."""
        parts: dict[str, list[dict[str, Any]]] = {}
        for line in ask.user.splitlines():
            if line.endswith(":"):
                parts[line] = []
            elif line:
                number, _, english = line.partition(". ")
                parts[next(reversed(parts))].append({"n": int(number), "text": self._told(english, language)})
        brief = parts.get("Brief:")
        return {
            "brief": brief[0]["text"] if brief else None,
            "claims": parts["Claims:"],
            "ideas": parts.get("Ideas:", []),
        }

    def _told(self, english: str, language: str) -> str:
        return self.korean[english] if language == "ko" else Wording.of(english, language).told()


class Scripted:
    """A model that answers as was recorded, and counts."""

    name = "scripted"

    def __init__(self, recording: Recording, per_character: float) -> None:
        self._recording, self._per_character = recording, per_character
        self.language = "ko"
        self.read: Counter[str] = Counter()
        self.written: Counter[str] = Counter()

    async def ask(self, ask: Ask) -> Answer:
        """Answer, and count what was sent and what comes back."""
        is_notes = "CLAIMS" in ask.system
        answer = self._recording.notes() if is_notes else self._recording.telling(self.language, ask)
        kind = "notes" if is_notes else self.language
        self.read[kind] += self._tokens("\n".join(str(one.get("content")) for one in opening(ask)))
        self.written[kind] += self._answered(answer, is_notes=is_notes)
        return Told(answer, Usage(self.read[kind], self.written[kind], requests=1))

    def _tokens(self, text: str) -> int:
        return estimate_tokens(text, per_character=self._per_character)

    def _answered(self, answer: Mapping[str, Any], *, is_notes: bool) -> int:
        if is_notes or self.language not in LENGTHS:
            return self._tokens(json.dumps(answer, ensure_ascii=False))
        told = [*answer["claims"], *answer["ideas"]]
        frame = json.dumps(
            {**answer, "brief": "", "claims": [{**one, "text": ""} for one in told], "ideas": []}
        )
        english = sum(map(len, self._recording.korean))
        letters = round(english * LENGTHS[self.language])
        is_dense = self.language in {"ja", "zh"}
        return self._tokens(frame) + self._tokens(("文" if is_dense else "a") * letters)


async def read_and_tell(
    document: Document, model: Scripted, languages: Sequence[str], styles: Sequence[Style]
) -> None:
    """Make the summary of a paper in each language and style, as for readers who ask one after the other."""
    shelf, clock, prompts = FakeShelf(), FakeClock(at("2026-06-12 12:00")), PromptFiles()
    budget = Budget(FakePurse(), Limits(), Prices(), clock)
    notebook = NoteTaker(
        FakeFullText(document), model, prompts, shelf, budget, clock=clock, context_tokens=128_000,
        max_output_tokens=8_000, nonce=lambda: "0123456789abcdef",
    )  # fmt: skip
    teller = Teller(notebook, Interpreter(model, prompts, budget, max_output_tokens=8_000), shelf, clock)
    paper = Paper(document.paper_id, document.title, "")
    for language in languages:
        model.language = language
        for style in styles:
            summary = await teller.summary(paper, language, style, Asker(), Heard())
            assert isinstance(summary, Summary), summary
            assert summary.kept == summary.offered, f"{summary.kept} of {summary.offered} in {language}"


def measure(document: Document, recording: Recording, per_character: float, what: str) -> None:
    """Print what the paper costs in one language and style, and in all."""
    models = [Scripted(recording, per_character) for _ in range(2)]
    asyncio.run(read_and_tell(document, models[0], LANGUAGES[:1], [Style.BRIEF]))
    asyncio.run(read_and_tell(document, models[1], LANGUAGES, list(Style)))
    one, many = models
    print(f"\n{what}")
    for kind in ("notes", *LANGUAGES):
        print(f"  {kind:6} {many.read[kind]:7,} read {many.written[kind]:6,} written")
    for weight, unit in (
        (1, "tokens"),
        (PRICE_OF_AN_ANSWER, f"tokens, those of answers {PRICE_OF_AN_ANSWER}-fold"),
    ):
        costs = [each.read.total() + weight * each.written.total() for each in (one, many)]
        verdict = f", goal {GOAL}" if weight == 1 else ""
        print(
            f"  one language, one style: {costs[0]:,}; five languages, three styles: {costs[1]:,} {unit}: "
            f"{costs[1] / costs[0]:.2f}-fold{verdict} (15 readings: {15 * costs[0]:,})"
        )
    told = [model.read.total() + model.written.total() - _notes(model) for model in models]
    print(f"  readings of {(told[1] - GOAL * told[0]) / (GOAL - 1):,.0f} tokens and more keep to the goal")


def _notes(model: Scripted) -> int:
    return model.read["notes"] + model.written["notes"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--per-character", type=float, default=0.7)
    chosen = parser.parse_args()
    page = chosen.shared / "data" / "arxiv" / "html" / f"{PAPER}v1.html"
    if not page.is_file():
        sys.exit(f"no recorded paper and answers below {chosen.shared}: name their folder with --shared")
    recording = Recording.of(chosen.shared / "data" / "model")
    document = read_latexml(page.read_bytes(), PAPER)
    assert isinstance(document, Document)
    measure(document, recording, chosen.per_character, f"{PAPER} as it is read: its body")
    whole = replace(document, sections=tuple(replace(one, is_appendix=False) for one in document.sections))
    measure(whole, recording, chosen.per_character, f"{PAPER} with its appendices, as a longer paper")


if __name__ == "__main__":
    main()
