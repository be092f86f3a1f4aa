"""Real papers, as recorded: what a document keeps of them, and how they come over HTTP."""

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from bot.domain.documents import Document, Lack, Source, Table, Why
from bot.domain.papers import Paper
from bot.domain.plain_text import flatten
from bot.sources.arxiv_texts import ArxivTexts
from bot.sources.full_text import ArxivFullText
from bot.sources.latexml import read_latexml
from bot.sources.pace import Pace
from bot.sources.pdf import read_pdf
from bot.sources.pdf_pages import read_pages
from bot.store import SqlStore
from tests.conftest import Upstream
from tests.integration.sources.loopback import Clock
from tests.kept import Kept, kept_of_page, kept_of_pdf

pytestmark = pytest.mark.recorded

PAGES = ["1706.03762v7.html", "2501.11120v1.html"]
PDFS = ["1706.03762.pdf", "2501.10120v1.pdf"]
MOST_LOST = 0.01


@pytest.fixture
def arxiv(shared: Path) -> Path:
    return shared / "data" / "arxiv"


def of_page(arxiv: Path, name: str) -> Document:
    found = read_latexml((arxiv / "html" / name).read_bytes(), name[:10])
    assert isinstance(found, Document)
    return found


def of_pdf(arxiv: Path, name: str) -> Document:
    found = read_pdf(read_pages((arxiv / "pdf" / name).read_bytes()), name[:10])
    assert isinstance(found, Document)
    return found


def raw(arxiv: Path, name: str) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(arxiv / "pdf" / name)]


def hold(kept: Kept) -> None:
    assert kept.words > 3_000
    assert kept.numbers > 300
    assert kept.share >= 1 - MOST_LOST, kept.lost_words.most_common(20)
    assert not kept.lost_numbers


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_words_and_all_its_numbers(arxiv: Path, name: str) -> None:
    hold(kept_of_page(of_page(arxiv, name), (arxiv / "html" / name).read_text()))


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_keeps_its_words_and_all_its_numbers(arxiv: Path, name: str) -> None:
    hold(kept_of_pdf(of_pdf(arxiv, name), raw(arxiv, name)))


def test_little_is_left_out_but_references_and_thanks(arxiv: Path) -> None:
    """What is kept apart is no way to keep a high share: the body is nearly all of what is not references."""
    for document in [*(of_page(arxiv, name) for name in PAGES), *(of_pdf(arxiv, name) for name in PDFS)]:
        apart = {one.why: one.words for one in document.left_out}
        others = sum(words for why, words in apart.items() if why is not Why.REFERENCES)
        assert 500 < apart[Why.REFERENCES] < 2_500
        assert others < 300
        assert not document.counts[Why.HIDDEN]
        assert not document.counts[Why.INSTRUCTIONS]


def test_a_measure_that_could_not_fail_would_be_none(arxiv: Path) -> None:
    """Without one table, the numbers are missed."""
    document = of_page(arxiv, PAGES[0])
    first = next(
        (section, block)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    )
    sections = tuple(
        type(one)(
            one.title, one.level, one.anchor, tuple(block for block in one.blocks if block is not first[1])
        )
        for one in document.sections
    )
    poorer = Document(document.paper_id, document.source, sections, left_out=document.left_out)
    kept = kept_of_page(poorer, (arxiv / "html" / PAGES[0]).read_text())
    assert kept.lost_words


def test_sections_tables_and_stamps_are_those_of_the_papers(arxiv: Path) -> None:
    attention = of_page(arxiv, PAGES[0])
    assert (attention.version, attention.dated) == (7, date(2023, 8, 2))
    assert attention.title == "Attention Is All You Need"
    titles = [one.title for one in attention.sections if one.level == 1 and not one.is_appendix]
    assert titles == ["Abstract", "1 Introduction", "2 Background", "3 Model Architecture",
                      "4 Why Self-Attention", "5 Training", "6 Results", "7 Conclusion"]  # fmt: skip
    tables = [block for section in attention.sections for block in section.blocks if isinstance(block, Table)]
    assert [one.anchor for one in tables] == ["S4.T1", "S6.T2", "S6.T3", "S6.T4"]
    assert (of_page(arxiv, PAGES[1]).version, of_pdf(arxiv, PDFS[1]).version) == (1, 1)


def test_the_same_sections_are_found_in_page_and_pdf(arxiv: Path) -> None:
    def numbered(document: Document) -> list[str]:
        return [one.title for one in document.sections if one.title[:1].isdigit()]

    assert numbered(of_pdf(arxiv, PDFS[0])) == numbered(of_page(arxiv, PAGES[0]))


