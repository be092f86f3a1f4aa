"""An invented paper's notes, and a model that tells them rightly until it is told otherwise."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.documents import Source
from bot.domain.model_answers import Answer, Ask, Told, Usage
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Unread
from bot.services.reading_ports import Watch
from tests.fakes_reading import USAGE

BRIEF = (
    "Stretches a 1.3B short-clip model to minute-long video in 32 GPU-days and runs at 20.7 FPS on one H100.",
    "13억 파라미터 모델을 32 GPU-일 만에 분 단위 영상으로 늘려 H100 한 대에서 20.7 FPS로 생성한다.",
)
CLAIMS: tuple[tuple[Facet, str, str], ...] = (
    (
        Facet.GOAL,
        "Generates long videos in real time while the user changes the prompt.",
        "사용자가 도중에 프롬프트를 바꿔도 긴 영상을 실시간으로 생성한다.",
    ),
    (
        Facet.METHOD,
        "KV-recache refreshes the cached states with the new prompt.",
        "KV-recache로 캐시된 상태를 새 프롬프트에 맞게 다시 계산한다.",
    ),
    (
        Facet.TRAINING,
        "Fine-tunes a 1.3B-parameter model in 32 GPU-days.",
        "13억 파라미터 모델을 32 GPU-일 동안 파인튜닝한다.",
    ),
    (
        Facet.RESULT,
        "Sustains 20.7 FPS on a single H100.",
        "H100 한 대에서 20.7 FPS를 유지한다.",
    ),
    (
        Facet.RESULT,
        "INT8 quantization does not degrade quality by more than 0.4 points.",
        "INT8 양자화를 적용해도 품질이 0.4점 넘게 떨어지지 않는다.",
    ),
    (
        Facet.LIMITATION,
        "The model cannot exceed the quality of its base model.",
        "모델의 품질은 기반 모델을 넘지 못한다.",
    ),
)
IDEA = ("Trying the same cache refresh for audio.", "같은 캐시 갱신 방식을 오디오에도 적용해 본다.")


def notes(key: str = "notes-of-one", *, has_brief: bool = True, dropped: tuple[Dropped, ...] = ()) -> Notes:
    """Invent notes in English."""
    claims = tuple(
        Claim(number, facet, english, (Evidence(english, number * 100, number * 100 + len(english)),))
        for number, (facet, english, _) in enumerate(CLAIMS, 1)
    )
    brief = Claim(0, Facet.CONTRIBUTION, BRIEF[0], (Evidence(BRIEF[0], 0, len(BRIEF[0])),))
    reading = Reading(Source.HTML, 1, is_whole=True, pages=None, words=9_000, model="m", prompt="notes-1")
    return Notes("2509.22622", key, reading, brief if has_brief else None, claims, (IDEA[0],), dropped)


DROPPED = Dropped(Flaw.QUOTE, Facet.DATA, "its quote does not stand in the paper")


def right() -> dict[str, Any]:
    """Return the right answer, as Korean."""
    return {
        "brief": BRIEF[1],
        "claims": [{"n": number, "text": korean} for number, (*_, korean) in enumerate(CLAIMS, 1)],
        "ideas": [{"n": 1, "text": IDEA[1]}],
    }


def wrong(number: int, text: str | None) -> dict[str, Any]:
    """Return the right answer with one claim told as `text`, or not at all."""
    answer = right()
    answer["claims"] = [
        one if one["n"] != number else {"n": number, "text": text}
        for one in answer["claims"]
        if one["n"] != number or text is not None
    ]
    return answer


def again(*texts: str) -> Told:
    """Return the answer to the second question, with sentences in the order of that question."""
    return Told({"sentences": [{"n": n, "text": text} for n, text in enumerate(texts, 1)]}, USAGE)


def fitting(telling: Mapping[str, Any]) -> Callable[[Ask], Answer]:
    """Return what answers a part of the sentences with the part of the right answer that was asked for."""

    def answer(ask: Ask) -> Answer:
        asked = ask.user
        return Told(
            {
                "brief": telling["brief"] if BRIEF[0] in asked else None,
                "claims": [one for one in telling["claims"] if CLAIMS[one["n"] - 1][1] in asked],
                "ideas": telling["ideas"] if IDEA[0] in asked else [],
            },
            Usage(100, 50, requests=1),
        )

    return answer


class FakeNotebook:
    """Notes that it was given, whatever paper is asked for."""

    def __init__(self, taken: Notes | Unread) -> None:
        self.taken = taken

    async def take(self, paper: Paper, asker: Asker, on_stage: Watch) -> Notes | Unread:
        return self.taken
