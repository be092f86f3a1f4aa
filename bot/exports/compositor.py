"""The compositor: puts one paper's page together."""

from datetime import UTC

from bot.domain.chats import Style
from bot.domain.extract import Origin, brief
from bot.domain.notes import Evidence
from bot.domain.papers import Listed, Paper
from bot.domain.publications import Entry, Late
from bot.domain.readings import Unread
from bot.domain.summaries import Heading, Line, Part, Summary, Translation
from bot.exports import lines
from bot.exports.lines import line
from bot.exports.notices import Obstacles, heading, notices
from bot.exports.pages import Abstract, Chapter, Page, Pair, Passage, Quote, Sentence
from bot.words.authors import authors
from bot.words.texts import Texts

LEAD_CHARACTERS = 220
_INTRODUCTION = (Heading.GOAL, Heading.MOTIVATION, Heading.CONTRIBUTION)


def page(
    words: Texts,
    entry: Entry,
    number: int,
    *,
    style: Style | None = None,
    has_evidence: bool = False,
    has_links: bool = True,
    untold: Obstacles = frozenset(),
) -> Page:
    """Return what a file says about a paper.

    Args:
        words: the language.
        entry: the paper.
        number: its place in the file.
        style: how much of each paper the file tells; None where it tells no summaries.
        has_evidence: whether the quotes behind each sentence are wanted.
        has_links: whether the paper stands anywhere that a link could lead to.
        untold: obstacles that are told elsewhere already.
    """
    paper = entry.listed.paper
    summary = entry.summary if isinstance(entry.summary, Summary) else None
    told = _Told(words, summary, number, has_evidence=has_evidence, has_links=has_links) if summary else None
    lead, label = told.lead if told else None, ""
    is_abstract_shown = summary is None and style is not Style.BRIEF
    if style is not None and (summary is None or summary.is_empty):
        own = brief(paper, LEAD_CHARACTERS)
        lead = Sentence(line(own.text)) if own.text else None
        label = _origin(words, own.origin)
        is_abstract_shown &= own.origin is not Origin.ABSTRACT
    is_abstract_shown |= entry.translation is not None
    return Page(
        number=number,
        title=lines.title(paper),
        url=lines.arxiv(paper) if has_links else "",
        links=_links(words, paper) if has_links else (),
        facts=_facts(words, entry.listed),
        lead=lead,
        lead_label=label if lead else "",
        chapters=told.chapters if told else (),
        abstract=_abstract(words, paper, entry.translation) if is_abstract_shown else None,
        foot=tuple(notices(words, entry, untold)),
    )


def _links(words: Texts, paper: Paper) -> tuple[tuple[str, str], ...]:
    found = (
        ("arXiv", lines.arxiv(paper)),
        ("alphaXiv", words.label("card.alphaxiv", id=paper.id)),
        ("Hugging Face", f"https://huggingface.co/papers/{paper.id}"),
        (words.label("card.code"), lines.web(paper.code_url)),
        (words.label("card.project"), lines.web(paper.project_url)),
    )
    return tuple((name, url) for name, url in found if url)


def _facts(words: Texts, listed: Listed) -> str:
    paper = listed.paper
    published = paper.published_at
    facts = (
        authors(words, map(line, paper.authors)),
        line(paper.organization or ""),
        words.day_short(published.astimezone(UTC).date(), has_year=True) if published else "",
        words.label("paper.votes", votes=listed.votes),
        "" if paper.code_stars is None else words.label("paper.stars", stars=words.compact(paper.code_stars)),
    )
    return " · ".join(fact for fact in facts if fact)


def _origin(words: Texts, origin: Origin) -> str:
    key = "paper.origin_huggingface" if origin is Origin.HUGGINGFACE else "paper.origin_abstract"
    return words.label(key)


def _abstract(words: Texts, paper: Paper, told: Translation | Unread | Late | None) -> Abstract | None:
    whole = line(paper.abstract)
    if isinstance(told, Translation) and told.kept:
        pairs = tuple(Pair(line(one.source), line(one.target) if one.target else None) for one in told.pairs)
        return Abstract(words.label("export.abstract_told"), pairs=pairs)
    if not whole:
        return None
    return Abstract(words.label("export.abstract"), text=whole)


class _Told:
    """A summary's parts as chapters."""

    def __init__(
        self, words: Texts, summary: Summary, number: int, *, has_evidence: bool, has_links: bool
    ) -> None:
        self._words, self._summary = words, summary
        self._number, self._has_evidence, self._has_links = number, has_evidence, has_links

    @property
    def lead(self) -> Sentence | None:
        return self._sentence(self._summary.brief) if self._summary.brief else None

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        told = [part for part in self._summary.parts if part.lines]
        opening = [self._passage(part) for part in told if part.heading in _INTRODUCTION]
        chapters = [Chapter(self._words.label("summary.introduction"), tuple(opening), is_list=True)]
        chapters = chapters if opening else []
        is_numbered = any(one.heading is Heading.PROBLEM for one in self._summary.parts)
        for part in told:
            if part.heading in _INTRODUCTION:
                continue
            passage = Passage("", self._passage(part).sentences)
            name = heading(self._words, self._summary, part.heading)
            chapters.append(Chapter(name, (passage,), is_list=is_numbered))
        return tuple(chapters)

    def _passage(self, part: Part) -> Passage:
        name = heading(self._words, self._summary, part.heading)
        return Passage(name, tuple(self._sentence(one) for one in part.lines))

    def _sentence(self, told: Line) -> Sentence:
        if told.claim is None or not self._has_evidence:
            return Sentence(line(told.text))
        quotes = tuple(self._quote(one) for one in told.claim.evidence)
        return Sentence(line(told.text), f"{self._number}-{told.claim.number}" if quotes else "", quotes)

    def _quote(self, evidence: Evidence) -> Quote:
        url = lines.place(self._summary.paper_id, self._summary.reading, evidence) if self._has_links else ""
        return Quote(line(evidence.quote), line(evidence.section), url)