def test_every_quote_of_a_strong_model_is_found_with_its_place(shared: Path, arxiv: Path) -> None:
    claims = json.loads((shared / "data" / "model" / "notes-2501.11120.json").read_text())["claims"]
    plain = flatten(of_page(arxiv, PAGES[1]))
    letters = [(letter, at) for at, letter in enumerate(plain.text) if letter.isalnum()]
    squeezed = "".join(letter for letter, _ in letters)
    assert len(claims) == 30
    for claim in claims:
        at = squeezed.find("".join(letter for letter in claim["quote"] if letter.isalnum()))
        assert at >= 0, claim["quote"]
        place = plain.place(letters[at][1])
        assert place is not None
        assert place.section.split()[0].lower() in claim["place"].lower()


@pytest.fixture
async def texts(upstream: Upstream, clock: Clock, tmp_path: Path) -> AsyncIterator[ArxivFullText]:
    store = await SqlStore.open(f"sqlite:///{tmp_path / 'paperboy.db'}")
    pace = Pace.for_arxiv(clock.now, sleep=clock.sleep)
    opened = ArxivFullText(
        ArxivTexts(upstream.url, "", clock.now, pace, sleep=clock.sleep), store.texts, clock.now
    )
    yield opened
    await opened.close()
    await store.close()


def paper(paper_id: str) -> Paper:
    return Paper(paper_id, "A title", "An abstract with 7.5 words.")


def asked(upstream: Upstream) -> list[str]:
    return [one["path"] for one in upstream.log()]


async def test_a_paper_with_html_is_read_from_it(texts: ArxivFullText, upstream: Upstream) -> None:
    document = await texts.read(paper("2501.11120"))
    assert (document.source, document.version) == (Source.HTML, 1)
    assert await texts.read(paper("2501.11120")) == document
    assert asked(upstream) == ["/html/2501.11120"]


async def test_a_paper_without_html_is_read_from_its_pdf(texts: ArxivFullText, upstream: Upstream) -> None:
    document = await texts.read(paper("2501.10120"))
    assert (document.source, document.version) == (Source.PDF, 1)
    assert document.shortfalls[0].lack is Lack.ABSENT
    assert asked(upstream) == ["/html/2501.10120", "/pdf/2501.10120"]


async def test_a_failed_conversion_without_a_pdf_leaves_the_abstract(texts: ArxivFullText) -> None:
    document = await texts.read(paper("2608.30667"))
    assert document.source is Source.ABSTRACT
    assert [one.lack for one in document.shortfalls] == [Lack.FAILED, Lack.ABSENT]


async def test_an_unknown_paper_leaves_the_abstract(texts: ArxivFullText) -> None:
    document = await texts.read(paper("2412.99999"))
    assert document.source is Source.ABSTRACT
    assert document.is_final


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Retry-After": "2"}},
        {"status": 503, "headers": {"Retry-After": "2"}},
        {"status": 500},
        {"drop": True},
        {"status": 200, "delay_s": 0.3},
    ],
    ids=["429", "503", "500", "drop", "slow"],
)
async def test_one_stumble_changes_nothing(
    texts: ArxivFullText, upstream: Upstream, fault: dict[str, object]
) -> None:
    upstream.fault("/html/", **fault)
    document = await texts.read(paper("1706.03762"))
    assert document.source is Source.HTML
    assert document.shortfalls == ()


@pytest.mark.parametrize(
    "fault", [{"status": 500}, {"drop": True}, {"status": 200, "body": "<html>portal</html>"}]
)
async def test_lasting_trouble_with_html_leads_to_the_pdf_for_now(
    texts: ArxivFullText, upstream: Upstream, fault: dict[str, object]
) -> None:
    upstream.fault("/html/", times=3, **fault)
    document = await texts.read(paper("1706.03762"))
    assert document.source is Source.PDF
    assert not document.is_final
    upstream.reset()
    assert (await texts.read(paper("1706.03762"))).source is Source.HTML


async def test_a_long_hold_leaves_the_abstract_and_asks_nothing_more(
    texts: ArxivFullText, upstream: Upstream, clock: Clock
) -> None:
    upstream.fault("/html/", status=429, headers={"Retry-After": "900"})
    document = await texts.read(paper("1706.03762"))
    assert document.source is Source.ABSTRACT
    assert not document.is_final
    assert asked(upstream) == ["/html/1706.03762"]


async def test_a_truncated_pdf_is_not_half_a_paper(texts: ArxivFullText, upstream: Upstream) -> None:
    upstream.fault("/pdf/", status=200, body="%PDF-1.5\n1 0 obj\n<<")
    document = await texts.read(paper("2501.10120"))
    assert document.source is Source.ABSTRACT
    assert document.shortfalls[1].lack is Lack.UNREADABLE
