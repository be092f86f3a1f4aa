"""Invented papers, read and told, and readings with a memory."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.calendar import Edition
from bot.domain.chats import Style
from bot.domain.documents import Source
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.papers import Listed, Paper
from bot.domain.publications import Entry, Publication
from bot.domain.readings import Asker, Obstacle, Unread
from bot.domain.sentences import split
from bot.domain.summaries import SentencePair, Summary, Telling, Translation, arrange
from bot.services.reading_ports import Watch

READ = Reading(Source.HTML, 2, True, None, 9_000, "strong-1", "notes-1")
NO_MODEL = Unread(Obstacle.NO_MODEL)
DOWN = Unread(Obstacle.MODEL_DOWN)
PAPER = Paper(
    "2509.22622",
    "LongVideo: Real-time\n  Generation of $10^{2}$-minute Films",
    "We present LongVideo. It tunes a 1.3B-parameter model in 32 GPU-days.\n  It runs at 20.7 FPS.",
    ("Ada van der Example", "Kim Min-su", "The LongVideo Team"),
    datetime(2025, 9, 26, tzinfo=UTC),
    ai_summary="LongVideo makes long films in real time.",
    organization="Example Labs",
    code_url="https://code.example/long_video",
    code_stars=1100,
)


def evidence(quote: str, anchor: str = "S1.p1", section: str = "1 Introduction") -> Evidence:
    return Evidence(quote, 0, len(quote), section, anchor)


def claim(number: int, facet: Facet, text: str) -> Claim:
    return Claim(number, facet, text, (evidence(f"As we say: {text}"),))


def notes(paper: Paper = PAPER, reading: Reading = READ, facets: Iterable[Facet] = Facet) -> Notes:
    claims = tuple(
        claim(number, facet, f"Its {facet} is number {number}.")
        for number, facet in enumerate(facets, start=1)
    )
    brief = Claim(
        0,
        Facet.RESULT,
        "LongVideo runs at 20.7 FPS.",
        (evidence("It runs at 20.7 FPS."), evidence("32 GPU-days")),
    )
    return Notes(
        paper.id,
        f"notes:{paper.id}",
        reading,
        brief,
        claims,
        ("Try it on animals.",),
        (Dropped(Flaw.NUMBER, Facet.LIMITATION),),
    )


def telling(taken: Notes, language: str = "en") -> Telling:
    if language == "en":
        return Telling.in_english(taken)
    told = {one.number: f"{one.number}번 {one.facet} 문장이다." for one in taken.claims}
    return Telling(taken.key, language, "LongVideo는 20.7 FPS로 실행된다.", told, ("동물에 시험해 본다.",))


def summary(
    paper: Paper = PAPER, style: Style = Style.SECTIONS, language: str = "en", **changes: Notes
) -> Summary:
    taken = changes.get("notes") or notes(paper)
    return arrange(taken, telling(taken, language), style)


def translation(paper: Paper = PAPER, language: str = "ko", missing: Iterable[int] = ()) -> Translation:
    pairs = tuple(
        SentencePair(one.text, None if index in set(missing) else f"{index}번째 문장이다.")
        for index, one in enumerate(split(" ".join(paper.abstract.split())), start=1)
    )
    return Translation(paper.id, language, pairs, "strong-1")


def entry(place: int = 1, paper: Paper = PAPER, **told: object) -> Entry:
    return replace(Entry(place, Listed(paper, 122 - place, 3)), **told)  # type: ignore[arg-type]


def publication(*entries: Entry, **changes: object) -> Publication:
    whole = Publication(
        edition=Edition.daily(date(2025, 9, 29)),
        captured_at=datetime(2025, 9, 30, 2, 45, tzinfo=UTC),
        is_open=False,
        source="huggingface",
        total=42,
        language="en",
        style=Style.SECTIONS,
        has_model=True,
        entries=entries or (entry(summary=summary()),),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


class FakeReadings:
    """Reads every paper at once, unless told what to answer; remembers who asked for what."""

    def __init__(self, *, has_model: bool = True) -> None:
        self._has_model = has_model
        self.answers: dict[str, Unread] = {}
        self.shelf: dict[str, tuple[Notes, Telling]] = {}
        self.asked: list[tuple[str, str, Style | None, Asker]] = []

    @property
    def has_model(self) -> bool:
        return self._has_model

    async def summary(
        self, paper: Paper, language: str, style: Style, asker: Asker, watch: Watch
    ) -> Summary | Unread:
        self.asked.append((paper.id, language, style, asker))
        return self._trouble(paper) or summary(paper, style, language)

    async def translation(
        self, paper: Paper, language: str, asker: Asker, watch: Watch
    ) -> Translation | Unread:
        self.asked.append((paper.id, language, None, asker))
        return self._trouble(paper) or translation(paper, language)

    async def known(self, paper_ids: Iterable[str], language: str) -> Mapping[str, tuple[Notes, Telling]]:
        return {one: self.shelf[one] for one in paper_ids if one in self.shelf}

    def _trouble(self, paper: Paper) -> Unread | None:
        return NO_MODEL if not self._has_model else self.answers.get(paper.id) or self.answers.get("*")
