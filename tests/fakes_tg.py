"""Readings with a memory for the conversation: they take as long, and fail, as they are told."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.chats import Style
from bot.domain.documents import Source
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.papers import Paper
from bot.domain.readings import Asker, Fetching, Obstacle, Stage, Unread
from bot.domain.sentences import split
from bot.domain.summaries import SentencePair, Summary, Telling, Translation, arrange
from bot.services.reading_ports import Watch

READING = Reading(Source.HTML, 1, is_whole=True, pages=None, words=9_000, model="reader-1", prompt="notes-1")
ENGLISH = {
    Facet.GOAL: "Knot moors a boat without a crew.",
    Facet.MOTIVATION: "Crews of two cost 40% of a ferry's running costs.",
    Facet.CONTRIBUTION: "A planner that needs a single camera.",
    Facet.METHOD: "It reads the wind from 1.3B frames of video.",
    Facet.RESULT: "It moors in 3.2 seconds, against 9 seconds before.",
}
KOREAN = {
    Facet.GOAL: "Knot은 선원 없이 배를 댄다.",
    Facet.MOTIVATION: "선원 두 명이 여객선 운영비의 40%를 차지한다.",
    Facet.CONTRIBUTION: "카메라 한 대만 쓰는 계획기를 만들었다.",
    Facet.METHOD: "영상 13억 프레임에서 바람을 읽는다.",
    Facet.RESULT: "9초 걸리던 접안을 3.2초에 끝낸다.",
}
BRIEF = {"en": "Moors a boat in 3.2 seconds with one camera.", "ko": "카메라 한 대로 배를 3.2초 만에 댄다."}


def evidence(text: str, anchor: str = "S3.p1") -> Evidence:
    return Evidence(f"As we show, {text[:1].lower()}{text[1:]}", 0, len(text), "3 Mooring", anchor)


def notes(paper_id: str, texts: Mapping[Facet, str] | None = None, each: int = 1, **fields: object) -> Notes:
    """Invent notes with `each` claims of every facet that has a text."""
    claims = []
    for facet, text in (ENGLISH if texts is None else texts).items():
        for _ in range(each):
            claims.append(Claim(len(claims) + 1, facet, text, (evidence(text),)))
    made = Notes(
        paper_id,
        f"notes:{paper_id}",
        READING,
        Claim(0, Facet.RESULT, BRIEF["en"], (evidence(BRIEF["en"]),)),
        tuple(claims),
        ("Moor two boats at once.",),
        (Dropped(Flaw.NUMBER, Facet.LIMITATION), Dropped(Flaw.QUOTE, Facet.RESULT)),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def telling(of: Notes, language: str) -> Telling:
    """Tell notes of this module in Korean or English."""
    if language == "en":
        return Telling.in_english(of)
    claims = {one.number: KOREAN[one.facet] for one in of.claims}
    return Telling(
        of.key, language, BRIEF[language] if of.brief else None, claims, ("배 두 척을 함께 댄다.",)
    )


class FakeReadings:
    """Readings that hold until they are let go, and remember who asked for what."""

    def __init__(self) -> None:
        self.has_model = True
        self.asked: list[tuple[str, str, Asker]] = []
        self.shelf: dict[tuple[str, str], tuple[Notes, Telling]] = {}
        self.unread: Unread | None = None
        self.stages: Sequence[Stage] = ()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.untold: frozenset[int] = frozenset()

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        self.asked.append((paper.id, language, asker))
        if not self.has_model:
            return Unread(Obstacle.NO_MODEL)
        for stage in (Fetching(), *self.stages):
            await watch(stage)
        await self.go_on.wait()
        if self.unread is not None:
            return self.unread
        self.shelve(paper.id, language)
        return arrange(*self.shelf[paper.id, language], style)

    async def translation(
        self, paper: Paper, language: str, asker: Asker, watch: Watch
    ) -> Translation | Unread:
        self.asked.append((paper.id, language, asker))
        for stage in self.stages:
            await watch(stage)
        await self.go_on.wait()
        if self.unread is not None or not self.has_model:
            return self.unread or Unread(Obstacle.NO_MODEL)
        sources = [one.text for one in split(paper.abstract)]
        pairs = [
            SentencePair(one, None if n in self.untold else f"{n}번째 문장이다.")
            for n, one in enumerate(sources, 1)
        ]
        return Translation(paper.id, language, tuple(pairs), "reader-1")

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        return {one: self.shelf[one, language] for one in paper_ids if (one, language) in self.shelf}

    def shelve(self, paper_id: str, language: str = "en") -> None:
        """Have a paper been read and told before."""
        made = notes(paper_id)
        self.shelf[paper_id, "en"] = (made, Telling.in_english(made))
        self.shelf[paper_id, language] = (made, telling(made, language))
